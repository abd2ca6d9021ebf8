"""What an outside system must offer this room."""

from collections.abc import Mapping
from typing import Protocol

from afsaet.people.models import User


class LogIn(Protocol):
    """Who somebody is. `settings.LOG_IN` names the adapter by dotted path; pages ask it, and nothing else.

    One that asks for name and password on our own page (integrations/password_log_in.py) has no `address`.
    One that sends the browser elsewhere (OIDC, SAML) gives the address there and makes a user of what the
    browser comes back with.
    """

    def address(self, then: str) -> str | None:
        """Where the browser goes to log in and come back to our page `then`; None: our own form asks."""
        ...

    def user_for(self, answer: Mapping[str, str], request: object) -> User | None:
        """Who the answer (our form's fields, or what the provider sent back) proves to be here, or None.

        None too for one who has left. `request` is the page's request: adapters count attempts by it.
        """
        ...

    def asks_code(self, user: User) -> bool:
        """Whether our own code page comes after; one that has asked for a second step itself says no."""
        ...

    def code_is_right(self, user: User, code: str, request: object) -> bool:
        """Whether the code, of her app or on her paper, lets her in. Asked only where `asks_code` says yes."""
        ...
