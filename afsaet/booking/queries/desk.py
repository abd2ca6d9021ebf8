"""What the front desk sees: who it is, and her times. Never what a talk is about."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from afsaet.booking.models import Booking, Deadline
from afsaet.booking.queries.attendance import attendance_of
from afsaet.booking.rules.attendance import AttendanceState, attendance_state
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people import cpr
from afsaet.people.access import AT_THE_DESK, citizens_at_desk
from afsaet.people.models import Citizen

# This many digits are meant as a CPR number, right or wrong: they are never kept as words.
_DIGITS_OF_A_NUMBER = 6
_LEAST_LETTERS = 2
# What she may ask for: nothing that says what a talk is about, not even to this process.
_NOT_HERS = ("own_words",)


@dataclass(frozen=True)
class DeskTime:
    """A booked time as the desk sees it. Moments are UTC; `since` is when it was cancelled or begun.

    `state` is "cancelled", "cancelled_by_us", "begun", or else what `attendance` says of the day.
    """

    booking: Booking
    state: str
    since: datetime | None
    attendance: AttendanceState
    coming: bool
    may_arrive: bool


def find_for_desk(viewer: Viewer, typed: str, birthday: date | None) -> list[Citizen]:
    """By the whole CPR number, or by name and birthday together. Every search leaves its line.

    Somebody of another unit is not found, and that she was looked for stands in the log. Raises Refused:
    "nothing_typed", "cpr_form", "name_too_short", "birthday_needed".
    """
    if len(re.findall(r"\d", typed)) >= _DIGITS_OF_A_NUMBER:
        viewer.searched("cpr")
        among = Citizen.objects.filter(cpr_lookup=cpr.lookup(cpr.parse(typed)))
        return _found(viewer, list(among))
    words = typed.casefold().split()
    if not words:
        raise Refused("nothing_typed")
    viewer.searched(f"navn og fødselsdag: {typed}" if birthday else f"navn: {typed}")
    if sum(len(word) for word in words) < _LEAST_LETTERS:
        raise Refused("name_too_short")
    if birthday is None:
        raise Refused("birthday_needed")
    born = Citizen.objects.filter(birth_date=birthday).order_by("name_order", "pk")
    return _found(viewer, [one for one in born if _is_called(one, words)])


def _is_called(citizen: Citizen, words: list[str]) -> bool:
    """Every word that was typed begins one of her names."""
    names = citizen.name.casefold().replace("-", " ").split()
    return all(any(name.startswith(word) for name in names) for word in words)


def _found(viewer: Viewer, meant: list[Citizen]) -> list[Citizen]:
    hers = list(
        citizens_at_desk(viewer).filter(pk__in=[one.pk for one in meant]).order_by("name_order", "pk")
    )
    viewer.saw((str(one.uuid) for one in hers), AT_THE_DESK)
    known = {one.pk for one in hers}
    viewer.reached_for(str(one.uuid) for one in meant if one.pk not in known)
    return hers


def times_at_desk(citizen: Citizen, now: datetime) -> list[DeskTime]:
    """Her times from today on, and today's that were cancelled. `citizen` has passed `citizen_for_desk`."""
    midnight = clock.at_local(clock.local(now).date(), 0)
    rows = _whole().filter(citizen=citizen, starts__gte=midnight)
    tomorrow = midnight + timedelta(days=1)
    shown = [one for one in rows.order_by("starts") if not one.cancelled or one.starts < tomorrow]
    return _times(shown, now)


def arrivals(viewer: Viewer, now: datetime) -> list[DeskTime]:
    """Who comes to the desk's units today, by the clock. Notes whom the list shows."""
    midnight = clock.at_local(clock.local(now).date(), 0)
    rows = _whole().filter(
        citizen__in=citizens_at_desk(viewer).values("pk"),
        form="in_person",
        starts__gte=midnight,
        starts__lt=clock.at_local(clock.local(now).date() + timedelta(days=1), 0),
    )
    bookings = list(rows.order_by("starts", "citizen__name_order", "pk"))
    viewer.saw((str(one.citizen.uuid) for one in bookings), "desk_list")
    return _times(bookings, now)


def next_times(citizens: list[Citizen], now: datetime) -> dict[int, datetime]:
    """The next time (UTC) of each, by row id."""
    rows = Booking.objects.filter(citizen__in=citizens, ends__gt=now, cancelled_at=None).order_by("-starts")
    return dict(rows.values_list("citizen_id", "starts"))


def open_deadline(citizen: Citizen) -> Deadline | None:
    """Until when she can choose a time; the nearest when there are several."""
    return Deadline.objects.filter(citizen=citizen, met_by=None).order_by("book_by").first()


def _whole() -> QuerySet[Booking]:
    return Booking.objects.select_related("citizen", "staff__unit", "type").defer(*_NOT_HERS)


def _times(bookings: list[Booking], now: datetime) -> list[DeskTime]:
    known = attendance_of(bookings)
    return [_time(one, attendance_state(known[one.pk]), now) for one in bookings]


def _time(booking: Booking, attendance: AttendanceState, now: datetime) -> DeskTime:
    state, since = attendance.key, attendance.since
    if booking.cancelled:
        state, since = (
            "cancelled" if booking.cancelled_by_citizen else "cancelled_by_us",
            booking.cancelled_at,
        )
    elif booking.started_at is not None:
        state, since = "begun", booking.started_at
    to_come = state not in ("cancelled", "cancelled_by_us", "begun")
    today = clock.local(booking.starts).date() == clock.local(now).date()
    return DeskTime(
        booking=booking,
        state=state,
        since=since,
        attendance=attendance,
        coming=to_come and booking.ends > now,
        may_arrive=to_come and today and booking.form == "in_person" and state != "arrived",
    )
