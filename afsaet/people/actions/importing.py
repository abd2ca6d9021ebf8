"""Files of citizens and staff: first a dry run that writes no person, then, once, the real thing.

The file and its rejected rows lie in `files` for 24 hours, encrypted like the CPR numbers in them. `finish`
reads the file again: between the two somebody else may have taken in some of the same people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from afsaet.audit.actions import acting
from afsaet.core import clock
from afsaet.core.errors import NotYours, Refusal, Refused
from afsaet.core.viewer import Viewer
from afsaet.files.actions import remove_files, store_file
from afsaet.files.queries import stored_file
from afsaet.people import cpr, import_file
from afsaet.people.actions.citizens import compare, take_in_many
from afsaet.people.actions.staff import add_staff, change_told, differs
from afsaet.people.actions.users import one_at_a_time, taken_log_in_names
from afsaet.people.administration_queries import house_of_rows, import_owner
from afsaet.people.import_file import Row, Table
from afsaet.people.import_rows import (
    CitizenFacts,
    House,
    StaffFacts,
    Wrong,
    names,
    read_citizen,
    read_staff,
    reason,
)
from afsaet.people.import_words import ERROR_COLUMN, FORMATS, LINE_COLUMN
from afsaet.people.models import ImportRun, Staff

KEPT = timedelta(hours=24)


@dataclass
class Sorted:
    """What a file's rows come to. The four counts are those of `ImportRun`."""

    citizens: list[CitizenFacts]
    new_staff: list[StaffFacts]
    changed_staff: list[tuple[Staff, StaffFacts]]
    rejected: list[tuple[Row, list[Wrong]]]
    new: int = 0
    changed: int = 0


def check_file(kind: str, name: str, content: bytes, *, by: Viewer, now: datetime) -> ImportRun:
    """The dry run. Raises Refused about the file as a whole: see `import_file.decode` and `.read`."""
    if by.staff is None:
        raise NotYours
    text = import_file.decode(content)
    table = read_table(kind, text)
    with acting(by, now):
        run = ImportRun.objects.create(kind=kind, by_id=by.staff, uploaded_at=now)
        _keep(run, "upload", name, text, now)
        _count(run, table, _sort(kind, table, by, now), by, now)
        return run


def finish(run: ImportRun, *, by: Viewer, now: datetime) -> ImportRun:
    """Take in what can be taken in; a second time nothing happens. Raises Refused("import_file_gone")."""
    with acting(by, now):
        one_at_a_time()
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state == ImportRun.DONE:
            return run
        file = stored_file(import_owner(run, "upload"), now)
        if file is None:
            raise Refused("import_file_gone")
        table = read_table(run.kind, cpr.decrypt(bytes(file.content)))
        rows = _sort(run.kind, table, by, now)
        take_in_many(rows.citizens, by=by, now=now)
        for facts in rows.new_staff:
            add_staff(facts, by=by, now=now)
        for staff, facts in rows.changed_staff:
            change_told(staff, facts, by=by, now=now)
        run.state, run.done_at = ImportRun.DONE, now
        _count(run, table, rows, by, now)
        remove_files(import_owner(run, "upload"))
        return run


def read_table(kind: str, text: str) -> Table:
    columns, required = FORMATS[kind]
    return import_file.read(text, names(columns), required)


def _count(run: ImportRun, table: Table, rows: Sorted, by: Viewer, now: datetime) -> None:
    """Write the counts, and keep the rejected rows in place of those from before."""
    run.rows_read = len(table.rows)
    run.rows_new, run.rows_changed, run.rows_rejected = rows.new, rows.changed, len(rows.rejected)
    run.save()
    remove_files(import_owner(run, "rejects"))
    if rows.rejected:
        text = import_file.write(
            [*table.columns, LINE_COLUMN, ERROR_COLUMN], map(_with_reasons, rows.rejected)
        )
        _keep(run, "rejects", "afviste.csv", text, now)


