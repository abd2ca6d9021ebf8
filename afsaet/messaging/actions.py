"""The outbox. `queue` and `withdraw` run inside the caller's transaction: a booking and its receipt are one."""

from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse

from afsaet.audit.actions import acting
from afsaet.core import clock, danish, jobs
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.models import Message, Template
from afsaet.messaging.queries import waiting_for_access
from afsaet.messaging.rules import after_quiet_hours, filled, lint
from afsaet.people.access import may_log_in
from afsaet.people.models import Citizen, User
from afsaet.people.queries import AuthorityFacts, authority, mail_address, user_called

REMINDER = "reminder"
INVITATION = "invitation"
FORGOTTEN_EVERY = 5  # minutes between two such mails to one person: nobody's mailbox is flooded
MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class Notice:
    """What to tell a citizen: a template, its facts, what it is about, and when (UTC; None is now)."""

    template: str
    subject: UUID
    facts: dict[str, str] = field(default_factory=dict)
    kind: str = "notice"
    due_at: datetime | None = None
    link: str = ""


def queue(citizen: Citizen, *notices: Notice, now: datetime) -> list[Message]:
    """Queue the notices for her inbox and, when she has an address, her e-mail. Rendered now.

    Raises Refused when a text may not go out (a purpose word, a CPR number).
    """
    keys = {notice.template for notice in notices}
    templates = {template.key: template for template in Template.objects.filter(key__in=keys)}
    house = authority()
    messages = Message.objects.bulk_create(
        message
        for notice in notices
        for message in _rendered(citizen, notice, templates[notice.template], house, now)
    )
    if any(message.due_at <= now for message in messages):
        jobs.schedule("messaging.deliver", once="messaging.deliver")
    return messages


def _rendered(
    citizen: Citizen, notice: Notice, template: Template, house: AuthorityFacts, now: datetime
) -> list[Message]:
    """The notice in her language, once for each channel. Not saved."""
    facts = {"authority": house.name, "phone": danish.phone(house.phone)} | notice.facts
    title = _one_line(filled(template.title.in_language(citizen.language), facts))
    body = filled(template.body.in_language(citizen.language), facts)
    refusal = lint(f"{title}\n{body}")
    if refusal:
        raise Refused(refusal.code, **refusal.facts)
    due = notice.due_at or now
    if notice.kind == REMINDER:
        due = after_quiet_hours(due, clock.ZONE)
    channels = [(Message.INBOX, "")] + ([(Message.EMAIL, citizen.email)] if citizen.email else [])
    return [
        Message(
            citizen=citizen,
            channel=channel,
            kind=notice.kind,
            address=address,
            title=title,
            body=body,
            link=notice.link,
            subject=notice.subject,
            due_at=due,
            queued_at=now,
        )
        for channel, address in channels
    ]


def _one_line(title: str) -> str:
    """A title is a mail header: a line break in a name must not begin another."""
    return " ".join(title.split())


def withdraw(subject: UUID) -> int:
    """Queued messages about the subject are never sent. Returns how many."""
    return Message.objects.filter(subject=subject, state=Message.QUEUED).update(state=Message.WITHDRAWN)


def queue_letter_to_user(
    user: User, address: str, template_key: str, facts: dict[str, str], *, now: datetime
) -> Message:
    """Queue one e-mail to somebody who logs in (an invitation, a forgotten password)."""
    template = Template.objects.get(key=template_key)
    house = authority()
    facts = {"authority": house.name, "phone": danish.phone(house.phone)} | facts
    message = Message.objects.create(
        user=user,
        channel=Message.EMAIL,
        kind=INVITATION,
        address=address,
        title=_one_line(filled(str(template.title), facts)),
        body=filled(str(template.body), facts),
        subject=user.uuid,
        due_at=now,
        queued_at=now,
    )
    jobs.schedule("messaging.deliver", once="messaging.deliver")
    return message


