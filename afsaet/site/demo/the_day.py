"""The day as it stands when the demo opens: somebody has come, somebody waits for a time, a colleague asks."""

from datetime import datetime, timedelta

from afsaet.booking.actions.attendance import mark_arrived
from afsaet.booking.actions.substitution import ask_colleague
from afsaet.booking.actions.video import set_video_link
from afsaet.booking.actions.waiting import wait_for_a_time
from afsaet.booking.models import Booking, ConversationType
from afsaet.booking.queries.substitution import colleagues_free
from afsaet.calendar.actions.rooms import save_room
from afsaet.calendar.models import Room
from afsaet.core.clock import minutes
from afsaet.people.access import viewer_for
from afsaet.people.models import Citizen
from afsaet.site.demo.house import House

# Name, seats, whether one gets there without stairs.
_ROOMS = (("Lokale 1", 4, True), ("Lokale 2", 4, True), ("Lokale 3", 6, True), ("Lokale 4, 2. sal", 3, False))
_VIDEO = "https://video.fjordby.example/lise-krogh"
_CAME_BEFORE = 4  # minutes before the demo opens
_MOST_TRIED = 20


def set_the_day(house: House, amal: Citizen, now: datetime) -> None:
    """Rooms, Lise's video link, Amal at the desk, two who wait, and a talk of Søren's that he asks Lise to take."""
    for name, seats, step_free in _ROOMS:
        save_room(
            Room(),
            unit=house.unit,
            name=name,
            seats=seats,
            step_free=step_free,
            active=True,
            by=house.vera,
            now=now - timedelta(days=1),
        )
    lise = house.havn[0]
    set_video_link(lise, _VIDEO, by=viewer_for(lise.user), now=now - timedelta(days=1))
    _amal_has_come(house, amal, now)
    _two_wait(house, now)
    if len(house.havn) > 1:
        _soeren_asks(house, now)


def _amal_has_come(house: House, amal: Citizen, now: datetime) -> None:
    """If her talk is soon enough for it."""
    came = now - minutes(_CAME_BEFORE)
    soon = Booking.objects.filter(citizen=amal, starts__gt=now, starts__lte=came + minutes(30))
    if (booking := soon.first()) is not None:
        mark_arrived(booking, by=house.gitte, now=came)


def _two_wait(house: House, now: datetime) -> None:
    """The newest of Lise's citizens who have no coming talk."""
    kind = ConversationType.objects.get(key="jobsamtale")
    hers = Citizen.objects.filter(caseload__staff=house.havn[0], user__isnull=False)
    free = hers.exclude(bookings__starts__gt=now, bookings__cancelled_at=None).order_by("-pk")
    for number, citizen in enumerate(free[:2]):
        assert citizen.user is not None
        asked = now - timedelta(hours=20 - number)
        wait_for_a_time(citizen, kind, house.havn[0], by=viewer_for(citizen.user), now=asked)


def _soeren_asks(house: House, now: datetime) -> None:
    """One of his next talks at a time when Lise is free."""
    lise, soeren = house.havn[:2]
    coming = Booking.objects.filter(staff=soeren, starts__gt=now + timedelta(hours=1), cancelled_at=None)
    for booking in coming.order_by("starts")[:_MOST_TRIED]:
        if lise.pk in {one.pk for one in colleagues_free(booking, now)}:
            ask_colleague(booking, lise, by=viewer_for(soeren.user), now=now - minutes(12))
            return
