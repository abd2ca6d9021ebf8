"""The leader's team: who is away, whose talk has nobody, and how far a plan has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from afsaet.booking.models import Booking, ReplannedTalk, StaffAbsence, TimeOffer
from afsaet.booking.queries.replanning import PURPOSE
from afsaet.booking.rules.replanning import TO_BE_RUNG, Outcome, progress
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.access import led_staff
from afsaet.people.models import Staff


@dataclass(frozen=True)
class Member:
    """An adviser of the team: `talks` are hers today, `alone` those of her absence that nobody has decided for."""

    staff: Staff
    absence: StaffAbsence | None
    talks: int
    alone: int

    @property
    def away_today(self) -> bool:
        return self.absence is not None and self.absence.first_day <= clock.today()


def team_of(viewer: Viewer, now: datetime) -> list[Member]:
    """The leader's team today; nobody's citizens are shown."""
    today = clock.local(now).date()
    staff = list(led_staff(viewer, today))
    absences = {
        absence.staff_id: absence
        for absence in StaffAbsence.objects.filter(staff__in=staff, last_day__gte=today)
        .select_related("staff")
        .order_by("-first_day")
    }
    booked = Booking.objects.filter(
        staff__in=staff,
        starts__gte=clock.at_local(today, 0),
        starts__lt=clock.at_local(today + timedelta(days=1), 0),
        cancelled_at=None,
    )
    talks = dict(booked.values_list("staff_id").annotate(Count("pk")))
    alone = {pk: _alone(absence, now).count() for pk, absence in absences.items()}
    return [Member(one, absences.get(one.pk), talks.get(one.pk, 0), alone.get(one.pk, 0)) for one in staff]


def _alone(absence: StaffAbsence, now: datetime) -> QuerySet[Booking]:
    """Talks of the absence still to come for which nothing is decided, or only that they wait."""
    decided = ReplannedTalk.objects.filter(booking=OuterRef("pk"), absence=absence).exclude(
        decision=ReplannedTalk.WAIT
    )
    return Booking.objects.filter(
        Q(staff=absence.staff) | Q(colleague=absence.staff),
        ~Exists(decided),
        ~Exists(TimeOffer.objects.filter(moves=OuterRef("pk"), answer="")),
        starts__gte=clock.at_local(absence.first_day, 0),
        starts__lt=clock.at_local(absence.last_day + timedelta(days=1), 0),
        ends__gt=now,
        started_at=None,
        cancelled_at=None,
    )


def with_day() -> QuerySet[Booking]:
    """All bookings with their `day` on the wall, for `away_for_the_talk`."""
    return Booking.objects.annotate(day=TruncDate("starts", tzinfo=clock.ZONE))


def away_for_the_talk() -> Exists:
    """For a query `with_day`: whether the adviser was reported away that day before the talk was over."""
    return Exists(
        StaffAbsence.objects.filter(
            staff=OuterRef("staff"),
            reported_at__lt=OuterRef("ends"),
            first_day__lte=OuterRef("day"),
            last_day__gte=OuterRef("day"),
        )
    )


def we_were_away(booking: Booking) -> bool:
    """Whether its adviser was reported away for the talk: then nothing that happens to it is the citizen's absence."""
    return with_day().filter(away_for_the_talk(), pk=booking.pk).exists()


def absences_of(staff: Sequence[Staff], first: date, last: date) -> list[StaffAbsence]:
    """Those that meet the days, both included. Only that they are away, never why."""
    return list(
        StaffAbsence.objects.filter(staff__in=staff, first_day__lte=last, last_day__gte=first).select_related(
            "staff"
        )
    )


@dataclass(frozen=True)
class Step:
    """A talk something has been decided for: `state` is a key of `rules.replanning.progress`."""

    row: ReplannedTalk
    state: str
    offer: TimeOffer | None

    @property
    def to_ring(self) -> bool:
        return self.state in TO_BE_RUNG


def steps_of(viewer: Viewer, absence: StaffAbsence) -> list[Step]:
    """How far the plan has come, by the old times. Notes whom it names. `absence` has passed its gate."""
    rows = list(
        ReplannedTalk.objects.filter(absence=absence)
        .select_related("booking__citizen", "booking__staff")
        .order_by("had_starts", "pk")
    )
    viewer.saw((str(row.booking.citizen.uuid) for row in rows), PURPOSE)
    offers = {
        offer.moves_id: offer
        for offer in TimeOffer.objects.filter(moves__in=[row.booking_id for row in rows])
        .select_related("staff")
        .order_by("made_at")
    }
    return [_step(row, absence, offers.get(row.booking_id)) for row in rows]


def _step(row: ReplannedTalk, absence: StaffAbsence, offer: TimeOffer | None) -> Step:
    booking = row.booking
    outcome = Outcome(
        decision=row.decision,
        answer=offer.answer if offer else None,
        moved=(booking.starts, booking.staff_id) != (row.had_starts, absence.staff_id),
        cancelled=booking.cancelled,
        by_her=booking.cancelled_by_citizen,
        rung=row.outcome,
    )
    return Step(row, progress(outcome), offer)


def being_moved(bookings: Sequence[Booking]) -> dict[int, str]:
    """Of these talks those whose adviser is away: "asked" while she has an offer, "ring" when it ran out unanswered
    or she is to be rung; by their row ids. For the adviser's day.
    """
    pks = [booking.pk for booking in bookings if not booking.cancelled]
    rows = list(ReplannedTalk.objects.filter(booking__in=pks).select_related("booking", "absence"))
    if not rows:
        return {}
    latest = {
        offer.moves_id: offer
        for offer in TimeOffer.objects.filter(moves__in=pks, absence__isnull=False).order_by("made_at")
    }
    steps = [_step(row, row.absence, latest.get(row.booking_id)) for row in rows]
    return {
        step.row.booking_id: "ring" if step.to_ring else "asked"
        for step in steps
        if step.to_ring or step.state == "asked"
    }
