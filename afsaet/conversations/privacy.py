"""How long talks and their summaries are kept."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.conversations.models import CaseSystemEntry, Conversation, Line, Summary, Unsent
from afsaet.core.privacy import Kept, Subject

_CASE = _("5 år efter, at din sag er lukket")
_YOURS = _("Du selv, din rådgiver, og rådgivere, du har en samtale med")


def _talks(subject: Subject) -> QuerySet[Conversation]:
    return Conversation.objects.filter(booking__citizen=subject.pk).order_by("started_at")


def _talk(row: Conversation) -> dict[str, Any]:
    return {
        "begyndt": row.started_at,
        "slut": row.closed_at,
        "nåede I det": row.get_met_display(),
        "med dine ord": row.met_words,
    }


def _lines(subject: Subject) -> QuerySet[Line]:
    """Without those that are struck: they go at the close of the talk."""
    return Line.objects.filter(conversation__booking__citizen=subject.pk, struck=False).select_related(
        "conversation"
    )


def _line(row: Line) -> dict[str, Any]:
    return {
        "samtalen": row.conversation.started_at,
        "slags": KINDS.get(row.kind, row.kind),
        "tekst": row.text,
        "hvem": row.get_who_display(),
        "hvordan det gik": row.get_outcome_display(),
        "senest": row.by,
        "tid": row.starts,
    }


KINDS = {
    "topic": "emne",
    "outcome": "hvordan det gik",
    "note": "note",
    "goal": "mål",
    "sub_goal": "delmål",
    "agreement": "aftale",
    "next_time": "næste samtale",
}


def _unsent(subject: Subject) -> QuerySet[Unsent]:
    return Unsent.objects.filter(conversation__booking__citizen=subject.pk)


def _unsent_row(row: Unsent) -> dict[str, Any]:
    return {"trin": row.step, "felter": row.fields}


def _summaries(subject: Subject) -> QuerySet[Summary]:
    return Summary.objects.filter(conversation__booking__citizen=subject.pk).select_related("conversation")


def _summary(row: Summary) -> dict[str, Any]:
    return {
        "samtalen": row.conversation.started_at,
        "referat": row.text,
        "delt med dig": row.shared_at,
        "læst af dig": row.read_at,
    }


def _entries(subject: Subject) -> QuerySet[CaseSystemEntry]:
    return CaseSystemEntry.objects.filter(conversation__booking__citizen=subject.pk)


def _entry(row: CaseSystemEntry) -> dict[str, Any]:
    return {
        "slags": row.type_name,
        "hvordan": row.form,
        "tæller i kontaktforløbet": row.counts,
        "deltagere": row.participants,
        "kopieret til fagsystemet": row.copied_at,
    }


KEPT = [
    Kept(
        Conversation, "citizen", _("At en samtale er holdt, og om I nåede det"), _CASE, _YOURS, _talks, _talk
    ),
    Kept(Line, "citizen", _("Det, I skrev ned sammen i samtalen"), _CASE, _YOURS, _lines, _line),
    Kept(
        Unsent,
        "citizen",
        _("Det, der står i et felt i samtalen og ikke er sendt endnu"),
        _("Til samtalen er slut"),
        _YOURS,
        _unsent,
        _unsent_row,
    ),
    Kept(Summary, "citizen", _("Referater"), _CASE, _YOURS, _summaries, _summary),
    Kept(CaseSystemEntry, "citizen", _("Det, der er ført i fagsystemet"), _CASE, _YOURS, _entries, _entry),
]
