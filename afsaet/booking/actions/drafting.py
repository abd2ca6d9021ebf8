"""What she has filled in, kept on the server, and the five-minute hold on the time she looks at."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.models import Booking, Draft
from afsaet.booking.queries.offer import JOB_TALK, Offer, offer_for, times_of, together, who_takes
from afsaet.booking.rules import HOLD_MINUTES, Choices, nearest, refusal_of_choices
from afsaet.calendar.actions import Want, claim, resources_of
from afsaet.calendar.models import Resource
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff


def save_draft(
    citizen: Citizen, choices: Choices, moves: Booking | None = None, *, by: Viewer, now: datetime
) -> Draft:
    """Keep what she has typed, as it is: nothing is checked and nothing is held."""
    with acting(by, now):
        draft, _ = Draft.objects.update_or_create(
            citizen=citizen, moves=moves, defaults={"choices": choices.as_json(), "changed_at": now}
        )
    return draft


def hold(
    citizen: Citizen, choices: Choices, moves: Booking | None = None, *, by: Viewer, now: datetime
) -> Draft:
    """Check the form and hold the chosen time for five minutes.

    Raises Refused: what `refusal_of_choices` says, "has_booking", "unknown_adviser", or "taken" with the
    nearest free times as `nearest` (UTC). What she typed is kept whatever happens.
    """
    draft = save_draft(citizen, choices, moves, by=by, now=now)
    offer, starts = checked(citizen, choices, now, moves.type.key if moves else JOB_TALK)
    if moves is None and future_booking(citizen, offer, now):
        raise Refused("has_booking")
    with acting(by, now):
        staff = staff_for(citizen, offer, draft, choices.who, starts, now)
        claim(
            _wants_of_hold(citizen, staff, starts, offer, moves),
            owner=draft.uuid,
            freeing=[draft.uuid],
            now=now,
            held_until=now + clock.minutes(HOLD_MINUTES),
        )
        draft.choices = draft.choices | {"held_with": str(staff.uuid)}
        draft.save(update_fields=["choices"])
    return draft


def checked(
    citizen: Citizen, choices: Choices, now: datetime, type_key: str = JOB_TALK
) -> tuple[Offer, datetime]:
    """What she is offered, and the start she chose (UTC). Raises Refused when the form itself is wrong."""
    offer = offer_for(citizen, now, type_key)
    refusal = refusal_of_choices(
        choices, topics={topic.key for topic in offer.topics}, forms=set(offer.forms)
    )
    if refusal:
        raise Refused(refusal.code, **refusal.facts)
    starts = choices.starts
    assert starts is not None  # refusal_of_choices has seen to it
    return offer, starts


def future_booking(citizen: Citizen, offer: Offer, now: datetime) -> bool:
    """Whether she has one; a talk that was started before its time is no longer in the future."""
    return Booking.objects.filter(
        citizen=citizen, type=offer.type, starts__gt=now, cancelled_at=None, started_at=None
    ).exists()


def staff_for(
    citizen: Citizen, offer: Offer, draft: Draft, who: str, starts: datetime, now: datetime
) -> Staff:
    """Who has the talk at this start. Raises Refused("unknown_adviser") or Refused("taken", nearest=…)."""
    candidates = offer.staff(who)
    if not candidates:
        raise Refused("unknown_adviser")
    ignoring = [draft.uuid] + ([draft.moves.uuid] if draft.moves else [])
    times = times_of(offer, citizen, candidates, now, ignoring)
    chosen = who_takes(times, starts)
    if chosen is None:
        raise Refused("taken", nearest=nearest(together(times), starts))
    return next(staff for staff in candidates if str(staff.uuid) == chosen)


def wants(citizen: Citizen, staff: Staff, starts: datetime, minutes: int) -> list[Want]:
    """The bundle of a talk: the adviser and the citizen."""
    ends = starts + clock.minutes(minutes)
    keys = resources_of({staff.uuid: Resource.STAFF, citizen.uuid: Resource.CITIZEN})
    return [Want(keys[staff.uuid], starts, ends), Want(keys[citizen.uuid], starts, ends)]


def _wants_of_hold(
    citizen: Citizen, staff: Staff, starts: datetime, offer: Offer, moves: Booking | None
) -> list[Want]:
    """While she moves a talk, what the old time already covers needs no hold of its own."""
    bundle = wants(citizen, staff, starts, offer.type.minutes)
    if moves is None or not (bundle[0].starts < moves.ends and moves.starts < bundle[0].ends):
        return bundle
    return bundle[:1] if staff.pk != moves.staff_id else []
