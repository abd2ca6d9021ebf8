"""Logging in as people do: a password, and an app that shows codes."""

from django.test import Client
from django.urls import reverse

from afsaet.core import clock
from afsaet.people import one_time_codes
from afsaet.people.actions.second_step import begin_second_step, confirm_second_step
from afsaet.people.actions.users import choose_password
from afsaet.people.models import Citizen, SecondStep, Staff, User
from tests.cast import viewer_of

PASSWORD = "tre tilfældige ord"


def with_password(person: Citizen | Staff) -> dict[str, str]:
    """A new password would end what is open by the old one, so she chooses it once."""
    assert person.user is not None
    if not person.user.check_password(PASSWORD):
        choose_password(person.user, PASSWORD, by=viewer_of(person), now=clock.now())
    return {"username": person.user.log_in_name, "password": PASSWORD}


def with_app(person: Citizen | Staff) -> list[str]:
    """Her app is set up, long enough ago that the code it shows now is not used. Returns the recovery codes."""
    assert person.user is not None
    begin_second_step(person.user, by=viewer_of(person), now=clock.now())
    code = code_of(person.user)
    codes = confirm_second_step(person.user, code, by=viewer_of(person), now=clock.now())
    SecondStep.objects.filter(user=person.user).update(last_counter=0)
    return codes


def code_of(user: User, drift: int = 0) -> str:
    """What her app shows."""
    secret = bytes(SecondStep.objects.get(user=user).secret_encrypted)
    return one_time_codes.code_at(secret, one_time_codes.counter_now() + drift)


def log_in(client: Client, person: Citizen | Staff, then: str = "") -> str:
    """By password, and by code when it is asked for. Returns where she is led."""
    assert person.user is not None
    answer = client.post(reverse("log_in"), with_password(person) | {"next": then})
    if answer["Location"] == reverse("log_in_code"):
        answer = client.post(reverse("log_in_code"), {"code": code_of(person.user)})
    return answer["Location"]
