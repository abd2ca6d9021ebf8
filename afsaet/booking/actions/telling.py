"""What the two are told of a booking. All of it runs inside the booking's own transaction (I2).

She gets receipt, notice and reminders; her adviser's own calendar gets each change as a mail it reads (iTIP).
"""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings

from afsaet.booking.models import Booking
from afsaet.booking.rules.choices import reminder_times
from afsaet.core import clock, danish
from afsaet.core.calendar_file import Entry, Method, calendar_file
from afsaet.messaging.actions.outbox import (
    NOTICE,
    RECEIPT,
    REMINDER,
    CalendarLetter,
    Notice,
    preview,
    queue,
    withdraw,
)
from afsaet.people.models import Citizen, Staff


def tell_booked(booking: Booking, now: datetime) -> None:
    """A receipt now, and reminders two days and one day before."""
    notices = [_notice(booking, "booked", RECEIPT, now), *_reminders(booking, now)]
    queue(booking.citizen, *notices, now=now, letters=[_letter(booking, booking.staff, now)])


def tell_moved(booking: Booking, now: datetime, had: Staff | None = None, *, by_us: bool = False) -> None:
    """What was queued for the old time is withdrawn; the new time gets its own receipt and reminders.

    `had` is the adviser before the move: if she is another, the talk leaves her calendar. `by_us` when
    neither she herself nor somebody who does as she asks has moved it.
    """
    _tell_changed(booking, now, had, _notice(booking, "moved", RECEIPT, now, by_us=by_us))


def tell_adviser_changed(booking: Booking, now: datetime, had: Staff) -> None:
    """The same time with another adviser; `had` is the one before."""
    facts = {"had_adviser": had.name}
    _tell_changed(
        booking, now, had, _notice(booking, "adviser_changed", NOTICE, now, by_us=True, facts=facts)
    )


def _tell_changed(booking: Booking, now: datetime, had: Staff | None, notice: Notice) -> None:
    withdraw(booking.uuid)
    letters = [_letter(booking, booking.staff, now)]
    if had is not None and had.pk != booking.staff.pk:
        letters.insert(0, _letter(booking, had, now, takes_away=True))
    queue(booking.citizen, notice, *_reminders(booking, now), now=now, letters=letters)


def tell_cancelled(booking: Booking, now: datetime) -> None:
    """She has cancelled, or we have: both leave a notice."""
    withdraw(booking.uuid)
    template = "cancelled" if booking.cancelled_by_citizen else "cancelled_by_us"
    notice = _notice(booking, template, NOTICE, now, by_us=not booking.cancelled_by_citizen)
    queue(booking.citizen, notice, now=now, letters=[_letter(booking, booking.staff, now, takes_away=True)])


def tell_not_come(booking: Booking, now: datetime) -> None:
    """We did not talk: she is asked to choose a new time."""
    queue(booking.citizen, _notice(booking, "not_come", NOTICE, now, by_us=True, link="/book/"), now=now)


def tell_not_reached(booking: Booking, now: datetime, rang: list[datetime]) -> None:
    """We rang in vain; `rang` are the attempts (UTC)."""
    facts = {"rang_at": danish.listed([danish.at(moment) for moment in rang])}
    notice = _notice(booking, "not_reached", NOTICE, now, by_us=True, facts=facts, link="/book/")
    queue(booking.citizen, notice, now=now)


def tell_phone_instead(booking: Booking, now: datetime) -> None:
    """The same time, on the telephone: she need not come."""
    queue(booking.citizen, _notice(booking, "phone_instead", NOTICE, now, by_us=True), now=now)


def missed_text(booking: Booking, now: datetime, rang: list[datetime]) -> str:
    """What `tell_not_come` or `tell_not_reached` (`rang` given) will say, as the text message has it."""
    facts = {"rang_at": danish.listed([danish.at(moment) for moment in rang])}
    template = "not_reached" if rang else "not_come"
    return preview(_notice(booking, template, NOTICE, now, by_us=True, facts=facts))


