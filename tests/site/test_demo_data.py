"""The invented Fjordby in a small size: what stands in it, made through the actions."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from afsaet.audit.models import Change
from afsaet.booking.models import Booking, Deadline
from afsaet.conversations.models import CaseSystemEntry, Conversation
from afsaet.conversations.rules import refusal_of_text
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Caseload, Citizen, Staff
from afsaet.plan.models import Goal
from afsaet.plan.queries import open_agreements
from afsaet.plan.rules import refusal_of_agreement
from afsaet.site.demo.build import build
from afsaet.site.demo.cast import BOS_GOAL
from afsaet.site.demo.texts import HERS_BY_TOPIC
from afsaet.site.demo.trades import TRADES
from afsaet.site.invariants import broken
from tests.site.small_demo import OPENS, SMALL

NEVER_SAID = (
    "syg",
    "diagnose",
    "smerte",
    "depress",
    "gæld",
    "misbrug",
    "alkohol",
    "skilsmisse",
    "!",
    "jobcenter",
)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def fjordby(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Built once for all tests of this file; each test's own writing is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(SMALL, OPENS)
        yield
        transaction.set_rollback(True)


def test_what_is_built_holds_all_invariants() -> None:
    assert broken(OPENS) == []
    held = Conversation.objects.filter(closed_at__isnull=False)
    assert held.count() > 15
    assert Booking.objects.filter(starts__gt=OPENS, cancelled_at=None).count() > 5
    assert Booking.objects.filter(cancelled_at__isnull=False).exists()
    assert Deadline.objects.filter(met_by=None).exists()
    assert Change.objects.filter(table="booking_booking", op="I").count() == Booking.objects.count()


def test_the_cast_is_as_the_design_tells_it() -> None:
    bo = Citizen.objects.get(first_name="Bo", last_name="Madsen")
    assert Caseload.objects.get(citizen=bo).staff.name == "Lise Krogh"
    assert not Booking.objects.filter(citizen=bo, starts__gt=OPENS).exists()
    assert Deadline.objects.get(citizen=bo, met_by=None).book_by > OPENS.date()
    assert Conversation.objects.filter(booking__citizen=bo, closed_at__isnull=False).count() == 2
    assert Goal.objects.get(citizen=bo, ended_at=None).words == BOS_GOAL
    assert [(one.what, one.ticked_at is not None) for one in open_agreements(bo)] == [
        ("Ring til to lagre", True),
        ("Send ansøgning til Vesterlund Lager", False),
    ]
    amal = Citizen.objects.get(last_name="Haddad", first_name="Amal")
    assert (amal.language, amal.interpreter) == ("ar", "arabisk")
    coming = Booking.objects.get(citizen=amal, starts__gt=OPENS)
    assert (coming.interpreter, clock.local(coming.starts).hour) == ("arabisk", 9)
    kirsten = Citizen.objects.get(first_name="Kirsten", last_name="Holm")
    assert (kirsten.digital_post_exempt, kirsten.email, kirsten.protected_address) == (True, "", True)
    assert Booking.objects.get(citizen=kirsten).origin == "assisted"


def test_lises_day_has_talks_behind_and_ahead() -> None:
    lise = Staff.objects.get(email="lise.krogh@fjordby.example")
    today = Booking.objects.filter(staff=lise, starts__date=OPENS.date())
    assert 6 <= today.count() <= 8
    assert today.filter(started_at__isnull=False).exists()
    assert today.filter(starts__gt=OPENS, cancelled_at=None).count() >= 4
    assert today.filter(cancelled_by_citizen=True).count() == 1
    missing = CaseSystemEntry.objects.filter(copied_at=None, conversation__booking__staff=lise)
    assert missing.count() == 2


def test_nothing_of_the_past_waits_to_be_sent() -> None:
    assert not Message.objects.filter(state="queued", due_at__lte=OPENS).exists()
    assert Message.objects.filter(state="queued", due_at__gt=OPENS).exists()
    assert not Message.objects.filter(state="sent", sent_at__gt=OPENS).exists()


def test_a_second_call_changes_nothing() -> None:
    changes = Change.objects.count()
    out = StringIO()
    with connection.execute_wrapper(_no_writing):
        call_command("demo_data", stdout=out)
    assert out.getvalue() == "The people are here already.\n"
    assert Change.objects.count() == changes


def _no_writing(execute: object, sql: str, params: object, many: bool, context: object) -> object:
    assert sql.lstrip().startswith("SELECT"), sql
    return execute(sql, params, many, context)  # type: ignore[operator]


def test_the_citizens_are_invented_beyond_doubt() -> None:
    for citizen in Citizen.objects.all():
        assert not citizen.email or citizen.email.endswith("@mail.example")
        age = (OPENS.date() - citizen.birth_date).days // 365
        assert 20 <= age <= 64
    names = [citizen.name for citizen in Citizen.objects.all()]
    assert len(names) == len(set(names))


def test_every_text_fits_its_field_and_touches_nothing_private() -> None:
    agreements = [text for trade in TRADES for text in (*trade.hers, *trade.ours)]
    agreements += [text for texts in HERS_BY_TOPIC.values() for text in texts]
    assert len(set(agreements)) >= 60
    for what in agreements:
        assert refusal_of_agreement(what, None, OPENS.date()) is None
        assert not what.endswith("."), what
    said = [text for trade in TRADES for text in (*trade.goals, *trade.steps, *trade.own_words, *trade.notes)]
    for text in agreements + said:
        assert refusal_of_text(text) is None
        assert not [word for word in NEVER_SAID if word in text.lower()], text
