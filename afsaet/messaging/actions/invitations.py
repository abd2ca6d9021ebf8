"""Mails with a link to choose a password by: invitations, and for who has forgotten hers."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from afsaet.audit.actions import acting
from afsaet.core import clock, jobs
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.outbox import house_facts, one_line
from afsaet.messaging.models import Message, Template
from afsaet.messaging.queries import waiting_for_access
from afsaet.messaging.rules import filled
from afsaet.people.access import may_log_in
from afsaet.people.models import User
from afsaet.people.queries import authority, mail_address, user_called

INVITATION = "invitation"
FORGOTTEN_EVERY = 5  # minutes between two such mails to one person: nobody's mailbox is flooded


def queue_letter_to_user(
    user: User,
    address: str,
    template_key: str,
    facts: dict[str, str],
    *,
    kind: str = INVITATION,
    subject: UUID | None = None,
    now: datetime,
) -> Message:
    """Queue one e-mail to somebody who logs in (an invitation, a forgotten password, a colleague's question)."""
    template = Template.objects.get(key=template_key)
    facts = house_facts(authority()) | facts
    message = Message.objects.create(
        user=user,
        channel=Message.EMAIL,
        kind=kind,
        address=address,
        title=one_line(filled(str(template.title), facts)),
        body=filled(str(template.body), facts),
        subject=subject or user.uuid,
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
