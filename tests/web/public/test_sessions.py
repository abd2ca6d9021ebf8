"""A session ends half an hour after the last thing somebody did, and nothing that was typed is lost by it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from afsaet.audit.models import Seen
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sending import Sent
from afsaet.core import clock
from afsaet.people.models import Citizen, Staff
from tests.cast import Cast, client_for, viewer_of
from tests.conversations.conftest import Day, day, house
from tests.web.page import check_page, fetch
from tests.web.public.second_step import log_in, with_app

__all__ = ["day", "house"]

TEMPLATES = Path(__file__).resolve().parents[3] / "afsaet" / "web" / "templates"
TODAY = "/medarbejder/i-dag/"


# ---- how long it lasts -----------------------------------------------------------------------------


def ends() -> object:
    return Session.objects.get().expire_date


def later(traveller: object, minutes: int) -> None:
    traveller.move_to(clock.now() + timedelta(minutes=minutes))  # type: ignore[attr-defined]


def poll(client: Client, address: str, **headers: str) -> object:
    return client.get(address, headers={"X-Background": "1", "HX-Request": "true", **headers})


def test_each_thing_she_does_gives_her_half_an_hour_more(cast: Cast, monday: object) -> None:
    client = client_for(cast.lise)
    for _ in range(3):
        later(monday, 29)
        assert client.get(TODAY).status_code == 200
    later(monday, 31)
    assert client.get(TODAY).status_code == 302


def test_the_poll_of_today_keeps_no_session_alive(cast: Cast, monday: object) -> None:
    client = client_for(cast.lise)
    poller = fetch(client, TODAY).select_one("#poller")
    assert poller is not None
    assert '"X-Background": "1"' in str(poller["hx-headers"])
    before = ends()
    for _ in range(2):
        later(monday, 14)
        answer = poll(client, str(poller["hx-get"]))
        assert answer.status_code == 200  # type: ignore[attr-defined]
        assert settings.SESSION_COOKIE_NAME not in answer.cookies  # type: ignore[attr-defined]
        assert ends() == before
    later(monday, 3)
    assert client.get(TODAY).status_code == 302


def test_a_poll_without_a_session_says_so_and_changes_nothing_else(cast: Cast, monday: object) -> None:
    client = client_for(cast.lise)
    later(monday, 31)
    page = "http://testserver/medarbejder/i-dag/?opdatering=ja"
    answer = poll(client, TODAY, **{"HX-Current-URL": page})
    assert (answer.status_code, answer["HX-Reswap"]) == (286, "none")  # type: ignore[attr-defined,index]
    soup = BeautifulSoup(answer.content, "html5lib")  # type: ignore[attr-defined]
    line = soup.select_one("#session")
    assert line is not None
    assert "Log ind igen. Intet er tabt." in line.get_text()
    assert line.a is not None
    assert line.a["href"] == "/log-ind/?next=%2Fmedarbejder%2Fi-dag%2F%3Fopdatering%3Dja"
    assert log_in(client, cast.bo, "/min-side/") == "/min-side/"


def test_how_long_is_left_is_asked_without_being_seen(cast: Cast, monday: object) -> None:
    client = client_for(cast.lise)
    fetch(client, TODAY)
    seen, before = Seen.objects.count(), ends()
    later(monday, 28)
    left = client.get(reverse("session_left"), headers={"X-Background": "1"}).json()
    assert left == {"left": 120, "at": "8.30"}
    assert (Seen.objects.count(), ends()) == (seen, before)
    assert client.get(reverse("session_left")).json() == {"left": 1800, "at": "8.58"}
    assert ends() == before + timedelta(minutes=28)  # type: ignore[operator]
    later(monday, 31)
    assert client.get(reverse("session_left"), headers={"X-Background": "1"}).json()["left"] == 0


def test_only_pages_of_somebody_logged_in_watch_the_time(cast: Cast) -> None:
    line = fetch(client_for(cast.bo), reverse("my_details")).select_one("#session")
    assert line is not None
    assert (line["role"], line["data-left"]) == ("alert", "1800")
    assert line.get_text(strip=True) == ""
    assert fetch(Client(), reverse("start")).select_one("#session") is None


# ---- what was typed --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """Somebody's form: where it stands, what is typed. `action` when it is sent elsewhere than to its page."""

    who: str
    page: Callable[[Day], str]
    typed: dict[str, str] = field(default_factory=dict)
    action: Callable[[Day], str] | None = None


