"""A house with years behind it, put into an empty database in a minute: what the measurements look for times among.

It writes rows past all of our code, so it keeps what must always hold by itself; afsaet/site/invariants.py is run on
it in the tests. Every weekday has eight times; seven of eight of the past are held talks, every other one ahead is
booked, and the rest is free. The nth citizen of an adviser has every nth time of hers, so nobody is in two places.

Left out, because nothing measured here reads it: CPR numbers that can be decrypted, reminders, topics, notes of talks.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED

from afsaet.audit.models import Change, Seen
from afsaet.booking.models import Booking, ConversationType
from afsaet.calendar.models import Claim, ClosedDay, Resource, WorkRule
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Authority, Caseload, Citizen, Grant, Staff, StaffRole, Unit, User

WALLS = [time(8, 30), time(9, 15), time(10), time(10, 45), time(12, 30), time(13, 15), time(14), time(14, 45)]
OPEN = [(time(8, 30), time(11, 30)), (time(12, 30), time(15, 30))]
WEEKDAYS = 5
HORIZON_DAYS = 28
HEAVY = (Booking, Claim, Grant, Message, Change, Seen)


@dataclass(frozen=True)
class Size:
    """`advisers` and `citizens` are per unit and per adviser; `days` lie behind us, `ahead` are weekdays from
    today with bookings. A citizen has one coming talk at most: `citizens` ≥ 8 × `ahead`."""

    units: int
    advisers: int
    citizens: int
    days: int
    ahead: int

    @property
    def staff(self) -> int:
        return self.units * self.advisers


TINY = Size(units=2, advisers=3, citizens=40, days=30, ahead=5)
FULL = Size(units=10, advisers=30, citizens=160, days=365, ahead=20)


def load(size: Size, now: datetime) -> int:
    """Fill an empty, migrated database; how many bookings it has then."""
    if Authority.objects.exists():
        raise RuntimeError("the house is not empty")
    with transaction.atomic(), _no_triggers(), _no_indexes(*HEAVY):
        _house(size, now)
        _hours(size, now)
        _slots(size, now - timedelta(days=size.days), now, now)
        bookings = _talks(size, now)
    _analyze()
    return bookings


def load_earlier(size: Size, times: int, now: datetime, *, bare: bool = False) -> int:
    """Put more years before a loaded house, until it has `times` its days; how many bookings came.

    `bare`: only talks and claims, which is all a search could look at; the invariants then miss the rest.
    """
    until = now - timedelta(days=size.days)
    with transaction.atomic(), _no_triggers(), _no_indexes(*HEAVY):
        _slots(size, until - timedelta(days=size.days * (times - 1)), until, now)
        bookings = _talks(size, now, bare=bare)
    _analyze()
    return bookings


# ---- people ---------------------------------------------------------------------------------------


def _house(size: Size, now: datetime) -> None:
    """Units, advisers and citizens under numbers that begin at 1, so that whose is whose can be reckoned."""
    Authority.objects.create(
        pk=1, kind="kommune", name="Fjordby Kommune", unit_name="Beskæftigelse", phone="76001200",
        calls_from="76001234", hours="mandag-torsdag 9-15, fredag 9-13", email="kontakt@fjordby.example",
    )  # fmt: skip
    ConversationType.objects.update(horizon_days=HORIZON_DAYS)
    staff, everybody = size.staff, size.staff * (1 + size.citizens)
    _insert(
        Unit, {"id": "n", "name": "'Enhed ' || n", "address": "'Rådhustorvet ' || n"}, _numbers(size.units)
    )
    _insert(
        User,
        {
            "id": "n",
            "log_in_name": "'bruger' || n || '@mail.example'",
            "password": "'!'",
            "is_active": "true",
        },
        _numbers(everybody),
    )
    names = {"first_name": "'Fornavn' || mod(n, 400)", "last_name": "'Efternavn' || n"}
    _insert(
        Staff,
        names
        | {
            "id": "n",
            "user_id": "n",
            "unit_id": f"1 + (n - 1) / {size.advisers}",
            "email": "n || '@fjordby.example'",
        },
        _numbers(staff),
    )
    _insert(StaffRole, {"staff_id": "n", "role": "'adviser'"}, _numbers(staff))
    _insert(
        Citizen,
        names
        | {
            "id": "n",
            "user_id": f"n + {staff}",
            "unit_id": f"1 + (n - 1) / {size.advisers * size.citizens}",
            "birth_date": "date '1960-01-01' + mod(n, 12000)",
            "cpr_encrypted": "sha256(int4send(n))",
            "cpr_lookup": "sha256(int4send(n))",
            "phone": "(20000000 + n)::text",
            "email": "n || '@mail.example'",
            "registered_on": "date '2020-01-01'",
        },
        _numbers(staff * size.citizens),
    )
    _insert(
        Caseload,
        {"citizen_id": "n", "staff_id": f"1 + (n - 1) / {size.citizens}", "starts_on": "date '2020-01-01'"},
        _numbers(staff * size.citizens),
    )


def _hours(size: Size, now: datetime) -> None:
    """Resource n is adviser n; the citizens' come after them."""
    _insert(Resource, {"id": "s.id", "kind": "'staff'", "ref": "s.uuid"}, "FROM people_staff s")
    _insert(
        Resource,
        {"id": f"c.id + {size.staff}", "kind": "'citizen'", "ref": "c.uuid"},
        "FROM people_citizen c",
    )
    for opens, closes in OPEN:
        _insert(
            WorkRule,
            {
                "resource_id": "n",
                "weekday": "day",
                "opens": f"time '{opens}'",
                "closes": f"time '{closes}'",
                "valid_from": "date '2000-01-01'",
            },
            f"{_numbers(size.staff)}, generate_series(0, {WEEKDAYS - 1}) AS day",
        )


