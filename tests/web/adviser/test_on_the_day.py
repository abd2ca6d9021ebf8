"""The day that goes wrong, on the adviser's side: late, telephone, no answer, not come; and putting it right."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from afsaet.audit.models import Seen
from afsaet.booking.actions import attendance
from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Attendance, Booking, CallAttempt, ConversationType, NoSlotEvidence, Outage
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Caseload
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, viewer_of
from tests.web.adviser.test_today import TODAY, card, poll, rows, said

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def day(house: Cast, monday: Any) -> SimpleNamespace:
    """Thursday 26 November: Bo comes at 9.15, Amal is rung at 10.45. It is 8.50; `.move_to` moves the clock."""
    ConversationType.objects.update(must_meet_first=False)
    house.amal.phone = "20123479"
    house.amal.save()
    bo = booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",))
    amal = booked(house.amal, house.lise, at(26, 10, 45), form="phone")
    lise = Client()

    def move_to(moment: datetime) -> None:
        monday.move_to(moment)
        lise.force_login(house.lise.user, backend="django.contrib.auth.backends.ModelBackend")

    move_to(at(26, 8, 50))
    return SimpleNamespace(cast=house, bo=bo, amal=amal, move_to=move_to, lise=lise)


def url(booking: Booking, part: str = "") -> str:
    return f"/medarbejder/paa-dagen/{booking.uuid}/{part}"


def answer(day: Any, call: CallAttempt, what: str, page: Page) -> BeautifulSoup:
    return page(day.lise, url(call.booking, f"opkald/{call.pk}/"), {"svar": what})


def everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Booking, Attendance, CallAttempt, Message)
    ]


# ---- what the day says ----------------------------------------------------------------------------


def test_late_and_here_stand_on_the_day_and_are_told(day: Any, page: Page) -> None:
    soup = page(day.lise, TODAY)
    day.move_to(at(26, 8, 51))
    attendance.say_late(day.bo, 10, by=viewer_of(day.cast.bo), now=clock.now())
    part = BeautifulSoup(poll(day.lise, soup).content.decode(), "html5lib")
    assert said(part.select_one("#changes")) == "Kl. 8.51: Bo Madsen: Forsinket 10 min."
    assert "Forsinket 10 min" in card(part)
    day.move_to(at(26, 8, 52))
    attendance.mark_arrived(day.bo, by=viewer_of(day.cast.bo), now=clock.now())
    soup, part = part, BeautifulSoup(poll(day.lise, part).content.decode(), "html5lib")
    assert said(part.select_one("#changes")) == "Kl. 8.52: Bo Madsen er kommet kl. 8.52."
    assert "Er kommet 8.52" in card(part)
    assert "Ikke mødt" not in card(part), "it would contradict what the card says; it is in Mere"
    assert poll(day.lise, part).status_code == 304


def test_an_afbud_says_its_class_of_reason(day: Any, page: Page) -> None:
    day.move_to(at(26, 7, 41))
    cancel(day.amal, reason="child_ill", by=viewer_of(day.cast.amal), now=clock.now())
    row = rows(page(day.lise, TODAY))[0]
    assert "Afbud kl. 7.41: barn er sygt Find ny tid" in row


def test_a_talk_on_the_telephone_is_rung_from_its_row(day: Any, page: Page) -> None:
    assert "Telefon Ikke valgt endnu Booket Ring op , Amal Haddad" in rows(page(day.lise, TODAY))[0]
    day.move_to(at(26, 10, 45))
    page(day.lise, url(day.amal, "ring/"), {})
    assert "Ringet 10.45 Hvordan gik det? , Amal Haddad" in rows(page(day.lise, TODAY))[0]
    answer(day, CallAttempt.objects.get(), "no_answer", page)
    assert "Ringet 1 gang, intet svar Ring igen fra 10.55 , Amal" in rows(page(day.lise, TODAY))[0]


# ---- Ikke mødt ------------------------------------------------------------------------------------


def test_not_come_is_opened_told_and_closed(day: Any, page: Page) -> None:
    day.move_to(at(26, 9, 25))
    soup = page(day.lise, url(day.bo, "ikke-moedt/"))
    text = said(soup.main)
    for words in [
        "Bo er ikke kommet Klokken er 9.25. Bo har ikke givet besked.",
        "Ring 20 12 34 78",
        "»Fjordby Kommune: Vi fik ikke talt sammen kl. 9.15. Vælg en ny tid på ",
        "eller ring 76001200.« Send beskeden",
        "Luk som ikke mødt Bo kom alligevel",
        "Forberedelsen bliver gemt til næste gang.",
        "Skal fraværet vurderes? Det sker i fagsystemet, ikke her. Tjek først: Er Bo vejledt skriftligt? "
        "Kan der være en rimelig grund? Bør Bo fritages for selvbooking? Er Bo forsøgt kontaktet personligt?",
    ]:
        assert words in text
    assert "sanktion" not in text.lower()
    assert "nedbrud" not in text
    soup = page(day.lise, url(day.bo, "besked/"), {})
    assert "Beskeden er sendt kl. 9.25" in said(soup.main)
    shown = Message.objects.get(title="Vi fik ikke talt sammen", channel="inbox")
    assert "Vi fik ikke talt sammen torsdag den 26. november kl. 9.15." in shown.body
    soup = page(day.lise, url(day.bo, "luk/"), {})
    assert said(soup.h1).startswith("Torsdag den 26. november"), "back on the day"
    assert "Ikke mødt Følg op , Bo Madsen" in rows(soup)[0]


def test_the_evidence_stands_beside_the_question(day: Any, page: Page) -> None:
    kind = ConversationType.objects.get()
    NoSlotEvidence.objects.create(citizen=day.cast.bo, type=kind, at=at(24, 10, 14))
    Outage.objects.create(starts=at(25, 9), ends=at(25, 9, 42))
    day.move_to(at(26, 9, 25))
    text = said(page(day.lise, url(day.bo, "ikke-moedt/")).main)
    assert "Siden har haft 42 minutters nedbrud i perioden." in text
    assert "Bo fandt ingen ledig tid den 24. november." in text


def test_the_course_of_it_can_be_copied(day: Any, page: Page) -> None:
    attendance.say_late(day.bo, 10, by=viewer_of(day.cast.bo), now=at(26, 8, 51))
    day.move_to(at(26, 9, 30))
    page(day.lise, url(day.bo, "ring/"), {})
    answer(day, CallAttempt.objects.get(), "no_answer", page)
    page(day.lise, url(day.bo, "luk/"), {})
    course = page(day.lise, url(day.bo, "ikke-moedt/")).select_one("textarea")
    assert course is not None
    assert course.get_text().strip().splitlines() == [
        "Samtale torsdag den 26. november kl. 9.15 til 10.00",
        "Kl. 8.51: Besked om at Bo kommer senere",
        "Kl. 9.30: Ringet fra 76 00 12 34: intet svar",
        "Kl. 9.30: Lukket som ikke mødt",
    ]


def test_an_absence_is_put_right(day: Any, page: Page) -> None:
    day.move_to(at(26, 9, 25))
    page(day.lise, url(day.bo, "luk/"), {})
    assert "Ret: Bo kom alligevel" in said(page(day.lise, url(day.bo)).main), "Mere leads to the same"
    soup = page(day.lise, url(day.bo, "kom/"), {})
    assert "Er kommet 9.25" in card(soup)
    page(day.lise, url(day.bo, "luk/"), {})
    soup = page(day.lise, url(day.bo, "kom/"), {"fejl": "1"})
    assert "Bo Madsen" in card(soup)


def test_not_come_before_the_talk_says_when_it_begins(day: Any, page: Page) -> None:
    before = everything()
    soup = page(day.lise, url(day.bo, "luk/"), {}, status=422)
    assert "Samtalen begynder først kl. 9.15." in said(soup.select_one("[data-error-summary]"))
    assert everything() == before


# ---- Ikke fået fat i ------------------------------------------------------------------------------


def test_not_reached_takes_two_calls_and_the_button_says_so(day: Any, page: Page) -> None:
    day.move_to(at(26, 10, 45))
    soup = page(day.lise, url(day.amal, "ring/"), {})
    assert "Du ringer til Amal" in said(soup.main)
    assert soup.select_one("a[href='tel:20123479']")
    buttons = [said(button) for button in soup.select("main form button[name=svar]")]
    assert buttons == ["Fik fat i Amal", "Intet svar", "Nummeret virker ikke"]
    answer(day, CallAttempt.objects.get(), "no_answer", page)
    before = everything()
    soup = page(day.lise, url(day.amal, "luk/"), {}, status=422)
    assert said(soup.select_one("[data-error-summary] li")) == (
        "Ring en gang til, tidligst kl. 10.55. Først derefter kan du skrive, at du ikke fik fat i Amal."
    )
    assert everything() == before
    day.move_to(at(26, 10, 57))
    page(day.lise, url(day.amal, "ring/"), {})
    answer(day, CallAttempt.objects.last(), "no_answer", page)  # type: ignore[arg-type]
    soup = page(day.lise, TODAY)
    assert "Ringet 2 gange, intet svar Gå videre , Amal" in rows(soup)[0]
    soup = page(day.lise, url(day.amal, "luk/"), {})
    assert "Ikke fået fat i Send besked , Amal Haddad" in rows(soup)[0]
    soup = page(day.lise, url(day.amal, "besked/"), {})
    assert "Vi ringede kl. 10.45 og kl. 10.57 fra 76001234, men fik ikke fat i dig." in said(soup.main)
    assert "Følg op" in rows(page(day.lise, TODAY))[0]


def test_a_call_outside_the_booked_time_is_kept_and_does_not_count(day: Any, page: Page) -> None:
    day.move_to(at(26, 10, 40))
    page(day.lise, url(day.amal, "ring/"), {})
    soup = answer(day, CallAttempt.objects.get(), "no_answer", page)
    assert "Ringet 10.40 : Intet svar (uden for den aftalte tid)" in said(soup.main)
    assert "Booket Ring op" in rows(page(day.lise, TODAY))[0]


def test_who_was_reached_is_talked_with(day: Any, page: Page) -> None:
    day.move_to(at(26, 10, 46))
    page(day.lise, url(day.amal, "ring/"), {})
    soup = answer(day, CallAttempt.objects.get(), "reached", page)
    assert "Du fik fat i Amal" in said(soup.main)
    assert soup.select_one(f"form[action='/samtale/start/{day.amal.uuid}/'] button")
    assert "Fik fat i Amal 10.46 Start , Amal" in rows(page(day.lise, TODAY))[0]
    soup = page(day.lise, url(day.amal, "luk/"), {}, status=422)
    assert "Du har skrevet, at du fik fat i Amal kl. 10.46." in said(soup.select_one("[data-error-summary]"))
    soup = answer(day, CallAttempt.objects.get(), "wrong_number", page)
    assert "Nummeret virker ikke" in said(soup.main)


# ---- Mere -----------------------------------------------------------------------------------------


def test_more_notes_that_she_rang_to_say_she_is_late(day: Any, page: Page) -> None:
    soup = page(day.lise, url(day.bo))
    offered = [said(button) for button in soup.select("button[name=minutter]")]
    assert offered == ["5 min", "10 min", "15 min", "Længere"]
    soup = page(day.lise, url(day.bo, "forsinket/"), {"minutter": "0"})
    assert "Forsinket over 15 min" in card(soup)
    assert Attendance.objects.get().late_by == viewer_of(day.cast.lise).user
    soup = page(day.lise, url(day.bo, "forsinket/"), {"minutter": ""})
    assert "Booket" in card(soup)


def test_more_holds_it_on_the_telephone(day: Any, page: Page) -> None:
    assert "Hold den på telefon" in said(page(day.lise, url(day.bo)).main)
    soup = page(day.lise, url(day.bo, "telefon/"), {})
    assert "Telefon · jobsamtale" in card(soup)
    assert "Ring op" in card(soup)
    assert "Ikke mødt" not in card(soup)
    assert Message.objects.filter(title="Vi ringer til dig", channel="inbox").count() == 1
    assert "Hold den på telefon" not in said(page(day.lise, url(day.bo)).main)


def test_more_gives_afbud_for_her_with_her_reason(day: Any, page: Page) -> None:
    soup = page(day.lise, url(day.bo, "afbud/"))
    labels = [said(label) for label in soup.select("fieldset label")]
    assert labels == ["Er syg", "Barn er sygt", "Arbejde eller jobsamtale", "Noget andet"]
    soup = page(day.lise, url(day.bo, "afbud/"), {"hvorfor": "work"})
    assert "Afbud kl. 8.50: arbejde eller jobsamtale" in rows(soup)[0]
    assert Booking.objects.get(pk=day.bo.pk).cancelled_by_citizen


def test_another_day_has_no_more_yet(day: Any, page: Page) -> None:
    day.move_to(at(25, 9))
    soup = page(day.lise, "/medarbejder/dag/2026-11-26/")
    assert not soup.select(".icon-button")
    page(day.lise, url(day.bo, "forsinket/"), {"minutter": "10"}, status=422)
    assert not Attendance.objects.exists()


# ---- in place -------------------------------------------------------------------------------------


def test_the_panel_opens_in_place_and_asks_the_day_to_be_read_again(day: Any, page: Page) -> None:
    soup = page(day.lise, TODAY)
    opener = soup.select_one("#absent-next")
    assert opener is not None
    slot = soup.select_one(str(opener["hx-target"]))
    assert slot is not None
    assert slot["hx-preserve"] == "true"
    answer = day.lise.get(str(opener["hx-get"]), headers={"HX-Request": "true"})
    assert answer.headers["HX-Trigger"] == "day-changed"
    assert answer.headers["HX-Push-Url"] == "false", "the address stays *I dag*"
    assert "<html" not in answer.content.decode()
    page(day.lise, url(day.bo, "ikke-moedt/"), htmx=True)


def test_what_would_leave_the_panel_leads_back_to_the_day(day: Any) -> None:
    day.move_to(at(26, 9, 25))
    answer = day.lise.post(url(day.bo, "luk/"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, TODAY)


# ---- who may, and two at once ---------------------------------------------------------------------

PARTS = [
    "",
    "afbud/",
    "besked/",
    "forsinket/",
    "ikke-moedt/",
    "kom/",
    "luk/",
    "opkald/1/",
    "ring/",
    "telefon/",
]


@pytest.mark.parametrize("who", ["bo", "nanna", "gitte", "per", "vera"])
@pytest.mark.parametrize("part", PARTS)
def test_somebody_elses_talk_is_nothing_at_all(day: Any, page: Page, who: str, part: str) -> None:
    day.move_to(at(26, 9, 30))
    before = everything()
    client = client_for(getattr(day.cast, who))
    if part in ("", "afbud/", "ikke-moedt/"):
        page(client, url(day.bo, part), status=404)
    if part not in ("", "ikke-moedt/"):
        page(client, url(day.bo, part), {"minutter": "5", "svar": "reached"}, status=404)
    assert everything() == before


def test_an_afbud_that_came_meanwhile_leads_back_to_the_day(day: Any, page: Page) -> None:
    day.move_to(at(26, 9, 14))
    cancel(day.bo, by=viewer_of(day.cast.bo), now=clock.now())
    day.move_to(at(26, 9, 16))
    before = everything()
    soup = page(day.lise, url(day.bo, "luk/"), {})
    assert "Afbud kl. 9.14" in rows(soup)[0]
    assert everything() == before


def test_an_afbud_closes_no_door_before_its_own_adviser_has_seen_it(day: Any, page: Page) -> None:
    """Nanna has the talk and not the citizen: the door is closed, and her day still says why."""
    day.move_to(at(25, 8))
    kirsten = booked(day.cast.kirsten, day.cast.nanna, at(26, 10))
    Caseload.objects.filter(citizen=day.cast.kirsten).delete()
    day.move_to(at(26, 9, 14))
    cancel(kirsten, by=viewer_of(day.cast.kirsten), now=clock.now())
    soup = page(client_for(day.cast.nanna), url(kirsten, "luk/"), {})
    assert rows(soup)[0].endswith("Afbud kl. 9.14"), "and no new time can be found behind a closed door"


def test_what_she_opens_stands_in_the_citizens_log(day: Any, page: Page) -> None:
    page(day.lise, url(day.bo, "ikke-moedt/"))
    seen = Seen.objects.filter(route="not_come").get()
    assert (seen.citizens, seen.purpose) == ([day.cast.bo.uuid], "own_citizen")
