"""The first page of *Opsætning*: how far the house is, and what is still missing."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from afsaet.booking.queries.set_up import offer_counts
from afsaet.core import clock
from afsaet.messaging.queries import failed_messages
from afsaet.people.administration_queries import HouseCounts, house_counts
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request


class Task(NamedTuple):
    """Something still to do: `todo` says it, `why` is one line under it."""

    todo: str
    why: str
    url: str


@for_staff("administrator")
def administration(request: Request) -> HttpResponse:
    counts = house_counts(request.viewer, clock.today())
    facts = {
        "counts": counts,
        "offer": offer_counts(request.viewer, clock.today()),
        "failed_messages": failed_messages(request.viewer, clock.now()),
        "tasks": missing(counts),
        "message": receipt(request),
    }
    return render(request, "administration/overview.html", facts)


def missing(counts: HouseCounts) -> list[Task]:
    """In the order in which a new house is set up."""
    tasks = []
    if not counts.authority:
        why = _("De står på alle sider og i alle beskeder.")
        tasks.append(_task(_("Skriv navn, telefon og åbningstid"), why, "administration_authority"))
    if not counts.units:
        why = _("Adressen er den, borgerne får at vide, når de skal møde op.")
        tasks.append(_task(_("Opret en enhed"), why, "administration_unit_new"))
    if not counts.advisers:
        why = _("Der er ingen rådgivere endnu. Tag dem ind en ad gangen eller fra en fil.")
        tasks.append(_task(_("Tag medarbejderne ind"), why, "administration_staff"))
    if not counts.citizens:
        why = _("Gør det helst fra en fil fra fagsystemet.")
        tasks.append(_task(_("Tag borgerne ind"), why, "administration_citizens"))
    if counts.without_adviser:
        why = _("Tag dem ind igen fra en fil, hvor deres rådgivers mail står.")
        tasks.append(_task(_without(counts.without_adviser), why, "administration_citizens"))
    if counts.administrators == 1:
        why = _("Så er der en, der kan tage over, når du er væk.")
        tasks.append(_task(_("Giv en kollega rollen som administrator"), why, "administration_staff"))
    return tasks


def _task(todo: str, why: str, place: str) -> Task:
    return Task(todo, why, reverse(place))


def _without(count: int) -> str:
    words = ngettext("%(count)d borger er uden rådgiver", "%(count)d borgere er uden rådgiver", count)
    return words % {"count": count}