# ---- talks ----------------------------------------------------------------------------------------


def _slots(size: Size, since: datetime, until: datetime, now: datetime) -> None:
    """A temporary table of the times there are from one day to another, `ahead` too: wall time is converted here."""
    first, last, today = (clock.local(moment).date() for moment in (since, until, now))
    closed = set(ClosedDay.objects.values_list("day", flat=True))
    past = [first + timedelta(days=n) for n in range((last - first).days)]
    days = _working(past, closed)
    if last == today:
        days += _working((today + timedelta(days=n) for n in range(365)), closed)[: size.ahead]
    moments = [clock.at_local(day, wall.hour, wall.minute) for day in days for wall in WALLS]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS slot")
        cursor.execute("CREATE TEMPORARY TABLE slot (number int, starts timestamptz)")
        cursor.execute(
            "INSERT INTO slot SELECT number, starts "
            "FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS s (starts, number)",
            [moments],
        )


def _working(days: "Iterator[date] | Sequence[date]", closed: set[date]) -> list[date]:
    return [day for day in days if day.weekday() < WEEKDAYS and day not in closed]


def _talks(size: Size, now: datetime, *, bare: bool = False) -> int:
    """Bookings in the slots, with all that hangs on a booking unless `bare`."""
    after = Booking.objects.aggregate(last=models.Max("pk"))["last"] or 0
    kind = ConversationType.objects.order_by("pk")[0]
    citizen = f"(n - 1) * {size.citizens} + 1 + mod(slot.number, {size.citizens})"
    booked = "least(slot.starts - interval '10 days', %(now)s - interval '1 hour')"
    made = _insert(
        Booking,
        {
            "uuid": "gen_random_uuid()",
            "key": "gen_random_uuid()",
            "citizen_id": citizen,
            "staff_id": "n",
            "type_id": str(kind.pk),
            "form": "'in_person'",
            "starts": "slot.starts",
            "ends": f"slot.starts + interval '{kind.minutes} minutes'",
            "origin": "'self'",
            "booked_at": booked,
            "booked_by": "'bench'",
            "started_at": "CASE WHEN slot.starts < %(now)s THEN slot.starts END",
        },
        f"{_numbers(size.staff)}, slot "
        "WHERE CASE WHEN slot.starts < %(now)s THEN mod(slot.number + n, 8) <> 0 ELSE mod(slot.number + n, 2) = 0 END",
        {"now": now},
    )
    since = f"FROM booking_booking b WHERE b.id > {after}"
    for resource in ("b.staff_id", f"b.citizen_id + {size.staff}"):
        _insert(
            Claim, {"resource_id": resource, "starts": "b.starts", "ends": "b.ends", "owner": "b.uuid"}, since
        )
    if not bare:
        _told_and_logged(since, now)
    return made


