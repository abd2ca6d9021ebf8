"""How long people's data are kept, and what a citizen is handed of it."""

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.core.clock import minutes
from afsaet.core.privacy import Kept, Subject, removed
from afsaet.people.models import (
    Authority,
    Caseload,
    Citizen,
    Deputy,
    Grant,
    ImportRun,
    RecoveryCode,
    SecondStep,
    Staff,
    StaffRole,
    TargetGroup,
    TargetGroupSpell,
    Team,
    Unit,
    User,
)

_CASE = _("5 år efter, at din sag er lukket")
_WHILE_HERE = _("Så længe medarbejderen er ansat, og 5 år efter")
_YOURS = _("Du selv, din rådgiver, og rådgivere, du har en samtale med")
_SET_UP = _("Så længe det er i brug")


def _citizen(row: Citizen) -> dict[str, Any]:
    return {
        "navn": row.name,
        "CPR-nummer": row.masked_cpr,
        "fødselsdato": row.birth_date,
        "telefon": row.phone,
        "e-mail": row.email,
        "adresse": row.address,
        "adressen er beskyttet": row.protected_address,
        "vil have sms": row.texts,
        "fritaget for Digital Post": row.digital_post_exempt,
        "sprog": row.language,
        "tolk": row.interpreter,
        "tilmeldt": row.registered_on,
        "enhed": row.unit.name,
    }


def _user(row: User) -> dict[str, Any]:
    return {
        "navn ved log-in": row.log_in_name,
        "seneste log-in": row.last_login,
        "kan logge ind": row.is_active,
    }


def _second_step(row: SecondStep) -> dict[str, Any]:
    return {"slået til": row.confirmed_at}


def _recovery_code(row: RecoveryCode) -> dict[str, Any]:
    return {"brugt": row.used_at}


def _spell(row: TargetGroupSpell) -> dict[str, Any]:
    return {"målgruppe": str(row.target_group.name), "fra": row.starts_on, "til": row.ends_on}


def _caseload(row: Caseload) -> dict[str, Any]:
    return {"rådgiver": row.staff.name, "fra": row.starts_on, "til": row.ends_on}


def _grant(row: Grant) -> dict[str, Any]:
    reason = row.get_reason_display()
    return {"rådgiver": row.staff.name, "hvorfor": reason, "fra": row.opens_at, "til": row.closes_at}


def _own(subject: Subject) -> QuerySet[Citizen]:
    return Citizen.objects.select_related("unit").filter(pk=subject.pk)


def _spells(subject: Subject) -> QuerySet[TargetGroupSpell]:
    return TargetGroupSpell.objects.select_related("target_group").filter(citizen=subject.pk)


def _caseloads(subject: Subject) -> QuerySet[Caseload]:
    return Caseload.objects.select_related("staff").filter(citizen=subject.pk).order_by("starts_on")


def _grants(subject: Subject) -> QuerySet[Grant]:
    return Grant.objects.select_related("staff").filter(citizen=subject.pk).order_by("opens_at")


def _remove_sessions(now: datetime) -> int:
    return removed(Session.objects.filter(expire_date__lt=now))


def _remove_attempts(now: datetime) -> int:
    """They count for a quarter of an hour; a day leaves time to see an attack."""
    return removed(AccessAttempt.objects.filter(attempt_time__lt=now - minutes(24 * 60)))


KEPT = [
    Kept(
        Citizen,
        "citizen",
        what=_("Navn, CPR-nummer (krypteret), kontaktoplysninger, adresse, sprog og tolk"),
        until=_CASE,
        seen_by=_YOURS,
        rows=_own,
        hand_out=_citizen,
    ),
    Kept(
        TargetGroupSpell,
        "citizen",
        what=_("Din målgruppe efter loven"),
        until=_CASE,
        seen_by=_YOURS,
        rows=_spells,
        hand_out=_spell,
    ),
    Kept(
        Caseload,
        "citizen",
        what=_("Hvem der er din rådgiver"),
        until=_CASE,
        seen_by=_YOURS,
        rows=_caseloads,
        hand_out=_caseload,
    ),
    Kept(
        Deputy,
        "staff",
        what=_("Hvem medarbejderen har været stedfortræder for, og hvornår"),
        until=_("Så længe medarbejderen er ansat, og 5 år efter"),
        seen_by=_("Administratorer og medarbejderen selv"),
    ),
    Kept(
        Grant,
        "citizen",
        what=_("Rådgivere, der kan se din side, fordi I har en samtale"),
        until=_CASE,
        seen_by=_YOURS,
        rows=_grants,
        hand_out=_grant,
    ),
    Kept(
        User,
        "citizen",
        what=_("Dit log-in"),
        until=_CASE,
        seen_by=_("Du selv og administratorer"),
        rows=lambda subject: User.objects.filter(pk=subject.user or 0),
        hand_out=_user,
    ),
    Kept(
        SecondStep,
        "citizen",
        what=_("At du logger ind med en kode fra din telefon, og nøglen til koderne (krypteret)"),
        until=_("Til du slår det fra, eller dit log-in slettes"),
        seen_by=_("Ingen ser nøglen. Administratorer kan slette den"),
        rows=lambda subject: SecondStep.objects.filter(user=subject.user or 0),
        hand_out=_second_step,
    ),
    Kept(
        RecoveryCode,
        "citizen",
        what=_("Dine reservekoder (som aftryk, der ikke kan læses), og hvornår de er brugt"),
        until=_("Til du laver nye, eller slår koderne fra"),
        seen_by=_("Ingen"),
        rows=lambda subject: RecoveryCode.objects.filter(second_step__user=subject.user or 0),
        hand_out=_recovery_code,
    ),
    Kept(
        Session,
        "citizen",
        what=_("At du er logget ind, og det, du var ved at udfylde"),
        until=_("30 minutter efter dit sidste klik; slettes næste nat"),
        seen_by=_("Ingen"),
        remove=_remove_sessions,
    ),
    Kept(
        AccessAttempt,
        "citizen",
        what=_("Forsøg på at logge ind med forkert adgangskode eller kode, med IP-adresse"),
        until=_("1 døgn"),
        seen_by=_("Ingen"),
        remove=_remove_attempts,
    ),
    Kept(
        Staff, "staff", _("Navn, e-mail, titel og enhed"), _WHILE_HERE, _("Kolleger, og borgere, der booker")
    ),
    Kept(StaffRole, "staff", _("Roller"), _WHILE_HERE, _("Administratorer")),
    Kept(
        ImportRun,
        "staff",
        _("Hvem der har læst en fil ind, og hvor mange rækker den havde"),
        _WHILE_HERE,
        _("Administratorer"),
    ),
    Kept(Authority, "nobody", _("Myndighedens navn og telefon"), _SET_UP),
    Kept(Unit, "nobody", _("Enheder"), _SET_UP),
    Kept(Team, "nobody", _("Teams"), _SET_UP),
    Kept(TargetGroup, "nobody", _("Lovens målgrupper"), _SET_UP),
]
