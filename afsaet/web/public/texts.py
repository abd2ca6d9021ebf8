"""Pages that only tell: help, accessibility, how we use your data."""

from django.http import HttpResponse
from django.shortcuts import render

from afsaet.privacy.queries import kept
from afsaet.web.gates import public
from afsaet.web.requests import Request


@public
def help_page(request: Request) -> HttpResponse:
    return render(request, "public/help.html")


@public
def accessibility(request: Request) -> HttpResponse:
    return render(request, "public/accessibility.html")


@public
def privacy_notice(request: Request) -> HttpResponse:
    """Written from what each room says of its tables, so that it cannot leave one out."""
    return render(
        request, "public/privacy_notice.html", {"about_you": kept("citizen"), "about_staff": kept("staff")}
    )
