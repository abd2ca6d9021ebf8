"""An address a user has typed leads to the open internet or nowhere (threat T8): no connection is made elsewhere."""

import gzip
import logging
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic
from typing import Any

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from afsaet.calendar.ports import OtherCalendar, Unreadable
from afsaet.integrations.calendars import fetching
from afsaet.integrations.calendars.fetching import Fetcher, is_public
from tests.integrations.conftest import CALENDAR, HOST, Served, here, nowhere


def fetcher(seconds: float = 5.0, **more: Any) -> Fetcher:
    return Fetcher(**{"resolve": here, "ends": monotonic() + seconds, **more})


def code_of(url: str, **more: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        fetcher(**more).fetch(url)
    return refused.value.code


# ---- where it may go -----------------------------------------------------------------------------

PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a01:111:f400::1"]
NOT_PUBLIC = [
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    *("192.88.99.1", "198.18.0.1", "203.0.113.1", "192.0.2.1", "198.51.100.7", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8"),
    *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::"),
    *("3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1"),
    *("", "localhost", "2130706433", "0x7f000001", "127.1", "0177.0.0.1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [a for a in NOT_PUBLIC if (a and a[0].isdigit()) or ":" in a])
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(served: Served, address: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34", address]  # one good address beside it does not make it good

    assert code_of("https://indenfor.example/kalender.ics", resolve=resolve) == "calendar_forbidden"
    assert asked == ["indenfor.example"]
    assert served.asked == []


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://127.1/",
        ),
        *("https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://localhost/"),
        *("https://169.254.169.254/latest/meta-data/", "https://0/", "https://①②⑦.⓪.⓪.①/"),
    ],
)
def test_numbers_in_any_spelling_are_looked_at_as_addresses(url: str) -> None:
    """With the machine's own resolver: whatever it makes of the spelling is what is judged."""
    assert code_of(url, resolve=fetching.resolve) in (
        "calendar_forbidden",
        "calendar_no_such_host",
        "calendar_address",
    )


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://kalender.dk/a.ics", "calendar_not_https"),
        ("http://169.254.169.254/", "calendar_not_https"),
        ("ftp://kalender.dk/a.ics", "calendar_address"),
        ("file:///etc/passwd", "calendar_address"),
        ("gopher://kalender.dk/", "calendar_address"),
        ("webcal://kalender.dk/a.ics", "calendar_address"),
        ("kalender.dk/a.ics", "calendar_address"),
        ("https://", "calendar_address"),
        ("https:///a.ics", "calendar_address"),
        ("https://kalender.dk:99999/", "calendar_forbidden"),
        ("https://kalender.dk:22/", "calendar_forbidden"),
        ("https://kalender.dk:5432/", "calendar_forbidden"),
        ("https://lise:hemmelig@kalender.dk/", "calendar_password_in_address"),
        ("https://kalender.dk@127.0.0.1/", "calendar_password_in_address"),
        ("https://kalender.dk/\r\nHost: x", "calendar_address"),
        ("", "calendar_address"),
    ],
)
def test_an_address_that_is_none_says_what_is_wrong_with_it(url: str, code: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"]

    assert code_of(url, resolve=resolve) == code
    assert asked == []


def test_plain_http_goes_to_no_host_the_house_has_not_named(served: Served, settings: Any) -> None:
    assert fetcher().fetch(served.url()).body == CALENDAR
    settings.CALENDAR_HTTP = False
    assert code_of(served.url()) == "calendar_not_https"
    settings.CALENDAR_HTTP, settings.CALENDAR_HOSTS = True, set()
    assert code_of(served.url()) == "calendar_not_https"
    assert len(served.asked) == 1


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(served: Served) -> None:
    """DNS rebinding: it is resolved once, and the connection goes to what was judged."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), 2) - 1]

    connected: list[str] = []

    class Watched(httpcore.SyncBackend):
        def connect_tcp(self, host: str, *args: Any, **more: Any) -> Any:
            connected.append(host)
            raise httpcore.ConnectError("not from a test")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpcore, "SyncBackend", Watched)
        assert code_of("https://skifter.example/a.ics", resolve=rebinding) == "calendar_no_answer"
    assert (asked, connected) == (["skifter.example"], ["93.184.216.34"])


# ---- redirects -----------------------------------------------------------------------------------


def test_three_redirects_are_followed_and_a_fourth_is_not(served: Served) -> None:
    for number in range(4):
        served.lead(f"/{number}", f"/{number + 1}", 301 + number % 2)
    served.serve("/4", CALENDAR)
    assert fetcher().fetch(served.url("/1")).body == CALENDAR
    assert code_of(served.url("/0")) == "calendar_redirects"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("https://10.0.0.1/a.ics", "calendar_forbidden"),
        ("https://169.254.169.254/latest/", "calendar_forbidden"),
        ("https://[::ffff:127.0.0.1]/", "calendar_forbidden"),
        ("http://127.0.0.1/", "calendar_not_https"),
        ("file:///etc/passwd", "calendar_address"),
        ("//10.0.0.1:8443/a.ics", "calendar_not_https"),
        ("https://indenfor.example/", "calendar_forbidden"),
        ("https://a:b@kalender.example/", "calendar_password_in_address"),
    ],
)
def test_a_redirect_is_judged_as_the_address_itself(served: Served, to: str, code: str) -> None:
    served.lead("/ud", to)

    def resolve(host: str, port: int) -> list[str]:
        return (
            ["127.0.0.1"]
            if host == HOST
            else ["10.0.0.1"]
            if host.endswith("example")
            else [host.strip("[]")]
        )

    assert code_of(served.url("/ud"), resolve=resolve) == code
    assert [path for path, _ in served.asked] == ["/ud"]


def test_the_password_goes_to_the_host_it_was_typed_for_and_to_no_other(
    served: Served, settings: Any
) -> None:
    settings.CALENDAR_HOSTS = {HOST, "anden.example"}
    served.lead("/selv", served.url("/kalender.ics"))
    served.lead("/anden", served.url("/kalender.ics", "anden.example"))
    for path in ("/selv", "/anden"):
        fetcher(user_name="lise", password="hemmelig").fetch(served.url(path))
    sent = ["Authorization" in headers for _, headers in served.asked]
    assert sent == [True, True, True, False]


# ---- how long and how much -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/drip_headers", "calendar_slow"),
        ("/drip_body", "calendar_slow"),
        ("/endless_headers", "calendar_no_answer"),
        ("/endless_body", "calendar_too_big"),
        ("/a_gigabyte", "calendar_too_big"),
        ("/gzip_bomb", "calendar_too_big"),
        ("/breaks_off", "calendar_no_answer"),
        ("/not_http", "calendar_no_answer"),
    ],
)
def test_a_server_that_means_us_no_good_costs_a_second(served: Served, path: str, code: str) -> None:
    begun = monotonic()
    assert code_of(served.url(path), seconds=1.0) == code
    assert monotonic() - begun < 2.5


def test_who_accepts_and_says_nothing_is_slow_and_who_is_not_there_does_not_answer(served: Served) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert code_of(f"http://{HOST}:{port}/", seconds=0.3) == "calendar_slow"
    assert code_of(f"http://{HOST}:{port}/") == "calendar_no_answer"
    assert code_of("https://findes-ikke.example/", resolve=nowhere) == "calendar_no_such_host"


def test_a_packed_answer_is_unpacked(served: Served) -> None:
    served.serve("/pakket", gzip.compress(CALENDAR), Content_Encoding="gzip")
    assert fetcher().fetch(served.url("/pakket")).body == CALENDAR
    served.serve("/ukendt", CALENDAR, Content_Encoding="br")
    assert code_of(served.url("/ukendt")) == "calendar_no_answer"


# ---- who it is -----------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of its own for the host, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    return files


def test_over_tls_the_name_on_the_certificate_must_be_the_one_asked_for(
    certificate: tuple[Path, Path], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CALENDAR)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Quiet(HTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    settings.CALENDAR_HOSTS = {HOST, "anden.example"}
    server = Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    port = server.server_address[1]
    try:
        assert code_of(f"https://{HOST}:{port}/") == "calendar_certificate"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert fetcher().fetch(f"https://{HOST}:{port}/").body == CALENDAR
        assert code_of(f"https://anden.example:{port}/") == "calendar_certificate"
    finally:
        server.shutdown()
        server.server_close()


def test_no_log_line_and_no_text_of_ours_holds_the_password(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = OtherCalendar(served.url(), "lise", "hemmelig-kode")
    reader = fetcher(user_name="lise", password="hemmelig-kode")
    reader.fetch(served.url())
    said = caplog.text + repr(kept) + str(kept) + repr(reader)
    assert "hemmelig-kode" not in said
    assert "bGlzZTpoZW1tZWxpZy1rb2Rl" not in said
