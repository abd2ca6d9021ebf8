"""What she has filled in, kept on the server, and the five-minute hold on the time she looks at."""

from dataclasses import replace
from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.bundles import Talk, take
from afsaet.booking.models import Booking, Draft
from afsaet.booking.queries.booked import drafter
from afsaet.booking.queries.offer import JOB_TALK, Hand, Offer, offer_for
from afsaet.booking.rules.choices import ANYBODY, HOLD_MINUTES, Choices, refusal_of_choices
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen


def save_draft(
    citizen: Citizen, choices: Choices, moves: Booking | None = None, *, by: Viewer, now: datetime
) -> Draft:
    """Keep what she has typed, as it is: nothing is checked and nothing is held."""
    with acting(by, now):
        draft, _ = Draft.objects.update_or_create(
            citizen=citizen,
            moves=moves,
            made_by=drafter(by),
            defaults={"choices": choices.as_json(), "changed_at": now},
        )
    return draft


def hold(
    citizen: Citizen, choices: Choices, moves: Booking | None = None, *, by: Viewer, now: datetime
) -> Draft:
    """Check the form and hold the chosen time for five minutes.

    Raises Refused: what `checked` says, "has_booking", "sent_elsewhere", or what `bundles.take` says. What she
    typed is kept whatever happens.
    """
    draft = save_draft(citizen, choices, moves, by=by, now=now)
    offer = offer_for(citizen, now, moves.type.key if moves else JOB_TALK, hand_of(by))
    choices = with_colleague(choices, offer, moves, by)
    checked(choices, offer, now)
    if moves is None and future_booking(citizen, offer, now):
        raise Refused("has_booking")
    with acting(by, now):
        talk = Talk(citizen, offer, choices, draft.uuid, [draft.uuid], moves)
        held_until = now + clock.minutes(HOLD_MINUTES)
        taker = take(talk, offer.candidates(choices.who), now, held_until)
        draft.choices = draft.choices | {"held_with": str(taker.staff.uuid)}
        if not Draft.objects.filter(pk=draft.pk).update(choices=draft.choices):
            raise Refused("sent_elsewhere")  # another window has carried it out meanwhile
    return draft


def hand_of(by: Viewer) -> Hand:
    """Whose limits hold: staff may book on short notice and between the times that are shown."""
    return "citizen" if by.is_citizen else "staff"


def with_colleague(choices: Choices, offer: Offer, moves: Booking | None, by: Viewer) -> Choices:
    """She cannot choose a colleague; one who takes part in the talk that is moved comes along.

    Raises Refused("unknown_adviser") when staff choose one who is none.
    """
    if moves is not None:
        return replace(choices, colleague=str(moves.colleague.uuid) if moves.colleague else "")
    if by.is_citizen or not choices.colleague:
        return replace(choices, colleague="")
    if choices.colleague not in {str(one.uuid) for one in offer.staff(ANYBODY)}:
        raise Refused("unknown_adviser")
    return choices


def checked(choices: Choices, offer: Offer, now: datetime) -> datetime:
    """The start she chose (UTC). Raises Refused when the form itself, or its day, is wrong."""
    # Topics she has not chosen, and the meeting that can always be had, are not looked up.
    refusal = refusal_of_choices(
        choices,
        topics={topic.key for topic in offer.topics} if choices.topics else set(),
        forms={choices.form} if choices.form == "in_person" else set(offer.forms),
    )
    starts = choices.starts
    if refusal is None and starts is not None:
        refusal = offer.refusal_of(starts, now)
    if refusal:
        raise Refused(refusal.code, **refusal.facts)
    assert starts is not None  # refusal_of_choices has seen to it
    return starts


def future_booking(citizen: Citizen, offer: Offer, now: datetime) -> bool:
    """Whether she has one; a talk that was started before its time is no longer in the future."""
    return Booking.objects.filter(
        citizen=citizen, type=offer.type, starts__gt=now, cancelled_at=None, started_at=None
    ).exists()
