"""A session ends half an hour after the last thing somebody did; what a page asks by itself does not count."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from afsaet.web.requests import is_background

_TOUCHED = "touched"
# Written at most once a minute, by the real clock: each writing is a transaction of its own beside the page's.
_TOUCHED_EVERY = 60  # seconds


class Sessions(SessionMiddleware):
    """Django's, which saves a changed session and renews its cookie; what somebody does changes it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session, now = request.session, int(timezone.now().timestamp())
        somebody_did_this = not is_background(request) and not session.is_empty()
        if somebody_did_this and now - session.get(_TOUCHED, 0) >= _TOUCHED_EVERY:
            session[_TOUCHED] = now
        return super().process_response(request, response)
