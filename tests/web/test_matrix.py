"""Every route with every role: who has no part in a page finds nothing there, and so does who reaches for
somebody else's citizen (I6). Whatever route is added is asked, too.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from afsaet.audit.models import Seen
from afsaet.booking.models import Booking
from afsaet.people.models import Citizen, Unit
from tests.booking.conftest import at, booked
from tests.booking.conftest import house as house
from tests.cast import Cast, client_for

# A page that is not there, and an address that takes no such request: both say nothing of what it holds.
NOTHING = (404, 405)
VALUES: dict[str, Any] = {
    "int": 1,
    "slug": "aftaler",
    "str": "x",
    "day": date(2026, 11, 26),
    "path": "x",
}
PEOPLE = {
    "bo": "citizen",
    "lise": "adviser",
    "gitte": "front_desk",
    "per": "team_leader",
    "vera": "administrator",
}


def gated(resolver: URLResolver) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Name, gate, and the parameters with their converters, of every route that has a name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from gated(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            kinds = {
                name: type(converter).__name__.removesuffix("Converter").lower()
                for name, converter in pattern.pattern.converters.items()
            }
            yield pattern.name, getattr(pattern.callback, "gate", ""), kinds


ROUTES = sorted(set((name, gate, tuple(kinds.items())) for name, gate, kinds in gated(get_resolver())))
PERSONAL = [route for route in ROUTES if route[1] not in ("public", "logged_in", "")]


def address(name: str, kinds: tuple[tuple[str, str], ...], uuid: UUID) -> str:
    values = {key: uuid if kind == "uuid" else VALUES.get(kind, "x") for key, kind in kinds}
    return reverse(name, kwargs=values)


@pytest.fixture
def booking(house: Cast) -> Booking:
    return booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",))


def asked_for(house: Cast, booking: Booking) -> tuple[UUID, UUID]:
    return house.bo.uuid, booking.uuid


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_one_has_no_part_in_does_not_exist(house: Cast, booking: Booking, person: str) -> None:
    client = client_for(getattr(house, person))
    for name, gate, kinds in PERSONAL:
        if PEOPLE[person] in gate.split("+"):
            continue
        for uuid in asked_for(house, booking):
            path = address(name, kinds, uuid)
            for answer in (client.get(path), client.post(path, {})):
                assert answer.status_code in NOTHING, f"{person} is answered {answer.status_code} by {path}"
                assert b"Madsen" not in answer.content, path
    assert not Seen.objects.filter(citizens__contains=[house.bo.uuid]).exclude(kind="refused").exists()


@pytest.mark.parametrize(
    ("person", "role"), [("nanna", "adviser"), ("amal", "citizen"), ("gitte", "front_desk")]
)
def test_whoever_has_the_page_and_not_the_citizen_finds_nothing(
    house: Cast, booking: Booking, person: str, role: str
) -> None:
    if person == "gitte":
        Citizen.objects.filter(pk=house.bo.pk).update(unit=Unit.objects.create(name="Ydelse", address="x"))
    client = client_for(getattr(house, person))
    before = Booking.objects.values().get()
    reached = 0
    for name, gate, kinds in PERSONAL:
        if role not in gate.split("+") or "uuid" not in dict(kinds).values():
            continue
        for uuid in asked_for(house, booking):
            path = address(name, kinds, uuid)
            reached += 1
            for answer in (client.get(path), client.post(path, {"svar": "ja", "who": "x", "reason": "ill"})):
                assert answer.status_code in NOTHING, f"{person} is answered {answer.status_code} by {path}"
                assert b"Madsen" not in answer.content, path
    assert reached > 10
    assert Booking.objects.values().get() == before
    assert not Seen.objects.filter(citizens__contains=[house.bo.uuid]).exclude(kind="refused").exists()


def test_a_stranger_is_asked_to_log_in_and_told_nothing(house: Cast, booking: Booking, client: Any) -> None:
    for name, _gate, kinds in PERSONAL:
        answer = client.get(address(name, kinds, house.bo.uuid))
        assert answer.status_code in (302, 401, 405), name
        assert b"Madsen" not in answer.content
