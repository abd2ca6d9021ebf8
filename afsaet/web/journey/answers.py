"""The form *Vælg en tid*, also used for *Skift tid*: what was sent, and what to show when it opens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from afsaet.booking.models import Booking, Draft
from afsaet.booking.queries.attendance import missed_before
from afsaet.booking.queries.booked import draft_of, last_form
from afsaet.booking.queries.offer import Offer, offer_for
from afsaet.booking.rules.choices import ANYBODY, LANGUAGE_MISSING, Choices
from afsaet.people.languages import LANGUAGES
from afsaet.people.models import Citizen
from afsaet.web.journey.errand import Errand

# A form is never this long when a person has filled it in.
MOST_KEPT = 2000
MOST_TICKS = 20


def offered(errand: Errand, now: datetime) -> Offer:
    """What she can choose, without what cannot be kept: no call without a number."""
    return shown_to(errand.citizen, offer_for(errand.citizen, now, hand=errand.hand))


def shown_to(citizen: Citizen, offer: Offer) -> Offer:
    return offer if citizen.phone else replace(offer, without=frozenset({"phone"}))


def read(answers: Mapping[str, Sequence[str]], errand: Errand, offer: Offer) -> Choices:
    """The form as it was sent. What cannot be meant is left out here; what may be wrong is for the rules."""
    form = _one(answers, "form")
    interpreter = _one(answers, "language") if "interpreter" in answers else ""
    if "interpreter" in answers and interpreter not in interpreter_languages(errand.citizen):
        interpreter = LANGUAGE_MISSING
    topics, own_words = _about(answers, errand, offer)
    return Choices(
        topics=topics,
        own_words=own_words,
        form=form if form in offer.forms else "",
        who=_one(answers, "show_who") or _one(answers, "who"),
        time=_one(answers, "time"),
        companion="companion" in answers,
        interpreter=interpreter,
        no_stairs="no_stairs" in answers,
        hard_to_hear_or_see="hard_to_hear_or_see" in answers,
    )


def _about(answers: Mapping[str, Sequence[str]], errand: Errand, offer: Offer) -> tuple[tuple[str, ...], str]:
    """Topics and own words; a form that does not show them changes none."""
    if errand.keeps_topics and errand.moves:
        still = {topic.key for topic in offer.topics}
        return tuple(key for key in topics_of(errand.moves) if key in still), errand.moves.own_words
    sent = list(answers.get("topics", ()))[:MOST_TICKS]
    words = _one(answers, "own_words").replace("\r\n", "\n").strip()[:MOST_KEPT]
    return tuple(dict.fromkeys(_clean(topic) for topic in sent)), words


def _one(answers: Mapping[str, Sequence[str]], name: str) -> str:
    values = answers.get(name) or [""]
    return _clean(values[-1])


def _clean(text: str) -> str:
    """PostgreSQL stores no null character."""
    return text.replace("\x00", "")[: MOST_KEPT * 2]


def draft_for(errand: Errand) -> Draft | None:
    """What has been filled in so far by whoever does this errand."""
    return draft_of(errand.citizen, errand.moves, errand.made_by)


def kept(errand: Errand, offer: Offer) -> Choices:
    """The draft, else what the talk we missed was to be about, else what she had last time or we know of her."""
    draft = draft_for(errand)
    if draft:
        return Choices.from_json(draft.choices)
    if errand.moves:
        return choices_of(errand.moves, offer)
    missed = missed_before(errand.citizen)
    if missed and errand.actor != "desk":
        return choices_of(missed, offer)
    form = last_form(errand.citizen)
    return Choices(
        who=own_or_anybody(offer),
        form=form if form in offer.forms else offer.forms[0],
        interpreter=errand.citizen.interpreter,
    )


def own_or_anybody(offer: Offer) -> str:
    return str(offer.own.uuid) if offer.own else ANYBODY


def choices_of(booking: Booking, offer: Offer) -> Choices:
    """The wishes of a booking, as far as they can still be had; no time is chosen."""
    who = str(booking.staff.uuid)
    return Choices(
        topics=topics_of(booking),
        own_words=booking.own_words,
        form=booking.form if booking.form in offer.forms else offer.forms[0],
        who=who if offer.staff(who) else own_or_anybody(offer),
        companion=booking.companion,
        interpreter=booking.interpreter,
        no_stairs=booking.no_stairs,
        hard_to_hear_or_see=booking.hard_to_hear_or_see,
    )


def topics_of(booking: Booking) -> tuple[str, ...]:
    return tuple(chosen.topic.key for chosen in booking.chosen_topics.all())


def interpreter_languages(citizen: Citizen) -> list[str]:
    """All but Danish, in Danish order; what is known of her comes along however it is spelt."""
    known = [name for code, name in LANGUAGES.items() if code != "da"]
    extra = [citizen.interpreter] if citizen.interpreter and citizen.interpreter not in known else []
    return extra + sorted(known)


def fingerprint(choices: Choices, staff: str) -> str:
    """What was seen on the check page (`staff` is a uuid), so that another tab cannot change it behind it."""
    return sha256(f"{choices}{staff}".encode()).hexdigest()[:20]
