"""Whose address a request comes from. The one place that asks: wrong tries to log in are counted by it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The caller of the outermost of our own `settings.PROXIES` reverse proxies; without any, the caller itself.

    Each proxy adds whom it was called by at the end of X-Forwarded-For. What stands further left may be anybody's
    invention and is not read. A header that is too short, or holds no address, has not come through our proxies.
    """
    called_by: str = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXIES:
        return called_by
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    told = chain[-settings.PROXIES] if len(chain) >= settings.PROXIES else ""
    try:
        return str(ip_address(told))
    except ValueError:
        return called_by
