"""Her own calendar and ours: busy times in from it (never titles), and our taken times out to it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from afsaet.booking.access import booking_for
from afsaet.booking.actions.clashes import keep_talk
from afsaet.calendar.actions.busy import (
    Connection,
    close_feed,
    connect,
    disconnect,
    open_feed,
    read_now,
    try_out,
)
from afsaet.calendar.models import BusySource
from afsaet.calendar.queries.busy import Source, busy_count, feed_made, source_of
from afsaet.core import clock
from afsaet.core.errors import Refusal, Refused
from afsaet.people.access import own_staff
from afsaet.people.models import Staff
from afsaet.web.adviser.calendar_words import is_old, read_words
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_LONGEST = {"adresse": 500, "navn": 120, "adgangskode": 200}
_FIELDS = {"calendar_log_in": "navn"}


@dataclass(frozen=True)
class Typed:
    """The form as typed, or as kept; a kept password is never shown."""

    kind: str = BusySource.ICS
    url: str = ""
    user_name: str = ""
    password: str = ""

    @property
    def connection(self) -> Connection:
        return Connection(self.kind, self.url, self.user_name, self.password)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def other_calendar(request: Request) -> HttpResponse:
    """*Prøv* looks and keeps nothing; *Gem* looks, keeps it and what it found."""
    staff = own_staff(request.viewer)
    source = source_of(staff.uuid)
    if request.method != "POST":
        return _page(request, staff, source, _kept(source))
    typed, now = _typed(request), clock.now()
    if error := _error(typed):
        return _page(request, staff, source, typed, error)
    try:
        if request.POST.get("goer") == "proev":
            found = try_out(staff.uuid, typed.connection, now=now)
            return _page(request, staff, source, typed, tried=_tried(found))
        connect(staff.uuid, typed.connection, by=request.viewer, now=now)
    except Refused as refused:
        return _page(
            request, staff, source, typed, (_FIELDS.get(refused.code, "adresse"), sentence(refused.refusal))
        )
    return redirect(reverse("other_calendar") + "?kvittering=egen-kalender")


@require_POST
@for_staff("adviser")
def other_calendar_read(request: Request) -> HttpResponse:
    """*Læs nu*. What went wrong stands on the page."""
    read_now(own_staff(request.viewer).uuid, by=request.viewer, now=clock.now())
    return redirect("other_calendar")


@require_POST
@for_staff("adviser")
def other_calendar_remove(request: Request) -> HttpResponse:
    disconnect(own_staff(request.viewer).uuid, by=request.viewer, now=clock.now())
    return redirect(reverse("other_calendar") + "?kvittering=egen-kalender-fjernet")


def _page(
    request: Request,
    staff: Staff,
    source: Source | None,
    typed: Typed,
    error: tuple[str, str] | None = None,
    tried: str = "",
) -> HttpResponse:
    now = clock.now()
    context = {
        "source": source,
        "typed": typed,
        "kinds": [
            (BusySource.ICS, _("En adresse (ICS), som Outlook giver")),
            (BusySource.CALDAV, _("En CalDAV-konto")),
        ],
        "errors": [error] if error else [],
        "wrong": dict([error]) if error else {},
        "tried": tried,
        "with_name": typed.kind == BusySource.CALDAV or bool(typed.user_name) or error is not None,
        "message": receipt(request),
    }
    if source:
        context |= {
            "read_words": read_words(source, now),
            "old": is_old(source, now),
            "problem": sentence(Refusal(source.problem)) if source.problem else "",
            "busy": _busy_words(busy_count(staff.uuid)),
        }
    return render(request, "adviser/other_calendar.html", context, status=422 if error else 200)


def _kept(source: Source | None) -> Typed:
    return Typed(source.kind, source.url, source.user_name) if source else Typed()


def _typed(request: Request) -> Typed:
    kind = request.POST.get("slags", "")
    return Typed(
        kind if kind in settings.CALENDARS else BusySource.ICS,
        request.POST.get("adresse", "").strip(),
        request.POST.get("navn", "").strip(),
        request.POST.get("adgangskode", ""),
    )


def _error(typed: Typed) -> tuple[str, str] | None:
    """The field and its sentence."""
    if not typed.url:
        return "adresse", _("Skriv adressen på din kalender.")
    for field, text in (("adresse", typed.url), ("navn", typed.user_name), ("adgangskode", typed.password)):
        if len(text) > _LONGEST[field]:
            return field, sentence(Refusal("text_too_long", {"most": _LONGEST[field]}))
    return None


def _tried(count: int) -> str:
    if not count:
        return _("Vi kan læse kalenderen. Der er ingen optaget-tider i de næste 26 uger.")
    words = ngettext("Vi fandt 1 optaget-tid", "Vi fandt %(count)d optaget-tider", count) % {"count": count}
    return _("%(found)s i de næste 26 uger. Intet er gemt endnu.") % {"found": words}


def _busy_words(count: int) -> str:
    found = ngettext("1 optaget-tid", "%(count)d optaget-tider", count) % {"count": count}
    return _("%(found)s i de næste 26 uger.") % {"found": found if count else _("Ingen optaget-tider")}


# ---- out to another calendar ---------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def feed(request: Request) -> HttpResponse:
    """POST makes a new address and is the one answer that tells it; the one before stops at once."""
    staff = own_staff(request.viewer)
    address = ""
    if request.method == "POST":
        token = open_feed(staff.uuid, by=request.viewer, now=clock.now())
        address = settings.PUBLIC_URL + reverse("busy_feed", args=[token])
    context = {
        "address": address,
        "made_at": feed_made(staff.uuid),
        "message": receipt(request),
    }
    return render(request, "adviser/calendar_feed.html", context)


@require_POST
@for_staff("adviser")
def feed_close(request: Request) -> HttpResponse:
    close_feed(own_staff(request.viewer).uuid, by=request.viewer, now=clock.now())
    return redirect(reverse("calendar_feed") + "?kvittering=kalenderadresse-lukket")


# ---- what came on top of a talk ------------------------------------------------------------------


@require_POST
@for_staff("adviser")
def keep(request: Request, uuid: UUID) -> HttpResponse:
    """*Behold samtalen*."""
    booking = booking_for(request.viewer, uuid)
    keep_talk(
        own_staff(request.viewer), booking, request.POST.get("hvad", ""), by=request.viewer, now=clock.now()
    )
    return redirect("today" if request.POST.get("fra") == "i-dag" else "calendar")
