"""Reads over talks. What they are about has passed a gate; lists of several citizens note whom they show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from afsaet.booking.models import Booking, Topic
from afsaet.booking.queries.attendance import attendance_of
from afsaet.booking.queries.booked import coming_of_type
from afsaet.booking.queries.offer import offer_for, times_of
from afsaet.booking.rules.attendance import OnTheDay, attendance_state
from afsaet.booking.rules.choices import Choices
from afsaet.conversations.models import CaseSystemEntry, Conversation, Line, Unsent
from afsaet.conversations.ports import HeldTalk
from afsaet.conversations.rules import DayState, Saved, SavedAgreement, day_state, three_next_times
from afsaet.core import clock, danish
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff
from afsaet.plan.models import Agreement
from afsaet.plan.queries import open_agreements

FORM_WORDS = {"in_person": "Personligt møde", "phone": "Telefon", "video": "Video"}


def earlier_talk(talk: Conversation) -> Conversation | None:
    """The latest closed talk with the same citizen before this one."""
    return (
        Conversation.objects.filter(
            booking__citizen_id=talk.booking.citizen_id,
            closed_at__isnull=False,
            started_at__lt=talk.started_at,
        )
        .order_by("-started_at")
        .first()
    )


def number_of(booking: Booking) -> int:
    """Which talk of hers this is: held ones before it, and itself."""
    held = Conversation.objects.filter(
        booking__citizen_id=booking.citizen_id, booking__starts__lt=booking.starts, closed_at__isnull=False
    )
    return held.count() + 1


def lines_of(talk: Conversation) -> list[Line]:
    """All lines, struck ones too, in their order."""
    return list(talk.lines.select_related("agreement"))


@dataclass(frozen=True)
class Turned:
    """An earlier agreement, and the line that says how it went, once somebody has said so."""

    agreement: Agreement
    line: Line | None


def earlier_agreements(talk: Conversation, lines: list[Line]) -> list[Turned]:
    """What *Siden sidst* shows: her agreements without an outcome, each with today's answer."""
    answers = {line.agreement_id: line for line in lines if line.kind == "outcome" and not line.struck}
    return [Turned(one, answers.get(one.pk)) for one in open_agreements(talk.booking.citizen)]


def topics_to_choose() -> list[Topic]:
    """The authority's topics, for a talk that was booked without one."""
    return list(Topic.objects.filter(active=True))


def unsent_in(talk: Conversation, step: str) -> dict[str, list[str]]:
    """What stood in the fields of a step when they were last saved, and was not sent."""
    unsent = Unsent.objects.filter(conversation=talk).first()
    fields: dict[str, list[str]] = unsent.fields.get(step, {}) if unsent else {}
    return fields


def latest_step(talk: Conversation) -> str:
    """The step in which something was last written, or an empty text."""
    unsent = Unsent.objects.filter(conversation=talk).first()
    return unsent.step if unsent else ""


def booked_already(talk: Conversation, now: datetime) -> Booking | None:
    """The talk she has booked after this one, which makes a next time superfluous."""
    return coming_of_type(talk.booking.citizen, talk.booking.type, now)


def following(talk: Conversation) -> Booking | None:
    """The talk that was booked in this one, while it stands."""
    line = talk.lines.filter(kind="next_time", starts__isnull=False).first()
    keys = [line.uuid] if line else []
    return Booking.objects.filter(key__in=keys, cancelled_at=None).select_related("staff").first()


def free_for_next(talk: Conversation, now: datetime) -> list[datetime]:
    """All starts (UTC) at which the same adviser can have the next talk, the held one too while it is hers.

    An adviser she cannot book has none.
    """
    booking = talk.booking
    offer = offer_for(booking.citizen, now)
    held = talk.lines.filter(kind="next_time").values_list("uuid", flat=True)
    staff, wish = offer.candidates(str(booking.staff.uuid)), Choices(form=booking.form)
    times = times_of(offer, booking.citizen, staff, now, list(held), wish)
    return times.get(str(booking.staff.uuid), [])


def next_choices(talk: Conversation, starts: datetime) -> Choices:
    """The next talk is had as this one, with the same adviser."""
    booking = talk.booking
    return Choices(form=booking.form, who=str(booking.staff.uuid), time=starts.isoformat())


def next_times(talk: Conversation, now: datetime) -> list[datetime]:
    """Three times (UTC) with the same adviser for the next talk; the one that is held is among them."""
    free = free_for_next(talk, now)
    three = three_next_times(free, talk.booking.starts)
    held = talk.lines.filter(kind="next_time", starts__in=free).first()
    if held and held.starts and held.starts not in three:
        three = sorted([held.starts, *three[:2]])
    return three


def states_of(bookings: list[Booking], attended: dict[int, OnTheDay] | None = None) -> dict[int, DayState]:
    """Where each booked talk stands, by booking id; `attended` is `attendance_of`, when it has been read."""
    known = attendance_of(bookings) if attended is None else attended
    talks = {
        talk.booking_id: talk
        for talk in Conversation.objects.filter(booking__in=bookings).select_related("case_system_entry")
    }
    return {booking.pk: _state(booking, talks.get(booking.pk), known[booking.pk]) for booking in bookings}


def _state(booking: Booking, talk: Conversation | None, day: OnTheDay) -> DayState:
    entry = getattr(talk, "case_system_entry", None)
    return day_state(
        cancelled_at=booking.cancelled_at,
        cancelled_by_citizen=booking.cancelled_by_citizen,
        started_at=talk.started_at if talk else None,
        closed_at=talk.closed_at if talk else None,
        copied_at=entry.copied_at if entry else None,
        attendance=attendance_state(day),
    )


