"""How long times are kept. They carry no names: whose a resource is, the room above knows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.calendar.models import Claim, ClosedDay, ClosedTime, Resource, WorkRule
from afsaet.core.privacy import Kept, Subject

_CASE = _("5 år efter, at din sag er lukket")
_WHILE_HERE = _("Så længe medarbejderen er ansat, og 5 år efter")


def _claims(subject: Subject) -> QuerySet[Claim]:
    return Claim.objects.filter(resource__ref=subject.uuid).order_by("starts")


def _claim(row: Claim) -> dict[str, Any]:
    return {"fra": row.starts, "til": row.ends, "holdes til": row.held_until}


KEPT = [
    Kept(
        Claim,
        "citizen",
        what=_("Tider, hvor du er optaget af en samtale"),
        until=_CASE,
        seen_by=_("Du selv, og rådgivere, du har en samtale med"),
        rows=_claims,
        hand_out=_claim,
    ),
    Kept(
        Resource,
        "citizen",
        what=_("Et løbenummer, dine tider hænger på"),
        until=_CASE,
        seen_by=_("Ingen"),
        rows=lambda subject: Resource.objects.filter(ref=subject.uuid),
    ),
    Kept(
        WorkRule,
        "staff",
        what=_("Faste tider, hvor man kan booke medarbejderen"),
        until=_WHILE_HERE,
        seen_by=_("Medarbejderen selv og administratorer; borgere ser kun de ledige tider"),
    ),
    Kept(
        ClosedTime,
        "staff",
        what=_("Tider, medarbejderen har lukket, og hendes egen note"),
        until=_WHILE_HERE,
        seen_by=_("Medarbejderen selv"),
    ),
    Kept(ClosedDay, "nobody", _("Lukkedage"), _("Så længe det er i brug")),
]
