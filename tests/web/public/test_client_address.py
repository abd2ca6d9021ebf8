"""Wrong tries are counted by the address of who asks, also behind our own proxies, and nobody chooses her own."""

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from afsaet.web.client_address import client_address
from tests.cast import Cast
from tests.web.public.second_step import with_password


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "", "10.0.0.1"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
    ],
)
def test_it_is_who_called_the_outermost_of_our_proxies(proxies: int, forwarded: str, address: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
    with override_settings(PROXIES=proxies):
        assert client_address(request) == address


@override_settings(PROXIES=1)
def test_behind_a_proxy_one_place_does_not_shut_another_out(cast: Cast) -> None:
    typed = with_password(cast.bo)
    for attempt in range(8):
        spoofed = {"X-Forwarded-For": f"198.51.100.{attempt}, 203.0.113.9"}
        answer = Client().post(reverse("log_in"), typed | {"password": "forkert"}, headers=spoofed)
    assert answer.status_code == 429, "an invented address before the proxy's own buys no more tries"
    elsewhere = {"X-Forwarded-For": "203.0.113.10"}
    assert Client().post(reverse("log_in"), typed, headers=elsewhere).status_code == 302