def closed(day: Day) -> str:
    talk = day.start()
    sent = Sent(topic="", parked="", note="Bo har truckkort")
    close(talk, met="", met_words="", sent=sent, by=viewer_of(day.cast.lise), now=clock.now())
    return f"/samtale/{talk.uuid}/luk/"


def at(address: str) -> Callable[[Day], str]:
    return lambda day: address


WORDS = "Det tog lang tid at skrive"
FORMS = {
    "booking": Form("amal", at("/book/"), {"own_words": WORDS}),
    "moving": Form("bo", lambda day: f"/moede/{coming(day)}/skift/", {"own_words": WORDS}),
    "topics": Form("bo", lambda day: f"/moede/{coming(day)}/emner/", {"own_words": WORDS}),
    "details": Form("bo", at("/mine-oplysninger/ret/"), {"phone": "31224455", "email": "ny@mail.example"}),
    "ticking off": Form(
        "bo",
        at("/mine-aftaler/"),
        {"learnt": WORDS},
        lambda day: f"/mine-aftaler/{day.earlier[0].uuid}/gjort/",
    ),
    "talk, first step": Form(
        "lise", lambda day: f"/samtale/{day.start().uuid}/hvad-skal-vi-naa/", {"park": WORDS, "topic": WORDS}
    ),
    "talk, next step": Form(
        "lise",
        lambda day: f"/samtale/{day.start().uuid}/naeste-skridt/",
        {"goal": WORDS, "what": WORDS, "when": "date", "on": "2026-12-03"},
    ),
    "talk, end": Form("lise", lambda day: f"/samtale/{day.start().uuid}/til-sidst/", {"met_words": WORDS}),
    "talk, summary": Form("lise", closed, {"summary": WORDS, "participants": WORDS}),
    "weekly hours": Form(
        "lise",
        at("/medarbejder/kalender/tider/"),
        {"man1-fra": "10:05", "man1-til": "11:35", "tir1-fra": "7:7"},
    ),
    "closing a time": Form(
        "lise",
        at("/medarbejder/kalender/luk/"),
        {"dag": "2026-12-03", "fra": "10:05", "til": "11:35", "note": WORDS},
    ),
    "authority": Form(
        "vera", at("/opsaetning/myndighed/"), {"name": WORDS, "hours": WORDS, "kind": "a_kasse"}
    ),
    "unit": Form("vera", at("/opsaetning/enheder/ny/"), {"name": WORDS, "address": WORDS}),
    "team": Form("vera", at("/opsaetning/teams/nyt/"), {"name": WORDS}),
    "new colleague": Form(
        "vera",
        at("/medarbejdere/ny/"),
        {"first_name": WORDS, "email": "ny@fjordby.example", "role_adviser": "1"},
    ),
    "colleague": Form(
        "vera", lambda day: f"/medarbejdere/{day.cast.lise.uuid}/", {"title": WORDS, "role_auditor": "1"}
    ),
    "citizen": Form(
        "vera", at("/borgere-ind/ny/"), {"first_name": WORDS, "address": WORDS, "interpreter": "farsi"}
    ),
}


def coming(day: Day) -> object:
    """A talk of Bo's that can still be moved."""
    from_tomorrow = day.booking
    from_tomorrow.starts += timedelta(days=1)
    from_tomorrow.ends += timedelta(days=1)
    from_tomorrow.save()
    return from_tomorrow.uuid


def person(day: Day, form: Form) -> Citizen | Staff:
    found: Citizen | Staff = getattr(day.cast, form.who)
    if isinstance(found, Staff):
        with_app(found)
    return found


