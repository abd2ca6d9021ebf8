"""What is due goes at night, and not an hour earlier."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Model
from procrastinate.contrib.django import app

from afsaet.audit.models import Change, Seen
from afsaet.booking.models import Draft
from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.files.models import StoredFile
from afsaet.messaging.models import Message
from afsaet.privacy.actions import remove_what_is_due
from afsaet.privacy.tasks import remove_due
from tests.cast import Cast

YEAR = timedelta(days=365)


def message(cast: Cast, kind: str, at: datetime) -> Message:
    return Message.objects.create(
        citizen=cast.bo,
        channel="inbox",
        kind=kind,
        title="x",
        body="x",
        subject=cast.bo.uuid,
        due_at=at,
        queued_at=at,
    )


def seen(cast: Cast, at: datetime) -> Seen:
    return Seen.objects.create(at=at, who="x", route="x", kind="page", purpose="x", citizens=[cast.bo.uuid])


def change(cast: Cast, at: datetime) -> Change:
    return Change.objects.create(table="x", pk_text="1", op="U", who="x", at=at)


def draft(cast: Cast, at: datetime) -> Draft:
    Draft.objects.all().delete()
    return Draft.objects.create(citizen=cast.bo, changed_at=at)


def stored(cast: Cast, at: datetime) -> StoredFile:
    return StoredFile.objects.create(
        owner="x",
        name="x",
        content_type="x",
        content=b"x",
        stored_at=at,
        delete_after=at + timedelta(hours=24),
    )


@pytest.mark.parametrize(
    ("make", "kept_for"),
    [
        (seen, 5 * YEAR + timedelta(days=1)),
        (change, 5 * YEAR + timedelta(days=1)),
        (draft, timedelta(days=30)),
        (stored, timedelta(hours=24)),
        (lambda cast, at: message(cast, "notice", at), 2 * YEAR),
        (lambda cast, at: message(cast, "invitation", at), timedelta(days=3)),
    ],
    ids=["seen", "change", "draft", "file", "message", "invitation"],
)
def test_a_row_stays_its_time_and_then_goes(cast: Cast, make: object, kept_for: timedelta) -> None:
    now = clock.now()
    row: Model = make(cast, now)  # type: ignore[operator]
    model = type(row)
    remove_what_is_due(by=job("test"), now=now + kept_for - timedelta(minutes=1))
    assert model._default_manager.filter(pk=row.pk).exists()
    gone = remove_what_is_due(by=job("test"), now=now + kept_for + timedelta(minutes=1))
    assert not model._default_manager.filter(pk=row.pk).exists()
    assert gone[model._meta.db_table] >= 1


def test_a_file_without_an_end_stays(cast: Cast) -> None:
    row = stored(cast, clock.now())
    StoredFile.objects.update(delete_after=None)
    remove_what_is_due(by=job("test"), now=clock.now() + 20 * YEAR)
    assert StoredFile.objects.filter(pk=row.pk).exists()


def test_citizens_and_their_plans_do_not_go_by_themselves(cast: Cast) -> None:
    remove_what_is_due(by=job("test"), now=clock.now() + 20 * YEAR)
    cast.bo.refresh_from_db()


def test_the_job_runs_every_night_at_half_past_two(cast: Cast) -> None:
    (task,) = [
        task
        for (name, _), task in app.periodic_registry.periodic_tasks.items()
        if name == "privacy.remove_what_is_due"
    ]
    assert task.cron == "30 2 * * *"
    seen(cast, clock.now() - 6 * YEAR)
    remove_due(timestamp=0)
    assert not Seen.objects.exists()
