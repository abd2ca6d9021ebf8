"""What a citizen gets through which channel, and the texts of a new house."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.actions.outbox import REMINDER, Notice, queue
from afsaet.messaging.actions.templates import change_template, example, has_short, refusals
from afsaet.messaging.models import Message, Template
from afsaet.messaging.rules import CHANNELS, EXAMPLE, PLACES
from afsaet.people.models import Authority, Citizen
from tests.cast import Cast, viewer_of
from tests.messaging.conftest import Gateway

FACTS = dict(EXAMPLE) | {"when_short": "torsdag 26/11 kl. 9.00", "at": "kl. 9.00"}
BOOKED = (
    "Fjordby Kommune: Din tid er torsdag 26/11 kl. 9.00. Skift tid, meld afbud eller se mere på "
    "fjordby.example/tid eller ring 76001200."
)


def told(citizen: Citizen, template: str = "booked", **more: Any) -> dict[str, Message]:
    """The messages of one notice, by channel."""
    rows = queue(citizen, Notice(template, uuid4(), FACTS, **more), now=clock.now())
    return {row.channel: row for row in rows}


def test_the_receipt_as_a_text_message_says_when_and_no_more(cast: Cast, gateway: Gateway) -> None:
    sms = told(cast.bo, link="/moede/x/")["sms"]
    assert (sms.address, sms.body, sms.link) == ("+4520123478", BOOKED, "")


def test_when_we_ring_the_number_stands_in_mail_and_text_message(cast: Cast, gateway: Gateway) -> None:
    for template in ("booked", "moved", "reminder"):
        rows = told(cast.bo, template, we_call=True)
        assert " Vi ringer fra 76001234. " in rows["sms"].body
        assert " Vi ringer fra 76 00 12 34." in rows["email"].body
        assert "20123478" not in rows["sms"].body + rows["email"].body


def test_that_we_did_not_talk_is_said_without_blame(cast: Cast, gateway: Gateway) -> None:
    assert told(cast.bo, "not_come")["sms"].body == (
        "Fjordby Kommune: Vi fik ikke talt sammen kl. 9.00. Vælg en ny tid på fjordby.example/tid, "
        "eller ring 76001200."
    )


@pytest.mark.parametrize(
    "no",
    [{"texts": False}, {"phone": ""}, {"phone": "76001200"}, {"phone": "+4687771234"}],
    ids=["she wants none", "no telephone", "no mobile", "a foreign landline"],
)
def test_who_cannot_or_will_not_get_text_messages_gets_none(
    cast: Cast, gateway: Gateway, no: dict[str, Any]
) -> None:
    for name, value in no.items():
        setattr(cast.bo, name, value)
    assert set(told(cast.bo)) == {"inbox", "email"}


def test_a_house_without_a_gateway_queues_no_text_messages(cast: Cast) -> None:
    assert set(told(cast.bo)) == {"inbox", "email"}


def test_what_was_written_in_a_talk_is_announced_without_a_text_message(cast: Cast, gateway: Gateway) -> None:
    assert set(told(cast.bo, "summary_shared")) == {"inbox", "email"}


def test_a_change_by_us_at_night_waits_for_seven_or_nine_and_lies_in_the_inbox_at_once(
    cast: Cast, gateway: Gateway, monday: Any
) -> None:
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    monday.move_to(clock.at_local(today, 6, 30))
    now = clock.now()
    for about, hour in [(today, 7), (tomorrow, 9)]:
        rows = told(cast.bo, "cancelled_by_us", by_us_about=about)
        assert rows["inbox"].due_at == now
        assert rows["sms"].due_at == rows["email"].due_at == clock.at_local(today, hour)


def test_what_she_does_herself_is_answered_at_once_at_any_hour(
    cast: Cast, gateway: Gateway, monday: Any
) -> None:
    monday.move_to(clock.at_local(clock.today(), 23, 50))
    assert {row.due_at for row in told(cast.bo, "cancelled").values()} == {clock.now()}
    assert {row.due_at for row in told(cast.bo, "reminder", kind=REMINDER).values()} == {
        clock.at_local(clock.today() + timedelta(days=1), 9)
    }


def test_a_receipt_costs_the_same_few_queries_however_many_messages(
    cast: Cast, gateway: Gateway, django_assert_num_queries: Any
) -> None:
    told(cast.bo)
    notices = [Notice("booked", uuid4(), FACTS), *[Notice("reminder", uuid4(), FACTS, REMINDER)] * 2]
    with django_assert_num_queries(4):  # templates, the authority, one insert, whether a job waits already
        assert len(queue(cast.bo, *notices, now=clock.now())) == 9


def test_every_text_of_a_new_house_may_go_out_and_fits_in_one_text_message(cast: Cast, settings: Any) -> None:
    settings.SHORT_ADDRESS = "fjordby.example/tid"
    keys = set(Template.objects.values_list("key", flat=True))
    assert keys >= set(CHANNELS)
    assert keys == set(PLACES)
    for template in Template.objects.all():
        texts = {name: getattr(template, name).get("da", "") for name in ("title", "body", "short")}
        assert refusals(template.key, texts) == {}, template.key
        assert bool(texts["short"]) == has_short(template.key)


def changed(cast: Cast, **texts: str) -> None:
    template = Template.objects.get(key="booked")
    known = {name: getattr(template, name)["da"] for name in ("title", "body", "short")}
    change_template(template, **(known | texts), by=viewer_of(cast.vera), now=clock.now())


def test_a_changed_text_is_used_from_now_on_and_other_languages_stay(cast: Cast, gateway: Gateway) -> None:
    Template.objects.filter(key="booked").update(title={"da": "Din tid", "ar": "موعدك"})
    before = told(cast.bo)["sms"]
    changed(cast, short="{authority}: Vi ses {when_short}.")
    assert told(cast.bo)["sms"].body == "Fjordby Kommune: Vi ses torsdag 26/11 kl. 9.00."
    assert Message.objects.get(pk=before.pk).body == BOOKED
    assert told(cast.amal)["inbox"].title == "موعدك"


@pytest.mark.parametrize(
    ("texts", "code", "field"),
    [
        ({"title": " "}, "empty_title", "title"),
        ({"body": ""}, "empty_body", "body"),
        ({"short": ""}, "empty_short", "short"),
        ({"body": "x" * 2001}, "text_too_long", "body"),
        ({"title": "Kom til samtale om dagpenge"}, "purpose_word", "title"),
        ({"body": "Dit nummer er 120392-5678"}, "cpr_in_message", "body"),
        ({"short": "Din tid er {topic}"}, "unknown_place", "short"),
        ({"short": "{authority} " * 12}, "short_too_long", "short"),
        ({"short": "Vi ses »snart«"}, "short_odd_sign", "short"),
    ],
)
def test_a_text_that_may_not_go_out_is_refused_and_nothing_changes(
    cast: Cast, texts: dict[str, str], code: str, field: str
) -> None:
    before = Template.objects.filter(key="booked").values().get()
    with pytest.raises(Refused) as refused:
        changed(cast, **texts)
    assert (refused.value.code, refused.value.refusal.facts["field"]) == (code, field)
    assert Template.objects.filter(key="booked").values().get() == before


def test_an_example_shows_the_house_as_it_is(cast: Cast, settings: Any) -> None:
    Authority.objects.update(name="Vesterlund Kommune")
    shown = example({"title": "Hej {first_name}", "body": "{phone}", "short": "{authority} {phone}"})
    assert shown is not None
    assert (shown.title, shown.body, shown.short) == ("Hej Bo", "76 00 12 00", "Vesterlund Kommune 76001200")
    assert example({"title": "{what}", "body": "", "short": ""}) is None