def opened(client: Client, day: Day, form: Form) -> tuple[str, dict[str, str]]:
    """The address the form is sent to, and everything in it with what was typed."""
    page = form.page(day)
    action = form.action(day) if form.action else page
    soup = fetch(client, page, most_queries=80)
    tag = soup.select_one(f'form[method=post][action="{action}"]:has(input[name=owner])')
    assert tag is not None, f"no form with an owner is sent to {action}"
    hidden = {str(one["name"]): str(one.get("value", "")) for one in tag.select("input[type=hidden]")}
    return action, hidden | form.typed


def stands(soup: BeautifulSoup, name: str, value: str) -> bool:
    """Whether the field holds the value: as text, as the chosen one, or ticked."""
    for tag in soup.select(f'[name="{name}"]'):
        if tag.name == "textarea" and tag.get_text().strip("\r\n") == value:
            return True
        if tag.name == "select":
            chosen = tag.select_one("option[selected]")
            return isinstance(chosen, Tag) and chosen["value"] == value
        if tag.get("type") in ("radio", "checkbox"):
            if tag.get("value") == value and tag.has_attr("checked"):
                return True
        elif tag.get("value") == value:
            return True
    return False


def end_all() -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_too_late_stands_filled_in_after_the_log_in(day: Day, name: str) -> None:
    form = FORMS[name]
    who = person(day, form)
    client = client_for(who)
    action, typed = opened(client, day, form)
    end_all()
    told = fetch(client, action, typed, status=401)
    assert "Dine svar er gemt." in told.get_text()
    button = told.select_one("main a.button")
    assert button is not None
    then = fetch(client, str(button["href"])).select_one("input[name=next]")["value"]  # type: ignore[index]
    where = log_in(client, who, str(then))
    soup = fetch(client, where, most_queries=80)
    assert [one for one, value in form.typed.items() if not stands(soup, one, value)] == []
    again = fetch(client, where, most_queries=80)
    assert WORDS not in again.get_text() or name in ("ticking off",), "it is handed out once"


@pytest.mark.parametrize("name", FORMS)
def test_the_next_at_the_same_computer_never_sees_it(day: Day, name: str) -> None:
    form = FORMS[name]
    who = person(day, form)
    client = client_for(who)
    action, typed = opened(client, day, form)
    end_all()
    client.post(action, typed)
    assert client.session["kept_posts"]
    others: dict[str, Citizen | Staff] = {"amal": day.cast.bo, "bo": day.cast.amal, "lise": day.cast.nanna}
    other = others.get(form.who, day.cast.per)
    if isinstance(other, Staff):
        with_app(other)
    log_in(client, other, action)
    assert client.session["_auth_user_id"] == str(other.user.pk)  # type: ignore[union-attr]
    answer = client.get(action, follow=True)
    for value in form.typed.values():
        assert value not in answer.content.decode() or len(value) < 12
    assert not client.session.get("kept_posts")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_an_old_page_stands_filled_in_on_the_page_fetched_anew(day: Day, name: str) -> None:
    """She has logged in again in another window meanwhile: the token of this page is no longer right."""
    form = FORMS[name]
    client = Client(enforce_csrf_checks=True)
    who = person(day, form)
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    action, typed = opened(client, day, form)
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
    answer = client.post(action, typed)
    assert answer.status_code == 403
    told = check_page(answer.content.decode(), answer.headers)
    assert "Det, du har skrevet, er gemt." in told.get_text()
    button = told.select_one("main a.button")
    assert button is not None
    soup = fetch(client, str(button["href"]), most_queries=80)
    assert [one for one, value in form.typed.items() if not stands(soup, one, value)] == []


def test_two_windows_lose_nothing_of_each_other(day: Day) -> None:
    client = client_for(day.cast.vera)
    with_app(day.cast.vera)
    forms = [FORMS["unit"], FORMS["team"]]
    sent = [opened(client, day, form) for form in forms]
    end_all()
    for action, typed in sent:
        client.post(action, typed)
    log_in(client, day.cast.vera)
    for (action, _), form in zip(sent, forms, strict=True):
        assert stands(fetch(client, action), "name", form.typed["name"])


