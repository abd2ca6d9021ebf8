"""*Min kalender*: the link to the adviser's own video room."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from afsaet.booking.actions.video import set_video_link
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import own_staff
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def video_link(request: Request) -> HttpResponse:
    """One field; empty means that nobody can book her on video."""
    staff = own_staff(request.viewer)
    typed, error = staff.video_link, ""
    if request.method == "POST":
        typed = request.POST.get("link", "").strip()
        try:
            set_video_link(staff, typed, by=request.viewer, now=clock.now())
            return redirect(reverse("calendar") + "?sket=video")
        except Refused as refused:
            error = sentence(refused.refusal)
    context = {"typed": typed, "error": error, "errors": [("link", error)] if error else []}
    return render(request, "adviser/video_link.html", context, status=422 if error else 200)
