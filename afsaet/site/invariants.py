"""What must always hold, asked of the tables themselves and past all of our code (DESIGN.md section 5).

Each check is one SQL statement whose rows are offences; none is the usual answer. `%(now)s` is the clock's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

MOST_SHOWN = 5


@dataclass(frozen=True)
class Invariant:
    """`sql` gives one row per offence; its columns are what one needs to find it."""

    name: str
    says: str
    sql: str


@dataclass(frozen=True)
class Broken:
    """How often it is broken, with the first offences as column name to value."""

    invariant: Invariant
    times: int
    rows: list[dict[str, object]]


INVARIANTS = (
    Invariant(
        "claims_overlap",
        "No two live claims overlap on a resource (I1).",
        """
        SELECT a.resource_id, a.owner AS one, b.owner AS other, b.starts
        FROM calendar_claim a JOIN calendar_claim b
          ON a.resource_id = b.resource_id AND a.id < b.id AND a.starts < b.ends AND b.starts < a.ends
        WHERE (a.held_until IS NULL OR a.held_until > %(now)s) AND (b.held_until IS NULL OR b.held_until > %(now)s)
        """,
    ),
    Invariant(
        "bundle_not_whole",
        "A live booking has taken exactly its adviser and its citizen, for exactly its time (I1).",
        """
        SELECT b.uuid AS booking, count(c.id) AS claims
        FROM booking_booking b
        JOIN people_staff s ON s.id = b.staff_id
        JOIN people_citizen p ON p.id = b.citizen_id
        LEFT JOIN calendar_claim c ON c.owner = b.uuid
        LEFT JOIN calendar_resource r ON r.id = c.resource_id
        WHERE b.cancelled_at IS NULL
        GROUP BY b.uuid, b.starts, b.ends, s.uuid, p.uuid
        HAVING count(c.id) <> 2 OR count(c.id) FILTER (
            WHERE c.starts = b.starts AND c.ends = b.ends AND c.held_until IS NULL
              AND (r.ref = s.uuid AND r.kind = 'staff' OR r.ref = p.uuid AND r.kind = 'citizen')
        ) <> 2 OR count(DISTINCT r.ref) <> 2
        """,
    ),
    Invariant(
        "claim_without_booking",
        "Time that is taken for good belongs to a live booking (I1).",
        """
        SELECT c.owner, c.resource_id, c.starts
        FROM calendar_claim c LEFT JOIN booking_booking b ON b.uuid = c.owner AND b.cancelled_at IS NULL
        WHERE c.held_until IS NULL AND b.id IS NULL
        """,
    ),
    Invariant(
        "held_too_long",
        "A half-filled form holds a time for five minutes, an open talk for two hours, and nobody else holds any.",
        """
        SELECT c.owner, c.starts, c.held_until
        FROM calendar_claim c
        LEFT JOIN booking_draft d ON d.uuid = c.owner
        LEFT JOIN conversations_line l ON l.uuid = c.owner
        WHERE c.held_until > CASE
            WHEN d.id IS NOT NULL THEN d.changed_at + interval '5 minutes'
            WHEN l.id IS NOT NULL THEN %(now)s + interval '2 hours'
            ELSE %(now)s + interval '5 minutes'
        END
        """,
    ),
    Invariant(
        "no_receipt",
        "Every booking has its receipt queued (I2). Messages are kept for two years.",
        """
        SELECT b.uuid AS booking FROM booking_booking b
        WHERE b.booked_at > %(now)s - interval '729 days' AND NOT EXISTS (
            SELECT FROM messaging_message m
            WHERE m.subject = b.uuid AND m.kind = 'receipt' AND m.citizen_id = b.citizen_id
        )
        """,
    ),
    Invariant(
        "no_notice",
        "Every cancellation has its notice queued (I2).",
        """
        SELECT b.uuid AS booking FROM booking_booking b
        WHERE b.cancelled_at > %(now)s - interval '729 days' AND NOT EXISTS (
            SELECT FROM messaging_message m
            WHERE m.subject = b.uuid AND m.kind = 'notice' AND m.citizen_id = b.citizen_id
              AND m.queued_at >= b.cancelled_at AND m.state <> 'withdrawn'
        )
        """,
    ),
    Invariant(
        "reminded_of_nothing",
        "Nobody is reminded of a cancelled talk, nor of one that has begun (I4).",
        """
        SELECT m.uuid AS message, b.uuid AS booking FROM messaging_message m
        JOIN booking_booking b ON b.uuid = m.subject
        WHERE m.state = 'queued' AND m.kind = 'reminder' AND (b.cancelled_at IS NOT NULL OR m.due_at >= b.starts)
        """,
    ),
    Invariant(
        "two_coming_talks",
        "A citizen has at most one coming talk of a type.",
        """
        SELECT citizen_id, type_id, count(*) AS talks FROM booking_booking
        WHERE cancelled_at IS NULL AND started_at IS NULL AND starts > %(now)s
        GROUP BY citizen_id, type_id HAVING count(*) > 1
        """,
    ),
    Invariant(
        "talk_out_of_order",
        "A talk begins on its booking's day or later, ends after it began, and never belongs to a cancelled one.",
        """
        SELECT t.uuid AS talk FROM conversations_conversation t JOIN booking_booking b ON b.id = t.booking_id
        WHERE t.closed_at < t.started_at OR b.cancelled_at IS NOT NULL OR b.started_at IS NULL
           OR (t.started_at AT TIME ZONE 'Europe/Copenhagen')::date < (b.starts AT TIME ZONE 'Europe/Copenhagen')::date
        """,
    ),
    Invariant(
        "closed_without_summary",
        "A closed talk has its summary and its line to the case system, an open one has neither.",
        """
        SELECT t.uuid AS talk FROM conversations_conversation t
        LEFT JOIN conversations_summary s ON s.conversation_id = t.id
        LEFT JOIN conversations_casesystementry e ON e.conversation_id = t.id
        WHERE (t.closed_at IS NOT NULL) <> (s.id IS NOT NULL) OR (t.closed_at IS NOT NULL) <> (e.id IS NOT NULL)
        """,
    ),
    Invariant(
        "struck_line_kept",
        "After the close a struck line is gone (I11).",
        """
        SELECT l.uuid AS line, t.uuid AS talk FROM conversations_line l
        JOIN conversations_conversation t ON t.id = l.conversation_id
        WHERE l.struck AND t.closed_at IS NOT NULL
        """,
    ),
    Invariant(
        "outcome_without_time",
        "An agreement with an outcome says when and in which talk; one without says neither.",
        """
        SELECT uuid AS agreement FROM plan_agreement
        WHERE (outcome = '') <> (outcome_at IS NULL) OR (outcome = '') <> (outcome_in IS NULL)
        """,
    ),
    Invariant(
        "door_not_open",
        "A live booking opens the citizen's door for its own adviser until 14 days after.",
        """
        SELECT b.uuid AS booking FROM booking_booking b LEFT JOIN people_grant g ON g.cause = b.uuid
        WHERE b.cancelled_at IS NULL AND (
            g.id IS NULL OR g.staff_id <> b.staff_id OR g.citizen_id <> b.citizen_id
            OR g.closes_at <> b.ends + interval '336 hours'
        )
        """,
    ),
    Invariant(
        "door_left_open",
        "Cancelling closes the door at once (I6).",
        """
        SELECT b.uuid AS booking, g.closes_at FROM booking_booking b JOIN people_grant g ON g.cause = b.uuid
        WHERE b.cancelled_at IS NOT NULL AND g.closes_at > b.cancelled_at
        """,
    ),
    Invariant(
        "seen_names_nobody",
        "A line in the access log names whom it is about (I5); only a search may have found nobody.",
        """
        SELECT id AS seen, kind, route FROM audit_seen
        WHERE cardinality(citizens) = 0 AND kind <> 'search' OR cardinality(citizens) > 1 AND kind = 'page'
        """,
    ),
    Invariant(
        "change_not_recorded",
        "That a booking was made, and that it was cancelled, stands in the change log.",
        """
        SELECT b.uuid AS booking FROM booking_booking b
        WHERE b.booked_at > %(now)s - interval '1825 days' AND (
            NOT EXISTS (
                SELECT FROM audit_change c
                WHERE c."table" = 'booking_booking' AND c.pk_text = b.id::text AND c.op = 'I'
            ) OR b.cancelled_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM audit_change c
                WHERE c."table" = 'booking_booking' AND c.pk_text = b.id::text AND c.diff ? 'cancelled_at'
            )
        )
        """,
    ),
)


def broken(now: datetime) -> list[Broken]:
    """Those that do not hold, with their offences. Reads only."""
    found = [_ask(invariant, now) for invariant in INVARIANTS]
    return [one for one in found if one.times]


def _ask(invariant: Invariant, now: datetime) -> Broken:
    with connection.cursor() as cursor:
        cursor.execute(invariant.sql, {"now": now})
        names = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
    return Broken(invariant, len(rows), [dict(zip(names, row, strict=True)) for row in rows[:MOST_SHOWN]])
