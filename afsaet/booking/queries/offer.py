"""What a citizen can choose right now: topics, forms, advisers and free times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from afsaet.booking.models import Booking, ConversationType, Deadline, Topic
from afsaet.booking.rules import ANYBODY, allowed_forms, least_loaded, window
from afsaet.calendar.queries import Search, booked_minutes, free_times
from afsaet.core import clock
from afsaet.people.models import Citizen, Staff
from afsaet.people.queries import advisers_in_unit, own_adviser

JOB_TALK = "jobsamtale"


@dataclass(frozen=True)
class Offer:
    """`own` is her own adviser, if any; `advisers` are read only when somebody else is asked for."""

    type: ConversationType
    topics: list[Topic]
    forms: tuple[str, ...]
    own: Staff | None
    advisers: QuerySet[Staff]
    deadline: Deadline | None

    @property
    def others(self) -> list[Staff]:
        """The ones she may choose beside her own, in Danish order."""
        return [staff for staff in self.advisers if self.own is None or staff.pk != self.own.pk]

    def staff(self, who: str) -> list[Staff]:
        """Whom `who` means: a staff uuid, or ANYBODY for all. An unknown one is nobody."""
        if self.own and str(self.own.uuid) == who:
            return [self.own]
        everybody = ([self.own] if self.own else []) + self.others
        return everybody if who == ANYBODY else [staff for staff in everybody if str(staff.uuid) == who]


@dataclass(frozen=True)
class Day:
    """A day with free times; `starts` are UTC."""

    day: date
    starts: list[datetime]


def offer_for(citizen: Citizen, now: datetime, type_key: str = JOB_TALK) -> Offer:
    """`citizen` has passed a gate of `people.access`."""
    today = clock.local(now).date()
    kind = ConversationType.objects.get(key=type_key)
    own = own_adviser(citizen, today)
    return Offer(
        type=kind,
        topics=list(Topic.objects.filter(active=True)),
        forms=allowed_forms(must_meet_first=kind.must_meet_first, first_talk=is_first_talk(citizen, now)),
        own=own,
        advisers=advisers_in_unit(citizen.unit_id, today),
        deadline=Deadline.objects.filter(citizen=citizen, type=kind, met_by=None).first(),
    )


def is_first_talk(citizen: Citizen, now: datetime) -> bool:
    """Whether no booked time of hers has passed yet."""
    return not Booking.objects.filter(citizen=citizen, starts__lt=now, cancelled_at=None).exists()


def times_of(
    offer: Offer, citizen: Citizen, staff: Iterable[Staff], now: datetime, ignoring: Iterable[UUID] = ()
) -> dict[str, list[datetime]]:
    """Free starts (UTC) per staff uuid as text, within notice, horizon and deadline.

    `ignoring` are owners whose claims give way: her draft's hold, and the booking she is moving.
    """
    hold_by = offer.deadline.hold_by if offer.deadline else None
    earliest, latest = window(
        now,
        notice=timedelta(minutes=offer.type.notice_minutes),
        horizon_days=offer.type.horizon_days,
        hold_by_ends=datetime.combine(hold_by + timedelta(days=1), time(), clock.ZONE) if hold_by else None,
    )
    search = Search(offer.type.minutes, earliest, latest)
    found = free_times([one.uuid for one in staff], citizen.uuid, search, now=now, ignoring=list(ignoring))
    return {str(uuid): starts for uuid, starts in found.items()}


def together(times: dict[str, list[datetime]]) -> list[datetime]:
    """All starts at which somebody is free, once each, sorted."""
    return sorted({start for starts in times.values() for start in starts})


def by_day(starts: Iterable[datetime], days: int) -> list[Day]:
    """The first `days` days that have times; days without are left out."""
    grouped = [Day(day, list(times)) for day, times in groupby(starts, key=lambda s: clock.local(s).date())]
    return grouped[:days]


def who_takes(times: dict[str, list[datetime]], starts: datetime) -> str | None:
    """The staff uuid that gets this start: among those free then, the one with fewest booked minutes that week."""
    free = [staff for staff, free_starts in times.items() if starts in free_starts]
    if len(free) < 2:
        return free[0] if free else None
    monday = clock.local(starts).date() - timedelta(days=clock.local(starts).weekday())
    begins = clock.at_local(monday, 0)
    load = booked_minutes([UUID(staff) for staff in free], begins, begins + timedelta(days=7))
    return least_loaded({str(uuid): minutes for uuid, minutes in load.items()}, free)
