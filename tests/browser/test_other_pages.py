"""Everybody's pages, the administrator's, and the citizen's own data: they fit the screen, and axe finds nothing
serious. The booking, the day and the talk are looked at in the files beside this one."""

import pytest

from afsaet.core import clock
from afsaet.people.actions.importing import check_file
from tests.browser.conftest import Open, no_sideways_scroll, serious
from tests.cast import Cast, viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]

PUBLIC = [
    "/",
    "/hjaelp/",
    "/log-ind/",
    "/log-ind/glemt/",
    "/log-ind/glemt/sendt/",
    "/tilgaengelighed/",
    "/sadan-bruger-vi-dine-oplysninger/",
    "/findes-ikke/",
]
BOS = ["/beskeder/", "/mine-oplysninger/", "/mine-oplysninger/ret/"]
VERAS = [
    "/opsaetning/",
    "/opsaetning/myndighed/",
    "/opsaetning/enheder/",
    "/opsaetning/enheder/ny/",
    "/opsaetning/teams/",
    "/opsaetning/teams/nyt/",
    "/medarbejdere/",
    "/medarbejdere/ny/",
    "/medarbejdere/fil/",
    "/borgere-ind/",
    "/borgere-ind/ny/",
    "/borgere-ind/fil/",
]


@pytest.mark.parametrize("width", [1280, 320])
def test_they_fit_and_axe_finds_nothing_serious(live_house: Cast, open_as: Open, width: int) -> None:
    vera = viewer_of(live_house.vera)
    content = "cpr;fornavn;efternavn;fødselsdato\n1;Bo;Madsen;31-02-1990\n".encode()
    run = check_file("citizens", "fil.csv", content, by=vera, now=clock.now())
    dry_run = f"/borgere-ind/fil/{run.uuid}/"
    pages = [(live_house.bo, PUBLIC + BOS), (live_house.vera, [*VERAS, dry_run])]
    found = []
    for person, addresses in pages:
        window = open_as(person, "/hjaelp/", width=width)
        house = window.url.removesuffix("/hjaelp/")
        for address in addresses:
            window.goto(house + address)
            found += [f"{address}: {one}" for one in serious(window)]
            found += [] if no_sideways_scroll(window) else [f"{address}: scrolls sideways"]
    assert found == []