def _with_reasons(rejected: tuple[Row, list[Wrong]]) -> Mapping[str, str]:
    row, wrong = rejected
    reasons = ". ".join(reason(one.refusal) for one in wrong)
    return {**row.cells, LINE_COLUMN: str(row.line), ERROR_COLUMN: reasons}


def _keep(run: ImportRun, part: str, name: str, text: str, now: datetime) -> None:
    store_file(
        cpr.encrypt(text),
        owner=import_owner(run, part),
        name=name,
        content_type="text/csv",
        delete_after=run.uploaded_at + KEPT,
        now=now,
    )


def _sort(kind: str, table: Table, by: Viewer, now: datetime) -> Sorted:
    today = clock.local(now).date()
    house = house_of_rows(today)
    return (
        _sort_citizens(table, house, today) if kind == ImportRun.CITIZENS else _sort_staff(table, house, by)
    )


def _sort_citizens(table: Table, house: House, today: date) -> Sorted:
    rows = Sorted([], [], [], [])
    good: list[tuple[Row, CitizenFacts]] = []
    first_line: dict[str, int] = {}
    for row in table.rows:
        read = _overfull(row) or read_citizen(row.cells, house)
        if isinstance(read, CitizenFacts) and read.cpr in first_line:
            read = [Wrong("cpr", Refusal("same_cpr", {"line": first_line[read.cpr]}))]
        if isinstance(read, CitizenFacts):
            first_line[read.cpr] = row.line
            good.append((row, read))
        else:
            rows.rejected.append((row, read))
    for (row, facts), one in zip(good, compare([facts for _, facts in good], today), strict=True):
        if one.known is None and facts.unit is None:
            rows.rejected.append((row, [Wrong("enhed", Refusal("unit_needed"))]))
            continue
        rows.citizens.append(facts)
        rows.new += one.known is None
        rows.changed += one.changed
    rows.rejected.sort(key=lambda rejected: rejected[0].line)
    return rows


def _overfull(row: Row) -> list[Wrong]:
    return [Wrong("", Refusal("too_many_cells"))] if row.too_many else []


def _sort_staff(table: Table, house: House, by: Viewer) -> Sorted:
    rows = Sorted([], [], [], [])
    colleagues = Staff.objects.select_related("user").prefetch_related("roles")
    known = {staff.user.log_in_name.lower(): staff for staff in colleagues}
    taken = taken_log_in_names(row.cells.get("mail", "") for row in table.rows)
    first_line: dict[str, int] = {}
    for row in table.rows:
        read = _overfull(row) or read_staff(row.cells, house)
        if isinstance(read, StaffFacts):
            name = read.email.lower()
            wrong = _wrong_with(read, known.get(name), taken, first_line, by)
            first_line.setdefault(name, row.line)
            read = wrong or read
        if not isinstance(read, StaffFacts):
            rows.rejected.append((row, read))
        elif (staff := known.get(read.email.lower())) is None:
            rows.new_staff.append(read)
        elif differs(staff, read):
            rows.changed_staff.append((staff, read))
    rows.new, rows.changed = len(rows.new_staff), len(rows.changed_staff)
    return rows


def _wrong_with(
    facts: StaffFacts, known: Staff | None, taken: set[str], first_line: dict[str, int], by: Viewer
) -> list[Wrong]:
    """What only the other rows and the house can tell."""
    name = facts.email.lower()
    told = {role.role for role in facts.roles} if facts.roles is not None else {"administrator"}
    if name in first_line:
        return [Wrong("mail", Refusal("same_email", {"line": first_line[name]}))]
    if known is None and name in taken:
        return [Wrong("mail", Refusal("log_in_name_taken", {"email": facts.email}))]
    if known is None and facts.unit is None:
        return [Wrong("enhed", Refusal("unit_needed"))]
    if known is not None and known.pk == by.staff and "administrator" not in told:
        return [Wrong("roller", Refusal("own_administrator_role"))]
    return []
