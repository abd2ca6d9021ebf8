"""Reporting advisers away and carrying out the plan, and what the tables hold of a plan that a kill cut short."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from afsaet.booking.actions.absences import Decision, apply_plan, back_again, report_absence
from afsaet.booking.models import Booking, ReplannedTalk, StaffAbsence, TimeOffer
from afsaet.booking.queries.replanning import plan_for
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.messaging.models import Message
from bench._player import Player, viewer_of

DAYS = 5  # so long she is away


@dataclass(frozen=True)
class SentPlan:
    """A plan as it was sent at that moment, and the offers (uuids) it came to; None: nobody was told."""

    absence: int
    at: datetime
    talks: frozenset[UUID]
    offers: frozenset[UUID] | None = None


def send_a_plan(player: Player, tell: Callable[[SentPlan], object]) -> None:
    """An adviser with talks is away from tomorrow; every proposal is accepted as it stands. Then she is back again,
    so that the house is never empty."""
    now = clock.now()
    having = Booking.objects.filter(starts__gt=now, cancelled_at=None).values("staff")
    staff = player.chance.choice(
        [one for one in player.staff if one.pk in having.values_list("staff", flat=True)]
    )
    by = viewer_of(player.chance.choice([one for one in player.staff if one.unit_id == staff.unit_id]))
    tomorrow = clock.local(now).date() + timedelta(days=1)
    absence = report_absence(staff, tomorrow, tomorrow + timedelta(days=DAYS), by=by, now=now)
    lines = [line for line in plan_for(by, absence, now).lines if line.proposed.place and not line.decided]
    decisions = [Decision(line.booking.uuid, ReplannedTalk.OFFER, line.proposed.place) for line in lines]
    if decisions:
        sent = SentPlan(absence.pk, clock.now(), frozenset(one.booking for one in decisions))
        tell(sent)
        applied = apply_plan(absence, decisions, by=by, now=sent.at)
        tell(replace(sent, offers=frozenset(offer.uuid for offer in applied.offers)))
    back_again(absence, by=by, now=clock.now())


def is_there(plan: SentPlan) -> bool:
    """The last thing it writes is in the tables."""
    absence = StaffAbsence.objects.filter(pk=plan.absence).first()
    return absence is not None and absence.applied_at is not None and absence.applied_at >= plan.at


def is_whole(plan: SentPlan) -> bool:
    """All of it is in the tables, or nothing: every offer with its row in the plan, its hold and its message."""
    offers = list(TimeOffer.objects.filter(absence=plan.absence, made_at=plan.at))
    rows = ReplannedTalk.objects.filter(
        absence=plan.absence, decided_at=plan.at, decision=ReplannedTalk.OFFER
    )
    if not is_there(plan):
        return not plan.offers and not offers and not rows.exists()
    if plan.offers is not None and plan.offers != {offer.uuid for offer in offers}:
        return False
    asked = {offer.moves_id for offer in offers if offer.moves_id}
    return (
        asked == set(rows.values_list("booking", flat=True))
        and set(Booking.objects.filter(pk__in=asked).values_list("uuid", flat=True)) <= plan.talks
        and all(_is_kept(offer) for offer in offers)
    )


def _is_kept(offer: TimeOffer) -> bool:
    """She was told once in each channel, and the time is held exactly as long as she has not answered."""
    told = list(
        Message.objects.filter(subject=offer.uuid, citizen=offer.citizen_id).values_list("channel", flat=True)
    )
    once = Message.INBOX in told and len(told) == len(set(told))
    return once and Claim.objects.filter(owner=offer.uuid).exists() == (offer.answer == "")
