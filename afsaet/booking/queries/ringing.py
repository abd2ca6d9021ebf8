"""Whom no message reaches: who is rung about tomorrow's talk, and about a time that was made or moved for her."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from afsaet.booking.models import Booking, ToldByPhone
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.outbox import sms_number
from afsaet.people.access import citizens_at_desk
from afsaet.people.models import Citizen

# The talks whose times she has agreed to herself, with us or alone.
_SHE_KNOWS = ("self", "guided", "assisted", "walk_in")


@dataclass(frozen=True)
class ToRing:
    """One call: about which talk, and when it was made (UTC), if it was."""

    booking: Booking
    told_at: datetime | None


@dataclass(frozen=True)
class RingList:
    """`tomorrow` are the talks up to and with `last_day`, the next weekday; `news` those she has not heard of."""

    tomorrow: list[ToRing]
    news: list[ToRing]
    first_day: date
    last_day: date


def must_ring(citizen: Citizen) -> bool:
    """Whether no message reaches her: neither e-mail nor sms, or she is exempt from Digital Post."""
    return citizen.digital_post_exempt or not (citizen.email or sms_number(citizen))


def ring_list(viewer: Viewer, now: datetime) -> RingList:
    """For the desk's own units. Notes whom the list shows."""
    today = clock.local(now).date()
    last = today + timedelta(days=1)
    while last.weekday() > 4:
        last += timedelta(days=1)
    bookings = list(_may_need_a_call(viewer, now))
    told = _told(bookings)
    calls = [ToRing(one, told.get(one.pk)) for one in bookings if must_ring(one.citizen)]
    found = RingList(
        tomorrow=[call for call in calls if today < clock.local(call.booking.starts).date() <= last],
        news=[call for call in calls if _is_news(call, last, now)],
        first_day=today + timedelta(days=1),
        last_day=last,
    )
    viewer.saw((str(call.booking.citizen.uuid) for call in (*found.tomorrow, *found.news)), "ring_list")
    return found


def _may_need_a_call(viewer: Viewer, now: datetime) -> QuerySet[Booking]:
    """Coming talks of those without an e-mail address, or exempt; whether an sms reaches them is seen in Python."""
    return (
        Booking.objects.select_related("citizen", "staff")
        .defer("own_words")
        .filter(
            Q(citizen__email="") | Q(citizen__digital_post_exempt=True), starts__gt=now, cancelled_at=None
        )
        .filter(citizen__in=citizens_at_desk(viewer).values("pk"))
        .order_by("starts", "citizen__name_order", "pk")
    )


def _told(bookings: Iterable[Booking]) -> dict[int, datetime]:
    """When she was told of the time the talk has now."""
    now_at = {one.pk: one.starts for one in bookings}
    rows = ToldByPhone.objects.filter(booking__in=now_at).values_list("booking_id", "starts", "at")
    return {pk: at for pk, starts, at in rows if now_at[pk] == starts}


def _is_news(call: ToRing, last: date, now: datetime) -> bool:
    """A time we have made or moved, and not within the days whose list she stands on already."""
    booking = call.booking
    ours = booking.version > 1 or booking.origin not in _SHE_KNOWS
    day = clock.local(booking.starts).date()
    tomorrow = clock.local(now).date() < day <= last
    recently_told = call.told_at is not None and clock.local(call.told_at).date() == clock.local(now).date()
    return ours and not tomorrow and (call.told_at is None or recently_told)
