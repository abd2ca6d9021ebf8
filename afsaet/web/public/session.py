"""What a page asks by itself so that nobody is logged out unawares: how long is left, and »keep what stands here«."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from afsaet.core import clock, danish
from afsaet.people.queries import session_ends
from afsaet.web.gates import public
from afsaet.web.public.log_in import safe_next
from afsaet.web.public.logged_out import keep
from afsaet.web.requests import Request, is_background


@public
@require_safe
def session_left(request: Request) -> HttpResponse:
    """Seconds until she is logged out, and when that is. Asked in the background it leaves the session as it is."""
    if request.viewer.is_stranger:
        return JsonResponse({"left": 0, "at": ""})
    left = clock.minutes(request.session.get_expiry_age() / 60)
    if is_background(request):
        # Sessions are timed by the real clock, also when the demo's is moved.
        left = (session_ends(request.session.session_key) or timezone.now()) - timezone.now()
    ends = danish.clock(clock.now() + left)
    return JsonResponse({"left": max(0, round(left.total_seconds())), "at": ends})


@public
@require_POST
def keep_typed(request: Request) -> HttpResponse:
    """A form the page hands in when its session is over; `?side=` is the address the form shows itself at."""
    return HttpResponse(status=204 if keep(request, safe_next(request, request.GET.get("side", ""))) else 422)
