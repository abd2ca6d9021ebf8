"""What a request is in this house: Django's, with the viewer and htmx on it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from afsaet.core.viewer import Viewer
from afsaet.people.models import User


class Request(HttpRequest):
    """`viewer` is set for every request by ViewerAndSeen; a stranger's has no roles and no citizen."""

    viewer: Viewer
    htmx: HtmxDetails
    user: User


def is_background(request: HttpRequest) -> bool:
    """Asked by the page itself and not by somebody: a poll. It sees no more, and keeps no session alive."""
    return request.method == "GET" and "X-Background" in request.headers
