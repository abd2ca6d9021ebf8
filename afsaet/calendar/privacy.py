"""How long times are kept. They carry no names: whose a resource is, the room above knows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.calendar.models import (
    Busy,
    BusyFeed,
    BusyReading,
    BusySource,
    Claim,
    ClosedDay,
    ClosedTime,
    ExtraTime,
    Resource,
    Room,
    WorkRule,
)
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
    Kept(
        ExtraTime,
        "staff",
        what=_("Tider, medarbejderen har åbnet ud over ugens tider"),
        until=_WHILE_HERE,
        seen_by=_("Medarbejderen selv; borgere ser kun de ledige tider"),
    ),
    Kept(
        BusySource,
        "staff",
        what=_("Adressen på medarbejderens egen kalender, og adgangskoden til den, krypteret"),
        until=_("Til medarbejderen fjerner den"),
        seen_by=_("Medarbejderen selv; adgangskoden ser ingen"),
    ),
    Kept(
        BusyReading,
        "staff",
        what=_("Hvornår medarbejderens egen kalender sidst er læst, og hvad der gik galt"),
        until=_("Til medarbejderen fjerner kalenderen"),
        seen_by=_("Medarbejderen selv"),
    ),
    Kept(
        Busy,
        "staff",
        what=_("Hvornår medarbejderen er optaget i sin egen kalender, uden titler"),
        until=_("Til næste gang kalenderen læses"),
        seen_by=_("Medarbejderen selv"),
    ),
    Kept(
        BusyFeed,
        "staff",
        what=_("En hemmelig adresse, hvor en anden kalender kan læse, hvornår medarbejderen er optaget"),
        until=_("Til medarbejderen lukker den"),
        seen_by=_("Den, der har adressen"),
    ),
    Kept(Room, "nobody", _("Lokaler"), _("Så længe det er i brug")),
    Kept(ClosedDay, "nobody", _("Lukkedage"), _("Så længe det er i brug")),
]
