"""The adviser's citizens: her own caseload, and those whose door a talk has opened. One page is one query or two."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from afsaet.booking.models import Booking, Deadline
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people import cpr
from afsaet.people.access import open_citizens
from afsaet.people.models import Caseload, Citizen

PER_PAGE = 50
SOON_DAYS = 7
ALL, WITHOUT_TIME, DUE_SOON = "alle", "uden-tid", "frist"
# This many digits are meant as a CPR number, right or wrong: they are never kept as words.
_DIGITS_OF_A_NUMBER = 6


@dataclass(frozen=True)
class CaseloadRow:
    """`own` when she is in the adviser's caseload, or in that of the colleague `caseload_of`, for whom the
    adviser deputises; else a talk has opened the door. Moments are UTC.
    """

    uuid: UUID
    name: str
    next_talk: datetime | None
    book_by: date | None
    last_talk: datetime | None
    own: bool
    caseload_of: str


@dataclass(frozen=True)
class CaseloadPage:
    """`total` is how many the filter found, on all pages."""

    rows: list[CaseloadRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Found:
    """What a search found; `more` when the list was cut. `by_number` when a CPR number was asked for."""

    rows: list[CaseloadRow]
    more: bool
    by_number: bool


def caseload_page(viewer: Viewer, show: str, page: int, *, now: datetime) -> CaseloadPage:
    """Those the filter `show` leaves, by name; those with a deadline soon, by deadline. Notes whom it shows."""
    citizens = _filtered(_by_name(viewer, now), show, now)
    total = citizens.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = _rows(viewer, citizens[(page - 1) * PER_PAGE : page * PER_PAGE], now)
    viewer.saw((str(row.uuid) for row in rows), "caseload_list")
    return CaseloadPage(rows, total, page, pages)


def caseload_search(viewer: Viewer, text: str, *, now: datetime) -> Found:
    """By name (every word must fit) or by the whole CPR number. The number itself is never logged.

    Raises Refused("cpr_form") for digits that are no CPR number.
    """
    citizens = _by_name(viewer, now)
    by_number = len(re.findall(r"\d", text)) >= _DIGITS_OF_A_NUMBER
    if by_number:
        viewer.searched("cpr")
        citizens = citizens.filter(cpr_lookup=cpr.lookup(cpr.parse(text)))
    else:
        viewer.searched(f"navn: {text}")
        for word in text.split():
            citizens = citizens.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    rows = _rows(viewer, citizens[: PER_PAGE + 1], now)
    viewer.saw((str(row.uuid) for row in rows[:PER_PAGE]), "search")
    return Found(rows[:PER_PAGE], len(rows) > PER_PAGE, by_number)


def caseload_row(viewer: Viewer, citizen: Citizen, *, now: datetime) -> CaseloadRow:
    """One citizen as the list shows her. She has passed `citizen_for`."""
    return _rows(viewer, _by_name(viewer, now).filter(pk=citizen.pk), now)[0]


def _by_name(viewer: Viewer, now: datetime) -> QuerySet[Citizen]:
    return open_citizens(viewer, now).order_by("name_order", "pk")


def _talks() -> QuerySet[Booking]:
    return Booking.objects.filter(citizen=OuterRef("pk"), cancelled_at=None)


def _due() -> QuerySet[Deadline]:
    return Deadline.objects.filter(citizen=OuterRef("pk"), met_by=None).order_by("book_by")


def _filtered(citizens: QuerySet[Citizen], show: str, now: datetime) -> QuerySet[Citizen]:
    if show == WITHOUT_TIME:
        return citizens.filter(~Exists(_talks().filter(starts__gt=now)))
    if show == DUE_SOON:
        last = clock.local(now).date() + timedelta(days=SOON_DAYS)
        soonest = Subquery(_due().values("book_by")[:1])
        return citizens.filter(Exists(_due().filter(book_by__lte=last))).order_by(soonest, "name_order", "pk")
    return citizens


def _colleague(viewer: Viewer, now: datetime) -> Subquery:
    """The name of the adviser whose caseload a citizen is in, when that is somebody else."""
    today = clock.local(now).date()
    spells = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), citizen=OuterRef("pk"), starts_on__lte=today
    ).exclude(staff=viewer.staff)
    name = Concat("staff__first_name", Value(" "), "staff__last_name")
    return Subquery(spells.order_by("-starts_on").values_list(name)[:1])


def _rows(viewer: Viewer, citizens: QuerySet[Citizen], now: datetime) -> list[CaseloadRow]:
    values = citizens.values_list(
        "uuid",
        "first_name",
        "last_name",
        Subquery(_talks().filter(starts__gt=now).order_by("starts").values("starts")[:1]),
        Subquery(_due().values("book_by")[:1]),
        Subquery(_talks().filter(started_at__isnull=False).order_by("-starts").values("starts")[:1]),
        F("in_caseload"),
        _colleague(viewer, now),
    )
    return [
        CaseloadRow(uuid, f"{first} {last}", coming, book_by, last_talk, own, name if own and name else "")
        for uuid, first, last, coming, book_by, last_talk, own, name in values
    ]
