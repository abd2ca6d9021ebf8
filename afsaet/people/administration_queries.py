"""Reads for the administrator: what is set up, colleagues, files taken in. Citizens are only counted."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from afsaet.core.errors import NotYours, Refused
from afsaet.core.viewer import Viewer
from afsaet.files.models import StoredFile
from afsaet.files.queries import stored_file
from afsaet.people import cpr, import_file
from afsaet.people.import_rows import House, names
from afsaet.people.import_words import ERROR_COLUMN, FORMATS, LINE_COLUMN
from afsaet.people.models import Authority, Caseload, Citizen, Deputy, ImportRun, Staff, StaffRole, Team, Unit
from afsaet.people.queries import target_groups

MOST_SHOWN = 20


@dataclass(frozen=True)
class HouseCounts:
    """How far the house is set up. Staff are those still here."""

    authority: bool
    units: int
    teams: int
    staff: int
    advisers: int
    administrators: int
    citizens: int
    without_adviser: int


@dataclass(frozen=True)
class RejectedRow:
    """`number` is a masked CPR number or an e-mail address; empty when the row has none."""

    line: int
    number: str
    reasons: str


@dataclass(frozen=True)
class Preview:
    """What the dry run says of a file. Not `ready` when it has been taken in, or is gone after 24 hours."""

    ready: bool
    unknown: list[str]
    rejected: list[RejectedRow]
    has_rejects: bool


def house_counts(viewer: Viewer, day: date) -> HouseCounts:
    _only_administrators(viewer)
    here = Staff.objects.filter(_here(day))
    roles = StaffRole.objects.filter(staff__in=here)
    spells = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), citizen=OuterRef("pk"), starts_on__lte=day
    )
    return HouseCounts(
        authority=Authority.objects.exists(),
        units=Unit.objects.count(),
        teams=Team.objects.count(),
        staff=here.count(),
        advisers=roles.filter(role="adviser").values("staff").distinct().count(),
        administrators=roles.filter(role="administrator").values("staff").distinct().count(),
        citizens=Citizen.objects.count(),
        without_adviser=Citizen.objects.filter(~Exists(spells)).count(),
    )


def staff_list(
    viewer: Viewer,
    search: str = "",
    *,
    day: date,
    team: int | None = None,
    role: str = "",
    left: bool = False,
) -> QuerySet[Staff]:
    """Colleagues still here, or those who have left, in Danish order; every word must occur."""
    _only_administrators(viewer)
    rows = Staff.objects.filter(~_here(day) if left else _here(day))
    for word in search.split():
        rows = rows.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    if team is not None:
        rows = rows.filter(team=team)
    if role:
        rows = rows.filter(Exists(StaffRole.objects.filter(staff=OuterRef("pk"), role=role)))
    return (
        rows.select_related("unit", "team", "user")
        .prefetch_related("roles__unit")
        .order_by("name_order", "pk")
    )


def advisers_here(viewer: Viewer, day: date) -> QuerySet[Staff]:
    return staff_list(viewer, day=day, role="adviser")


def teams_with_staff(viewer: Viewer) -> QuerySet[Team]:
    """Teams with `people`: how many are in them, those who have left too."""
    _only_administrators(viewer)
    rows = Team.objects.select_related("unit").annotate(people=Count("staff"))
    return rows.order_by("unit__name", "name")


def citizens_of(viewer: Viewer, staff: Staff, day: date) -> int:
    """How many citizens have her as their own adviser that day."""
    _only_administrators(viewer)
    return _spells_on(day).filter(staff=staff).count()


def deputies_of(viewer: Viewer, staff: Staff, day: date) -> QuerySet[Deputy]:
    """Who stands in for her on the day or later, soonest first."""
    _only_administrators(viewer)
    return (
        Deputy.objects.filter(staff=staff, last_day__gte=day).select_related("deputy").order_by("first_day")
    )


def possible_deputies(viewer: Viewer, staff: Staff, day: date) -> QuerySet[Staff]:
    """Her colleagues who are advisers, by name."""
    _only_administrators(viewer)
    advisers = Staff.objects.filter(_here(day), roles__role="adviser").exclude(pk=staff.pk)
    return advisers.distinct().order_by("name_order")


def citizens_left_by(viewer: Viewer, staff: Staff) -> int:
    """How many citizens have no own adviser from the day she stops (or stopped), because she does."""
    _only_administrators(viewer)
    if staff.left_on is None:
        return 0
    later = _spells_on(staff.left_on).filter(citizen=OuterRef("citizen"))
    ended = Caseload.objects.filter(~Exists(later), staff=staff, ends_on=staff.left_on)
    return ended.values("citizen").distinct().count()


def _spells_on(day: date) -> QuerySet[Caseload]:
    return Caseload.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


def _here(day: date) -> Q:
    return Q(left_on=None) | Q(left_on__gt=day)


def _only_administrators(viewer: Viewer) -> None:
    if not viewer.has("administrator"):
        raise NotYours


def house_of_rows(day: date) -> House:
    """What the rows of a file, or a form, may name."""
    roles = StaffRole.objects.filter(Q(staff__left_on=None) | Q(staff__left_on__gt=day), role="adviser")
    return House(
        units={name.lower(): pk for name, pk in Unit.objects.values_list("name", "pk")},
        teams={(unit, name.lower()): pk for unit, name, pk in Team.objects.values_list("unit", "name", "pk")},
        target_groups=_target_groups_by_word(),
        staff={email.lower(): pk for email, pk in Staff.objects.values_list("email", "pk")},
        advisers=frozenset(roles.values_list("staff", flat=True)),
        today=day,
    )


def _target_groups_by_word() -> dict[str, int]:
    """By code and by Danish name."""
    groups = list(target_groups())
    by_name = {str(group.name.in_language("da")).lower(): group.pk for group in groups}
    return by_name | {group.code.lower(): group.pk for group in groups}


# --- files taken in ---------------------------------------------------------------------------------


def import_runs(viewer: Viewer, kind: str, most: int = 10) -> list[ImportRun]:
    """The latest files that were taken in."""
    _only_administrators(viewer)
    rows = ImportRun.objects.filter(kind=kind, state=ImportRun.DONE).select_related("by")
    return list(rows.order_by("-done_at")[:most])


def import_preview(viewer: Viewer, run: ImportRun, now: datetime) -> Preview:
    """The dry run's page: the first rejected rows, with citizens already known noted as seen."""
    _only_administrators(viewer)
    upload = stored_file(import_owner(run, "upload"), now)
    rejects = rejected_file(viewer, run, now, most=MOST_SHOWN)
    return Preview(
        ready=run.state == ImportRun.CHECKED and upload is not None,
        unknown=_unknown(run, upload) if upload else [],
        rejected=_rejected(run.kind, rejects) if rejects else [],
        has_rejects=rejects is not None,
    )


