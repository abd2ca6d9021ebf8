"""Handing over what is due, so that a slow or silent channel holds neither itself nor the others up.

A channel that gives no answer three times running is left alone until the next minute; a run ends after
twenty seconds; text messages have a job of their own. What a channel did not take is tried again for four
hours (`rules.wait_after`), always under the same key, and is then *Ikke sendt* until somebody sends it again.
"""

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from afsaet.audit.actions import acting
from afsaet.core import clock, jobs
from afsaet.core.viewer import Viewer
from afsaet.messaging.models import Message
from afsaet.messaging.ports import NotTaken, sms_gateway
from afsaet.messaging.rules import wait_after
from afsaet.people.queries import authority

LONGEST_RUN = 20.0  # seconds for one channel
MOST_MISSES = 3  # in a row
TOO_LATE = "too_late"
JOBS = {
    Message.INBOX: "messaging.deliver",
    Message.EMAIL: "messaging.deliver",
    Message.SMS: "messaging.deliver_sms",
}

HandOver = Callable[[Message], None]


def deliver_due(
    *,
    by: Viewer,
    now: datetime,
    channels: tuple[str, ...] = (Message.INBOX, Message.EMAIL, Message.SMS),
    most: int = 200,
) -> int:
    """Hand over what is due, channel by channel. Returns how many were sent."""
    return sum(
        _into_inboxes(by, now) if channel == Message.INBOX else _through(channel, by, now, most)
        for channel in channels
    )


def _into_inboxes(by: Viewer, now: datetime) -> int:
    """Nothing leaves the house. What somebody withdraws at this moment is skipped, not waited for."""
    with acting(by, now):
        due = Message.objects.filter(state=Message.QUEUED, channel=Message.INBOX, due_at__lte=now)
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return Message.objects.filter(pk__in=ids).update(state=Message.SENT, sent_at=now)


def _through(channel: str, by: Viewer, now: datetime, most: int) -> int:
    """Each message in a transaction of its own.

    The row is locked while it is handed over, so a withdrawn message is never sent (I4): who withdraws it
    waits for the channel's answer. A crash between hand-over and commit sends it again under the same key.
    """
    hand_over, ends = _hand_over_by(channel), monotonic() + LONGEST_RUN
    sent = misses = 0
    for _ in range(most):
        with acting(by, now):
            message = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(state=Message.QUEUED, channel=channel, due_at__lte=now)
                .order_by("due_at", "pk")
                .first()
            )
            if message is None:
                return sent
            missed = _try(message, hand_over, now)
        sent += int(message.state == Message.SENT)
        misses = misses + 1 if missed else 0
        if misses == MOST_MISSES:
            return sent  # the next minute's run asks again
        if monotonic() > ends:
            break
    jobs.schedule(JOBS[channel], once=JOBS[channel])
    return sent


def _try(message: Message, hand_over: HandOver, now: datetime) -> bool:
    """Deliver one, or say why not and when it is tried again. Whether the channel itself was at fault."""
    missed = False
    try:
        if message.useless_from is not None and message.useless_from <= now:
            raise NotTaken(TOO_LATE, again=False)
        hand_over(message)
        message.state, message.sent_at, message.last_error = Message.SENT, now, ""
    except NotTaken as no:
        missed = no.again
        wait = wait_after(message.attempts + 1) if no.again else None
        message.attempts += int(no.why != TOO_LATE)
        message.last_error = no.why[:200]
        if wait is None:
            message.state = Message.FAILED
        else:
            message.due_at = now + clock.minutes(wait)
    message.save(update_fields=["state", "sent_at", "attempts", "last_error", "due_at"])
    return missed


def _hand_over_by(channel: str) -> HandOver:
    """Made once for a run: a gateway keeps its connection, and the authority is read once."""
    if channel == Message.EMAIL:
        sender = f"{authority().name} <{settings.DEFAULT_FROM_EMAIL}>"
        return lambda message: _mail(message, sender)
    gateway = sms_gateway()

    def text(message: Message) -> None:
        if gateway is None:
            raise NotTaken("no_gateway", again=True)
        gateway.send(message.address, message.body, str(message.uuid))

    return text


def _mail(message: Message, sender: str) -> None:
    link = f"\n\n{settings.PUBLIC_URL}{message.link}" if message.link else ""
    mail = EmailMultiAlternatives(
        subject=message.title,
        body=message.body + link,
        from_email=sender,
        to=[message.address],
        headers={"Message-ID": f"<{message.uuid}@afsaet>", "Auto-Submitted": "auto-generated"},
    )
    if message.calendar:
        method = "CANCEL" if message.kind == "calendar_off" else "REQUEST"
        mail.attach_alternative(message.calendar, f"text/calendar; method={method}")
    try:
        mail.send()
    except ValueError as error:  # an address no header can hold
        raise NotTaken(type(error).__name__, again=False) from error
    except (SMTPException, OSError) as error:
        raise NotTaken(type(error).__name__, again=True) from error
