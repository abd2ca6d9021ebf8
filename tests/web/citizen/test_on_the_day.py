"""The citizen on the day: here, late, afbud, the calls, and the link; each said with its time, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from afsaet.booking.actions import attendance
from afsaet.booking.actions.video import set_video_link
from afsaet.booking.models import Attendance, Booking, ConversationType
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import heading, said, summary

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def booking(house: Cast) -> Booking:
    return booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",))


@pytest.fixture
def by_phone(house: Cast) -> Booking:
    ConversationType.objects.update(must_meet_first=False)
    return booked(house.bo, house.lise, at(26, 10), form="phone")


class LoggedIn(Client):
    """Her browser, logged in at every request: the clock moves by days here."""

    def __init__(self, person: Citizen) -> None:
        super().__init__()
        self.person, self.since = person, clock.now()

    def get(self, *args: Any, **kwargs: Any) -> Any:
        self._log_in()
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        self._log_in()
        return super().post(*args, **kwargs)

    def _log_in(self) -> None:
        if not self.cookies or clock.now() > self.since + clock.minutes(20):
            self.cookies, self.since = client_for(self.person).cookies, clock.now()


def url(booking: Booking, part: str = "") -> str:
    return f"/moede/{booking.uuid}/{part}"


def card(soup: BeautifulSoup) -> str:
    found = soup.select_one(".now")
    assert found is not None
    return " ".join(found.get_text(" ").split())


def buttons(soup: BeautifulSoup) -> list[str]:
    return [" ".join(one.get_text(" ").split()) for one in soup.select(".now .actions :is(a, button)")]


def move(monday: Any, *when: int) -> None:
    monday.move_to(at(*when))


@pytest.mark.parametrize("address", ["meeting", "/min-side/"])
def test_on_the_day_late_and_afbud_are_there_and_here_from_half_an_hour_before(
    house: Cast, booking: Booking, page: Page, monday: Any, address: str
) -> None:
    path = url(booking) if address == "meeting" else address
    client = LoggedIn(house.bo)
    move(monday, 26, 8, 44)
    client.get("/min-side/")
    soup = page(client, path)
    assert heading(soup) == "I dag kl. 9.15 hos Lise Krogh"
    assert buttons(soup) == ["Jeg bliver forsinket", "Jeg kan ikke komme"]
    assert "Fra kl. 8.45 kan du her på siden sige, at du er kommet." in card(soup)
    move(monday, 26, 8, 45)
    assert buttons(page(client, path)) == ["Jeg er her", "Jeg bliver forsinket", "Jeg kan ikke komme"]
    move(monday, 26, 9, 15)
    client.get("/min-side/")
    soup = page(client, path)
    assert buttons(soup) == ["Jeg er her"]
    assert "Samtalen er begyndt. Ring på 76 00 12 00 , så finder vi ud af det." in card(soup)


def test_the_day_before_nothing_of_the_day_is_shown(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    move(monday, 25, 9)
    assert "forsinket" not in card(page(LoggedIn(house.bo), url(booking)))


def test_here_is_said_with_its_time_and_can_be_taken_back(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    client = LoggedIn(house.bo)
    move(monday, 26, 8, 52)
    soup = page(client, url(booking, "her/"), {})
    assert "Du er her. Lise fik besked kl. 8.52." in card(soup)
    assert buttons(soup) == ["Fortryd, jeg er her ikke endnu"], "not both here and unable to come"
    soup = page(client, url(booking, "fortryd/"), {"hvad": "arrived"})
    assert "Jeg er her" in buttons(soup)
    assert Attendance.objects.get().arrived_at is None


def test_here_too_early_is_refused_with_the_time_it_opens(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    move(monday, 26, 8, 30)
    soup = page(LoggedIn(house.bo), url(booking, "her/"), {}, status=422)
    assert summary(soup).endswith("Du kan sige, at du er her, fra kl. 8.45.")
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ("10", "Du skrev kl. 8.51, at du bliver 10 minutter forsinket. Lise har fået besked. Kom alligevel."),
        (
            "0",
            "Du skrev kl. 8.51, at du bliver mere end et kvarter forsinket. Lise har fået besked. Kom alligevel. "
            "Lise ringer måske til dig for at finde en løsning.",
        ),
    ],
)
def test_late_is_one_of_four_buttons_and_says_come_all_the_same(
    house: Cast, booking: Booking, page: Page, monday: Any, minutes: str, words: str
) -> None:
    client = LoggedIn(house.bo)
    move(monday, 26, 8, 51)
    soup = page(client, url(booking, "forsinket/"))
    assert heading(soup) == "Hvor lang tid?"
    offered = [button.get_text(strip=True) for button in soup.select("main form button")]
    assert offered == ["5 minutter", "10 minutter", "15 minutter", "Længere"]
    soup = page(client, url(booking, "forsinket/"), {"minutter": minutes})
    assert words in card(soup)
    soup = page(client, url(booking, "fortryd/"), {"hvad": "late"})
    assert "Du skrev" not in card(soup)


@pytest.mark.parametrize("typed", ["", "7", "-5", "99999", "ti"])
def test_a_hand_made_lateness_is_refused(
    house: Cast, booking: Booking, page: Page, monday: Any, typed: str
) -> None:
    move(monday, 26, 8, 51)
    soup = page(LoggedIn(house.bo), url(booking, "forsinket/"), {"minutter": typed}, status=422)
    assert "Vælg, hvor lang tid det varer." in summary(soup)
    assert not Attendance.objects.exists()


def test_once_it_has_begun_late_is_a_telephone_call(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    move(monday, 26, 9, 15)
    soup = page(LoggedIn(house.bo), url(booking, "forsinket/"), {"minutter": "5"}, status=422)
    assert "Samtalen er begyndt. Ring på 76 00 12 00, så finder vi ud af det." in summary(soup)
    assert not Attendance.objects.exists()


def test_what_a_colleague_wrote_is_said_as_ours_and_not_hers_to_take_back(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    move(monday, 26, 8, 52)
    attendance.say_late(booking, 15, by=viewer_of(house.lise), now=clock.now())
    soup = page(LoggedIn(house.bo), url(booking))
    assert "Vi skrev kl. 8.52, at du bliver 15 minutter forsinket." in card(soup)
    assert "Jeg når det til tiden alligevel" not in buttons(soup)
    soup = page(LoggedIn(house.bo), url(booking, "fortryd/"), {"hvad": "late"}, status=422)
    assert "Det er skrevet af en medarbejder." in summary(soup)


# ---- afbud ----------------------------------------------------------------------------------------


def test_afbud_at_7_41_with_a_reason_says_when_and_offers_new_times(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    client = LoggedIn(house.bo)
    move(monday, 26, 7, 41)
    soup = page(client, url(booking, "afbud/"))
    reasons = [label.get_text(strip=True) for label in soup.select("main fieldset label")]
    assert reasons == [
        "Jeg er syg",
        "Mit barn er sygt",
        "Jeg skal på arbejde eller til jobsamtale",
        "Noget andet",
    ]
    assert "Du skal ikke skrive, hvad du fejler." in said(soup)
    soup = page(client, url(booking, "afbud/"), {"hvorfor": "child_ill"})
    assert heading(soup) == "Dit afbud er modtaget kl. 7.41"
    assert "Lise har fået besked. Det står også på din side." in card(soup)
    assert "Jobnet" not in said(soup)
    assert Booking.objects.get().reason == "child_ill"
    form = soup.select_one("form[action='/book/']")
    assert form is not None
    fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[type=hidden]")}
    assert (fields["who"], fields["topics"]) == (str(house.lise.uuid), "job_now")
    values = [str(radio["value"]) for radio in form.select("input[name=time]")]
    assert booking.starts.isoformat() not in values, "the time she has just said no to"
    time = values[0]
    soup = page(client, "/book/", {**fields, "time": time, "action": "next"})
    assert heading(soup) == "Passer det?"


def test_who_is_ill_is_reminded_of_jobnet(house: Cast, booking: Booking, page: Page, monday: Any) -> None:
    move(monday, 26, 7, 41)
    soup = page(LoggedIn(house.bo), url(booking, "afbud/"), {"hvorfor": "ill"})
    assert "Husk også at melde dig syg på Jobnet." in card(soup)


def test_afbud_needs_no_reason_and_takes_none_that_does_not_exist(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    move(monday, 26, 9, 14)
    client = LoggedIn(house.bo)
    page(client, url(booking, "afbud/"), {"hvorfor": "tired"}, status=422)
    assert not Booking.objects.get().cancelled
    page(client, url(booking, "afbud/"), {})
    assert Booking.objects.get().cancelled_by_citizen


# ---- the telephone and video ----------------------------------------------------------------------


def test_the_calls_stand_on_her_page(house: Cast, by_phone: Booking, page: Page, monday: Any) -> None:
    client, lise = LoggedIn(house.bo), viewer_of(house.lise)
    move(monday, 26, 9, 55)
    assert "Lise ringer kl. 10.00 fra 76 00 12 34 . Bliver vi afbrudt, ringer Lise igen." in card(
        page(client, url(by_phone))
    )
    assert "Jeg er her" not in buttons(page(client, url(by_phone)))
    for minute in (0, 12):
        call = attendance.ring(by_phone, by=lise, now=at(26, 10, minute))
        attendance.answer_call(by_phone, call.pk, "no_answer", by=lise, now=at(26, 10, minute))
    move(monday, 26, 10, 15)
    words = "Vi ringede til dig kl. 10.00 og kl. 10.12 fra 76 00 12 34."
    during = card(page(client, url(by_phone)))
    assert f"{words} Ring til os på 76 00 12 00 ." in during
    assert "Samtalen er begyndt" not in during, "it is said once"
    attendance.close_absence(by_phone, by=lise, now=at(26, 10, 16))
    soup = page(client, url(by_phone))
    assert words in card(soup)
    assert "Vi fik ikke talt sammen den 26. november." in card(soup)
    assert buttons(soup) == ["Vælg en tid"]
    assert "udeblev" not in said(soup)


def test_a_call_she_answered_is_not_held_up_to_her(
    house: Cast, by_phone: Booking, page: Page, monday: Any
) -> None:
    lise = viewer_of(house.lise)
    move(monday, 26, 10, 1)
    call = attendance.ring(by_phone, by=lise, now=at(26, 10))
    attendance.answer_call(by_phone, call.pk, "reached", by=lise, now=at(26, 10))
    assert "Vi ringede" not in card(page(LoggedIn(house.bo), url(by_phone)))


def test_the_video_link_stands_on_the_page_from_half_an_hour_before_and_nowhere_else(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    house.lise.video_link = "https://video.fjordby.example/lise"
    house.lise.save()
    Booking.objects.update(form="video", place="")
    client = LoggedIn(house.bo)
    move(monday, 26, 8, 44)
    soup = page(client, url(booking))
    assert "Linket står her på siden på dagen fra kl. 8.45." in card(soup)
    assert "video.fjordby.example" not in str(soup)
    move(monday, 26, 8, 45)
    link = page(client, url(booking)).select_one("#video-link")
    assert link is not None
    assert link["href"] == "https://video.fjordby.example/lise"
    move(monday, 26, 10)
    assert "video.fjordby.example" not in str(page(client, url(booking)))


@pytest.mark.parametrize("part", ["her/", "forsinket/", "fortryd/"])
def test_somebody_elses_day_is_not_hers_to_say_anything_about(
    house: Cast, booking: Booking, page: Page, monday: Any, part: str
) -> None:
    move(monday, 26, 8, 50)
    for person in (house.amal, house.lise):
        page(client_for(person), url(booking, part), {"minutter": "5", "hvad": "late"}, status=404)
    assert not Attendance.objects.exists()


def test_what_she_had_prepared_is_kept_for_the_next_time(
    house: Cast, booking: Booking, page: Page, monday: Any
) -> None:
    attendance.close_absence(booking, by=viewer_of(house.lise), now=at(26, 9, 25))
    move(monday, 26, 11)
    client = LoggedIn(house.bo)
    client.get("/min-side/")
    soup = page(client, "/book/")
    assert [str(box["value"]) for box in soup.select("input[name=topics][checked]")] == ["job_now"]


# ---- video is offered where there is a link -------------------------------------------------------


def forms(soup: BeautifulSoup) -> list[str]:
    return [str(radio["value"]) for radio in soup.select("input[name=form]")]


def test_video_is_offered_when_somebody_holds_it_and_booked_only_with_them(
    house: Cast, page: Page, monday: Any
) -> None:
    ConversationType.objects.update(must_meet_first=False)
    client = LoggedIn(house.bo)
    client.get("/min-side/")
    assert forms(page(client, "/book/")) == ["in_person", "phone"]
    set_video_link(
        house.nanna, "https://video.fjordby.example/nanna", by=viewer_of(house.nanna), now=clock.now()
    )
    soup = page(client, "/book/")
    assert forms(soup) == ["in_person", "phone", "video"]
    assert "Linket står her på siden på dagen." in said(soup)
    assert "video.fjordby.example" not in str(soup)
    time = at(26, 9, 15).isoformat()
    wish = {"form": "video", "time": time, "action": "next"}
    soup = page(client, "/book/", {**wish, "who": str(house.lise.uuid)}, status=422)
    assert "Den, du har valgt, holder ikke samtaler på video." in summary(soup)
    soup = page(client, "/book/", {**wish, "who": "any"})
    assert "Video. Linket står her på siden på dagen" in said(soup)
    fields = {
        str(one["name"]): str(one.get("value", "")) for one in soup.select("main form input[type=hidden]")
    }
    page(client, "/book/tjek/", fields)
    booking = Booking.objects.get()
    assert (booking.staff, booking.form, booking.place) == (house.nanna, "video", "")
    assert not Message.objects.filter(body__contains="video.fjordby.example").exists()
    assert Message.objects.filter(body__contains="Vi ringer fra 76 00 12 34.").exists()
