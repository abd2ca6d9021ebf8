"""How long the logs are kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.audit.models import Change, Seen
from afsaet.core.privacy import Kept, Subject, removed

KEPT_FOR = timedelta(days=5 * 365 + 1)


def _seen_rows(subject: Subject) -> QuerySet[Seen]:
    """Hers, also those of others' lists and searches she was on; newest first."""
    return Seen.objects.filter(citizens__contains=[subject.uuid]).exclude(kind="refused").order_by("-at")


def _seen(row: Seen) -> dict[str, Any]:
    """The others on the same list are nobody's business but theirs."""
    return {"hvornår": row.at, "hvem": row.role, "enhed": row.unit, "formål": row.purpose}


def _remove_seen(now: datetime) -> int:
    return removed(Seen.objects.filter(at__lt=now - KEPT_FOR))


def _remove_changes(now: datetime) -> int:
    return removed(Change.objects.filter(at__lt=now - KEPT_FOR))


KEPT = [
    Kept(
        Seen,
        "citizen",
        what=_("Hvem har set dine oplysninger"),
        until=_("5 år"),
        seen_by=_("Du selv og kommunens databeskyttelsesrådgiver"),
        rows=_seen_rows,
        hand_out=_seen,
        remove=_remove_seen,
    ),
    Kept(
        Change,
        "citizen",
        what=_("Hvornår noget er ændret"),
        until=_("5 år"),
        seen_by=_("Du selv og kommunens databeskyttelsesrådgiver"),
        remove=_remove_changes,
    ),
]
