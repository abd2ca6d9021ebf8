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
        -- If any two overlap, so do two that follow each other by their start.
        SELECT * FROM (
            SELECT resource_id, owner AS one, ends, lead(owner) OVER next AS other, lead(starts) OVER next AS starts
            FROM calendar_claim WHERE held_until IS NULL OR held_until > %(now)s
            WINDOW next AS (PARTITION BY resource_id ORDER BY starts, id)
        ) AS pair WHERE starts < ends
        """,
    ),
    Invariant(
        "bundle_not_whole",
        "A live booking has taken exactly its staff, with their buffer, its citizen and its room (I1).",
        """
        WITH live AS (
            SELECT b.* FROM booking_booking b
            WHERE b.cancelled_at IS NULL AND (
                EXISTS (SELECT FROM calendar_claim mine WHERE mine.owner = b.uuid)
                -- What is left of a talk that is closed or missed may have been given to a walk-in.
                OR NOT EXISTS (
                    SELECT FROM conversations_conversation t WHERE t.booking_id = b.id AND t.closed_at IS NOT NULL
                    UNION ALL
                    SELECT FROM booking_attendance a WHERE a.booking_id = b.id AND a.absent_at IS NOT NULL
                )
            )
        ),
        due AS (
            SELECT b.uuid AS owner, s.uuid AS ref, 'staff' AS kind, b.starts,
                b.ends + b.buffer_minutes * interval '1 minute' AS ends
            FROM live b JOIN people_staff s ON s.id IN (b.staff_id, b.colleague_id)
            UNION ALL
            SELECT b.uuid, p.uuid, 'citizen', b.starts, b.ends FROM live b JOIN people_citizen p ON p.id = b.citizen_id
            UNION ALL
            SELECT b.uuid, r.uuid, 'room', b.starts, b.ends FROM live b JOIN calendar_room r ON r.id = b.room_id
        ),
        taken AS (
            SELECT c.owner, r.ref, r.kind, c.starts, c.ends
            FROM calendar_claim c JOIN live b ON b.uuid = c.owner JOIN calendar_resource r ON r.id = c.resource_id
            WHERE c.held_until IS NULL
        )
        SELECT owner AS booking, kind, starts, ends, due.owner IS NULL AS too_much
        FROM due FULL JOIN (SELECT *, true AS there FROM taken) taken USING (owner, ref, kind, starts, ends)
        WHERE there IS NULL OR due.owner IS NULL
        """,
    ),
    Invariant(
        "meeting_not_whole",
        "A meeting has taken its staff and its room, and each seat its citizen, while they stand (I1).",
        """
        WITH due AS (
            SELECT m.uuid AS owner, s.uuid AS ref, m.starts, m.ends
            FROM booking_groupmeeting m JOIN people_staff s ON s.id = m.staff_id WHERE m.cancelled_at IS NULL
            UNION ALL
            SELECT m.uuid, r.uuid, m.starts, m.ends
            FROM booking_groupmeeting m JOIN calendar_room r ON r.id = m.room_id WHERE m.cancelled_at IS NULL
            UNION ALL
            SELECT e.uuid, p.uuid, m.starts, m.ends
            FROM booking_seat e JOIN booking_groupmeeting m ON m.id = e.meeting_id
            JOIN people_citizen p ON p.id = e.citizen_id WHERE e.given_up_at IS NULL
        )
        SELECT due.owner AS meeting, due.starts FROM due
        LEFT JOIN calendar_resource r ON r.ref = due.ref
        LEFT JOIN calendar_claim c ON c.owner = due.owner AND c.resource_id = r.id
            AND c.starts = due.starts AND c.ends = due.ends AND c.held_until IS NULL
        WHERE c.id IS NULL
        """,
    ),
    Invariant(
        "too_many_seated",
        "A meeting has no more citizens than seats, and none when it is cancelled.",
        """
        SELECT m.uuid AS meeting, count(*) AS seated FROM booking_groupmeeting m
        JOIN booking_seat e ON e.meeting_id = m.id AND e.given_up_at IS NULL
        GROUP BY m.id HAVING count(*) > CASE WHEN m.cancelled_at IS NULL THEN m.seats ELSE 0 END
        """,
    ),
    Invariant(
        "claim_without_booking",
        "Time that is taken for good belongs to a live booking, meeting or seat (I1).",
        """
        SELECT c.owner, c.resource_id, c.starts
        FROM calendar_claim c
        LEFT JOIN booking_booking b ON b.uuid = c.owner AND b.cancelled_at IS NULL
        LEFT JOIN booking_groupmeeting m ON m.uuid = c.owner AND m.cancelled_at IS NULL
        LEFT JOIN booking_seat e ON e.uuid = c.owner AND e.given_up_at IS NULL
        WHERE c.held_until IS NULL AND b.id IS NULL AND m.id IS NULL AND e.id IS NULL
        """,
    ),
    Invariant(
        "held_too_long",
        "A half-filled form holds a time for five minutes, an open talk for two hours, an offer until its own hour.",
        """
        SELECT c.owner, c.starts, c.held_until
        FROM calendar_claim c
        LEFT JOIN booking_draft d ON d.uuid = c.owner
        LEFT JOIN conversations_line l ON l.uuid = c.owner
        LEFT JOIN booking_timeoffer o ON o.uuid = c.owner AND o.answer = ''
        WHERE c.held_until > CASE
            WHEN o.id IS NOT NULL THEN o.held_until
            WHEN d.id IS NOT NULL THEN d.changed_at + interval '5 minutes'
            WHEN l.id IS NOT NULL THEN %(now)s + interval '2 hours'
            ELSE %(now)s + interval '5 minutes'
        END
        """,
    ),
    Invariant(
        "no_receipt",
        "Every booking made ahead has its receipt queued (I2). Messages are kept for two years.",
        """
        SELECT b.uuid AS booking FROM booking_booking b
        WHERE b.booked_at > %(now)s - interval '729 days' AND b.origin <> 'walk_in' AND NOT EXISTS (
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
    Invariant(
        "not_reached_without_calls",
        "Nobody is »ikke fået fat i« without two calls in vain ten minutes apart inside the booked time (I13).",
        """
        SELECT b.uuid AS booking FROM booking_attendance a JOIN booking_booking b ON b.id = a.booking_id
        WHERE a.absence = 'not_reached' AND NOT EXISTS (
            SELECT FROM booking_callattempt one JOIN booking_callattempt two ON two.booking_id = one.booking_id
            WHERE one.booking_id = b.id AND one.at >= b.starts AND two.at < b.ends
              AND two.at >= one.at + interval '10 minutes'
              AND one.outcome IN ('no_answer', 'wrong_number') AND two.outcome IN ('no_answer', 'wrong_number')
        )
        """,
    ),
    Invariant(
        "absent_and_not",
        "An absence is no held, cancelled or coming talk; »ikke mødt« is for meetings, »ikke fået fat i« for the rest.",
        """
        SELECT b.uuid AS booking FROM booking_attendance a JOIN booking_booking b ON b.id = a.booking_id
        WHERE a.absence <> '' AND (
            b.cancelled_at IS NOT NULL OR b.started_at IS NOT NULL OR a.absent_at < b.starts
            OR (a.absence = 'not_come') <> (b.form = 'in_person')
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
