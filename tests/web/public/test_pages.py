"""The pages for everybody, the pages that say no, and the demo's door, which is only in the demo."""

import importlib
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, path, reverse

from afsaet.audit.models import Seen
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff
from afsaet.privacy.queries import kept
from afsaet.site import urls as house
from afsaet.web.public import urls
from afsaet.web.public.components import components
from afsaet.web.public.demo import demo_log_in
from afsaet.web.public.errors import our_fault
from tests.cast import Cast, client_for, make_staff
from tests.web.page import check_page, fetch

ADDRESSES = ["start", "help", "accessibility", "privacy_notice", "log_in", "forgotten", "forgotten_sent"]
urlpatterns = [*house.urlpatterns, *urls.patterns(demo=True)[-2:]]
handler404 = house.handler404


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_for_everybody_is_whole_and_has_the_telephone_on_it(cast: Cast, name: str) -> None:
    assert "76001200" in fetch(Client(), reverse(name)).get_text().replace(" ", "")
    assert not Seen.objects.exists()


def test_a_page_for_everybody_works_before_the_house_is_set_up(db: None) -> None:
    for name in ADDRESSES:
        fetch(Client(), reverse(name))


def test_outside_the_demo_nobody_chooses_whom_to_be(cast: Cast) -> None:
    for address in ("/demo/", "/komponenter/"):
        fetch(Client(), address, status=404)
    assert Client().post("/demo/", {"who": str(cast.lise.user.uuid)}).status_code == 404
    for name in ("demo_log_in", "components"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert "Vælg, hvem du vil være" not in fetch(Client(), reverse("start")).get_text()


def test_outside_the_demo_even_the_view_itself_says_no(cast: Cast) -> None:
    for view, method in [(demo_log_in, "get"), (demo_log_in, "post"), (components, "get")]:
        request = getattr(RequestFactory(), method)("/demo/", {"who": str(cast.lise.user.uuid)})
        request.viewer = Viewer(user="nobody")
        with pytest.raises(Http404):
            view(request)


def test_the_address_is_there_in_the_demo_alone() -> None:
    names = [{pattern.name for pattern in urls.patterns(demo=demo)} for demo in (True, False)]
    assert names[0] - names[1] == {"demo_log_in", "components"}
    with override_settings(DEMO=True):
        assert "demo_log_in" in {pattern.name for pattern in importlib.reload(urls).urlpatterns}
    assert "demo_log_in" not in {pattern.name for pattern in importlib.reload(urls).urlpatterns}


@override_settings(DEMO=True, ROOT_URLCONF="tests.web.public.test_pages")
def test_in_the_demo_one_becomes_the_one_one_chooses(cast: Cast) -> None:
    client = Client()
    soup = fetch(client, "/", most_queries=60)
    who = str(cast.bo.user.uuid)  # type: ignore[union-attr]
    names = [row.dt.get_text(strip=True) for row in soup.select("main dl > div") if row.dt]
    assert {"Vera Bro", "Gitte Lauridsen"} <= set(names), "the latest five are there, whoever they are"
    assert client.post("/demo/", {"who": who})["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(cast.bo.user.pk)  # type: ignore[union-attr]
    other = Client()
    found = fetch(other, "/demo/?q=holm", most_queries=60)
    assert "Kirsten Holm" in found.get_text()
    assert "Vi fandt ingen" in fetch(other, "/demo/?q=findes-ikke", most_queries=60).get_text()
    for nobody in (str(uuid4()), "x", ""):
        assert other.post("/demo/", {"who": nobody}).status_code == 404
    assert "_auth_user_id" not in other.session


def test_home_is_where_ones_work_is(cast: Cast) -> None:
    pages: dict[str, Citizen | Staff] = {
        "citizen_home": cast.bo,
        "today": cast.lise,
        "administration": cast.vera,
    }
    for name, person in pages.items():
        assert client_for(person).get(reverse("home"))["Location"] == reverse(name)
    assert Client().get(reverse("home"))["Location"].startswith(reverse("log_in"))


def test_a_role_without_pages_is_told_so(cast: Cast) -> None:
    asta = make_staff(cast.unit, None, "Asta", "Friis", "manager")
    assert "ingen sider til din rolle" in fetch(client_for(asta), reverse("home")).get_text()


def test_the_privacy_notice_has_a_line_for_every_table_about_people(cast: Cast) -> None:
    soup = fetch(Client(), reverse("privacy_notice"))
    rows = [cell.get_text(strip=True) for cell in soup.select("tbody th")]
    assert rows == [str(line.what) for line in [*kept("citizen"), *kept("staff")]]


def test_a_page_that_is_not_there_answers_like_one_that_is_not_hers(cast: Cast) -> None:
    pages = [fetch(Client(), "/findes-ikke/", status=404), fetch(client_for(cast.bo), "/x/", status=404)]
    assert [page.h1.get_text() for page in pages if page.h1] == ["Siden findes ikke"] * 2


def test_an_old_form_is_answered_by_a_page(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("log_in"), {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert check_page(answer.content.decode(), answer.headers).h1.get_text() == "Siden var for gammel"  # type: ignore[union-attr]


def test_the_page_that_says_we_failed_needs_no_database(cast: Cast) -> None:
    fetch(Client(), reverse("help"))
    request = RequestFactory().get("/")
    with connection.execute_wrapper(broken):
        answer = our_fault(request)  # type: ignore[arg-type]
    soup = BeautifulSoup(answer.content, "html5lib")
    assert answer.status_code == 500
    assert soup.h1 is not None
    assert soup.h1.get_text() == "Det gik galt hos os"
    assert "76001200" in soup.get_text().replace(" ", "")


def broken(*args: object) -> None:
    raise AssertionError("the page asked the database")


def boom(request: object) -> None:
    raise RuntimeError("boom")


boom.gate = "public"  # type: ignore[attr-defined]


class Failing:
    """The house with a page that fails."""

    urlpatterns = [*house.urlpatterns, path("boom/", boom)]  # type: ignore[arg-type]
    handler500 = house.handler500


@override_settings(ROOT_URLCONF=Failing)
def test_a_page_that_fails_is_answered_with_the_fault_page(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/boom/")
    assert answer.status_code == 500
    assert check_page(answer.content.decode(), answer.headers).h1.get_text() == "Det gik galt hos os"  # type: ignore[union-attr]


def test_a_sent_form_is_promised_safe_only_when_it_is(cast: Cast) -> None:
    client = Client()
    with_owner = fetch(client, reverse("change_my_details"), {"owner": "x", "phone": "20123478"}, status=401)
    assert with_owner.h1 is not None
    assert with_owner.h1.get_text() == "Du er logget ud"
    assert "Dine svar er gemt." in with_owner.get_text()
    bare = client.post(reverse("inbox_read"), headers={"Referer": "http://testserver/beskeder/?side=2"})
    soup = check_page(bare.content.decode(), bare.headers)
    assert "Dine svar er gemt." not in soup.get_text()
    assert soup.select_one("main a.button")["href"] == reverse("log_in") + "?next=%2Fbeskeder%2F"  # type: ignore[index]
    far = client.post(reverse("inbox_read"), headers={"Referer": "https://evil.example/beskeder/"})
    assert "evil" not in far.content.decode()
