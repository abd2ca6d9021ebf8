"""What may be booked: pure decisions over plain values. Times are UTC unless a name says otherwise."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from afsaet.core.errors import Refusal

MOST_TOPICS = 3
MOST_WORDS = 300
HOLD_MINUTES = 5
ANYBODY = "any"
# Everybody holds these; video only who has a link of her own.
FORMS = ("in_person", "phone")
# She wants an interpreter and has not said in which language yet.
LANGUAGE_MISSING = "?"


@dataclass(frozen=True)
class Choices:
    """The booking form as she filled it in. `who` is a staff uuid or ANYBODY, `time` an ISO start or "".

    `colleague` is the uuid of a second member of staff who takes part; only staff can choose one.
    """

    topics: tuple[str, ...] = ()
    own_words: str = ""
    form: str = "in_person"
    who: str = ANYBODY
    time: str = ""
    companion: bool = False
    interpreter: str = ""
    no_stairs: bool = False
    hard_to_hear_or_see: bool = False
    colleague: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"topics": list(self.topics)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Choices":
        """Unknown keys are left out, so that a draft survives a new version of the form."""
        known = {key: value for key, value in stored.items() if key in cls.__dataclass_fields__}
        return cls(**known | {"topics": tuple(known.get("topics", ()))})

    def with_who(self, who: str) -> "Choices":
        """The same, with somebody else."""
        return replace(self, who=who)

    @property
    def people(self) -> int:
        """How many need a seat: she, the adviser, and whoever they bring."""
        return 2 + bool(self.colleague) + self.companion + bool(self.interpreter)

    @property
    def starts(self) -> datetime | None:
        """The chosen start, or None for none or a hand-made one."""
        try:
            moment = datetime.fromisoformat(self.time)
        except ValueError:
            return None
        return moment if moment.tzinfo else None


def refusal_of_choices(choices: Choices, *, topics: set[str], forms: set[str]) -> Refusal | None:
    """What is wrong with the form itself, before any time is looked at."""
    if len(choices.topics) > MOST_TOPICS:
        return Refusal("too_many_topics", {"chosen": len(choices.topics)})
    if not set(choices.topics) <= topics:
        return Refusal("unknown_topic")
    if len(choices.own_words) > MOST_WORDS:
        return Refusal("too_many_words", {"most": MOST_WORDS})
    if choices.form not in forms:
        return Refusal("unknown_form")
    if choices.interpreter == LANGUAGE_MISSING:
        return Refusal("interpreter_without_language")
    if choices.starts is None:
        return Refusal("no_time")
    return None


def allowed_forms(*, must_meet_first: bool, first_talk: bool, video: bool = False) -> tuple[str, ...]:
    """The first talk may have to be a meeting; afterwards she chooses. `video`: somebody holds such talks."""
    if must_meet_first and first_talk:
        return ("in_person",)
    return (*FORMS, "video") if video else FORMS


@dataclass(frozen=True)
class Limits:
    """From when a time may begin, and when it must be over: the horizon, and her deadline if she has one."""

    earliest: datetime
    horizon: datetime
    hold_by_ends: datetime | None = None

    @property
    def latest(self) -> datetime:
        return min(self.horizon, self.hold_by_ends) if self.hold_by_ends else self.horizon


def limits(now: datetime, *, notice: timedelta, horizon_days: int, hold_by_ends: datetime | None) -> Limits:
    """Times are offered after the notice, within the horizon and the deadline."""
    return Limits(now + notice, now + timedelta(days=horizon_days), hold_by_ends)


def refusal_of_time(starts: datetime, ends: datetime, limits: Limits, now: datetime) -> Refusal | None:
    """Why a time lies too near or too far ahead, before anybody's calendar is looked at."""
    if starts < now:
        return Refusal("in_the_past")
    if starts < limits.earliest:
        return Refusal("too_soon")
    if limits.hold_by_ends is not None and ends > limits.hold_by_ends:
        return Refusal("after_deadline")
    if ends > limits.horizon:
        return Refusal("too_late", {"days": (limits.horizon - now).days})
    return None


def nearest(times: list[datetime], wanted: datetime, count: int = 3) -> list[datetime]:
    """The times nearest to the wanted one, in the order of the clock."""
    return sorted(sorted(times, key=lambda time: abs(time - wanted))[:count])


def refusal_to_change(
    now: datetime, *, starts: datetime, cancelled: bool, started: bool, by_citizen: bool
) -> Refusal | None:
    """Whether a booking may still be moved or cancelled. She may until the minute it starts."""
    if cancelled:
        return Refusal("already_cancelled")
    if started:
        return Refusal("talk_started")
    if by_citizen and starts <= now:
        return Refusal("talk_began")
    return None


def reminder_times(starts_local: datetime, now: datetime) -> list[datetime]:
    """Two days and one day before, at the same time on the wall; only those still to come."""
    times = [starts_local - timedelta(days=2), starts_local - timedelta(days=1)]
    return [time for time in times if time > now]


def deadline_counts(book_by: date, today: date) -> bool:
    """Whether she can still choose within the deadline."""
    return today <= book_by
