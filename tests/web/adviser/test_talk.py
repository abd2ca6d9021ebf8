"""The shared screen, step by step, as plain forms: the whole talk works without JavaScript."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from afsaet.audit.models import Seen
from afsaet.conversations.actions.talking import start
from afsaet.conversations.models import Conversation, Line, Unsent
from afsaet.core import clock
from afsaet.plan.actions import set_goal, tick_off
from afsaet.plan.models import Agreement
from afsaet.plan.queries import goal_of
from tests.booking.conftest import at, booked
from tests.cast import client_for, viewer_of
from tests.conversations.conftest import Day, day, house

__all__ = ["day", "house"]

FIRST, SINCE, NEXT, END = "hvad-skal-vi-naa", "siden-sidst", "naeste-skridt", "til-sidst"


@pytest.fixture
def lise(day: Day) -> Client:
    return client_for(day.cast.lise)


def step_of(talk: Conversation, step: str) -> str:
    return f"/samtale/{talk.uuid}/{step}/"


def said(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def test_start_leads_to_the_first_step_with_her_topic_and_words(day: Day, lise: Client, page: Any) -> None:
    soup = page(lise, f"/samtale/start/{day.booking.uuid}/", {})
    assert soup.title.get_text(strip=True) == "Samtale – Fjordby Kommune"
    assert soup.h1.get_text(strip=True) == "Hvad skal vi nå i dag?"
    text = said(soup)
    assert "Job, jeg kan søge nu Dit emne" in text
    assert "»Jeg vil gerne væk fra nattevagter.«" in text
    assert (
        "Lise rådgiver dig. Nogle ting skal Lise også afgøre som myndighed. Det siger Lise, når det sker."
        in text
    )
    assert "Amal" not in text
    assert "Madsen" not in text


def test_started_twice_is_one_talk(day: Day, lise: Client, page: Any) -> None:
    page(lise, f"/samtale/start/{day.booking.uuid}/", {})
    page(lise, f"/samtale/start/{day.booking.uuid}/", {})
    assert Conversation.objects.count() == 1
    assert Line.objects.filter(kind="topic").count() == 1


def test_not_before_its_day(day: Day, lise: Client, page: Any, monday: object) -> None:
    with time_machine.travel(clock.at_local(date(2026, 11, 25), 9), tick=False):
        soup = page(lise, f"/samtale/start/{day.booking.uuid}/", {}, status=422)
    assert "Samtalen kan først begynde på dagen." in said(soup)
    assert not Conversation.objects.exists()


def test_the_whole_talk_as_plain_forms(day: Day, lise: Client, page: Any) -> None:
    tick_off(day.earlier[0], "De svarer om formiddagen", by=viewer_of(day.cast.bo), now=day.now)
    talk = day.start()
    page(lise, step_of(talk, FIRST), {"do": "go", "note": "Bo har fået kørekort"})
    soup = page(lise, step_of(talk, SINCE))
    assert "Bo har sat flueben »De svarer om formiddagen«" in said(soup)
    one, two = day.earlier
    answers = {
        f"outcome-{one.uuid}": "done",
        f"learnt-{one.uuid}": "Ring tidligt",
        f"outcome-{two.uuid}": "partly",
    }
    soup = page(lise, step_of(talk, SINCE), answers | {"do": "go"})
    assert soup.h1.get_text() == "Næste skridt"
    times = [field["value"] for field in soup.select("input[name=next]")]
    assert len(times) == 5
    assert times[3:] == ["self", "none"]
    sent = {
        "goal": "Et dagjob",
        "sub_goal": "Nyt cv",
        "who": "citizen",
        "what": "Ring til Ib",
        "when": "week",
    }
    soup = page(lise, step_of(talk, NEXT), sent | {"next": times[1], "do": "go"})
    text = said(soup)
    for words in [
        "I talte om Job, jeg kan søge nu",
        "Siden sidst Ring til to lagre: gjort »Ring tidligt«",
        "Det vil vi huske Bo har fået kørekort",
        "Mål »Et dagjob«",
        "Det aftalte I Ring til Ib Bo · senest torsdag den 3. december",
        "Næste samtale Torsdag den 17. december kl. 9.15 hos Lise Krogh",
        "Bo ser det på Mine aftaler.",
    ]:
        assert words in text
    soup = page(lise, step_of(talk, END), {"do": "close", "met": "yes"})
    assert "Tak for i dag, Bo. Vi ses torsdag den 17. december kl. 9.15." in said(soup)
    assert day.cast.bo.bookings.filter(cancelled_at=None).count() == 2
    goal = goal_of(day.cast.bo)
    assert goal is not None
    assert goal.words == "Et dagjob"


def test_all_turned_is_said(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    assert "Alle aftaler er vendt." not in said(page(lise, step_of(talk, SINCE)))
    answers = {f"outcome-{one.uuid}": "dropped" for one in day.earlier}
    page(lise, step_of(talk, SINCE), answers | {"do": "note"})
    assert "Alle aftaler er vendt." in said(page(lise, step_of(talk, SINCE)))


def test_a_first_talk_says_that_there_is_nothing_yet(day: Day, lise: Client, page: Any) -> None:
    Agreement.objects.all().delete()
    text = said(page(lise, step_of(day.start(), SINCE)))
    assert "Det er jeres første samtale her. Der er ingen aftaler endnu." in text


def test_without_a_topic_the_eight_are_buttons(day: Day, lise: Client, page: Any) -> None:
    day.booking.chosen_topics.all().delete()
    talk = day.start()
    soup = page(lise, step_of(talk, FIRST))
    assert "Du har ikke valgt et emne. Hvad er vigtigst i dag?" in said(soup)
    assert len(soup.select("button[value^='pick:']")) == 8
    soup = page(lise, step_of(talk, FIRST), {"do": "pick:course"})
    assert "Kursus eller uddannelse Dit emne" in said(soup)


def test_topics_are_added_moved_ticked_and_parked(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    page(lise, step_of(talk, FIRST), {"do": "topic", "topic": "Kørekort"})
    own, added = Line.objects.filter(kind="topic")
    page(lise, step_of(talk, FIRST), {"do": f"up:{added.uuid}", "done": str(own.uuid), "park": "Engelsk cv"})
    lines = list(Line.objects.filter(kind="topic", parked=False))
    assert [(line.text, line.done) for line in lines] == [("Kørekort", False), ("Job, jeg kan søge nu", True)]
    parked = Line.objects.get(parked=True)
    assert "Tager vi næste gang Engelsk cv" in said(page(lise, step_of(talk, NEXT)))
    page(lise, step_of(talk, NEXT), {"do": f"remove:{parked.uuid}"})
    assert not Line.objects.filter(parked=True).exists()


def test_stop_op_asks_and_leaves_no_trace(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    before = Line.objects.count()
    soup = page(lise, step_of(talk, NEXT), {"do": "stop"})
    assert "Er vi på rette vej, eller er der noget, der er vigtigere nu?" in said(soup)
    assert Line.objects.count() == before
    assert not Seen.objects.filter(route__contains="stop").exists()


def test_a_step_at_the_side_keeps_half_an_agreement(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    half = {"who": "adviser", "what": "Ring til Karim", "do": f"step:{FIRST}"}
    assert page(lise, step_of(talk, NEXT), half).h1.get_text() == "Hvad skal vi nå i dag?"
    soup = page(lise, step_of(talk, NEXT))
    assert soup.select_one("#what")["value"] == "Ring til Karim"
    assert soup.select_one("input[name=who][checked]")["value"] == "adviser"
    assert not Line.objects.filter(kind="agreement").exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"what": "", "when": "week"}, "Skriv, hvad I aftaler."),
        ({"what": "Ring"}, "Vælg, hvornår det skal være gjort."),
        ({"what": "Ring", "when": "date", "on": ""}, "Vælg en dato."),
        ({"what": "Ring", "when": "date", "on": "2026-11-01"}, "Vælg en dag, der ikke er gået."),
        ({"what": "Ring", "when": "week", "who": "nobody"}, "Vælg, hvem der gør det."),
        ({"sub_goal": "Nyt cv", "goal": ""}, "Skriv målet, før I skriver det første skridt."),
        ({"next": "2026-12-17T02:00:00+00:00"}, "Tiden er lige blevet taget."),
        ({"next": "i morgen"}, "Vælg en tid, før du går videre."),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    day: Day, lise: Client, page: Any, sent: dict[str, str], sentence: str
) -> None:
    talk = day.start()
    before = Line.objects.count()
    form = {"who": "citizen", "park": "Engelsk cv", "do": "agreement" if "what" in sent else "go"} | sent
    soup = page(lise, step_of(talk, NEXT), form, status=422)
    assert sentence in said(soup)
    assert soup.select_one("#park")["value"] == "Engelsk cv"
    assert soup.select_one("#what").get("value", "") == sent.get("what", "")
    assert Line.objects.count() == before


def test_a_cpr_number_is_neither_saved_nor_shown_again(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    soup = page(lise, step_of(talk, FIRST), {"do": "note", "note": "Ring til 120392-5678"}, status=422)
    assert soup.select_one("#note")["value"] == "Ring til 120392-xxxx"
    assert "Det ligner et cpr-nummer." in said(soup)
    assert not Line.objects.filter(kind="note").exists()


def test_autosave_keeps_the_fields_and_shows_nobody(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    Seen.objects.all().delete()
    answer = lise.post(step_of(talk, NEXT) + "gem/", {"goal": "Et dagjob", "what": "Ring", "when": "week"})
    assert (answer.status_code, answer.headers["X-Saved-At"]) == (204, "9.16")
    assert not Seen.objects.exists()
    assert not Line.objects.filter(kind="goal").exists()
    soup = page(lise, f"/samtale/{talk.uuid}/")
    assert soup.select_one("#goal")["value"] == "Et dagjob"
    assert soup.select_one("#what")["value"] == "Ring"
    assert lise.post(step_of(talk, NEXT) + "gem/", {"what": "120392-5678"}).status_code == 422
    assert Unsent.objects.get().fields[NEXT]["what"] == ["Ring"]


def test_a_lost_log_in_costs_nothing_that_was_typed(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    stranger = Client()
    owner = page(lise, step_of(talk, NEXT)).select_one("input[name=owner]")["value"]
    answer = stranger.post(step_of(talk, NEXT), {"owner": owner, "what": "Ring til Ib", "do": "agreement"})
    assert answer.status_code == 401
    stranger.force_login(day.cast.lise.user, backend="django.contrib.auth.backends.ModelBackend")
    assert page(stranger, step_of(talk, NEXT)).select_one("#what")["value"] == "Ring til Ib"


def test_her_goal_stands_until_somebody_wants_to_change_it(day: Day, lise: Client, page: Any) -> None:
    set_goal(day.cast.bo, "Et dagjob på et lager", now=day.now)
    talk = day.start()
    soup = page(lise, step_of(talk, NEXT))
    assert soup.select_one("p.goal").get_text() == "Et dagjob på et lager"
    assert soup.select_one("input[name=goal]") is None
    soup = page(lise, step_of(talk, NEXT), {"do": "edit:goal", "sub_goal": "Nyt cv"})
    assert soup.select_one("input[name=goal]")["value"] == "Et dagjob på et lager"
    assert soup.select_one("input[name=sub_goal]")["value"] == "Nyt cv"


def test_three_agreements_are_enough(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    for number in range(3):
        assert "Tre aftaler er nok" not in said(page(lise, step_of(talk, NEXT)))
        sent = {"who": "both", "what": f"Aftale {number}", "when": "next", "do": "agreement"}
        soup = page(lise, step_of(talk, NEXT), sent)
    assert "Tre aftaler er nok til én gang." in said(soup)
    assert "Aftale 2 Begge · før næste samtale" in said(soup)


def test_a_coming_talk_makes_a_next_time_superfluous(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    booked(day.cast.bo, day.cast.lise, at(30, 9, 15))
    soup = page(lise, step_of(talk, NEXT))
    assert "Bo har allerede en tid: mandag den 30. november kl. 9.15." in said(soup)
    assert not soup.select("input[name=next]")


def test_nobody_else_gets_in(day: Day) -> None:
    talk = day.start()
    line = talk.lines.get()
    routes = [f"/samtale/{talk.uuid}/", step_of(talk, "tak"), step_of(talk, "luk")]
    routes += [step_of(talk, step) for step in (FIRST, SINCE, NEXT, END)]
    posts = [f"/samtale/start/{day.booking.uuid}/", *routes[1:]]
    posts += [step_of(talk, step) + "gem/" for step in (FIRST, END, "luk")] + [
        step_of(talk, "luk") + "tekst/"
    ]
    for person in (day.cast.nanna, day.cast.per, day.cast.gitte, day.cast.vera, day.cast.bo):
        client = client_for(person)
        assert {client.get(route).status_code for route in routes} == {404}
        sent = {"do": "note", "note": "Her var jeg", "line": str(line.uuid)}
        assert {client.post(route, sent).status_code for route in posts} <= {404, 405}
    assert not Line.objects.filter(text="Her var jeg").exists()
    assert client_for(day.cast.lise).get(f"/samtale/{uuid4()}/").status_code == 404


def test_the_line_of_another_talk_is_not_hers_to_change(day: Day, lise: Client) -> None:
    talk = day.start()
    other = booked(day.cast.amal, day.cast.nanna, at(26, 13, 15))
    foreign = start(other, by=viewer_of(day.cast.nanna), now=day.now)
    line = Line.objects.create(conversation=foreign, kind="note", text="Amals")
    assert lise.post(step_of(talk, FIRST), {"do": f"remove:{line.uuid}"}).status_code == 404
    assert Line.objects.filter(pk=line.pk).exists()


def test_every_page_of_the_talk_leaves_one_line_in_the_log(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    Seen.objects.all().delete()
    page(lise, step_of(talk, FIRST))
    assert [seen.citizens for seen in Seen.objects.all()] == [[day.cast.bo.uuid]]
