"""How long it takes to read a calendar of 400 events, twenty of them series, 26 weeks ahead."""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from afsaet.integrations.calendars.ics import taken_in

if TYPE_CHECKING:
    from bench.__main__ import Report

EVENTS, SERIES, ROUNDS = 400, 20, 15
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def run(report: "Report") -> None:
    file, took = calendar(), []
    for _ in range(ROUNDS):
        begun = perf_counter()
        found = taken_in([file], NOW, NOW + timedelta(weeks=26))
        took.append((perf_counter() - begun) * 1000)
    if len(found) <= EVENTS:
        raise SystemExit("The series were not expanded.")
    report("calendar.import_400_ms", median(took), "ms", None)


def calendar() -> bytes:
    """As Outlook publishes it: titles, people and alarms with most of them, the series begun in 2019."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(EVENTS):
        series = number < SERIES
        day = datetime(2019, 1, 7) if series else datetime(2026, 11, 23)  # noqa: DTZ001
        starts = day + timedelta(days=number % 5 + 7 * (number % 26) * (not series), hours=8 + number % 7)
        lines += [
            *("BEGIN:VEVENT", f"UID:{number}@outlook", f"SUMMARY:Møde {number}", "LOCATION:Lokale 2"),
            *(f"ATTENDEE;CN=Kollega {who}:mailto:kollega{who}@fjordby.example" for who in range(5)),
            f"DTSTART;TZID=Romance Standard Time:{starts:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Romance Standard Time:{starts + timedelta(minutes=45):%Y%m%dT%H%M%S}",
            *(["RRULE:FREQ=WEEKLY"] if series else []),
            *("BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "END:VALARM", "END:VEVENT"),
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