def invite(user: User, *, by: Viewer, now: datetime) -> Message:
    """Send her a link to choose her password by. Raises Refused: no_mail_address, has_left."""
    address = mail_address(user)
    if not address:
        raise Refused("no_mail_address")
    if not may_log_in(user):
        raise Refused("has_left")
    with acting(by, now):
        return queue_letter_to_user(user, address, "invitation", {"link": _password_link(user)}, now=now)


def invite_waiting(kind: str, *, by: Viewer, now: datetime) -> int:
    """Invite every citizen or member of staff who waits for a way to log in. Returns how many."""
    with acting(by, now):
        waiting = list(waiting_for_access(by, kind, now))
        for user in waiting:
            queue_letter_to_user(
                user, mail_address(user), "invitation", {"link": _password_link(user)}, now=now
            )
    return len(waiting)


def send_forgotten(log_in_name: str, *, by: Viewer, now: datetime) -> None:
    """Send the link to whoever logs in by this name. Silent when nobody does: nobody is found out here."""
    user = user_called(log_in_name)
    address = mail_address(user) if user else ""
    if user is None or not address or not may_log_in(user):
        return
    with acting(by, now):
        User.objects.select_for_update().get(pk=user.pk)
        since = now - clock.minutes(FORGOTTEN_EVERY)
        if not Message.objects.filter(user=user, kind=INVITATION, queued_at__gt=since).exists():
            queue_letter_to_user(user, address, "forgotten", {"link": _password_link(user)}, now=now)


def _password_link(user: User) -> str:
    """Works for three days (PASSWORD_RESET_TIMEOUT), until she has chosen a password by it."""
    token = default_token_generator.make_token(user)
    return settings.PUBLIC_URL + reverse("new_password", args=[user.uuid, token])


def count_past_as_delivered(*, by: Viewer, now: datetime) -> int:
    """What was due before `now` counts as sent when it was due, and is not handed over; returns how many.

    For a history that comes with its messages (the demo's invented weeks): nobody waits for them.
    """
    with acting(by, now):
        past = Message.objects.filter(state=Message.QUEUED, due_at__lte=now)
        return past.update(state=Message.SENT, sent_at=F("due_at"))


def deliver_due(*, by: Viewer, now: datetime, most: int = 200) -> int:
    """Hand over what is due, each message in a transaction of its own. Returns how many were sent.

    A row is locked while it is handed over, so a withdrawn message is never sent (I4). A crash between
    hand-over and commit sends it again under the same key.
    """
    sent = 0
    for _ in range(most):
        with acting(by, now):
            message = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(state=Message.QUEUED, due_at__lte=now)
                .order_by("due_at", "pk")
                .first()
            )
            if message is None:
                return sent
            sent += _hand_over(message, now)
    jobs.schedule("messaging.deliver", once="messaging.deliver")
    return sent


def _hand_over(message: Message, now: datetime) -> int:
    """Deliver one; a failure waits twice as long each time, and after eight tries is marked failed."""
    try:
        if message.channel == Message.EMAIL:
            _mail(message)
        message.state, message.sent_at = Message.SENT, now
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address no header can hold
        message.attempts += 1
        message.last_error = type(error).__name__
        if message.attempts >= MOST_ATTEMPTS:
            message.state = Message.FAILED
        else:
            message.due_at = now + clock.minutes(2**message.attempts)
    message.save(update_fields=["state", "sent_at", "attempts", "last_error", "due_at"])
    return int(message.state == Message.SENT)


def _mail(message: Message) -> None:
    link = f"\n\n{settings.PUBLIC_URL}{message.link}" if message.link else ""
    EmailMessage(
        subject=message.title,
        body=message.body + link,
        from_email=f"{authority().name} <{settings.DEFAULT_FROM_EMAIL}>",
        to=[message.address],
        headers={"Message-ID": f"<{message.uuid}@afsaet>", "Auto-Submitted": "auto-generated"},
    ).send()


def mark_all_read(citizen: Citizen, *, by: Viewer, now: datetime) -> None:
    """She has read what lies in her inbox."""
    with acting(by, now):
        Message.objects.filter(citizen=citizen, channel=Message.INBOX, due_at__lte=now, read_at=None).exclude(
            state=Message.WITHDRAWN
        ).update(read_at=now)
