"""Somebody is away: reporting it, deciding what becomes of her talks, and what happens when nobody does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from afsaet.audit.actions import acting
from afsaet.booking.actions.booking import cancel, move_to
from afsaet.booking.actions.offering import Held, make_offer
from afsaet.booking.actions.telling import tell_moved_by_us_offer
from afsaet.booking.models import Booking, ReplannedTalk, StaffAbsence, TimeOffer
from afsaet.booking.queries.absences import away_for_the_talk, with_day
from afsaet.booking.queries.offer import rooms_for
from afsaet.booking.queries.replanning import Line, Plan, plan_for
from afsaet.booking.rules.replanning import Place, held_until
from afsaet.calendar.actions.claims import lock, resources_of
from afsaet.calendar.actions.hours import close_time, open_time
from afsaet.calendar.models import Resource
from afsaet.calendar.queries.hours import closed_times
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.outbox import withdraw
from afsaet.people.models import Staff

# What stands on her closed time; only she sees it, and it does not say why.
NOTE = "Fravær"
MOST_DAYS = 60


def report_absence(
    staff: Staff, first_day: date, last_day: date, *, by: Viewer, now: datetime
) -> StaffAbsence:
    """She is away, both days included: nobody can book her, and her talks wait for a plan. Twice is once; days
    that meet an absence known already make that one longer.

    Raises Refused: in_the_past, absence_order, absence_too_long.
    """
    if first_day < clock.local(now).date():
        raise Refused("in_the_past")
    if last_day < first_day:
        raise Refused("absence_order")
    with acting(by, now):
        Staff.objects.select_for_update().get(pk=staff.pk)
        known = StaffAbsence.objects.filter(
            staff=staff,
            first_day__lte=last_day + timedelta(days=1),
            last_day__gte=first_day - timedelta(days=1),
        ).first()
        first = min(first_day, known.first_day) if known else first_day
        last = max(last_day, known.last_day) if known else last_day
        if (last - first).days >= MOST_DAYS:
            raise Refused("absence_too_long", days=MOST_DAYS)
        if known is None:
            known = StaffAbsence.objects.create(
                staff=staff, first_day=first, last_day=last, reported_at=now, reported_by=by.user
            )
        elif (first, last) == (known.first_day, known.last_day):
            return known
        _set_days(known, first, last, by, now)
    return known


def back_again(absence: StaffAbsence, *, by: Viewer, now: datetime) -> None:
    """She is at work again from today, or was never away: her free times are there again. What has been
    offered and agreed meanwhile stands.
    """
    today = clock.local(now).date()
    with acting(by, now):
        absence = (
            StaffAbsence.objects.select_for_update(of=("self",)).select_related("staff").get(pk=absence.pk)
        )
        if today <= absence.first_day and not absence.talks.exists():
            _open_days(absence, by, now)
            absence.delete()
            return
        _open_days(absence, by, now)
        absence.last_day = max(absence.first_day, min(absence.last_day, today - timedelta(days=1)))
        absence.save(update_fields=["last_day"])


def _set_days(absence: StaffAbsence, first: date, last: date, by: Viewer, now: datetime) -> None:
    _open_days(absence, by, now)
    absence.first_day, absence.last_day = first, last
    absence.save(update_fields=["first_day", "last_day"])
    close_time(absence.staff.uuid, *_span(absence), NOTE, by=by, now=now)


def _open_days(absence: StaffAbsence, by: Viewer, now: datetime) -> None:
    since, until = _span(absence)
    for closed in closed_times(absence.staff.uuid, since, until):
        if (closed.starts, closed.ends, closed.note) == (since, until, NOTE):
            open_time(absence.staff.uuid, closed.pk, by=by, now=now)


def _span(absence: StaffAbsence) -> tuple[datetime, datetime]:
    return clock.at_local(absence.first_day, 0), clock.at_local(absence.last_day + timedelta(days=1), 0)


# ---- the plan --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decision:
    """What the leader has chosen for a talk: a `ReplannedTalk` decision, with the place of an offer."""

    booking: UUID
    what: str
    place: Place | None = None


@dataclass
class Applied:
    """`taken` are talks whose place somebody else had meanwhile: nothing is decided for them."""

    offers: list[TimeOffer] = field(default_factory=list)
    taken: list[Booking] = field(default_factory=list)
    decided: int = 0


def apply_plan(absence: StaffAbsence, decisions: Iterable[Decision], *, by: Viewer, now: datetime) -> Applied:
    """Hold every place that can be held, and tell those it is held for; all in one transaction, while others book.

    What could not be held is named, and nothing is decided for it. A talk of which something is decided
    already, or that she has moved or cancelled herself meanwhile, is left alone: twice is once.
    """
    wanted = {decision.booking: decision for decision in decisions}
    applied = Applied()
    with acting(by, now):
        absence = (
            StaffAbsence.objects.select_for_update(of=("self",))
            .select_related("staff__unit")
            .get(pk=absence.pk)
        )
        list(_standing(wanted).select_for_update(of=("self",)).order_by("pk"))
        plan = plan_for(by, absence, now)
        lines = [line for line in plan.lines if line.booking.uuid in wanted and not line.decided]
        _lock_all(lines, plan, wanted)
        for line in lines:
            _decide(absence, line, plan, wanted[line.booking.uuid], applied, now)
        for line in lines:
            if wanted[line.booking.uuid].what == ReplannedTalk.CANCEL:
                cancel(line.booking, by=by, now=now)
        _tell(applied.offers, now)
        absence.applied_at = now
        absence.save(update_fields=["applied_at"])
    return applied


def _standing(wanted: Iterable[UUID]) -> QuerySet[Booking]:
    return Booking.objects.filter(uuid__in=list(wanted), cancelled_at=None)


def _lock_all(lines: Sequence[Line], plan: Plan, wanted: dict[UUID, Decision]) -> None:
    """Everybody and every room the plan may touch, in one order: others book the same times."""
    kinds: dict[UUID, str] = {}
    for line in lines:
        place = wanted[line.booking.uuid].place
        if place is not None and place.staff in plan.staff:
            kinds |= {place.staff: Resource.STAFF, line.booking.citizen.uuid: Resource.CITIZEN}
            rooms = rooms_for(line.booking, plan.staff[place.staff])
            kinds |= {room.uuid: Resource.ROOM for room in rooms if room}
    lock(resources_of(kinds).values())


def _decide(
    absence: StaffAbsence, line: Line, plan: Plan, decision: Decision, applied: Applied, now: datetime
) -> None:
    booking = line.booking
    if decision.what == ReplannedTalk.OFFER:
        offer = _offered(absence, line, plan, decision.place, now)
        if offer is None:
            applied.taken.append(booking)
            return
        applied.offers.append(offer)
    if decision.what != ReplannedTalk.WAIT:
        withdraw(booking.uuid)  # nobody is reminded of a talk with somebody who is away
    ReplannedTalk.objects.update_or_create(
        absence=absence,
        booking=booking,
        defaults={"had_starts": booking.starts, "decision": decision.what, "decided_at": now},
    )
    applied.decided += 1


def _offered(
    absence: StaffAbsence, line: Line, plan: Plan, place: Place | None, now: datetime
) -> TimeOffer | None:
    """None when the place is not one of those that are free for this talk any more."""
    if place is None or not line.may_have(place):
        return None
    booking, staff = line.booking, plan.staff[place.staff]
    held = Held(
        citizen=booking.citizen,
        staff=staff,
        kind=booking.type,
        form=booking.form,
        starts=place.starts,
        minutes=line.proposed.talk.minutes,
        buffer=booking.buffer_minutes,
        rooms=[room.uuid if room else None for room in rooms_for(booking, staff)],
        moves=booking,
    )
    try:
        return make_offer(held, held_until(place.starts, clock.local(now)), absence=absence, now=now)
    except Refused:
        return None


def _tell(offers: Iterable[TimeOffer], now: datetime) -> None:
    for offer in offers:
        assert offer.moves is not None
        tell_moved_by_us_offer(
            offer.moves,
            offer.staff,
            offer.starts,
            form=offer.form,
            held_until=offer.held_until,
            offer=offer.uuid,
            link=f"/tilbud/{offer.uuid}/",
            now=now,
        )


# ---- the telephone ---------------------------------------------------------------------------------


def record_call(
    absence: StaffAbsence,
    booking: Booking,
    outcome: str,
    place: Place | None = None,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    """We rang her about the talk. Reached, she may have agreed to another time on the spot: it is moved at once,
    and what was held for her is free.

    Raises Refused: unknown_outcome, taken (the place is gone), and what `move_to` says.
    """
    if outcome not in dict(ReplannedTalk._meta.get_field("outcome").choices or ()) or not outcome:
        raise Refused("unknown_call_outcome")
    with acting(by, now):
        booking = Booking.objects.select_related("staff").get(pk=booking.pk)
        row, _ = ReplannedTalk.objects.get_or_create(
            absence=absence,
            booking=booking,
            defaults={
                "had_starts": booking.starts,
                "decision": ReplannedTalk.PHONE,
                "decided_at": now,
            },
        )
        row.rung_at, row.outcome = now, outcome
        row.save(update_fields=["rung_at", "outcome"])
        if place is not None and outcome == ReplannedTalk.REACHED:
            staff = Staff.objects.select_related("unit", "user").get(uuid=place.staff)
            move_to(booking, staff=staff, starts=place.starts, by=by, now=now)


# ---- when nobody answers ---------------------------------------------------------------------------


def call_off_unheld(*, by: Viewer, now: datetime) -> int:
    """Talks of somebody who was away, whose time is over and for which nothing is held: cancelled by us, never her
    absence. Returns how many.
    """
    rows = with_day().filter(
        away_for_the_talk(),
        ~Exists(TimeOffer.objects.filter(moves=OuterRef("pk"), answer="")),
        Q(attendance=None) | Q(attendance__absence=""),
        ends__lte=now,
        ends__gt=now - timedelta(days=8),
        started_at=None,
        cancelled_at=None,
    )
    found = list(rows)
    for booking in found:
        cancel(booking, by=by, now=now)
    return len(found)
