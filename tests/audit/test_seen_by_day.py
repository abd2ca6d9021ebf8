"""Who saw her, day by day."""

from datetime import datetime, timedelta

from afsaet.audit.actions import record_seen
from afsaet.audit.models import Seen
from afsaet.audit.queries import DAYS_PER_PAGE, seen_by_day
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from tests.cast import Cast, viewer_of


def look(viewer: Viewer, citizen: object, at: datetime, purpose: str = "own_citizen") -> None:
    viewer.citizens_seen.clear()
    viewer.purpose = ""
    viewer.saw([str(citizen)], purpose)
    record_seen(viewer, now=at)


def test_looks_of_one_day_role_and_purpose_are_one_line_with_its_times(cast: Cast) -> None:
    lise, nine = viewer_of(cast.lise), clock.at_local(clock.today(), 9)
    for minutes in (0, 15, 90):
        look(lise, cast.bo.uuid, nine + clock.minutes(minutes))
    look(lise, cast.bo.uuid, nine + clock.minutes(20), "day_list")
    look(lise, cast.amal.uuid, nine)
    (day,) = seen_by_day(cast.bo.uuid).days
    assert day.day == clock.today()
    assert [(looks.purpose, len(looks.at)) for looks in day.looks] == [("own_citizen", 3), ("day_list", 1)]
    assert day.looks[0].at[0] > day.looks[0].at[-1]
    assert (day.looks[0].role, day.looks[0].unit) == ("adviser", "Beskæftigelse")


def test_her_own_lookups_and_refused_attempts_are_left_out(cast: Cast) -> None:
    look(viewer_of(cast.bo), cast.bo.uuid, clock.now(), "own_page")
    nanna = viewer_of(cast.nanna)
    nanna.reached_for([str(cast.bo.uuid)])
    record_seen(nanna, now=clock.now())
    assert Seen.objects.filter(citizens__contains=[cast.bo.uuid]).count() == 2
    assert seen_by_day(cast.bo.uuid).days == ()


def test_a_look_just_after_midnight_in_denmark_belongs_to_that_day(cast: Cast) -> None:
    day = clock.today()
    look(viewer_of(cast.lise), cast.bo.uuid, clock.at_local(day, 0, 10))
    assert [one.day for one in seen_by_day(cast.bo.uuid).days] == [day]


def test_days_come_newest_first_twenty_to_a_page(cast: Cast) -> None:
    lise, today = viewer_of(cast.lise), clock.today()
    for back in range(DAYS_PER_PAGE + 3):
        look(lise, cast.bo.uuid, clock.at_local(today - timedelta(days=back), 10))
    first, second = seen_by_day(cast.bo.uuid, 1), seen_by_day(cast.bo.uuid, 2)
    assert (len(first.days), len(second.days), first.pages) == (DAYS_PER_PAGE, 3, 2)
    assert first.days[0].day == today
    assert second.days[0].day == today - timedelta(days=DAYS_PER_PAGE)
    assert seen_by_day(cast.bo.uuid, 99).page == 2
    assert seen_by_day(cast.bo.uuid, -4).page == 1
