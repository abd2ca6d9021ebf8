"""Who asks, and what was shown: the viewer before the view, the `Seen` row before the answer leaves."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase

from afsaet.audit.actions import record_seen
from afsaet.core import clock
from afsaet.core.errors import NotYours
from afsaet.core.viewer import STRANGER, Viewer
from afsaet.people.access import viewer_for
from afsaet.web.public.errors import not_found
from afsaet.web.requests import Request


class ViewerAndSeen:
    """One `Viewer` per request; whatever it saw is written before the answer leaves, or the page fails."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        user = request.user
        request.viewer = viewer_for(user) if user.is_authenticated else Viewer(user=STRANGER)
        response = self.get_response(request)
        if response.status_code not in (204, 304):  # neither shows anything
            record_seen(request.viewer, now=clock.now())
        return response

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        request.viewer.route = (match.view_name if match else "") or ""

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """Somebody else's thing is answered like nothing at all, and the attempt leaves its line."""
        if not isinstance(exception, NotYours):
            return None
        request.viewer.citizens_seen.clear()
        request.viewer.reached_for(exception.citizens)
        return not_found(request)
