"""The citizen on the day: *Jeg er her*, *Jeg bliver forsinket*, and what we have written about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from afsaet.booking.access import own_booking
from afsaet.booking.actions import attendance
from afsaet.booking.models import Booking, CallAttempt
from afsaet.booking.queries.attendance import Known, is_its_day, known_of
from afsaet.booking.queries.booked import what_stops_change
from afsaet.booking.rules import attendance as rules
from afsaet.booking.rules.attendance import LONGER
from afsaet.core import clock, danish
from afsaet.core.errors import Refusal, Refused
from afsaet.core.viewer import Viewer
from afsaet.people.queries import authority
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@dataclass(frozen=True)
class MyDay:
    """What the card of her talk says and offers on its day. Sentences are ready; empty ones are left out."""

    today: bool
    begun: bool
    here: bool
    here_from: datetime | None
    late: bool
    cancel: bool
    said: str
    added: str
    take_back: str
    rang: str
    link: str
    link_from: datetime
    missed: bool


def my_day(booking: Booking, known: Known, viewer: Viewer, now: datetime) -> MyDay:
    """`booking` has passed the gate `own_booking`, or is one of her own list."""
    day, today = known.day, is_its_day(booking, now)
    arrive = rules.refusal_to_arrive(day, now, today=today, by_citizen=True)
    late = rules.refusal_to_say_late(day, now, minutes=LONGER, today=today, by_citizen=True)
    said, added, take_back = _said(booking, known, viewer, now)
    video = booking.form == "video" and rules.link_shown(now, starts=booking.starts, ends=booking.ends)
    return MyDay(
        today=today,
        begun=now >= booking.starts,
        here=arrive is None and (day.arrived_at is None or bool(day.absence)),
        here_from=rules.here_from(booking.starts)
        if arrive and arrive.code == "too_early_to_arrive"
        else None,
        late=late is None and day.arrived_at is None,
        cancel=take_back != "arrived" and what_stops_change(booking, viewer, now) is None,
        said=said,
        added=added,
        take_back=take_back,
        rang=_rang(booking, known.calls),
        link=booking.staff.video_link if video and not booking.cancelled else "",
        link_from=booking.starts - clock.minutes(rules.LINK_FROM_MINUTES),
        missed=bool(day.absence),
    )


def day_of_hers(booking: Booking, viewer: Viewer, now: datetime) -> MyDay:
    """The same for one booking, with what is known of it."""
    return my_day(booking, known_of([booking])[booking.pk], viewer, now)


def _said(booking: Booking, known: Known, viewer: Viewer, now: datetime) -> tuple[str, str, str]:
    """What stands written, what it leads to, and which of it she may take back."""
    row, adviser = known.said, booking.staff.first_name
    if row is None or row.absence:
        return "", "", ""
    may = {
        what: rules.refusal_to_take_back(known.day, now, what=what, by_citizen=True) is None
        for what in ("arrived", "late")
    }
    if row.arrived_at:
        hers = row.arrived_by == viewer.user
        words = _("Du er her. %(name)s fik besked %(at)s.") if hers else _("Vi skrev %(at)s, at du er her.")
        said = words % {"name": adviser, "at": danish.at(row.arrived_at)}
        return said, "", "arrived" if hers and may["arrived"] else ""
    if row.late_at is None:
        return "", "", ""
    hers, how = row.late_by == viewer.user, _how_late(row.late_minutes)
    words = (
        _("Du skrev %(at)s, at du bliver %(how)s.") if hers else _("Vi skrev %(at)s, at du bliver %(how)s.")
    )
    added = _("%(name)s har fået besked.") % {"name": adviser}
    if booking.form == "in_person":
        added += " " + _("Kom alligevel.")
    if row.late_minutes == LONGER:
        added += " " + _("%(name)s ringer måske til dig for at finde en løsning.") % {"name": adviser}
    said = words % {"at": danish.at(row.late_at), "how": how}
    return said, added, "late" if hers and may["late"] else ""


def _how_late(minutes: int | None) -> str:
    return (
        _("%(minutes)s minutter forsinket") % {"minutes": minutes}
        if minutes
        else _("mere end et kvarter forsinket")
    )


def _rang(booking: Booking, all_calls: list[CallAttempt]) -> str:
    """`Vi ringede til dig kl. 10.00 og kl. 10.12 fra 76 00 12 34.` Calls she answered are not among them."""
    calls = [call for call in all_calls if call.outcome != "reached"]
    if not calls:
        return ""
    day = clock.local(booking.starts).date()
    times = [
        danish.at(call.at) if danish.as_day(call.at) == day else danish.ago(call.at, day) for call in calls
    ]
    rang = _("Vi ringede til dig %(times)s") % {"times": danish.listed(times)}
    number = danish.phone(calls[-1].number)
    return rang + (_(" fra %(number)s.") % {"number": number} if number else ".")


@for_citizen
def meeting_late(request: Request, uuid: UUID) -> HttpResponse:
    """*Jeg bliver forsinket*: one of four buttons, and it is said."""
    booking = own_booking(request.viewer, uuid)
    if request.method != "POST":
        if not day_of_hers(booking, request.viewer, clock.now()).late:
            return redirect("meeting", booking.uuid)
        return _late_page(request, booking)
    typed = request.POST.get("minutter", "")
    try:
        minutes = int(typed) if typed.isdecimal() and len(typed) < 4 else -1
        attendance.say_late(booking, minutes, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _late_page(request, booking, _sentence(booking, refused.refusal))
    return redirect("meeting", booking.uuid)


def _late_page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    facts = {
        "booking": booking,
        "choices": [(minutes, _how_long(minutes)) for minutes in rules.LATENESS],
        "errors": [("", error)] if error else [],
        "owner": owner(request.viewer),
    }
    return render(request, "citizen/meeting_late.html", facts, status=422 if error else 200)


def _how_long(minutes: int) -> str:
    return _("Længere") if minutes == LONGER else _("%(minutes)s minutter") % {"minutes": minutes}


@for_citizen
@require_POST
def meeting_here(request: Request, uuid: UUID) -> HttpResponse:
    """*Jeg er her*."""
    booking = own_booking(request.viewer, uuid)
    try:
        attendance.mark_arrived(booking, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _refused(request, booking, refused.refusal)
    return redirect("meeting", booking.uuid)


@for_citizen
@require_POST
def meeting_take_back(request: Request, uuid: UUID) -> HttpResponse:
    """*Fortryd*: she pressed by mistake, or comes in time after all."""
    booking = own_booking(request.viewer, uuid)
    what = "late" if request.POST.get("hvad") == "late" else "arrived"
    try:
        attendance.take_back(booking, what, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _refused(request, booking, refused.refusal)
    return redirect("meeting", booking.uuid)


def _refused(request: Request, booking: Booking, refusal: Refusal) -> HttpResponse:
    facts = {"booking": booking, "errors": [("", _sentence(booking, refusal))]}
    return render(request, "citizen/meeting_refused.html", facts, status=422)


def _sentence(booking: Booking, refusal: Refusal) -> str:
    return sentence(refusal, {"phone": danish.phone(authority().phone), "name": booking.citizen.first_name})
