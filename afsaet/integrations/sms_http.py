"""Text messages through any gateway that takes one message per HTTP request.

Address, method, headers and body come from the environment (docs/operation.md). Run against small HTTP
servers of our own that answer, refuse, hang, drip and break off (tests/integrations/test_sms_http.py);
**not** run against any vendor's gateway. It needs no receipt: what the gateway has taken counts as sent.
"""

from collections.abc import Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

import httpx
from django.conf import settings

from afsaet.messaging.ports import NotTaken

CONNECT, READ, IN_ALL = 3.0, 5.0, 8.0  # seconds; who withdraws a message waits for the answer at most so long
# What is wrong with this one message. All else (a key that ran out, too many at once, 5xx) may be right later.
_ABOUT_THE_MESSAGE = (400, 410, 413, 414, 422)


class HttpGateway:
    """`{to}` (+4520123478), `{digits}` (4520123478), `{text}` and `{key}` are filled in the body, at any depth.

    The key also goes in a header, so that a gateway which knows such keys sends what it gets twice once.
    """

    def __init__(self) -> None:
        self._client = httpx.Client(timeout=httpx.Timeout(READ, connect=CONNECT), follow_redirects=False)

    def send(self, to: str, text: str, key: str) -> None:
        places = {"{to}": to, "{digits}": to.lstrip("+"), "{text}": text, "{key}": key}
        body = _filled(settings.SMS_BODY, places)
        headers = {**settings.SMS_HEADERS, settings.SMS_KEY_HEADER: key}
        content: Mapping[str, Any] = {"data": body} if settings.SMS_AS_FORM else {"json": body}
        try:
            status = self._status(headers, content)
        except httpx.HTTPError as error:  # no connection, no answer in time, an answer that is none
            raise NotTaken(type(error).__name__, again=True) from error
        if not 200 <= status < 300:
            raise NotTaken(f"http_{status}", again=status not in _ABOUT_THE_MESSAGE)

    def _status(self, headers: Mapping[str, str], content: Mapping[str, Any]) -> int:
        """The answer's status. A 2xx whose body does not end in time has been taken all the same."""
        ends = monotonic() + IN_ALL
        with self._client.stream(settings.SMS_METHOD, settings.SMS_URL, headers=headers, **content) as answer:
            with suppress(httpx.HTTPError):
                for _ in answer.iter_raw():
                    if monotonic() > ends:
                        break
            return answer.status_code


def _filled(value: Any, places: Mapping[str, str]) -> Any:
    """The template with its places filled after it was parsed: nothing in a text can break out of it."""
    if isinstance(value, dict):
        return {name: _filled(inner, places) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, places) for inner in value]
    if not isinstance(value, str):
        return value
    if value in places:
        return places[value]
    head, place, rest = min(
        (value.partition(place) for place in places if place in value),
        key=lambda cut: len(cut[0]),
        default=(value, "", ""),
    )
    return head + places[place] + _filled(rest, places) if place else value
