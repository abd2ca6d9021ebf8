"""*Teamet i dag*, *Meld fravær* and the plan: three steps from the telephone to the messages."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from afsaet.audit.models import Seen
from afsaet.booking.models import Booking, ReplannedTalk, StaffAbsence, TimeOffer
from tests.booking.conftest import at, booked
from tests.booking.sick_day import away, citizens, sick_day
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import said

Page = Callable[..., BeautifulSoup]


def choices_on(soup: BeautifulSoup) -> dict[str, str]:
    """The form of the plan as it stands."""
    return {
        str(select["name"]): str((select.select_one("option[selected]") or select.find("option"))["value"])  # type: ignore[index]
        for select in soup.select("select[name^=valg-]")
    }


def test_the_team_today_names_who_is_away_and_nobodys_citizens(house: Cast, page: Page) -> None:
    day = sick_day(house)
    text = said(page(client_for(house.per), "/leder/i-dag/"))
    assert "1 er væk. 7 samtaler mangler en at tale med." in text
    assert "Lise Krogh" in text
    assert "Nanna Juhl" not in text  # another team
    assert day.people[0].name not in text


def test_a_sick_day_is_three_steps(house: Cast, page: Page) -> None:
    from_call_to_plan = client_for(house.per)
    people = citizens(house, 1)
    talk = booked(people[0], house.lise, at(23, 13, 15))
    link = page(from_call_to_plan, "/leder/i-dag/").select_one("a[href^='/leder/fravaer/']")
    assert link
    form = page(from_call_to_plan, str(link["href"]))
    assert form.select_one("input[name=fra]")["value"] == "2026-11-23"  # type: ignore[index]
    soup = page(from_call_to_plan, str(link["href"]), post={"fra": "2026-11-23", "til": "2026-11-23"})
    assert "Forslag til 1 samtale" in said(soup)
    assert "Samme tid, hos Nanna" in said(soup)
    absence = StaffAbsence.objects.get()
    done = page(from_call_to_plan, f"/leder/plan/{absence.uuid}/", post=choices_on(soup))
    assert "1 tid holdes nu, og borgeren har fået besked." in said(done)
    assert "Venter på svar, senest" in said(done)
    assert TimeOffer.objects.get().moves == talk


def test_who_comes_soon_is_a_call_with_her_number_and_its_outcome(house: Cast, page: Page) -> None:
    day = sick_day(house)
    client, address = client_for(house.per), f"/leder/plan/{day.absence.uuid}/"
    soup = page(client, address)
    assert "Ring til disse 2 nu" in said(soup)
    assert [link["href"] for link in soup.select(".call a[href^='tel:']")] == ["tel:20123478"] * 2
    first = day.talks[0]
    soup = page(client, f"{address}ring/{first.uuid}/", post={"svar": "no_answer", "aftalt": ""})
    assert "Ringet kl. 8.00: intet svar" in said(soup)
    place = soup.select_one(f"#aftalt-{first.uuid} option[value*='@']")
    assert place
    soup = page(
        client, f"{address}ring/{first.uuid}/", post={"svar": "reached", "aftalt": str(place["value"])}
    )
    assert "Aftalt i telefonen" in said(soup)
    assert Booking.objects.get(pk=first.pk).starts != first.starts


def test_a_call_without_an_outcome_is_asked_for_it_and_changes_nothing(house: Cast, page: Page) -> None:
    day = sick_day(house)
    talk = day.talks[0]
    soup = page(
        client_for(house.per),
        f"/leder/plan/{day.absence.uuid}/ring/{talk.uuid}/",
        post={"svar": "", "aftalt": ""},
        status=422,
    )
    assert "Vælg, hvordan opkaldet gik." in said(soup)
    assert not ReplannedTalk.objects.exists()


def test_what_was_taken_meanwhile_is_named_with_the_next_proposal(house: Cast, page: Page) -> None:
    day = sick_day(house)
    client, address = client_for(house.per), f"/leder/plan/{day.absence.uuid}/"
    form = choices_on(page(client, address))
    line = day.plan.rest[0]
    assert line.proposed.place
    stranger = citizens(house, 1, first=50)[0]
    booked(stranger, day.plan.staff[line.proposed.place.staff], line.proposed.place.starts)
    soup = page(client, address, post=form)
    assert "1 tid blev taget af en anden imens." in said(soup)
    assert line.booking.citizen.name in said(soup)
    assert len(choices_on(soup)) == 1


def test_a_half_day_makes_another_proposal(house: Cast, page: Page) -> None:
    day = sick_day(house)
    talk = day.talks[-1]
    client, address = client_for(house.per), f"/leder/plan/{day.absence.uuid}/"
    assert " 14.00 hos Nanna" in said(page(client, address))
    soup = page(client, f"{address}?kun-{talk.uuid}=morning")
    chosen = soup.select_one(f"#valg-{talk.uuid} option[selected]")
    assert chosen
    assert int(re.findall(r"(\d+)\.\d\d hos", chosen.get_text())[0]) < 12


def test_days_in_the_wrong_order_come_back_with_what_was_typed(house: Cast, page: Page) -> None:
    soup = page(
        client_for(house.per),
        f"/leder/fravaer/{house.lise.uuid}/",
        post={"fra": "2026-11-25", "til": "2026-11-24"},
        status=422,
    )
    assert "Sidste dag skal være den samme som første dag eller senere." in said(soup)
    assert soup.select_one("input[name=fra]")["value"] == "2026-11-25"  # type: ignore[index]
    assert not StaffAbsence.objects.exists()


def test_whose_time_he_saw_and_why_stands_in_the_log(house: Cast, page: Page) -> None:
    day = sick_day(house)
    page(client_for(house.per), f"/leder/plan/{day.absence.uuid}/")
    row = Seen.objects.get(purpose="sick_day")
    assert set(row.citizens) == {citizen.uuid for citizen in day.people}


def test_back_again_opens_her_free_times(house: Cast, page: Page) -> None:
    absence = away(house)
    page(client_for(house.per), f"/leder/plan/{absence.uuid}/tilbage/", post={})
    assert booked(house.bo, house.lise, at(23, 13, 15)).staff == house.lise


@pytest.mark.parametrize("who", ["nanna", "lise", "gitte", "vera", "bo"])
def test_nobody_else_gets_a_leaders_page(house: Cast, page: Page, who: str) -> None:
    day = sick_day(house)
    client, before = client_for(getattr(house, who)), Booking.objects.count()
    plan = f"/leder/plan/{day.absence.uuid}/"
    for address in ("/leder/i-dag/", "/leder/uge/", plan, f"/leder/fravaer/{house.lise.uuid}/"):
        page(client, address, status=404)
    page(client, plan, post=choices_on(page(client_for(house.per), plan)), status=404)
    page(client, f"{plan}ring/{day.talks[0].uuid}/", post={"svar": "reached"}, status=404)
    page(client, f"{plan}tilbage/", post={}, status=404)
    assert (TimeOffer.objects.count(), ReplannedTalk.objects.count(), Booking.objects.count()) == (
        0,
        0,
        before,
    )
    assert StaffAbsence.objects.count() == 1


def test_another_teams_adviser_is_nobody_to_him(house: Cast, page: Page) -> None:
    page(client_for(house.per), f"/leder/fravaer/{house.nanna.uuid}/", status=404)
    page(
        client_for(house.per),
        f"/leder/fravaer/{house.nanna.uuid}/",
        post={"fra": "2026-11-23", "til": "2026-11-23"},
        status=404,
    )
    assert not StaffAbsence.objects.exists()


def test_a_talk_outside_the_absence_is_not_his_to_move(house: Cast, page: Page) -> None:
    day = sick_day(house)
    other = booked(house.bo, house.lise, at(26, 10))
    page(
        client_for(house.per),
        f"/leder/plan/{day.absence.uuid}/ring/{other.uuid}/",
        post={"svar": "reached"},
        status=404,
    )
    assert not ReplannedTalk.objects.exists()


def test_the_teams_week_counts_and_names_no_citizen(house: Cast, page: Page) -> None:
    day = sick_day(house)
    text = said(page(client_for(house.per), "/leder/uge/"))
    assert "Teamets uge 48" in text
    assert "Væk , 7 samtaler" in text
    assert day.people[0].name not in text
    assert "Uge 48: 0 frister, " in text
    assert not Seen.objects.filter(who=viewer_of(house.per).user).exists()
