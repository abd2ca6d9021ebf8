"""I5: what a request showed, and whom it asked for in vain, is written before the answer leaves."""

from uuid import uuid4

import pytest
from django.urls import reverse

from afsaet.audit.models import Seen
from afsaet.people.models import Citizen
from afsaet.web import middleware
from tests.cast import Cast, client_for
from tests.web.page import fetch


def rows() -> list[tuple[str, str, set[object]]]:
    return [(row.role, row.kind, set(row.citizens)) for row in Seen.objects.order_by("pk")]


def test_a_list_leaves_one_row_that_names_all_on_it(cast: Cast) -> None:
    fetch(client_for(cast.lise), reverse("my_citizens"))
    assert rows() == [("adviser", "list", {cast.bo.uuid, cast.amal.uuid})]


def test_a_citizens_page_leaves_one_row_that_names_her(cast: Cast) -> None:
    fetch(client_for(cast.lise), reverse("citizen", args=[cast.bo.uuid]))
    assert rows() == [("adviser", "page", {cast.bo.uuid})]
    assert Seen.objects.get().purpose == "own_citizen"


def test_anothers_citizen_is_not_there_and_the_attempt_leaves_its_line(cast: Cast) -> None:
    soup = fetch(client_for(cast.nanna), reverse("citizen", args=[cast.bo.uuid]), status=404)
    assert "Madsen" not in soup.get_text()
    assert rows() == [("adviser", "refused", {cast.bo.uuid})]


def test_one_who_is_not_there_is_answered_the_same_and_leaves_none(cast: Cast) -> None:
    client = client_for(cast.nanna)
    hers = fetch(client, reverse("citizen", args=[cast.bo.uuid]), status=404)
    Seen.objects.all().delete()
    nobodys = fetch(client, reverse("citizen", args=[uuid4()]), status=404)
    assert hers.get_text() == nobodys.get_text()
    assert rows() == []


@pytest.mark.parametrize("name", ["my_citizens", "citizen"])
def test_when_it_cannot_be_written_the_page_does_not_leave(
    cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the log is full")

    client = client_for(cast.lise)
    client.raise_request_exception = False
    monkeypatch.setattr(middleware, "record_seen", fails)
    answer = client.get(reverse(name, args=[cast.bo.uuid] if name == "citizen" else []))
    assert answer.status_code == 500
    for citizen in Citizen.objects.all():
        assert citizen.last_name not in answer.content.decode()


def test_a_page_about_nobody_leaves_no_row(cast: Cast) -> None:
    fetch(client_for(cast.vera), reverse("help"))
    fetch(client_for(cast.bo), reverse("help"))
    assert rows() == []
