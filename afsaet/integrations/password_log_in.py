"""Log-in by e-mail address and password: the adapter of `people.ports.LogIn` without an outside provider.

Staff, and citizens who want to, give a code besides (TOTP): `asks_code`.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.backends import BaseBackend

from afsaet.core import clock
from afsaet.people.access import may_log_in, viewer_for
from afsaet.people.actions.second_step import pass_code
from afsaet.people.models import User
from afsaet.people.queries import second_step_demanded, user_called


class PasswordLogIn:
    """Django's own check (argon2), with django-axes counting attempts by name and address."""

    def address(self, then: str) -> str | None:
        return None

    def user_for(self, answer: Mapping[str, str], request: Any) -> User | None:
        """The name in lower case, so that writing it differently buys nobody more attempts."""
        name = answer.get("username", "").strip().lower()
        user = authenticate(request, username=name, password=answer.get("password", ""))
        return user if isinstance(user, User) and may_log_in(user) else None

    def asks_code(self, user: User) -> bool:
        return second_step_demanded(user)

    def code_is_right(self, user: User, code: str, request: Any) -> bool:
        """Through `authenticate`, so that wrong codes and wrong passwords are counted together."""
        return authenticate(request, username=user.log_in_name.lower(), code=code) == user


class CodeBackend(BaseBackend):
    """Named in `AUTHENTICATION_BACKENDS` after django-axes, which it lets count the wrong codes."""

    def authenticate(self, request: Any, username: str = "", code: str = "") -> User | None:  # type: ignore[override]
        user = user_called(username)
        right = user is not None and pass_code(user, code, by=viewer_for(user), now=clock.now())
        return user if right and user is not None and may_log_in(user) else None
