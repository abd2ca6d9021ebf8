"""The outbox. `queue` and `withdraw` run inside the caller's transaction: a booking and its receipt are one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F

from afsaet.audit.actions import acting
from afsaet.core import clock, danish, jobs
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.models import Message, Template
from afsaet.messaging.rules import after_quiet_hours, channels_of, filled, lint
from afsaet.people.models import Citizen
from afsaet.people.phone import mobile
from afsaet.people.queries import AuthorityFacts, authority

RECEIPT, NOTICE, REMINDER = "receipt", "notice", "reminder"
CALENDAR, CALENDAR_OFF = "calendar", "calendar_off"
MOST_TITLE = 120
_LIVE = (Message.QUEUED, Message.FAILED)


@dataclass(frozen=True)
class Notice:
    """What to tell a citizen: a template, its facts, what it is about, and when (UTC; None is now).

    `by_us_about` is the day of the talk when we, not she, have changed something: then it waits for the
    morning, as a reminder does. With `we_call` the text says from which number we ring.
    """

    template: str
    subject: UUID
    facts: dict[str, str] = field(default_factory=dict)
    kind: str = NOTICE
    due_at: datetime | None = None
    link: str = ""
    useless_from: datetime | None = None
    by_us_about: date | None = None
    we_call: bool = False


@dataclass(frozen=True)
class CalendarLetter:
    """A mail to a member of staff (`user` is a row id) that her calendar reads: `entry` is iCalendar text."""

    user: int
    address: str
    title: str
    body: str
    entry: str
    subject: UUID
    takes_away: bool = False


def queue(
    citizen: Citizen, *notices: Notice, now: datetime, letters: Sequence[CalendarLetter] = ()
) -> list[Message]:
    """Queue the notices for her inbox and the channels they go through, and the letters. Rendered now.

    Raises Refused when a text may not go out (a purpose word, a CPR number).
    """
    keys = {notice.template for notice in notices}
    templates = {template.key: template for template in Template.objects.filter(key__in=keys)}
    house = authority()
    messages = Message.objects.bulk_create(
        [
            *(_calendar_mail(letter, now) for letter in letters),
            *(
                message
                for notice in notices
                for message in _rendered(citizen, notice, templates[notice.template], house, now)
            ),
        ]
    )
    if any(message.due_at <= now for message in messages):
        jobs.schedule("messaging.deliver", once="messaging.deliver")
    return messages


def _calendar_mail(letter: CalendarLetter, now: datetime) -> Message:
    """Not saved."""
    return Message(
        user_id=letter.user,
        channel=Message.EMAIL,
        kind=CALENDAR_OFF if letter.takes_away else CALENDAR,
        address=letter.address,
        title=letter.title,
        body=letter.body,
        calendar=letter.entry,
        subject=letter.subject,
        due_at=now,
        queued_at=now,
    )


def _rendered(
    citizen: Citizen, notice: Notice, template: Template, house: AuthorityFacts, now: datetime
) -> Iterator[Message]:
    """The notice in her language, once for each channel that reaches her. Not saved."""
    facts = house_facts(house, we_call=notice.we_call) | notice.facts
    title = one_line(filled(template.title.in_language(citizen.language), facts))[:MOST_TITLE]
    short = template.short.in_language(citizen.language)
    texts = {
        Message.INBOX: filled(template.body.in_language(citizen.language), facts),
        Message.SMS: one_line(filled(short, compact_facts(house, facts, notice.we_call))) if short else "",
    }
    refusal = lint("\n".join([title, *texts.values()]))
    if refusal:
        raise Refused(refusal.code, **refusal.facts)
    addresses = {Message.INBOX: "", Message.EMAIL: citizen.email, Message.SMS: sms_number(citizen)}
    for channel in channels_of(notice.template):
        body = texts.get(channel, texts[Message.INBOX])
        if body and (addresses[channel] or channel == Message.INBOX):
            yield Message(
                citizen=citizen,
                channel=channel,
                kind=notice.kind,
                address=addresses[channel],
                title=title,
                body=body,
                link="" if channel == Message.SMS else notice.link,
                subject=notice.subject,
                due_at=_goes_at(notice, channel, now),
                useless_from=notice.useless_from,
                queued_at=now,
            )


def preview(notice: Notice) -> str:
    """The short text of a notice as it would go out now, in Danish, for whoever is to send it."""
    house = authority()
    facts = house_facts(house, we_call=notice.we_call) | notice.facts
    short = Template.objects.get(key=notice.template).short.in_language("da")
    return one_line(filled(short, compact_facts(house, facts, notice.we_call)))


def _goes_at(notice: Notice, channel: str, now: datetime) -> datetime:
    """A reminder, and a change by us, wait for the morning; in the inbox a change makes no sound."""
    due = notice.due_at or now
    if notice.kind == REMINDER:
        return after_quiet_hours(due, clock.ZONE)
    if notice.by_us_about and channel != Message.INBOX:
        return after_quiet_hours(due, clock.ZONE, urgent_on=notice.by_us_about)
    return due


def house_facts(house: AuthorityFacts, *, we_call: bool = False) -> dict[str, str]:
    """What every text may name. `calls` begins with a space: it follows a sentence, or is not there."""
    rings_from = danish.phone(house.calls_from)
    return {
        "authority": house.name,
        "phone": danish.phone(house.phone),
        "calls_from": rings_from,
        "calls": f" Vi ringer fra {rings_from}." if we_call and rings_from else "",
        "site": settings.SHORT_ADDRESS,
    }


def compact_facts(house: AuthorityFacts, facts: dict[str, str], we_call: bool) -> dict[str, str]:
    """The same for a text message, where each sign counts: telephone numbers without spaces."""
    phone, rings_from = "".join(house.phone.split()), "".join(house.calls_from.split())
    calls = f" Vi ringer fra {rings_from}." if we_call and rings_from else ""
    return facts | {"phone": phone, "calls_from": rings_from, "calls": calls}


def sms_number(citizen: Citizen) -> str:
    """Where text messages to her go; nowhere when she wants none, has no mobile, or we have no gateway."""
    return mobile(citizen.phone) if settings.SMS_GATEWAY and citizen.texts else ""


def one_line(title: str) -> str:
    """A title is a mail header: a line break in a name must not begin another."""
    return " ".join(title.split())


def withdraw(subject: UUID) -> int:
    """What is queued about the subject, or could be sent again, is never sent. Returns how many.

    What takes a talk out of a colleague's calendar stays: she may have been sent the talk.
    """
    live = Message.objects.filter(subject=subject, state__in=_LIVE).exclude(kind=CALENDAR_OFF)
    return live.update(state=Message.WITHDRAWN)


def send_again(uuid: UUID, *, by: Viewer, now: datetime) -> None:
    """One that failed goes back into the queue, under the same key.

    Raises Refused: not_failed (withdrawn or sent meanwhile), message_too_late.
    """
    with acting(by, now):
        message = Message.objects.select_for_update().filter(uuid=uuid).first()
        if message is None or message.state != Message.FAILED:
            raise Refused("not_failed")
        if message.useless_from is not None and message.useless_from <= now:
            raise Refused("message_too_late")
        message.state, message.attempts, message.due_at = Message.QUEUED, 0, now
        message.save(update_fields=["state", "attempts", "due_at"])
        jobs.schedule("messaging.deliver", once="messaging.deliver")


def count_past_as_delivered(*, by: Viewer, now: datetime) -> int:
    """What was due before `now` counts as sent when it was due, and is not handed over; returns how many.

    For a history that comes with its messages (the demo's invented weeks): nobody waits for them.
    """
    with acting(by, now):
        past = Message.objects.filter(state=Message.QUEUED, due_at__lte=now)
        return past.update(state=Message.SENT, sent_at=F("due_at"))


def mark_all_read(citizen: Citizen, *, by: Viewer, now: datetime) -> None:
    """She has read what lies in her inbox."""
    with acting(by, now):
        Message.objects.filter(citizen=citizen, channel=Message.INBOX, due_at__lte=now, read_at=None).exclude(
            state=Message.WITHDRAWN
        ).update(read_at=now)
