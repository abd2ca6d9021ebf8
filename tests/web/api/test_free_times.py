"""`GET /api/v1/tider`: the same times, gate and log line as the page; and what it says when it says no."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from afsaet.audit.models import Seen
from afsaet.booking.actions.drafting import hold
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.people.models import Staff
from tests.booking.conftest import at, booked, choices
from tests.cast import Cast, client_for, viewer_of

ADDRESS = "/api/v1/tider"


def asked(client: Client, query: str = "", status: int = 200) -> dict[str, Any]:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == status, answer.content.decode()
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer.headers["Content-Type"] == kind
    body: dict[str, Any] = answer.json()
    return body


def times(answer: dict[str, Any], staff: Staff) -> list[str]:
    return next(one["tider"] for one in answer["raadgivere"] if one["id"] == str(staff.uuid))


def test_she_is_told_the_times_the_page_shows(house: Cast) -> None:
    booked(house.amal, house.lise, at(26, 9, 15))
    client = client_for(house.bo)
    answer = asked(client, f"?type=jobsamtale&hvem={house.lise.uuid}&uger=8")
    page = BeautifulSoup(client.get("/book/?dage=60").content, "html.parser")
    radios = [str(radio["value"]) for radio in page.select("input[name=time]")]
    assert len(radios) > 100
    assert [datetime.fromisoformat(time) for time in times(answer, house.lise)] == [
        datetime.fromisoformat(time) for time in radios
    ]


def test_times_are_grouped_by_adviser_and_carry_their_offset(house: Cast) -> None:
    answer = asked(client_for(house.bo), "?uger=1")
    assert [(one["navn"], one["egen"]) for one in answer["raadgivere"]] == [
        ("Lise Krogh", True),
        ("Nanna Juhl", False),
    ]
    assert times(answer, house.lise)[0] == "2026-11-23T10:00:00+01:00"
    assert times(answer, house.lise)[-1] < answer["til"] == "2026-11-30T08:00:00+01:00"
    assert (answer["samtaletype"], answer["moedegruppetype"], answer["minutter"]) == (
        "jobsamtale",
        "individuel",
        45,
    )
    assert (answer["samtaleformer"], answer["fristdato"]) == (["fremmoede"], None)
    assert answer["raadgivere"][0]["moedested"] == "Rådhustorvet 4, 1. sal"


def test_the_time_she_holds_is_hers_to_see(house: Cast) -> None:
    hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    mine, others = asked(client_for(house.bo)), asked(client_for(house.amal))
    assert "2026-11-26T09:15:00+01:00" in times(mine, house.lise)
    assert "2026-11-26T09:15:00+01:00" not in times(others, house.lise)


def test_every_answer_leaves_one_line_naming_her(house: Cast) -> None:
    asked(client_for(house.bo))
    line = Seen.objects.get()
    assert (line.citizens, line.purpose, line.route, line.role) == (
        [house.bo.uuid],
        "own_page",
        "api_free_times",
        "borger",
    )


def test_an_answer_is_compact_and_kept_by_nobody(house: Cast) -> None:
    answer = client_for(house.bo).get(ADDRESS)
    assert b'": ' not in answer.content
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?uger=0", ["uger"]),
        ("?uger=9", ["uger"]),
        ("?uger=04", ["uger"]),
        ("?uger=4.0", ["uger"]),
        ("?uger=%D9%A4", ["uger"]),
        ("?uger=", ["uger"]),
        ("?uger=4&uger=4", ["uger"]),
        ("?hvem=Lise", ["hvem"]),
        ("?hvem=ANY", ["hvem"]),
        ("?hvem=any%0A", ["hvem"]),
        ("?type=Jobsamtale", ["type"]),
        ("?type=x%00y&uge=4", ["type", "uge"]),
    ],
)
def test_what_it_does_not_know_is_refused_by_name(house: Cast, query: str, names: list[str]) -> None:
    answer = asked(client_for(house.bo), query, 400)
    assert (answer["status"], answer["code"], answer["type"]) == (400, "parameters", "about:blank")
    assert [fault["navn"] for fault in answer["fejl"]] == names
    assert all(fault["grund"].endswith(".") for fault in answer["fejl"])


@pytest.mark.parametrize("query", ["?type=made_up", f"?hvem={uuid4()}"])
def test_an_unknown_type_or_adviser_is_not_found_and_shows_nobody(house: Cast, query: str) -> None:
    assert asked(client_for(house.bo), query, 404)["code"] == "not_found"
    assert not Seen.objects.exists()


def test_staff_find_nothing_here_and_a_stranger_is_asked_to_log_in(house: Cast) -> None:
    assert asked(client_for(house.lise), "", 404)["code"] == "not_found"
    assert asked(Client(), "", 401)["code"] == "log_in"
    assert not Seen.objects.exists()


def test_an_unknown_address_of_the_api_is_a_problem_too(house: Cast) -> None:
    answer = client_for(house.bo).get("/api/v1/andet")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("checked", [True, False], ids=["without a token", "with a token"])
def test_it_can_only_be_read(house: Cast, checked: bool) -> None:
    browser = Client(enforce_csrf_checks=checked)
    browser.cookies = client_for(house.bo).cookies
    answer = browser.post(ADDRESS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "read_only"
    assert not Claim.objects.exists()


def test_who_has_a_coming_talk_is_told_so(house: Cast) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    answer = asked(client_for(house.bo), "", 409)
    assert answer["code"] == "has_booking"
    assert answer["detail"] == "Du har allerede en tid. Skift den, eller meld afbud først."