def _told_and_logged(since: str, now: datetime) -> None:
    """The open door, the receipt in her inbox, the change log's line, and the line of her own look at the page."""
    _insert(
        Grant,
        {
            "citizen_id": "b.citizen_id",
            "staff_id": "b.staff_id",
            "reason": f"'{Grant.BOOKING}'",
            "cause": "b.uuid",
            "opens_at": "b.booked_at",
            "closes_at": "b.ends + interval '336 hours'",
        },
        since,
    )
    _insert(
        Message,
        {
            "citizen_id": "b.citizen_id",
            "channel": "'inbox'",
            "kind": "'receipt'",
            "title": "'Din tid er booket'",
            "body": "'Du har fået en tid. Vi glæder os til at se dig, og du kan skifte tiden eller melde afbud her.'",
            "subject": "b.uuid",
            "due_at": "b.booked_at",
            "state": "'sent'",
            "queued_at": "b.booked_at",
            "sent_at": "b.booked_at",
        },
        f"{since} AND b.booked_at > %(now)s - interval '730 days'",
        {"now": now},
    )
    _insert(
        Change,
        {
            "table": "'booking_booking'",
            "pk_text": "b.id",
            "op": "'I'",
            "who": "b.booked_by",
            "at": "b.booked_at",
        },
        since,
    )
    _insert(
        Seen,
        {
            "at": "b.booked_at",
            "who": "b.booked_by",
            "role": "'borger'",
            "route": "'book'",
            "kind": "'page'",
            "purpose": "'own_page'",
            "citizens": "ARRAY[c.uuid]",
        },
        since.replace(" WHERE", " JOIN people_citizen c ON c.id = b.citizen_id WHERE"),
    )


# ---- SQL ------------------------------------------------------------------------------------------


def _numbers(count: int) -> str:
    return f"FROM generate_series(1, {count}) AS n"


def _insert(
    model: type[Model], values: Mapping[str, str], source: str, facts: Mapping[str, object] | None = None
) -> int:
    """INSERT … SELECT; columns nobody names get the model's own default, so that a new field breaks nothing here."""
    columns = dict(values)
    given: dict[str, Any] = dict(facts or {})
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column in columns or field.primary_key or isinstance(field, models.GeneratedField):
            continue
        if field.null or field.db_default is not NOT_PROVIDED:
            continue
        if isinstance(field, models.UUIDField):
            columns[column] = "gen_random_uuid()"
            continue
        columns[column] = f"%({column})s::{field.db_type(connection)}"
        given[column] = field.get_db_prep_save(field.get_default(), connection)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) SELECT {', '.join(columns.values())} {source}",
            given or None,
        )
        made = int(cursor.rowcount)
        if "id" in values:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), (SELECT max(id) FROM "
                f"{quote(model._meta.db_table)}))"
            )
    return made


@contextmanager
def _no_triggers() -> Iterator[None]:
    """No change log and no checks of foreign keys while we load. Needs a superuser, as the embedded server gives."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def _no_indexes(*tables: type[Model]) -> Iterator[None]:
    """Built once afterwards instead of row by row."""
    with connection.cursor() as cursor:
        names = [table._meta.db_table for table in tables]
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = ANY(%s::regclass[]) AND contype = 'x'",
            [names],
        )
        constraints = cursor.fetchall()
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid = ANY(%s::regclass[]) "
            "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
            [names],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
