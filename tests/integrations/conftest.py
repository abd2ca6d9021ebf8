"""A real server for the calendar readers to meet, good and bad, and names that lead to it."""

import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any

import pytest

EVENT = (
    b"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Hemmelig\r\n"
    b"DTSTART:20261124T080000Z\r\nDTEND:20261124T090000Z\r\nEND:VEVENT\r\n"
)
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + EVENT + b"END:VCALENDAR\r\n"
HOST = "kalender.example"  # leads to the server, and the house allows it


@dataclass
class Served:
    """`pages` are what the server does at each path; `asked` the paths and headers it has got."""

    port: int
    pages: dict[str, Callable[["_Handler"], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/kalender.ics", host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        def answer(handler: "_Handler") -> None:
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer

    def lead(self, path: str, to: str, status: int = 302) -> None:
        self.serve(path, b"", status, Location=to)


class _Handler(BaseHTTPRequestHandler):
    served: Served

    def do_GET(self) -> None:
        self.served.asked.append((self.path, dict(self.headers)))
        with suppress(OSError):  # the other side may have had enough
            self.served.pages[self.path](self)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    # What a server does that means us no good; each stops when the connection is closed.

    def drip_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-Slow: 1\r\n")
            self.wfile.flush()
            sleep(0.05)

    def drip_body(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"X")
            self.wfile.flush()
            sleep(0.05)

    def endless_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-Long: " + b"a" * 10_000 + b"\r\n")

    def endless_body(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"BEGIN:VEVENT\r\n" * 1000)

    def a_gigabyte(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10**9))
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(bytes(10**6))

    def gzip_bomb(self) -> None:
        pack = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = b"".join(pack.compress(bytes(10**6)) for _ in range(100)) + pack.flush()
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def breaks_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"BEGIN:VCALENDAR")

    def not_http(self) -> None:
        self.wfile.write(b"\x00\x01\x02 nonsense\r\n\r\n")


@pytest.fixture
def served(settings: Any) -> Iterator[Served]:
    """Names end in .example, so only the resolver a test injects leads anywhere."""
    settings.CALENDAR_HOSTS = {HOST}
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.served = Served(server.server_address[1])  # type: ignore[attr-defined]
    for name in ("drip_headers", "drip_body", "endless_headers", "endless_body", "a_gigabyte"):
        handler.served.pages[f"/{name}"] = getattr(_Handler, name)  # type: ignore[attr-defined]
    for name in ("gzip_bomb", "breaks_off", "not_http"):
        handler.served.pages[f"/{name}"] = getattr(_Handler, name)  # type: ignore[attr-defined]
    handler.served.serve("/kalender.ics", CALENDAR)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield handler.served  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def here(host: str, port: int) -> list[str]:
    """A resolver to which every name is this machine."""
    return ["127.0.0.1"]


def nowhere(host: str, port: int) -> list[str]:
    raise socket.gaierror("no such name")
