"""The second step: demanded of staff, offered to citizens; each code once, few tries, and nobody half-way is in."""

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from afsaet.audit.models import Change
from afsaet.core import clock
from afsaet.people.actions.users import choose_password
from afsaet.people.models import RecoveryCode, SecondStep, Staff
from afsaet.people.rules import MOST_WRONG_CODES
from tests.cast import Cast, client_for, viewer_of
from tests.web.page import check_page, fetch
from tests.web.public.second_step import code_of, log_in, with_app, with_password

CODE, PAPER, SET_UP = "/log-ind/kode/", "/log-ind/kode/reserve/", "/log-ind/kode/app/"


def logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def half_way(person: Staff) -> Client:
    client = Client()
    assert client.post(reverse("log_in"), with_password(person))["Location"] == CODE
    return client


def wrong(person: Staff) -> str:
    assert person.user is not None
    right = {code_of(person.user, drift) for drift in range(-2, 3)}
    return next(code for code in (f"{number:06}" for number in range(9)) if code not in right)


def test_staff_set_their_app_up_at_their_first_log_in(cast: Cast) -> None:
    client = Client()
    typed = with_password(cast.lise) | {"next": "/medarbejder/kalender/"}
    soup = fetch(client, reverse("log_in"), typed)
    assert soup.h1 is not None
    assert soup.h1.get_text() == "Log ind med en kode fra din telefon"
    assert soup.select_one(".qr svg path") is not None
    secret = soup.select_one(".code-text").get_text(strip=True)  # type: ignore[union-attr]
    assert [len(group) for group in secret.split(" ")] == [4] * 8
    assert not logged_in(client)
    before = client.session.session_key
    paper = fetch(client, SET_UP, {"code": code_of(cast.lise.user)})
    codes = [item.get_text(strip=True) for item in paper.select(".code-list li")]
    assert len(codes) == 10
    assert paper.select_one("main a.button")["href"] == "/medarbejder/kalender/"  # type: ignore[index]
    assert logged_in(client)
    assert client.session.session_key != before
    assert RecoveryCode.objects.count() == 10
    stored = b"".join(bytes(row.code_hash) for row in RecoveryCode.objects.all())
    assert all(code.encode() not in stored for code in codes)
    again = client.get(SET_UP)
    assert again["Location"] == reverse("my_log_in"), "secret and codes are not shown again"


def test_afterwards_the_code_is_asked_for_and_lets_her_on(cast: Cast) -> None:
    with_app(cast.lise)
    client = Client()
    answer = client.post(reverse("log_in"), with_password(cast.lise) | {"next": "/medarbejder/kalender/"})
    assert answer["Location"] == CODE
    field = fetch(client, CODE).select_one("input[name=code]")
    assert field is not None
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    before = client.session.session_key
    answer = client.post(CODE, {"code": code_of(cast.lise.user)})
    assert (answer.status_code, answer["Location"]) == (302, "/medarbejder/kalender/")
    assert logged_in(client)
    assert client.session.session_key != before


def test_who_is_half_way_is_a_stranger_everywhere(cast: Cast) -> None:
    with_app(cast.lise)
    client = half_way(cast.lise)
    for address in ("/hjem/", "/medarbejder/i-dag/", "/mit-log-in/", "/opsaetning/"):
        assert client.get(address)["Location"].startswith(reverse("log_in"))
    assert client.post("/mit-log-in/", {"do": "begin"}).status_code == 401
    assert client.get(reverse("session_left")).json()["left"] == 0
    assert "Log ud" not in fetch(client, CODE).get_text()
    assert not logged_in(client)


def test_the_same_code_does_not_let_in_twice(cast: Cast) -> None:
    with_app(cast.lise)
    code = code_of(cast.lise.user)
    assert half_way(cast.lise).post(CODE, {"code": code}).status_code == 302
    other = half_way(cast.lise)
    assert other.post(CODE, {"code": code}).status_code == 422
    assert not logged_in(other)
    later = code_of(cast.lise.user, drift=1)
    assert other.post(CODE, {"code": later}).status_code == 302


def test_a_wrong_code_is_told_and_changes_nothing_but_the_count(cast: Cast) -> None:
    with_app(cast.lise)
    client = half_way(cast.lise)
    soup = fetch(client, CODE, {"code": wrong(cast.lise)}, status=422)
    assert "Koden passer ikke" in soup.get_text()
    assert not logged_in(client)
    row = SecondStep.objects.get()
    assert (row.wrong_codes, row.last_counter) == (1, 0)
    assert "password" not in client.session.get("half_way", {})