def test_what_is_saved_by_itself_too_late_is_kept_for_its_page(day: Day) -> None:
    client = client_for(day.cast.lise)
    with_app(day.cast.lise)
    action, typed = opened(client, day, FORMS["talk, next step"])
    end_all()
    headers = {"X-Autosave": "1", "Referer": "http://testserver" + action}
    assert client.post(action + "gem/", typed, headers=headers).status_code == 401
    log_in(client, day.cast.lise)
    assert stands(fetch(client, action, most_queries=80), "what", WORDS)


def test_the_page_hands_in_what_stands_in_it_when_the_session_is_over(day: Day) -> None:
    client = client_for(day.cast.vera)
    with_app(day.cast.vera)
    action, typed = opened(client, day, FORMS["unit"])
    end_all()
    keep = reverse("keep_typed")
    assert client.post(f"{keep}?side={action}", typed).status_code == 204
    assert client.post(f"{keep}?side={action}", {"name": "uden ejer"}).status_code == 422
    assert client.post(f"{keep}?side={action}", typed | {"name": "x" * 200_001}).status_code == 422
    log_in(client, day.cast.vera)
    assert stands(fetch(client, action), "name", WORDS)


def test_what_proves_who_one_is_is_never_kept(day: Day) -> None:
    client = Client()
    secrets = {"cpr": "0101905678", "password": "hemmelig", "again": "hemmelig", "code": "123456"}
    client.post("/borgere-ind/ny/", {"owner": "x", "first_name": "Samir", **secrets})
    assert client.session["kept_posts"] == {"/borgere-ind/ny/": {"owner": ["x"], "first_name": ["Samir"]}}


def test_without_an_owner_nothing_is_kept_or_promised(cast: Cast) -> None:
    client = Client()
    fetch(client, "/beskeder/laest/", {"words": "x"}, status=401)
    assert "kept_posts" not in client.session
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/mine-oplysninger/ret/", {"owner": "x"})
    assert answer.status_code == 403, "a browser without cookies keeps nothing"
    assert "er gemt" not in answer.content.decode()


# A form with something to write in it, and no owner, and why.
WITHOUT_OWNER = {
    "administration/closed_days.html": "the public holidays come ticked as they are",
    "administration/citizens.html": "one address, of somebody else",
    "administration/file.html": "a file cannot be kept",
    "adviser/other_calendar.html": "an address with a password, which are never kept",
    "adviser/video_link.html": "one address, to be copied again",
    "adviser/walk_in.html": "the same search",
    "leader/plan.html": "choices beside a proposal that is made afresh",
    "leader/plan_call.html": "one choice, made again",
    "leader/report.html": "a name and a day, chosen again",
    "adviser/citizens.html": "a search; it may hold a CPR number",
    "adviser/on_the_day_afbud.html": "one choice, made again",
    "adviser/today.html": "the same search",
    "front_desk/cancel.html": "one choice, made again",
    "front_desk/desk.html": "the same search",
    "public/code.html": "nobody is logged in",
    "public/code_set_up.html": "nobody is logged in",
    "public/components.html": "the gallery",
    "public/forgotten.html": "nobody is logged in",
    "public/log_in.html": "nobody is logged in",
    "public/my_log_in.html": "a code, which is never kept",
    "public/new_password.html": "nobody is logged in",
}
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.S)
WRITTEN = re.compile(r"<c-field|<textarea|<select|_field\.html|<input(?![^>]*type=\"hidden\")")


def test_every_form_that_is_written_in_carries_its_owner_or_says_why_not() -> None:
    bare = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for form in FORM.findall(path.read_text())
        if WRITTEN.search(form) and 'name="owner"' not in form
    }
    assert bare == set(WITHOUT_OWNER)


def test_a_part_of_a_page_sent_too_late_leads_to_the_log_in_and_back(day: Day) -> None:
    client = client_for(day.cast.vera)
    action, typed = opened(client, day, FORMS["unit"])
    end_all()
    answer = client.post(action, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/log-ind/?next=%2Fopsaetning%2Fenheder%2Fny%2F"
    assert action in client.session["kept_posts"]
