"""Fetching an address that a user has typed, without letting it lead into our own network (SSRF).

Each connection, also after a redirect, resolves its host once, checks every address, and goes to one it has
checked: a name that answers otherwise a moment later gains nothing. Proxies of the environment are not used.
"""

import ipaddress
import socket
import ssl
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urljoin

import httpcore
import httpx
from django.conf import settings

from afsaet.calendar.ports import Unreadable

CONNECT, IN_ALL = 3.0, 10.0  # seconds; in all is for one reading, with every hop and every answer of it
MOST_BYTES = 5 * 1024 * 1024
MOST_HOPS = 3
PORTS = (443, 8443)

_IPV6_IN_USE = ipaddress.ip_network("2000::/3")
# Addresses that lead somewhere else than they say (6to4, Teredo), or to a cloud's own machinery.
_NEVER = [
    ipaddress.ip_network(net)
    for net in (
        *(
            "0.0.0.0/8",
            "100.64.0.0/10",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.88.99.0/24",
        ),
        *("198.18.0.0/15", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address the host has now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


def is_public(text: str) -> bool:
    """Whether the address is somebody else's on the open internet; what is not plainly so is not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _IPV6_IN_USE:
        return False
    return address.is_global and not any(address in net for net in _NEVER)


@dataclass(frozen=True)
class Answer:
    """`url` is where it came from, after redirects."""

    status: int
    url: str
    body: bytes


@dataclass
class Fetcher:
    """One reading of one calendar: its time is shared by all it fetches. `user_name` only goes to the first host."""

    user_name: str = ""
    password: str = field(default="", repr=False)
    resolve: Resolve = resolve
    ends: float = field(default_factory=lambda: monotonic() + IN_ALL)
    _origin: httpcore.Origin | None = None

    def fetch(
        self, url: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """The answer, after at most three redirects. Raises Unreadable."""
        for _ in range(MOST_HOPS + 1):
            status, location, content = self._once(method, url, headers or {}, body)
            if status not in (301, 302, 303, 307, 308) or not location:
                return Answer(status, url, content)
            url = urljoin(url, location)
        raise Unreadable("calendar_redirects")

    def _once(self, method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        address = checked_address(url)
        self._origin = self._origin or address.origin
        sent = {"Accept-Encoding": "identity", "User-Agent": "Afsaet", **headers}
        if self.user_name and address.origin == self._origin:
            secret = b64encode(f"{self.user_name}:{self.password}".encode()).decode()
            sent["Authorization"] = f"Basic {secret}"
        backend = _Guarded(self.resolve, self.ends)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=ssl.create_default_context(), network_backend=backend
                ) as pool,
                pool.stream(method, address, headers=list(sent.items()), content=body or None) as answer,
            ):
                told = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
                content = _read(answer.iter_stream(), told.get(b"content-encoding", ""), self.ends)
                return answer.status, told.get(b"location", ""), content
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise Unreadable("calendar_slow") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
            certificate = isinstance(error.__cause__ or error, ssl.SSLError) or "SSL" in str(error)
            raise Unreadable("calendar_certificate" if certificate else "calendar_no_answer") from error


def checked_address(url: str) -> httpcore.URL:
    """An address we may ask, parsed once: what is checked is what is asked. Raises Unreadable."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable("calendar_address") from error
    if parsed.scheme not in ("https", "http") or not parsed.host:
        raise Unreadable("calendar_address")
    if parsed.userinfo:
        raise Unreadable("calendar_password_in_address")
    by_hand = _by_hand(parsed.host)
    if parsed.scheme == "http" and not (settings.CALENDAR_HTTP and by_hand):
        raise Unreadable("calendar_not_https")
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    if port not in PORTS and not by_hand:
        raise Unreadable("calendar_forbidden")
    return httpcore.URL(scheme=parsed.scheme, host=parsed.raw_host, port=port, target=parsed.raw_path)


def _by_hand(host: str) -> bool:
    """Whether the house itself has said that this one of its own hosts may be asked."""
    return host.lower().rstrip(".") in settings.CALENDAR_HOSTS


def _read(parts: Iterable[bytes], packed: str, ends: float) -> bytes:
    """The whole body, unpacked; never more of it in memory than we take."""
    unpack = zlib.decompressobj(31) if packed == "gzip" else None
    if packed not in ("", "identity", "gzip"):
        raise Unreadable("calendar_no_answer")
    content = bytearray()
    for part in parts:
        try:
            content += unpack.decompress(part, MOST_BYTES + 1) if unpack else part
        except zlib.error as error:
            raise Unreadable("calendar_no_answer") from error
        if len(content) > MOST_BYTES:
            raise Unreadable("calendar_too_big")
        if monotonic() > ends:
            raise Unreadable("calendar_slow")
    return bytes(content)


class _Guarded(httpcore.NetworkBackend):
    """Connects only where it may, and gives each step only the time that is left."""

    def __init__(self, resolve: Resolve, ends: float) -> None:
        self._resolve, self._ends = resolve, ends
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreadable("calendar_no_such_host") from error
        if not addresses:
            raise Unreadable("calendar_no_such_host")
        if not _by_hand(host) and not all(map(is_public, addresses)):
            raise Unreadable("calendar_forbidden")
        inner = self._inner.connect_tcp(addresses[0], port, min(CONNECT, _left(self._ends)), local_address)
        return _Timed(inner, self._ends)


class _Timed(httpcore.NetworkStream):
    """A stream that ends when the time does, however slowly something drips out of it."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, _left(self._ends)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise Unreadable("calendar_slow")
    return left
