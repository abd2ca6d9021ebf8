"""Who did it stands in the history, also when one action calls another."""

from datetime import timedelta

from afsaet.audit.actions import acting
from afsaet.audit.models import Change
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.models import Team
from tests.cast import Cast


def test_each_change_names_who_acts_and_when_inside_and_after_another_action(cast: Cast) -> None:
    now = clock.now()
    lise, job, later = Viewer(user="lise"), Viewer(user="job:x"), now + timedelta(hours=1)
    with acting(lise, now):
        Team.objects.create(unit=cast.unit, name="1")
        with acting(lise, now):
            Team.objects.create(unit=cast.unit, name="2")
        with acting(job, later):
            Team.objects.create(unit=cast.unit, name="3")
        Team.objects.create(unit=cast.unit, name="4")
    with acting(job, later):
        Team.objects.create(unit=cast.unit, name="5")
    history = Change.objects.filter(table="people_team", op="I").order_by("-id")[:5]
    assert [(change.who, change.at) for change in reversed(history)] == [
        ("lise", now),
        ("lise", now),
        ("job:x", later),
        ("lise", now),
        ("job:x", later),
    ]


def test_a_failed_action_leaves_nobody_acting(cast: Cast) -> None:
    now = clock.now()
    try:
        with acting(Viewer(user="lise"), now):
            raise ValueError
    except ValueError:
        pass
    with acting(Viewer(user="nanna"), now):
        Team.objects.create(unit=cast.unit, name="6")
    assert Change.objects.filter(table="people_team", op="I").latest("id").who == "nanna"
