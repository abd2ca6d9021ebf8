"""All that says when an adviser can and cannot be booked, in one statement."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from afsaet.calendar.rules import WeeklyHours

Span = tuple[datetime, datetime]


@dataclass
class Around:
    """Spans are UTC and whole, also where they reach out of the time asked for."""

    hours: list[WeeklyHours] = field(default_factory=list)
    extra: list[Span] = field(default_factory=list)
    closed: list[Span] = field(default_factory=list)
    busy: list[Span] = field(default_factory=list)
    closed_days: dict[date, str] = field(default_factory=dict)


def around(staff: UUID, since: datetime, until: datetime) -> Around:
    """What meets the span; closed days a day more at both ends."""
    found = Around()
    spans = {"extra": found.extra, "closed": found.closed, "busy": found.busy}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH hers AS (SELECT id FROM calendar_resource WHERE ref = %(staff)s)
            SELECT 'busy', starts, ends, NULL::date, NULL::date, NULL::text, NULL::int, NULL::time, NULL::time
                FROM calendar_busy WHERE resource_id IN (TABLE hers) AND starts < %(until)s AND ends > %(since)s
            UNION ALL SELECT 'closed', starts, ends, NULL, NULL, NULL, NULL, NULL, NULL
                FROM calendar_closedtime
                WHERE resource_id IN (TABLE hers) AND starts < %(until)s AND ends > %(since)s
            UNION ALL SELECT 'extra', starts, ends, NULL, NULL, NULL, NULL, NULL, NULL
                FROM calendar_extratime
                WHERE resource_id IN (TABLE hers) AND starts < %(until)s AND ends > %(since)s
            UNION ALL SELECT 'day', NULL, NULL, day, NULL, name, NULL, NULL, NULL
                FROM calendar_closedday WHERE day BETWEEN %(first)s - 1 AND %(last)s + 1
            UNION ALL SELECT 'hours', NULL, NULL, valid_from, valid_to, NULL, weekday, opens, closes
                FROM calendar_workrule WHERE resource_id IN (TABLE hers)
                    AND valid_from <= %(last)s AND (valid_to IS NULL OR valid_to >= %(first)s)
            ORDER BY 1, 2
            """,
            {"staff": staff, "since": since, "until": until, "first": since.date(), "last": until.date()},
        )
        for what, starts, ends, day, last, name, weekday, opens, closes in cursor.fetchall():
            if what == "hours":
                found.hours.append(WeeklyHours(weekday, opens, closes, day, last))
            elif what == "day":
                found.closed_days[day] = name
            else:
                spans[what].append((starts, ends))
    return found
