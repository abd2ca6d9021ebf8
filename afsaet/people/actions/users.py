"""The rows people log in with. Only the actions beside this file make or rename them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models.functions import Lower

from afsaet.audit.actions import acting
from afsaet.core.viewer import Viewer
from afsaet.people.models import User

_LOCK = 0x61667361  # any number that is this house's own: "afsa"


def one_at_a_time() -> None:
    """Within an action: two at once could take the same CPR number or log-in name, so they take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def taken_log_in_names(wanted: Iterable[str]) -> set[str]:
    """Those of the wanted names, in lower case, that somebody logs in with already."""
    lower = {name.lower() for name in wanted if name}
    rows = User.objects.annotate(lower=Lower("log_in_name")).filter(lower__in=lower)
    return set(rows.values_list("lower", flat=True))


def new_user(log_in_name: str) -> User:
    """A user who cannot log in until she has chosen a password herself. Not saved."""
    return User(uuid=uuid4(), log_in_name=log_in_name, password=make_password(None))


def rename_user(user: User, log_in_name: str) -> None:
    user.log_in_name = log_in_name
    user.save(update_fields=["log_in_name"])


def choose_password(user: User, password: str, *, by: Viewer, now: datetime) -> None:
    """She has chosen a password; where she is logged in already, she is logged out."""
    with acting(by, now):
        user.set_password(password)
        user.save(update_fields=["password"])
