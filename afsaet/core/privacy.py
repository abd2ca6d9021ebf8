"""What each room says of its tables: what, how long, who sees it, how it is handed out, how it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

Holds = Literal["citizen", "staff", "nobody"]


@dataclass(frozen=True)
class Subject:
    """A citizen by what the rooms below `people` can know of her: row id, uuid, and her user's row id."""

    pk: int
    uuid: UUID
    user: int | None = None


@dataclass(frozen=True)
class Kept:
    """One line of a room's `privacy.py`: one table.

    `what`, `until` and `seen_by` are Danish words for the page *Sådan bruger vi dine oplysninger*; `holds`
    says whose data it is. A table with a citizen's data has `rows`, which finds hers, and `hand_out`, which
    gives one of them as plain values under Danish keys (or None: it says nothing on its own). `remove`
    deletes what is due at `now` (UTC) and gives the number of rows; without it nothing goes by itself.
    """

    model: type[Model]
    holds: Holds
    what: str | Promise
    until: str | Promise
    seen_by: str | Promise = ""
    rows: Callable[[Subject], QuerySet[Any]] | None = None
    hand_out: Callable[[Any], dict[str, Any]] | None = None
    remove: Callable[[datetime], int] | None = None


def removed(rows: QuerySet[Any]) -> int:
    """Delete the rows and what hangs on them; the number counts the rows themselves."""
    _, per_model = rows.delete()
    return per_model.get(rows.model._meta.label, 0)