def test_wrong_passwords_and_wrong_codes_are_counted_together(cast: Cast) -> None:
    with_app(cast.lise)
    client = half_way(cast.lise)
    typed = with_password(cast.lise)
    for _ in range(4):
        assert client.post(reverse("log_in"), typed | {"password": "forkert"}).status_code == 422
    for attempt in range(3):
        assert client.post(CODE, {"code": f"00000{attempt}"}).status_code == 422
    answer = client.post(CODE, {"code": "000009"})
    assert answer.status_code == 429
    assert "for mange gange" in check_page(answer.content.decode(), answer.headers).get_text()
    assert client.post(CODE, {"code": code_of(cast.lise.user)}).status_code == 429
    assert client.post(reverse("log_in"), typed).status_code == 429
    assert not logged_in(client)
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "000009" not in kept


def test_wrong_codes_from_many_places_stop_the_codes_too(cast: Cast, monday: object) -> None:
    with_app(cast.lise)
    for attempt in range(MOST_WRONG_CODES):
        client = Client(REMOTE_ADDR=f"10.0.0.{attempt}")
        client.post(reverse("log_in"), with_password(cast.lise))
        client.post(CODE, {"code": wrong(cast.lise)})
    client = half_way(cast.lise)
    assert client.post(CODE, {"code": code_of(cast.lise.user)}).status_code == 429
    monday.move_to(clock.now() + timedelta(minutes=16))  # type: ignore[attr-defined]
    client = half_way(cast.lise)
    assert client.post(CODE, {"code": code_of(cast.lise.user)}).status_code == 302


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    codes = with_app(cast.lise)
    client = half_way(cast.lise)
    assert "reservekode" in fetch(client, PAPER).get_text()
    assert client.post(PAPER, {"code": codes[3].upper()}).status_code == 302
    assert logged_in(client)
    again = half_way(cast.lise)
    assert again.post(PAPER, {"code": codes[3]}).status_code == 422
    assert again.post(PAPER, {"code": codes[4]}).status_code == 302
    assert RecoveryCode.objects.exclude(used_at=None).count() == 2
    assert "8" in fetch(again, "/mit-log-in/").select_one("dl").get_text()  # type: ignore[union-attr]


def test_half_way_lasts_ten_minutes_and_ends_with_the_password(cast: Cast, monday: object) -> None:
    with_app(cast.lise)
    late, renewed = half_way(cast.lise), half_way(cast.lise)
    choose_password(cast.lise.user, "helt andre ord her", by=viewer_of(cast.lise), now=clock.now())
    assert renewed.post(CODE, {"code": code_of(cast.lise.user)})["Location"].startswith("/log-ind/?")
    late = half_way(cast.lise)
    monday.move_to(clock.now() + timedelta(minutes=11))  # type: ignore[attr-defined]
    assert late.post(CODE, {"code": code_of(cast.lise.user)})["Location"].startswith("/log-ind/?")
    assert "Der gik for lang tid" in fetch(late, CODE).get_text()
    assert not logged_in(late)
    assert not logged_in(renewed)


def test_without_the_password_there_is_no_code_page(cast: Cast) -> None:
    with_app(cast.lise)
    for address in (CODE, PAPER, SET_UP):
        assert Client().get(address)["Location"].startswith(reverse("log_in"))
        assert Client().post(address, {"code": code_of(cast.lise.user)})["Location"].startswith("/log-ind/")


def test_a_secret_that_was_shown_and_not_confirmed_is_replaced(cast: Cast) -> None:
    half_way(cast.lise)
    first = code_of(cast.lise.user)
    client = half_way(cast.lise)
    assert fetch(client, SET_UP, {"code": first}, status=422).select_one("[data-error-summary]")
    assert SecondStep.objects.get().confirmed_at is None
    assert not logged_in(client)


def test_a_citizen_logs_in_by_password_alone_until_she_wants_more(cast: Cast) -> None:
    client = Client()
    assert log_in(client, cast.bo) == reverse("home")
    assert "Mit log-in" in fetch(client, reverse("my_details")).get_text()
    assert client.post("/mit-log-in/", {"do": "begin"})["Location"] == SET_UP
    assert log_in(Client(), cast.bo) == reverse("home"), "not set up to the end: not asked for"
    fetch(client, SET_UP)
    fetch(client, SET_UP, {"code": code_of(cast.bo.user)})  # type: ignore[arg-type]
    other = Client()
    assert other.post(reverse("log_in"), with_password(cast.bo))["Location"] == CODE