def rejected_file(viewer: Viewer, run: ImportRun, now: datetime, *, most: int | None = None) -> str | None:
    """The file of rejected rows as text, or its first rows; None when there is none, or it is gone.

    Citizens we know already and whose rows are in it are noted as seen.
    """
    _only_administrators(viewer)
    file = stored_file(import_owner(run, "rejects"), now)
    if file is None:
        return None
    text = cpr.decrypt(bytes(file.content))
    if run.kind == ImportRun.CITIZENS:
        hashes = [cpr.lookup(number) for row in _rows(text)[:most] if (number := _number(row.get("cpr", "")))]
        known = Citizen.objects.filter(cpr_lookup__in=hashes).values_list("uuid", flat=True)
        viewer.saw([str(uuid) for uuid in known], "taken_in")
    return text


def import_owner(run: ImportRun, part: str) -> str:
    """What a run's stored files are kept under: its "upload" and its "rejects"."""
    return f"people.import:{run.uuid}:{part}"


def _unknown(run: ImportRun, upload: StoredFile) -> list[str]:
    columns, _ = FORMATS[run.kind]
    titles = import_file.header(cpr.decrypt(bytes(upload.content)))
    known = names(columns)
    return [
        title for title in titles if import_file.plain(title) not in {*known, ERROR_COLUMN, LINE_COLUMN, ""}
    ]


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def _rejected(kind: str, text: str) -> list[RejectedRow]:
    column = "cpr" if kind == ImportRun.CITIZENS else "mail"
    return [
        RejectedRow(int(row[LINE_COLUMN]), _shown(kind, row.get(column, "")), row[ERROR_COLUMN])
        for row in _rows(text)[:MOST_SHOWN]
    ]


def _shown(kind: str, text: str) -> str:
    """A CPR number is shown as 010190-xxxx, and one that is none not at all."""
    if kind == ImportRun.STAFF:
        return import_file.unguarded(text)
    number = _number(text)
    return f"{number[:6]}-xxxx" if number else ""


def _number(text: str) -> str:
    try:
        return cpr.parse(text)
    except Refused:
        return ""