def over_before_time(citizen: Citizen, staff: Staff, now: datetime) -> list[UUID]:
    """Bookings of either whose time still runs although the talk is closed, or was missed."""
    rows = Booking.objects.filter(
        Q(staff=staff) | Q(colleague=staff) | Q(citizen=citizen),
        Q(conversation__closed_at__isnull=False) | Q(attendance__absent_at__isnull=False),
        starts__lte=now,
        ends__gt=now - timedelta(hours=2),  # the adviser's buffer runs on after the end
        cancelled_at=None,
    )
    return list(rows.values_list("uuid", flat=True))


def talks_by_booking(bookings: list[Booking]) -> dict[int, Conversation]:
    """The talk of each booking that has one, by booking id."""
    talks = Conversation.objects.filter(booking__in=bookings).select_related("summary", "case_system_entry")
    return {talk.booking_id: talk for talk in talks}


def unfinished(viewer: Viewer, staff: Staff) -> list[Conversation]:
    """The adviser's closed talks that are not in the case system or not shared yet, oldest first."""
    talks = list(
        Conversation.objects.filter(
            Q(case_system_entry__copied_at=None) | Q(summary__shared_at=None),
            booking__staff=staff,
            closed_at__isnull=False,
        )
        .select_related("booking__citizen", "summary", "case_system_entry")
        .order_by("closed_at")
    )
    viewer.saw((str(talk.booking.citizen.uuid) for talk in talks), "day_list")
    return talks


def shared_talks(citizen: Citizen) -> QuerySet[Conversation]:
    """Her talks with a summary shared with her, newest first."""
    return (
        Conversation.objects.filter(booking__citizen=citizen, summary__shared_at__isnull=False)
        .select_related("summary", "booking__staff", "booking__type")
        .order_by("-started_at")
    )


def held_talks(citizen: Citizen) -> QuerySet[Conversation]:
    """Her closed talks, newest first, for her adviser's page."""
    return (
        Conversation.objects.filter(booking__citizen=citizen, closed_at__isnull=False)
        .select_related("summary", "booking__staff", "booking__type", "case_system_entry")
        .order_by("-started_at")
    )


def participants(booking: Booking) -> str:
    """Who was there, in words for the case system."""
    people = [booking.citizen.name, booking.staff.name]
    if booking.interpreter:
        people.append(f"tolk ({booking.interpreter})")
    if booking.companion:
        people.append("bisidder")
    return ", ".join(people)


def saved_words(talk: Conversation) -> Saved:
    """The lines that are not struck, in words, for the summary."""
    lines = [line for line in lines_of(talk) if not line.struck]
    texts = {line.kind: line.text for line in lines if line.kind in ("goal", "sub_goal")}
    times = [next_time_words(line, talk.booking) for line in lines if line.kind == "next_time"]
    names = who_names(talk.booking)
    today = clock.local(talk.started_at).date()
    return Saved(
        topics=[line.text for line in lines if line.kind == "topic" and not line.parked],
        outcomes=[outcome_words(line) for line in lines if line.kind == "outcome"],
        notes=[line.text for line in lines if line.kind == "note"],
        goal=texts.get("goal", ""),
        sub_goal=texts.get("sub_goal", ""),
        agreements=[
            SavedAgreement(names[line.who], line.text, by_words(line, today))
            for line in lines
            if line.kind == "agreement"
        ],
        next_time="".join(times),
        parked=[line.text for line in lines if line.kind == "topic" and line.parked],
    )


def by_words(line: Line, today: date) -> str:
    """By when, in words: "senest torsdag den 3. december", "før næste samtale" or nothing."""
    if line.before_next:
        return "før næste samtale"
    return f"senest {danish.day(line.by, today)}" if line.by else ""


def who_names(booking: Booking) -> dict[str, str]:
    """Who an agreement binds, by name."""
    return {
        "citizen": booking.citizen.first_name,
        "adviser": booking.staff.first_name,
        "both": "Begge",
        "other": "En anden",
    }


def outcome_words(line: Line) -> str:
    """`Ring til to lagre: gjort (»De svarer hurtigere om formiddagen.«)`"""
    return said_of(line) + (f" (»{line.text}«)" if line.text else "")


def said_of(line: Line) -> str:
    """`Ring til to lagre: gjort`"""
    what = line.agreement.what if line.agreement else ""
    return f"{what}: {dict(Agreement.OUTCOMES)[line.outcome].lower()}"


def next_time_words(line: Line, booking: Booking) -> str:
    """The chosen next time, or that there is none and why."""
    if line.starts is None:
        chooses = f"{booking.citizen.first_name} vælger selv senere"
        return chooses if line.text == "self" else "ingen lige nu"
    today = clock.local(booking.starts).date()
    return f"{danish.day(line.starts, today)} {danish.at(line.starts)} hos {booking.staff.name}"


@dataclass(frozen=True)
class Panel:
    """The panel *Til fagsystemet*: the entry, and the talk as the case system's form wants it."""

    entry: CaseSystemEntry
    talk: HeldTalk


def panel_of(talk: Conversation) -> Panel:
    """What goes to the case system for a closed talk."""
    entry = talk.case_system_entry
    closed = talk.closed_at or talk.started_at
    today = clock.local(closed).date()
    held = HeldTalk(
        type_name=entry.type_name,
        form=FORM_WORDS[entry.form],
        participants=entry.participants,
        held_on=f"{today:%d-%m-%Y}",
        held_from=danish.clock(talk.started_at),
        held_to=danish.clock(closed),
        counts="Ja" if entry.counts else "Nej",
        summary=talk.summary.text,
    )
    return Panel(entry, held)
