"""CalDAV against a real server: Radicale, on this machine. And against answers that no server should give."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import pytest
import radicale.app
import radicale.config

from afsaet.calendar.ports import OtherCalendar, Unreadable
from afsaet.core.clock import ZONE
from afsaet.integrations.calendars.caldav import CalDavAccount
from afsaet.integrations.calendars.fetching import Answer, Fetcher
from tests.integrations.test_ics import TUESDAYS, event, file

FIRST = datetime(2026, 11, 23, 0, tzinfo=ZONE).astimezone(UTC)
LAST = FIRST + timedelta(weeks=26)
LISE = ("lise", "hemmelig")

MAKE = """<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname>
<c:supported-calendar-component-set><c:comp name="{holds}"/></c:supported-calendar-component-set>
</d:prop></d:set></c:mkcalendar>"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def radicale_url(tmp_path: Path, settings: Any) -> Iterator[str]:
    """An account of Lise's, without calendars."""
    (tmp_path / "users").write_text(":".join(LISE) + "\n")
    configuration = radicale.config.load()
    configuration.update(
        {
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(tmp_path / "users"),
                "htpasswd_encryption": "plain",
            },
            "storage": {"filesystem_folder": str(tmp_path / "store"), "_filesystem_fsync": "False"},
            "logging": {"level": "critical"},
        },
        "test",
        privileged=True,
    )
    application = radicale.app.Application(configuration)
    server = make_server("127.0.0.1", 0, application, server_class=_Threading, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.CALENDAR_HOSTS = {"127.0.0.1"}
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def make_calendar(url: str, name: str, *events: str, holds: str = "VEVENT") -> str:
    address = f"{url}/lise/{name}/"
    body = MAKE.format(name=name, holds=holds)
    httpx.request("MKCALENDAR", address, content=body, auth=LISE).raise_for_status()
    for number, one in enumerate(events):
        put = httpx.put(
            f"{address}{number}.ics", content=file(one), auth=LISE, headers={"Content-Type": "text/calendar"}
        )
        put.raise_for_status()
    return address


def read(url: str, user: str = "lise", password: str = "hemmelig") -> list[str]:
    found = CalDavAccount().read(OtherCalendar(url, user, password), FIRST, LAST)
    assert "Hemmelig" not in repr(found)
    return [f"{one.starts.astimezone(ZONE):%m%d %H.%M}-{one.ends.astimezone(ZONE):%H.%M}" for one in found]


SERIES = event(
    "20190107T083000", "20190107T090000", "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261201T000000Z", uid="b"
)
PAST = event("20201124T090000", "20201124T100000", uid="c")


def test_one_calendar_is_read_by_its_own_address(radicale_url: str) -> None:
    address = make_calendar(radicale_url, "arbejde", event(*TUESDAYS), SERIES, PAST)
    make_calendar(radicale_url, "privat", event("20261125T090000", "20261125T100000"))
    assert read(address) == ["1123 08.30-09.00", "1124 09.00-10.00", "1130 08.30-09.00"]


@pytest.mark.parametrize("path", ["/", "", "/lise/"])
def test_an_account_is_read_with_all_calendars_that_hold_events(radicale_url: str, path: str) -> None:
    make_calendar(radicale_url, "arbejde", event(*TUESDAYS))
    make_calendar(radicale_url, "privat", event("20261125T090000", "20261125T100000"))
    make_calendar(radicale_url, "opgaver", holds="VTODO")
    assert read(radicale_url + path) == ["1124 09.00-10.00", "1125 09.00-10.00"]


LISTED = """<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:response><d:href>/hjem/</d:href><d:propstat><d:prop>
<c:calendar-home-set><d:href>/hjem/</d:href></c:calendar-home-set></d:prop></d:propstat></d:response>
<d:response><d:href>/hjem/arbejde/</d:href><d:propstat><d:prop>
<d:resourcetype><d:collection/><c:calendar/></d:resourcetype></d:prop></d:propstat></d:response>
<d:response><d:href>/hjem/foedselsdage/</d:href><d:propstat><d:prop>
<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>
<c:schedule-calendar-transp><c:transparent/></c:schedule-calendar-transp></d:prop></d:propstat></d:response>
</d:multistatus>"""


def test_a_calendar_that_does_not_make_her_busy_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Radicale keeps no such property, so the answer is Nextcloud's, by hand."""
    asked = []

    def fetch(self: Fetcher, url: str, *, method: str, **more: object) -> Answer:
        asked.append((method, url))
        return Answer(207, url, (LISTED if method == "PROPFIND" else EMPTY).encode())

    monkeypatch.setattr(Fetcher, "fetch", fetch)
    assert read("https://dav.example/konto/") == []
    assert [url for method, url in asked if method == "REPORT"] == ["https://dav.example/hjem/arbejde/"]


def test_a_wrong_password_is_said_to_be_wrong(radicale_url: str) -> None:
    address = make_calendar(radicale_url, "arbejde", event(*TUESDAYS))
    for url in (radicale_url, address):
        with pytest.raises(Unreadable, match="calendar_log_in"):
            read(url, password="forkert")


def test_an_account_without_calendars_and_an_address_without_anything(radicale_url: str) -> None:
    with pytest.raises(Unreadable, match="calendar_none_there"):
        read(radicale_url)
    with pytest.raises(Unreadable, match=r"calendar_gone|calendar_log_in"):
        read(radicale_url + "/lise/findes-ikke/")


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + LISTED.replace("/hjem/arbejde/", "/&b;/")
EMPTY = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"/>'


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (BOMB.encode(), 207, "calendar_not_caldav"),
        (BOMB.encode("utf-16"), 207, "calendar_not_caldav"),
        (b"<html>", 200, "calendar_not_caldav"),
        (EMPTY.encode(), 207, "calendar_not_caldav"),
        (b"<a>" * 100_000, 207, "calendar_not_caldav"),
        (b"", 405, "calendar_not_caldav"),
        (b"", 500, "calendar_no_answer"),
        (b"", 404, "calendar_gone"),
    ],
    ids=["entities", "entities in utf-16", "a page", "empty", "deep", "405", "500", "404"],
)
def test_what_is_no_caldav_is_said_to_be_none(
    monkeypatch: pytest.MonkeyPatch, body: bytes, status: int, code: str
) -> None:
    monkeypatch.setattr(Fetcher, "fetch", lambda self, url, **more: Answer(status, url, body))
    with pytest.raises(Unreadable) as refused:
        CalDavAccount().read(OtherCalendar("https://dav.example/"), FIRST, LAST)
    assert refused.value.code == code
