"""What is taken from now on, whoever took it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from afsaet.calendar.models import Claim


def taken(
    refs: Sequence[UUID], since: datetime, until: datetime, *, now: datetime, ignoring: Sequence[UUID] = ()
) -> list[tuple[datetime, datetime]]:
    """From when to when (UTC) any of them is taken within the span, by the clock; holds that ran out are not."""
    live = Claim.objects.filter(Q(held_until=None) | Q(held_until__gt=now), resource__ref__in=refs)
    rows = live.filter(starts__lt=until, ends__gt=since).exclude(owner__in=ignoring)
    return list(rows.order_by("starts").values_list("starts", "ends"))
