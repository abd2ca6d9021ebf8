"""What a gateway for text messages must offer. The adapter is chosen by `settings.SMS_GATEWAY`."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NotTaken(Exception):
    """A channel did not take a message. `why` is a short code, never the text; `again`: trying later may help."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why = why
        self.again = again


class SmsGateway(Protocol):
    """Hands over one text message at a time, within a few seconds."""

    def send(self, to: str, text: str, key: str) -> None:
        """`to` is a number as +4520123478. The same `key` is the same message: who knows it sends it once.

        Raises NotTaken.
        """
        ...


def sms_gateway() -> SmsGateway | None:
    """None in a house without one: no text message is queued there."""
    if not settings.SMS_GATEWAY:
        return None
    adapter: SmsGateway = import_string(settings.SMS_GATEWAY)()
    return adapter