def tell_time_offered(
    citizen: Citizen,
    staff: Staff,
    starts: datetime,
    *,
    form: str,
    held_until: datetime,
    offer: UUID,
    link: str,
    now: datetime,
) -> None:
    """A time has become free and is held for her; `withdraw(offer)` when it no longer is.

    It goes at once: who asked to be told has an answer to give before `held_until`.
    """
    facts = _facts(citizen, staff, starts, now) | {"held_until": _until(held_until, now)}
    notice = Notice(
        "time_offered", offer, facts, link=link, useless_from=held_until, we_call=form != "in_person"
    )
    queue(citizen, notice, now=now)


def tell_moved_by_us_offer(
    booking: Booking,
    staff: Staff,
    starts: datetime,
    *,
    form: str,
    held_until: datetime,
    offer: UUID,
    link: str,
    now: datetime,
) -> None:
    """Her adviser is away, and another time is held for her; `booking` is the talk as it was. Never why."""
    facts = _facts(booking.citizen, staff, starts, now) | {
        "held_until": _until(held_until, now),
        "had_when": _when(booking.starts, now),
        "had_short": danish.brief_when(booking.starts),
        "had_adviser": booking.staff.name,
    }
    notice = Notice(
        "moved_by_us_offer",
        offer,
        facts,
        link=link,
        useless_from=held_until,
        by_us_about=clock.local(booking.starts).date(),
        we_call=form != "in_person",
    )
    queue(booking.citizen, notice, now=now)


def _reminders(booking: Booking, now: datetime) -> list[Notice]:
    times = reminder_times(clock.local(booking.starts), now)
    return [_notice(booking, "reminder", REMINDER, now, due) for due in times]


def _notice(
    booking: Booking,
    template: str,
    kind: str,
    now: datetime,
    due: datetime | None = None,
    *,
    by_us: bool = False,
    facts: dict[str, str] | None = None,
    link: str = "",
) -> Notice:
    """A receipt is no use after the talk, a reminder none once it has begun."""
    useless_from = {RECEIPT: booking.ends, REMINDER: booking.starts}.get(kind)
    return Notice(
        template,
        booking.uuid,
        _facts(booking.citizen, booking.staff, booking.starts, now) | (facts or {}),
        kind,
        due,
        link or f"/moede/{booking.uuid}/",
        useless_from,
        by_us_about=clock.local(booking.starts).date() if by_us else None,
        we_call=booking.form != "in_person",
    )


def _facts(citizen: Citizen, staff: Staff, starts: datetime, now: datetime) -> dict[str, str]:
    return {
        "when": _when(starts, now),
        "when_short": danish.brief_when(starts),
        "at": danish.at(starts),
        "adviser": staff.name,
        "first_name": citizen.first_name,
    }


def _when(moment: datetime, now: datetime) -> str:
    return f"{danish.day(moment, clock.local(now).date())} {danish.at(moment)}"


def _until(moment: datetime, now: datetime) -> str:
    return f"{danish.near_day(moment, clock.local(now).date())} {danish.at(moment)}"


def _letter(booking: Booking, staff: Staff, now: datetime, *, takes_away: bool = False) -> CalendarLetter:
    """Her day with the talk in Afsæt is the link: whom and what about she reads behind the log-in."""
    day = clock.local(booking.starts).date()
    page = f"{settings.PUBLIC_URL}/medarbejder/dag/{day.isoformat()}/"
    starts, ends = booking.starts.astimezone(UTC), booking.ends.astimezone(UTC)
    entry = Entry(booking.uuid, booking.version, starts, ends, takes_away, url=page)
    method: Method = "CANCEL" if takes_away else "REQUEST"
    file = calendar_file(entry, method, now, sender=settings.DEFAULT_FROM_EMAIL, to=staff.email)
    title = f"Samtale {danish.brief_when(booking.starts)}"
    return CalendarLetter(
        staff.user_id,
        staff.email,
        f"Aflyst: {title.lower()}" if takes_away else title,
        f"{title}-{danish.clock(booking.ends)}\n\n{page}",
        file.decode(),
        booking.uuid,
        takes_away,
    )
