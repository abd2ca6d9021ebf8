"""A forgotten password: a link by mail, and the page it leads to."""

from uuid import UUID

from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from afsaet.core import clock
from afsaet.messaging.actions.invitations import send_forgotten
from afsaet.people.access import viewer_for
from afsaet.people.actions.users import choose_password
from afsaet.people.models import User
from afsaet.people.queries import user_by_uuid
from afsaet.web.gates import public
from afsaet.web.requests import Request

IN_SESSION = "vaelg"
_TOKEN = "password_token"


@public
def forgotten(request: Request) -> HttpResponse:
    """The same answer whether or not somebody logs in by the address."""
    if request.method != "POST":
        return render(request, "public/forgotten.html")
    email = request.POST.get("email", "").strip()
    if "@" not in email:
        sentence = _("Skriv din e-mailadresse, som navn@mail.dk.")
        typed = {"email": email, "email_error": sentence, "errors": [("email", sentence)]}
        return render(request, "public/forgotten.html", typed, status=422)
    send_forgotten(email, by=request.viewer, now=clock.now())
    return redirect("forgotten_sent")


@public
def forgotten_sent(request: Request) -> HttpResponse:
    return render(request, "public/forgotten_sent.html")


@public
def new_password(request: Request, uuid: UUID, token: str) -> HttpResponse:
    """Where the link in the mail leads. The token works once: it holds the old password's hash.

    It is a key, so it moves into the session at once: the page's own address may stand in a log.
    """
    if token != IN_SESSION:
        request.session[_TOKEN] = token
        return redirect("new_password", uuid, IN_SESSION)
    user = user_by_uuid(uuid)
    if user is None or not default_token_generator.check_token(user, request.session.get(_TOKEN)):
        return render(request, "public/old_link.html", status=410)
    if request.method != "POST":
        return _new_password_page(request, user, [], 200)
    password = request.POST.get("password", "")
    if reasons := _what_is_wrong(password, request.POST.get("again", ""), user):
        return _new_password_page(request, user, reasons, 422)
    choose_password(user, password, by=viewer_for(user), now=clock.now())
    request.session.pop(_TOKEN)
    return redirect(reverse("log_in") + "?kvittering=adgangskode")


def _new_password_page(
    request: Request, user: User, errors: list[tuple[str, str]], status: int
) -> HttpResponse:
    """Passwords are never written back into the page."""
    facts = {
        "errors": errors,
        "by_field": dict(reversed(errors)),
        "log_in_name": user.log_in_name,
        "rules": password_validators_help_texts(),
    }
    return render(request, "public/new_password.html", facts, status=status)


def _what_is_wrong(password: str, again: str, user: User) -> list[tuple[str, str]]:
    """(field, sentence) for each thing to put right."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [("password", str(sentence)) for sentence in error.messages]
    if password != again:
        return [("again", _("De to adgangskoder er ikke ens. Skriv dem igen."))]
    return []