def test_what_weakens_her_log_in_asks_for_a_code(cast: Cast) -> None:
    codes = with_app(cast.bo)
    client = client_for(cast.bo)
    for do in ("codes", "move", "stop"):
        fetch(client, "/mit-log-in/", {"do": do, "code": "xxxxx-xxxxx"}, status=422)
    assert SecondStep.objects.get().confirmed_at is not None
    paper = fetch(client, "/mit-log-in/", {"do": "codes", "code": codes[0]})
    new = [item.get_text(strip=True) for item in paper.select(".code-list li")]
    assert set(new).isdisjoint(codes)
    fetch(client, "/mit-log-in/", {"do": "stop", "code": codes[1]}, status=422)
    fetch(client, "/mit-log-in/", {"do": "stop", "code": new[0]})
    assert not SecondStep.objects.exists()


def test_staff_cannot_turn_it_off_but_can_move_it(cast: Cast) -> None:
    codes = with_app(cast.lise)
    client = client_for(cast.lise)
    assert "Slå koder fra" not in fetch(client, "/mit-log-in/").get_text()
    fetch(client, "/mit-log-in/", {"do": "stop", "code": codes[0]}, status=422)
    old = code_of(cast.lise.user)
    answer = client.post("/mit-log-in/", {"do": "move", "code": codes[0]})
    assert answer["Location"] == SET_UP
    assert old != code_of(cast.lise.user)
    assert SecondStep.objects.get().confirmed_at is None


def test_the_administrator_resets_a_colleagues_and_it_is_logged(cast: Cast) -> None:
    with_app(cast.lise)
    vera = client_for(cast.vera)
    page = f"/medarbejdere/{cast.lise.uuid}/"
    assert "Nulstil koderne" in fetch(vera, page).get_text()
    assert client_for(cast.nanna).post(page + "kode/").status_code == 404
    assert SecondStep.objects.exists()
    soup = fetch(vera, page + "kode/", {})
    assert "Koderne er nulstillet" in soup.get_text()
    assert "Nulstil koderne" not in soup.get_text()
    assert not SecondStep.objects.exists()
    change = Change.objects.filter(table="people_secondstep").latest("pk")
    assert change.who == str(cast.vera.user.uuid)
    assert half_way(cast.lise).get(CODE)["Location"] == SET_UP


def test_the_administrator_turns_a_citizens_off_without_learning_who_has_it(cast: Cast) -> None:
    with_app(cast.bo)
    with_app(cast.lise)
    vera = client_for(cast.vera)
    answers = {
        vera.post("/borgere-ind/kode/", {"email": email})["Location"]
        for email in (cast.bo.user.log_in_name, "ingen@mail.example", cast.lise.email)  # type: ignore[union-attr]
    }
    assert len(answers) == 1
    assert [step.user for step in SecondStep.objects.all()] == [cast.lise.user]


@override_settings(DEMO=True, ROOT_URLCONF="tests.web.public.test_pages")
def test_the_demos_door_asks_for_no_code(cast: Cast) -> None:
    with_app(cast.lise)
    client = Client()
    client.post("/demo/", {"who": str(cast.lise.user.uuid)})
    assert logged_in(client)


@pytest.mark.parametrize("address", [CODE, PAPER])
def test_one_who_has_left_meanwhile_is_not_let_in(cast: Cast, address: str) -> None:
    codes = with_app(cast.lise)
    client = half_way(cast.lise)
    Staff.objects.filter(pk=cast.lise.pk).update(left_on=clock.today())
    client.post(address, {"code": codes[0] if address == PAPER else code_of(cast.lise.user)})
    assert not logged_in(client)


def test_the_operator_can_reset_the_last_administrator(cast: Cast) -> None:
    with_app(cast.vera)
    with pytest.raises(CommandError):
        call_command("reset_code", "ingen@fjordby.example")
    assert SecondStep.objects.exists()
    call_command("reset_code", cast.vera.email.upper(), stdout=StringIO())
    assert not SecondStep.objects.exists()
    assert Change.objects.filter(table="people_secondstep").latest("pk").who == "job:reset_code"
