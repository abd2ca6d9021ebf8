"""Stored bytes: known by their content, handed out until their time is up, then gone."""

from datetime import timedelta

import pytest

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.files import actions, rules
from afsaet.files.models import StoredFile
from afsaet.files.queries import stored_file
from afsaet.files.tasks import remove_expired_files

pytestmark = pytest.mark.usefixtures("db", "monday")


def keep(owner: str = "people.import:1", hours: int | None = 24, content: bytes = b"a;b") -> StoredFile:
    now = clock.now()
    gone = None if hours is None else now + timedelta(hours=hours)
    return actions.store_file(
        content, owner=owner, name="a.csv", content_type="text/csv", delete_after=gone, now=now
    )


def test_a_file_is_handed_out_until_its_last_minute_and_not_after() -> None:
    keep()
    now = clock.now()
    assert stored_file("people.import:1", now + timedelta(hours=23, minutes=59)) is not None
    assert stored_file("people.import:1", now + timedelta(hours=24)) is None


def test_a_file_is_found_by_its_owner_only() -> None:
    keep()
    assert stored_file("people.import:2", clock.now()) is None


def test_the_newest_of_two_files_is_handed_out() -> None:
    keep(content=b"old")
    keep(content=b"new")
    found = stored_file("people.import:1", clock.now())
    assert found is not None
    assert bytes(found.content) == b"new"


def test_what_is_expired_is_deleted_and_nothing_else() -> None:
    keep(hours=24)
    stays = [keep("people.import:2", hours=25), keep("people.import:3", hours=None)]
    assert actions.remove_expired(clock.now() + timedelta(hours=24)) == 1
    assert list(StoredFile.objects.order_by("pk")) == stays


def test_the_hourly_job_deletes_by_our_clock(monday: object) -> None:
    keep(hours=24)
    remove_expired_files(timestamp=0)
    assert StoredFile.objects.count() == 1
    monday.move_to(clock.now() + timedelta(hours=24))  # type: ignore[attr-defined]
    remove_expired_files(timestamp=0)
    assert not StoredFile.objects.exists()


def test_a_file_that_is_too_big_is_refused_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LARGEST_BYTES", 10)
    with pytest.raises(Refused) as refused:
        keep(content=b"x" * 11)
    assert refused.value.code == "file_too_big"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"PK\x03\x04...", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1", "application/vnd.ms-excel"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"a\0b", "application/octet-stream"),
        ("cpr;fornavn\næøå".encode(), "text/plain"),
        ("cpr;fornavn".encode("utf-16"), "text/plain"),
    ],
)
def test_bytes_are_known_by_what_they_are_not_by_their_name(content: bytes, content_type: str) -> None:
    assert rules.sniff(content) == content_type
