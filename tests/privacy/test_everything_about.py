"""The right of access: all of hers, and nobody else's."""

import json

import pytest

from afsaet.audit.actions import acting, record_seen
from afsaet.core import clock
from afsaet.core.errors import NotYours
from afsaet.messaging.models import Message
from afsaet.people.actions.citizens import change_contact
from afsaet.plan.models import Agreement, Goal
from afsaet.privacy.queries import everything_about
from tests.cast import Cast, viewer_of


def text_of(cast: Cast) -> str:
    return json.dumps(everything_about(viewer_of(cast.bo), cast.bo), ensure_ascii=False, default=str)


def test_what_the_rooms_hold_of_her_is_in_it(cast: Cast) -> None:
    now = clock.now()
    goal = Goal.objects.create(citizen=cast.bo, words="Et dagjob på et lager", set_at=now)
    Agreement.objects.create(
        citizen=cast.bo, who="citizen", what="Ring til Ib", made_in=cast.bo.uuid, made_at=goal.set_at
    )
    lise = viewer_of(cast.lise)
    lise.saw([str(cast.bo.uuid)], "own_citizen")
    record_seen(lise, now=now)
    told = everything_about(viewer_of(cast.bo), cast.bo)
    assert told["Dit mål"][0]["mål"] == "Et dagjob på et lager"
    assert told["Dine aftaler, og hvordan de gik"][0]["hvem"] == "Dig"
    assert told["Hvem har set dine oplysninger"][0]["formål"] == "own_citizen"
    assert told["Hvem der er din rådgiver"][0]["rådgiver"] == "Lise Krogh"
    assert "20123478" in text_of(cast)


def test_nothing_of_another_citizen_is_in_it(cast: Cast) -> None:
    Goal.objects.create(citizen=cast.amal, words="Kok", set_at=clock.now())
    lise = viewer_of(cast.lise)
    lise.saw([str(cast.bo.uuid), str(cast.amal.uuid)], "day_list")
    record_seen(lise, now=clock.now())
    text = text_of(cast)
    for hers in ("Kok", "Amal", "Haddad", str(cast.amal.uuid)):
        assert hers not in text


def test_the_number_itself_is_not_in_it(cast: Cast) -> None:
    text = text_of(cast)
    assert "120392-xxxx" in text
    assert "1203925678" not in text
    assert "5678" not in text


def test_a_link_that_is_a_key_is_not_in_it(cast: Cast) -> None:
    now = clock.now()
    Message.objects.create(
        user=cast.bo.user,
        channel="email",
        kind="invitation",
        title="Vælg din adgangskode",
        body="https://x/log-ind/ny-adgangskode/",
        subject=cast.bo.uuid,
        due_at=now,
        queued_at=now,
    )
    assert "Vælg din adgangskode" in text_of(cast)
    assert "ny-adgangskode" not in text_of(cast)


def test_it_tells_when_which_kind_of_thing_was_changed_but_not_to_what(cast: Cast) -> None:
    change_contact(
        cast.bo,
        phone="20123479",
        email="bo@mail.example",
        texts=True,
        language="da",
        by=viewer_of(cast.bo),
        now=clock.now(),
    )
    changes = everything_about(viewer_of(cast.bo), cast.bo)["Hvornår noget er ændret"]
    last = changes[-1]
    assert (last["hvordan"], last["hvornår"]) == ("ændret", clock.now())
    assert last["hvad"].startswith("Navn, CPR-nummer")
    assert "20123479" not in json.dumps(changes, default=str)


def test_changes_to_another_citizen_are_not_hers(cast: Cast) -> None:
    before = everything_about(viewer_of(cast.bo), cast.bo)["Hvornår noget er ændret"]
    with acting(viewer_of(cast.amal), clock.now()):
        cast.amal.language = "en"
        cast.amal.save(update_fields=["language"])
    assert everything_about(viewer_of(cast.bo), cast.bo)["Hvornår noget er ændret"] == before


def test_nobody_else_is_handed_it_and_the_attempt_names_her(cast: Cast) -> None:
    for other in (cast.amal, cast.lise, cast.vera):
        with pytest.raises(NotYours) as refused:
            everything_about(viewer_of(other), cast.bo)
        assert refused.value.citizens == (str(cast.bo.uuid),)
