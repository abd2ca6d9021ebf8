"""An adviser's taken times as a calendar another one subscribes to: from-to, and no name of anybody."""

import hashlib

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from afsaet.calendar.queries.busy import feed_by
from afsaet.core import clock
from afsaet.core.calendar_file import taken_file
from afsaet.web.gates import public
from afsaet.web.requests import Request


@require_safe
@public
def busy_feed(request: Request, token: str) -> HttpResponse:
    """Unknown and closed addresses are the same nothing. Nobody is shown, so nobody is noted as seen."""
    feed = feed_by(token, clock.now())
    if feed is None:
        raise Http404
    content = taken_file(feed.times, feed.made_at)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
