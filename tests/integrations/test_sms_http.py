"""The HTTP gateway against a real server that takes, refuses, hangs, breaks off and drips."""

from time import monotonic
from typing import Any
from urllib.parse import parse_qs

import pytest

from afsaet.integrations.sms_files import FilesGateway
from afsaet.integrations.sms_http import HttpGateway
from afsaet.messaging.ports import NotTaken
from tests.messaging.conftest import Gateway
from tests.messaging.conftest import gateway as gateway

TO, KEY = "+4520123478", "6b1f"
# A text that would break out of a body that is filled before it is read.
TEXT = 'Kl. 9 "på" {to} \\ {"x": 1} & æøå'


def send(text: str = TEXT) -> None:
    HttpGateway().send(TO, text, KEY)


def test_it_hands_over_number_text_and_key_as_json(gateway: Gateway, settings: Any) -> None:
    settings.SMS_BODY = {
        "messages": [{"msisdn": "{digits}", "text": "{text}"}],
        "ref": "a-{key}-{to}",
        "n": 1,
    }
    settings.SMS_HEADERS = {"Authorization": "Bearer hemmelig"}
    send()
    assert gateway.sent() == [
        {"messages": [{"msisdn": "4520123478", "text": TEXT}], "ref": f"a-{KEY}-{TO}", "n": 1}
    ]
    assert gateway.asked[0]["headers"]["Authorization"] == "Bearer hemmelig"
    assert gateway.taken == {KEY: 1}


def test_it_hands_over_as_a_form_when_told(gateway: Gateway, settings: Any) -> None:
    settings.SMS_AS_FORM = True
    send()
    assert parse_qs(gateway.asked[0]["content"]) == {"to": [TO], "text": [TEXT]}


@pytest.mark.parametrize("status", ["500", "503", "429", "401", "403", "404", "409", "302"])
def test_what_may_be_right_later_is_to_be_tried_again(gateway: Gateway, status: str) -> None:
    gateway.mode = status
    with pytest.raises(NotTaken) as no:
        send()
    assert (no.value.why, no.value.again) == (f"http_{status}", True)


@pytest.mark.parametrize("status", ["400", "422"])
def test_what_is_wrong_with_the_message_itself_is_given_up(gateway: Gateway, status: str) -> None:
    gateway.mode = status
    with pytest.raises(NotTaken) as no:
        send()
    assert (no.value.why, no.value.again) == (f"http_{status}", False)


@pytest.mark.parametrize(
    ("mode", "why"), [("hangs", "ReadTimeout"), ("breaks", "RemoteProtocolError")], ids=["hangs", "breaks"]
)
def test_no_answer_is_to_be_tried_again_and_soon_known(gateway: Gateway, mode: str, why: str) -> None:
    gateway.mode = mode
    began = monotonic()
    with pytest.raises(NotTaken) as no:
        send()
    assert (no.value.why, no.value.again) == (why, True)
    assert monotonic() - began < 2


def test_nobody_there_is_to_be_tried_again(gateway: Gateway, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(NotTaken) as no:
        send()
    assert no.value.again


def test_an_answer_that_never_ends_has_been_taken_all_the_same(gateway: Gateway) -> None:
    gateway.mode = "drips"
    began = monotonic()
    send()
    assert gateway.taken == {KEY: 1}
    assert monotonic() - began < 2


def test_the_number_and_the_text_are_in_no_error(gateway: Gateway) -> None:
    gateway.mode = "500"
    with pytest.raises(NotTaken) as no:
        send("hemmelig")
    assert "20123478" not in str(no.value)
    assert "hemmelig" not in str(no.value)


def test_the_demo_keeps_one_file_by_key(settings: Any, tmp_path: Any) -> None:
    settings.SMS_FILE_PATH = tmp_path / "sms"
    for _ in range(2):
        FilesGateway().send(TO, "Din tid er kl. 9", KEY)
    (file,) = (tmp_path / "sms").iterdir()
    assert "Din tid er kl. 9" in file.read_text()
