"""Log-in by password: one answer to everything wrong, few tries, and only to pages of our own."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.hashers import check_password, identify_hasher
from django.test import Client, override_settings
from django.urls import reverse

from afsaet.core import clock
from afsaet.people.actions.users import choose_password
from afsaet.people.models import Citizen, Staff
from tests.cast import Cast, client_for, viewer_of
from tests.web.page import check_page, fetch

PASSWORD = "tre tilfældige ord"


def with_password(person: Citizen | Staff) -> dict[str, str]:
    assert person.user is not None
    choose_password(person.user, PASSWORD, by=viewer_of(person), now=clock.now())
    return {"username": person.user.log_in_name, "password": PASSWORD}


def logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_citizen_logs_in_and_goes_home(cast: Cast) -> None:
    client = Client()
    answer = client.post(reverse("log_in"), with_password(cast.bo))
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert logged_in(client)


def test_the_name_may_be_written_in_upper_case(cast: Cast) -> None:
    typed = with_password(cast.bo)
    client = Client()
    client.post(reverse("log_in"), typed | {"username": typed["username"].upper()})
    assert logged_in(client)


def test_the_answer_to_a_wrong_name_a_wrong_password_and_one_who_left_is_the_same(cast: Cast) -> None:
    typed = with_password(cast.lise)
    with_password(cast.nanna)
    Staff.objects.filter(pk=cast.nanna.pk).update(left_on=clock.today())
    tries = [
        typed | {"password": "forkert"},
        {"username": "ingen@mail.example", "password": PASSWORD},
        {"username": cast.nanna.email, "password": PASSWORD},
    ]
    answers = []
    for one in tries:
        client = Client()
        soup = fetch(client, reverse("log_in"), one, status=422)
        assert not logged_in(client)
        assert soup.select_one("input[name=username]")["value"] == one["username"]  # type: ignore[index]
        answers.append(text_of_main(soup))
    assert len(set(answers)) == 1
    assert "passer ikke sammen" in answers[0]


def text_of_main(soup: BeautifulSoup) -> str:
    main = soup.find("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def test_a_password_is_never_written_back(cast: Cast) -> None:
    answer = Client().post(reverse("log_in"), {"username": "x@y.example", "password": "hemmelig-kode"})
    assert b"hemmelig-kode" not in answer.content


def test_one_who_left_has_no_roles_where_she_is_logged_in_already(cast: Cast) -> None:
    client = client_for(cast.lise)
    assert client.get(reverse("home")).status_code != 404
    Staff.objects.filter(pk=cast.lise.pk).update(left_on=clock.today())
    assert viewer_of(cast.lise).roles == frozenset()
    fetch(client, reverse("home"), status=404)


def test_the_eighth_wrong_password_shuts_the_door_for_a_quarter_of_an_hour(
    cast: Cast, monday: object
) -> None:
    typed = with_password(cast.bo)
    client = Client()
    for attempt in range(7):
        name = typed["username"].upper() if attempt % 2 else typed["username"]
        wrong = {"username": name, "password": f"forkert {attempt}"}
        assert client.post(reverse("log_in"), wrong).status_code == 422
    answer = client.post(reverse("log_in"), typed | {"password": "forkert"})
    assert answer.status_code == 429
    assert "for mange gange" in check_page(answer.content.decode(), answer.headers).h1.get_text()  # type: ignore[union-attr]
    assert client.post(reverse("log_in"), typed).status_code == 429, "the right password must not help now"
    assert not logged_in(client)
    monday.move_to(clock.now() + timedelta(minutes=16))  # type: ignore[attr-defined]
    assert client.post(reverse("log_in"), typed).status_code == 302
    assert logged_in(client)


def test_wrong_passwords_for_one_do_not_shut_out_another(cast: Cast) -> None:
    typed = with_password(cast.bo)
    for attempt in range(9):
        Client().post(reverse("log_in"), {"username": cast.amal.user.log_in_name, "password": f"{attempt}"})  # type: ignore[union-attr]
    assert AccessAttempt.objects.exists()
    client = Client()
    client.post(reverse("log_in"), typed)
    assert logged_in(client)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
def test_after_log_in_nobody_is_sent_to_another_house(cast: Cast, wanted: str) -> None:
    answer = Client().post(reverse("log_in"), with_password(cast.bo) | {"next": wanted})
    assert answer["Location"] == reverse("home")


def test_after_log_in_she_is_where_she_wanted_to_be(cast: Cast) -> None:
    client = Client()
    wanted = reverse("my_details")
    asked = client.get(wanted)
    assert asked["Location"].startswith(reverse("log_in"))
    soup = fetch(client, asked["Location"])
    then = soup.select_one("input[name=next]")["value"]  # type: ignore[index]
    assert client.post(reverse("log_in"), with_password(cast.bo) | {"next": str(then)})["Location"] == wanted


def test_the_session_has_a_new_key_after_log_in_and_log_out(cast: Cast) -> None:
    client = Client()
    client.post(reverse("my_details"), {"owner": "x"})
    before = client.session.session_key
    client.post(reverse("log_in"), with_password(cast.bo))
    during = client.session.session_key
    client.post(reverse("log_out"))
    assert before
    assert before != during
    assert not logged_in(client)
    assert not client.session.keys()
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = during or ""
    assert old.get(reverse("my_details")).status_code == 302, "the old cookie opens nothing"


def test_log_out_is_a_post_and_says_so_on_the_start_page(cast: Cast) -> None:
    client = client_for(cast.bo)
    assert client.get(reverse("log_out")).status_code == 405
    assert logged_in(client)
    soup = fetch(client, reverse("log_out"), {})
    assert "Du er logget ud." in soup.get_text()


def test_passwords_are_kept_as_argon2_alone(cast: Cast) -> None:
    with_password(cast.bo)
    assert cast.bo.user is not None
    cast.bo.user.refresh_from_db()
    assert identify_hasher(cast.bo.user.password).algorithm == "argon2"
    assert check_password(PASSWORD, cast.bo.user.password)
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


class Elsewhere:
    """A log-in provider of another house."""

    def address(self, then: str) -> str | None:
        return f"https://log-ind.example/?back={then}"

    def user_for(self, answer: object, request: object) -> None:
        raise AssertionError("nobody types a password here")


@override_settings(LOG_IN="tests.web.public.test_log_in.Elsewhere")
def test_the_page_asks_the_port_where_log_in_happens(db: None) -> None:
    answer = Client().get(reverse("log_in"))
    assert answer["Location"] == "https://log-ind.example/?back=" + reverse("home")


def test_the_time_of_a_log_in_is_noted_in_her_own_name(cast: Cast) -> None:
    from_now = clock.now()
    Client().post(reverse("log_in"), with_password(cast.bo))
    assert cast.bo.user is not None
    cast.bo.user.refresh_from_db()
    assert cast.bo.user.last_login == from_now
