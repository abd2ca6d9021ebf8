"""What opens under a row of *I dag*: the calls, the message and the close of a talk that did not come about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from afsaet.booking.actions.telling import missed_text
from afsaet.booking.models import Booking
from afsaet.booking.queries.attendance import Known, is_its_day, known_of
from afsaet.booking.queries.booked import what_stops_change
from afsaet.booking.queries.evidence import evidence_for
from afsaet.booking.rules import attendance as rules
from afsaet.booking.rules.attendance import ANSWERS, LONGER, Call, OnTheDay
from afsaet.conversations.queries import states_of
from afsaet.core import clock, danish
from afsaet.core.viewer import Viewer
from afsaet.web.adviser import words

# What spoke for her in these weeks stands beside the question whether the absence is to be weighed.
EVIDENCE_BEFORE = timedelta(days=28)


@dataclass(frozen=True)
class CallLine:
    """`answer` is how it went, in words; `asks` while nobody has said so, `fixed` when it stands."""

    pk: int
    at: datetime
    answer: str
    asks: bool
    fixed: bool
    counts: bool


@dataclass(frozen=True)
class Panel:
    """One talk on its day, ready to show. What may not be done now is answered when it is tried."""

    uuid: str
    first_name: str
    starts: datetime
    look: str
    word: str
    heading: str
    lead: str
    meets: bool
    form: str
    phone: str
    ring_label: str
    calls: list[CallLine]
    answers: list[tuple[str, str]]
    reached: bool
    told_at: datetime | None
    message: str
    absent: bool
    course: str
    no_slots: list[datetime]
    down_minutes: int
    late: bool
    may_late: bool
    lateness: list[tuple[int, str]]
    may_phone: bool
    may_change: bool
    may_ask: bool
    video_link: str

    @property
    def asks(self) -> bool:
        """A call waits for its answer."""
        return any(call.asks for call in self.calls)


def panel_for(booking: Booking, viewer: Viewer, now: datetime) -> Panel:
    """`booking` has passed the gate `booking_for`."""
    known = known_of([booking])[booking.pk]
    day, today = known.day, is_its_day(booking, now)
    state = states_of([booking], {booking.pk: day})[booking.pk]
    look, word = words.state_words(state, day, booking, clock.local(now).date())
    citizen = booking.citizen
    late = rules.refusal_to_say_late(day, now, minutes=LONGER, today=today, by_citizen=False)
    instead = rules.refusal_to_ring_instead(day, number=citizen.phone, today=today)
    evidence = evidence_for(citizen, booking.starts - EVIDENCE_BEFORE, booking.ends)
    message = _message(booking, day, now)
    return Panel(
        uuid=str(booking.uuid),
        first_name=citizen.first_name,
        starts=booking.starts,
        look=look,
        word=word,
        heading=_heading(day, citizen.first_name, now),
        lead=_lead(day, citizen.first_name, now),
        meets=day.meets,
        form=booking.form,
        phone=citizen.phone,
        ring_label=_ring_label(day, citizen.phone),
        calls=_call_lines(booking, known),
        answers=[(answer, _answer(answer, citizen.first_name)) for answer in ANSWERS],
        reached=bool(day.counting) and day.counting[-1].outcome == rules.REACHED,
        told_at=day.told_at,
        message=message,
        absent=bool(day.absence),
        course=_course(booking, known, message, now),
        no_slots=evidence.no_slots,
        down_minutes=evidence.down_minutes,
        late=day.late_at is not None,
        may_late=late is None,
        lateness=[(minutes, _how_long(minutes)) for minutes in rules.LATENESS],
        may_phone=instead is None,
        may_change=what_stops_change(booking, viewer, now) is None,
        may_ask=what_stops_change(booking, viewer, now) is None and booking.starts > now,
        video_link=booking.staff.video_link if booking.form == "video" else "",
    )


def _message(booking: Booking, day: OnTheDay, now: datetime) -> str:
    """»Vi fik ikke talt sammen«; on the telephone with the calls in vain."""
    calls = [] if day.meets else [call.at for call in day.counting if call.in_vain]
    return missed_text(booking, now, calls)


def _heading(day: OnTheDay, name: str, now: datetime) -> str:
    latest = day.counting[-1].outcome if day.counting else None
    if day.absence:
        word = _("%(name)s: ikke mødt") if day.meets else _("%(name)s: ikke fået fat i")
    elif day.meets:
        word = _("%(name)s er ikke kommet") if now >= day.starts else _("Er %(name)s ikke kommet?")
    elif latest is None:
        word = _("Ring til %(name)s")
    elif latest == "":
        word = _("Du ringer til %(name)s")
    else:
        word = _("Du fik fat i %(name)s") if latest == rules.REACHED else _("%(name)s har ikke svaret")
    return word % {"name": name}


def _lead(day: OnTheDay, name: str, now: datetime) -> str:
    """`Klokken er 9.10. Bo har ikke givet besked.`"""
    said = _("Klokken er %(at)s.") % {"at": danish.clock(now)}
    if now < day.starts:
        return said + " " + _("Samtalen begynder kl. %(at)s.") % {"at": danish.clock(day.starts)}
    if day.arrived_at:
        known = _("Der står, at %(name)s kom kl. %(at)s.") % {
            "name": name,
            "at": danish.clock(day.arrived_at),
        }
    elif day.late_at:
        how = _("mere end 15") if day.late_minutes == LONGER else str(day.late_minutes)
        known = _("Kl. %(at)s fik du besked om, at %(name)s kommer %(how)s minutter senere.") % {
            "at": danish.clock(day.late_at),
            "name": name,
            "how": how,
        }
    else:
        known = _("%(name)s har ikke givet besked.") % {"name": name}
    return f"{said} {known}"


def _ring_label(day: OnTheDay, number: str) -> str:
    again = any(call.in_vain for call in day.counting)
    text = _("Ring igen til %(number)s") if again else _("Ring %(number)s")
    return text % {"number": danish.phone(number)}


def _call_lines(booking: Booking, known: Known) -> list[CallLine]:
    """Newest last. Those outside the booked time are shown and do not count."""
    day, lines = known.day, []
    for row in known.calls:
        call = Call(row.at, row.outcome)
        lines.append(
            CallLine(
                pk=row.pk,
                at=row.at,
                answer=_answer(row.outcome, booking.citizen.first_name) if row.outcome else "",
                asks=not row.outcome,
                fixed=rules.refusal_to_answer(day, call, answer=rules.REACHED) is not None,
                counts=call in day.counting,
            )
        )
    return lines


def _answer(answer: str, name: str) -> str:
    return {
        rules.REACHED: _("Fik fat i %(name)s") % {"name": name},
        rules.NO_ANSWER: _("Intet svar"),
        rules.WRONG_NUMBER: _("Nummeret virker ikke"),
    }[answer]


def _how_long(minutes: int) -> str:
    return _("Længere") if minutes == LONGER else _("%(minutes)s min") % {"minutes": minutes}


def _course(booking: Booking, known: Known, message: str, now: datetime) -> str:
    """Times and attempts as text, for the case system."""
    day, today = known.day, clock.local(now).date()
    name = booking.citizen.first_name
    lines = [
        _("Samtale %(day)s %(from)s til %(to)s")
        % {
            "day": danish.day(booking.starts, today),
            "from": danish.at(booking.starts),
            "to": danish.clock(booking.ends),
        }
    ]
    facts = [(day.late_at, _("Besked om at %(name)s kommer senere") % {"name": name})]
    facts.append((day.arrived_at, _("%(name)s kom") % {"name": name}))
    for row in known.calls:
        answer = _lowered(_answer(row.outcome, name)) if row.outcome else _("svaret er ikke skrevet")
        number = danish.phone(row.number)
        facts.append((row.at, _("Ringet fra %(number)s: %(answer)s") % {"number": number, "answer": answer}))
    facts.append((day.told_at, _("Besked sendt: »%(text)s«") % {"text": message}))
    facts.append((day.absent_at, _("Lukket som ikke mødt") if day.meets else _("Lukket som ikke fået fat i")))
    dated = sorted(((at, what) for at, what in facts if at is not None), key=lambda fact: fact[0])
    return "\n".join(lines + [f"{danish.capitalised(_moment(at, booking))}: {what}" for at, what in dated])


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _moment(at: datetime, booking: Booking) -> str:
    day = danish.as_day(booking.starts)
    return danish.at(at) if danish.as_day(at) == day else f"{danish.day(at, day)} {danish.at(at)}"


def back_to_day(booking: Booking, now: datetime) -> str:
    """The page of the talk's day."""
    day = clock.local(booking.starts).date()
    return reverse("today") if day == clock.local(now).date() else reverse("day", args=[day])
