"""What speaks for the citizen when somebody looks at her deadline: no free times, and our outages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from afsaet.booking.models import NoSlotEvidence, Outage
from afsaet.people.models import Citizen


@dataclass(frozen=True)
class Evidence:
    """`no_slots` is when she found none (UTC, the first time of each day); `down` how long we were down in all."""

    no_slots: list[datetime]
    down: timedelta

    @property
    def down_minutes(self) -> int:
        return int(self.down.total_seconds()) // 60

    def __bool__(self) -> bool:
        return bool(self.no_slots) or self.down_minutes > 0


def evidence_for(citizen: Citizen, since: datetime, until: datetime) -> Evidence:
    """What there is between two moments. `citizen` has passed a gate."""
    rows = NoSlotEvidence.objects.filter(citizen=citizen, at__gte=since, at__lt=until).order_by("at")
    outages = Outage.objects.filter(starts__lt=until, ends__gt=since)
    down = sum((min(one.ends, until) - max(one.starts, since) for one in outages), timedelta())
    return Evidence(list(rows.values_list("at", flat=True)), down)
