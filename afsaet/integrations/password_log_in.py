"""Log-in by e-mail address and password: the adapter of `people.ports.LogIn` without an outside provider."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import authenticate

from afsaet.people.access import may_log_in
from afsaet.people.models import User


class PasswordLogIn:
    """Django's own check (argon2), with django-axes counting attempts by name and address."""

    def address(self, then: str) -> str | None:
        return None

    def user_for(self, answer: Mapping[str, str], request: Any) -> User | None:
        """The name in lower case, so that writing it differently buys nobody more attempts."""
        name = answer.get("username", "").strip().lower()
        user = authenticate(request, username=name, password=answer.get("password", ""))
        return user if isinstance(user, User) and may_log_in(user) else None
