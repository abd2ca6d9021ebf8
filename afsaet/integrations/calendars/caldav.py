"""A CalDAV account as times she is taken: her calendars are found, and asked for what lies in the span.

Spoken by hand (RFC 4791: PROPFIND, REPORT), because every connection must go through `fetching`. Asked only
for the properties that say when; run against Radicale (tests/integrations/test_caldav.py), not against Exchange.
"""

from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.etree import ElementTree

from afsaet.calendar.ports import OtherCalendar, Taken, Unreadable
from afsaet.integrations.calendars.fetching import Fetcher
from afsaet.integrations.calendars.ics import refuse_status, taken_in

MOST_CALENDARS = 10
_DAV, _CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"

_ABOUT = b"""<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop>
<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/>
<c:schedule-calendar-transp/><c:supported-calendar-component-set/>
</d:prop></d:propfind>"""

_WHEN = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data>
<c:comp name="VCALENDAR"><c:prop name="VERSION"/><c:comp name="VTIMEZONE"><c:allprop/><c:allcomp/></c:comp>
<c:comp name="VEVENT">{properties}</c:comp></c:comp></c:calendar-data></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
<c:time-range start="{first:%Y%m%dT%H%M%SZ}" end="{last:%Y%m%dT%H%M%SZ}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""
_PROPERTIES = "".join(
    f'<c:prop name="{name}"/>'
    for name in (
        *(
            "UID",
            "DTSTART",
            "DTEND",
            "DURATION",
            "RRULE",
            "RDATE",
            "EXDATE",
            "RECURRENCE-ID",
            "SEQUENCE",
            "STATUS",
        ),
        *("TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "X-AFSAET"),
    )
)


class CalDavAccount:
    """The adapter for an account: `url` is the server's, the account's or one calendar's address."""

    def read(self, calendar: OtherCalendar, first: datetime, last: datetime) -> list[Taken]:
        fetcher = Fetcher(calendar.user_name, calendar.password)
        query = _WHEN.format(properties=_PROPERTIES, first=first.astimezone(UTC), last=last.astimezone(UTC))
        files = []
        for address in _calendars(fetcher, calendar.url):
            for response in _ask(fetcher, "REPORT", address, query.encode(), depth=1):
                data = response.findtext(f".//{_CAL}calendar-data")
                if data:
                    files.append(data.encode())
        return taken_in(files, first, last)


def _calendars(fetcher: Fetcher, url: str) -> list[str]:
    """The calendar at the address, or those of the account it leads to that count as busy. Raises Unreadable."""
    about = _first(_ask(fetcher, "PROPFIND", url, _ABOUT, depth=0))
    if _is_calendar(about):
        return [url]
    home = _link(about, f"{_CAL}calendar-home-set", url)
    if not home and (principal := _link(about, f"{_DAV}current-user-principal", url)):
        home = _link(
            _first(_ask(fetcher, "PROPFIND", principal, _ABOUT, depth=0)),
            f"{_CAL}calendar-home-set",
            principal,
        )
    if not home:
        raise Unreadable("calendar_not_caldav")
    found = [
        urljoin(home, response.findtext(f"{_DAV}href", "").strip())
        for response in _ask(fetcher, "PROPFIND", home, _ABOUT, depth=1)
        if _is_calendar(response) and _counts(response)
    ]
    if not found:
        raise Unreadable("calendar_none_there")
    return found[:MOST_CALENDARS]


def _ask(fetcher: Fetcher, method: str, url: str, body: bytes, *, depth: int) -> list[ElementTree.Element]:
    """The responses of a multistatus. Raises Unreadable."""
    headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": str(depth)}
    answer = fetcher.fetch(url, method=method, headers=headers, body=body)
    if answer.status in (405, 501):
        raise Unreadable("calendar_not_caldav")
    refuse_status(answer.status)
    try:
        text = answer.body.decode("utf-8")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:  # an entity can be a bomb; CalDAV knows none
            raise Unreadable("calendar_not_caldav")
        return ElementTree.fromstring(text).findall(f"{_DAV}response")
    except (ValueError, ElementTree.ParseError, RecursionError) as error:
        raise Unreadable("calendar_not_caldav") from error


def _first(responses: list[ElementTree.Element]) -> ElementTree.Element:
    if not responses:
        raise Unreadable("calendar_not_caldav")
    return responses[0]


def _is_calendar(response: ElementTree.Element) -> bool:
    """One that can hold events: a list of tasks is none."""
    kinds = [kind.get("name", "") for kind in response.iter(f"{_CAL}comp")]
    return response.find(f".//{_DAV}resourcetype/{_CAL}calendar") is not None and (
        not kinds or "VEVENT" in kinds
    )


def _counts(response: ElementTree.Element) -> bool:
    """She may have said of a calendar (birthdays, a colleague's) that it does not make her busy."""
    return response.find(f".//{_CAL}schedule-calendar-transp/{_CAL}transparent") is None


def _link(response: ElementTree.Element, name: str, base: str) -> str:
    href = (response.findtext(f".//{name}/{_DAV}href") or "").strip()
    return urljoin(base, href) if href else ""
