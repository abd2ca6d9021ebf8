"""Real peers on loopback: a mail server, and a gateway for text messages that can be told how to fail."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HTTP_GATEWAY = "afsaet.integrations.sms_http.HttpGateway"


class Postbox:
    """Keeps what it is handed; refuses while `closed`."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.closed = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.closed:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


class Gateway:
    """What a gateway does: `taken` counts what it has accepted by key; `asked` every request.

    `mode` is how it answers: "takes", a status such as "500", "hangs" (no answer until `wake`), "breaks" (hangs up
    without one), "drips" (takes it, but its answer does not end), "takes and hangs" (the answer is lost).
    """

    def __init__(self) -> None:
        self.mode = "takes"
        self.taken: Counter[str] = Counter()
        self.asked: list[dict[str, Any]] = []
        self.wake = Event()

    def answer(self, request: "Handler") -> None:
        key = request.headers["Idempotency-Key"]
        content = request.rfile.read(int(request.headers["Content-Length"])).decode()
        self.asked.append({"key": key, "content": content, "headers": dict(request.headers)})
        if self.mode in ("takes", "drips", "takes and hangs") and not self.taken[key]:
            self.taken[key] += 1
        if self.mode in ("hangs", "takes and hangs"):
            self.wake.wait(30)
            return
        if self.mode == "breaks":
            return
        request.send_response(int(self.mode) if self.mode.isdecimal() else 202)
        if self.mode == "drips":
            request.send_header("Content-Length", "1000")
            request.end_headers()
            while not self.wake.wait(0.05):
                request.wfile.write(b".")
            return
        request.send_header("Content-Length", "2")
        request.end_headers()
        request.wfile.write(b"OK")

    def sent(self) -> list[dict[str, Any]]:
        return [json.loads(one["content"]) for one in self.asked]


class Handler(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_POST(self) -> None:
        with suppress(OSError):  # the other side has had enough
            self.gateway.answer(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def gateway(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A real HTTP server; our own patience is cut to tenths of a second."""
    peer = Gateway()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"gateway": peer}))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_GATEWAY = HTTP_GATEWAY
    settings.SMS_URL = f"http://127.0.0.1:{server.server_address[1]}/send"
    settings.SMS_BODY = {"to": "{to}", "text": "{text}"}
    settings.SHORT_ADDRESS = "fjordby.example/tid"
    for name, seconds in (("CONNECT", 0.2), ("READ", 0.2), ("IN_ALL", 0.4)):
        monkeypatch.setattr(f"afsaet.integrations.sms_http.{name}", seconds)
    yield peer
    peer.wake.set()
    server.shutdown()
    server.server_close()
