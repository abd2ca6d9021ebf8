"""From one row of a file, or one form, to what we take in. Pure: units, staff, target groups are arguments.

The file format is Danish: so are its column names and the reasons that stand in its column "fejl". The forms
use the same readers and the same reasons (`reason`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from afsaet.core.errors import Refusal, Refused
from afsaet.people import cpr, phone
from afsaet.people.import_words import ALSO_CALLED, CITIZEN_REQUIRED, REASONS, ROLE_BY_WORD, STAFF_REQUIRED
from afsaet.people.languages import LANGUAGES

_T = TypeVar("_T")


@dataclass(frozen=True)
class CitizenFacts:
    """What we are told of a citizen. None means "not said": a known citizen keeps what she has.

    `unit`, `target_group` and `adviser` are row ids; `cpr` is ten digits. `adviser_since` is for one who is
    not known before; not said, it is the day she is taken in.
    """

    cpr: str
    first_name: str
    last_name: str
    birth_date: date
    unit: int | None = None
    phone: str | None = None
    email: str | None = None
    texts: bool | None = None
    address: str | None = None
    protected_address: bool | None = None
    digital_post_exempt: bool | None = None
    language: str | None = None
    interpreter: str | None = None
    target_group: int | None = None
    adviser: int | None = None
    registered_on: date | None = None
    adviser_since: date | None = None


@dataclass(frozen=True)
class RoleFacts:
    """A role, in one unit (row id) or everywhere."""

    role: str
    unit: int | None = None


@dataclass(frozen=True)
class StaffFacts:
    """What we are told of a member of staff. In a file, None means "not said": she keeps what she has."""

    first_name: str
    last_name: str
    email: str
    unit: int | None = None
    team: int | None = None
    title: str | None = None
    roles: tuple[RoleFacts, ...] | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class House:
    """What rows may name, in lower case: units, teams as (unit, name), target groups, staff by e-mail."""

    units: Mapping[str, int]
    today: date
    teams: Mapping[tuple[int, str], int] = field(default_factory=dict)
    target_groups: Mapping[str, int] = field(default_factory=dict)
    staff: Mapping[str, int] = field(default_factory=dict)
    advisers: frozenset[int] = frozenset()


def names(columns: list[str]) -> dict[str, str]:
    """Our column by what files may call it, for `import_file.read`."""
    own = {re.sub(r"[\W_]", "", column): column for column in columns}
    return own | {other: column for other, column in ALSO_CALLED.items() if column in columns}


def reason(refusal: Refusal) -> str:
    """The Danish sentence for the column "fejl" and beside a form's field; without a full stop at the end."""
    return REASONS[refusal.code].format(**refusal.facts)


@dataclass(frozen=True)
class Wrong:
    """What is wrong in one cell; `column` is empty when it is the row as a whole."""

    column: str
    refusal: Refusal


class _Cells:
    """Reads one row, and gathers what is wrong with it instead of stopping at the first."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.wrong: list[Wrong] = []

    def tell(self, column: str, how: Callable[[str], _T]) -> _T | None:
        """What `how` makes of the cell; None when it is empty, not there, or wrong."""
        text = self.cells.get(column, "").strip()
        if not text:
            return None
        try:
            return how(text)
        except Refused as no:
            self.wrong.append(Wrong(column, no.refusal))
            return None

    def text(self, column: str, most: int) -> str | None:
        return self.tell(column, lambda text: _short(column, text, most))

    def need(self, column: str) -> None:
        if not self.cells.get(column, "").strip():
            self.wrong.append(Wrong(column, Refusal("cell_missing", {"column": column})))


def read_citizen(cells: Mapping[str, str], house: House) -> CitizenFacts | list[Wrong]:
    """A citizen's row, or all that is wrong with it."""
    row = _Cells(cells)
    for column in CITIZEN_REQUIRED:
        row.need(column)
    facts = CitizenFacts(
        cpr=row.tell("cpr", read_cpr) or "",
        first_name=row.text("fornavn", 80) or "",
        last_name=row.text("efternavn", 80) or "",
        birth_date=row.tell("fødselsdato", lambda text: _birth_date(text, house.today)) or date.min,
        unit=row.tell("enhed", lambda text: _unit(text, house)) or _only(house.units),
        phone=row.tell("telefon", read_phone),
        email=row.tell("mail", read_email),
        texts=row.tell("sms", lambda text: yes_or_no("sms", text)),
        address=row.text("adresse", 160),
        protected_address=row.tell("adressebeskyttet", lambda text: yes_or_no("adressebeskyttet", text)),
        digital_post_exempt=row.tell(
            "fritaget for digital post", lambda text: yes_or_no("fritaget for digital post", text)
        ),
        language=row.tell("sprog", read_language),
        interpreter=row.tell("tolk", _interpreter),
        target_group=row.tell("målgruppe", lambda text: _target_group(text, house)),
        adviser=row.tell("rådgiver", lambda text: _adviser(text, house)),
        registered_on=row.tell("registreret", lambda text: read_date(text, "Datoen")),
    )
    return row.wrong or facts


def read_staff(cells: Mapping[str, str], house: House) -> StaffFacts | list[Wrong]:
    """A row of a member of staff, or all that is wrong with it."""
    row = _Cells(cells)
    for column in STAFF_REQUIRED:
        row.need(column)
    unit = row.tell("enhed", lambda text: _unit(text, house)) or _only(house.units)
    facts = StaffFacts(
        first_name=row.text("fornavn", 80) or "",
        last_name=row.text("efternavn", 80) or "",
        email=row.tell("mail", read_email) or "",
        title=row.text("titel", 80),
        unit=unit,
        team=row.tell("team", lambda text: _team(text, unit, house)),
        roles=row.tell("roller", _roles),
    )
    return row.wrong or facts


def read_cpr(text: str) -> str:
    """Ten digits, or Refused saying whether it is their number or their date that is wrong."""
    if len(re.sub(r"[\s-]", "", text)) != 10 or not re.fullmatch(r"[\d\s-]+", text):
        raise Refused("cpr_digits")
    return cpr.parse(text)


def read_date(text: str, what: str) -> date:
    """24-12-1990, 24.12.1990, 24/12/1990 or 1990-12-24. `what` begins the sentence: "Fødselsdatoen"."""
    parts = re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", text)
    if parts:
        day, month, year = (int(part) for part in parts.groups())
    elif parts := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        year, month, day = (int(part) for part in parts.groups())
    else:
        raise Refused("date_form", what=what, text=text)
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("date_form", what=what, text=text) from None


def read_phone(text: str) -> str:
    try:
        return phone.parse(text)
    except Refused:
        raise Refused("phone_form", text=text) from None


def read_email(text: str) -> str:
    """An address as it was written. Only what can never be one is turned away."""
    if len(text) > 254 or not re.fullmatch(r"[^@\s,;<>\"()]+@[^@\s,;<>\"().]+(\.[^@\s,;<>\"().]+)+", text):
        raise Refused("email_form", text=text)
    return text


def read_language(text: str) -> str:
    """A language's code from its code or its Danish name."""
    word = text.lower()
    for code, name in LANGUAGES.items():
        if word in (code, name, name.split(" ")[0]):
            return code
    raise Refused("language_unknown", text=text)


def yes_or_no(column: str, text: str) -> bool:
    word = text.lower()
    if word in ("ja", "j", "1", "sand", "true", "x"):
        return True
    if word in ("nej", "n", "0", "falsk", "false"):
        return False
    raise Refused("yes_or_no", column=column, text=text)


def _short(column: str, text: str, most: int) -> str:
    if len(text) > most:
        raise Refused("cell_too_long", column=column, most=most)
    return text


def _birth_date(text: str, today: date) -> date:
    born = read_date(text, "Fødselsdatoen")
    if born > today:
        raise Refused("birth_date_future", text=text)
    if born.year < 1900:
        raise Refused("date_form", what="Fødselsdatoen", text=text)
    return born


def _interpreter(text: str) -> str:
    """The language she needs; "nej" and "ingen" say that she needs none (any more)."""
    return "" if text.lower() in ("nej", "ingen", "0") else _short("tolk", text, 40)


def _only(units: Mapping[str, int]) -> int | None:
    """In a house with one unit nobody needs to say which."""
    return next(iter(units.values())) if len(units) == 1 else None


def _unit(text: str, house: House) -> int:
    if text.lower() not in house.units:
        raise Refused("unit_unknown", text=text)
    return house.units[text.lower()]


def _team(text: str, unit: int | None, house: House) -> int:
    if unit is None or (unit, text.lower()) not in house.teams:
        raise Refused("team_unknown", text=text)
    return house.teams[unit, text.lower()]


def _target_group(text: str, house: House) -> int:
    if text.lower() not in house.target_groups:
        raise Refused("target_group_unknown", text=text)
    return house.target_groups[text.lower()]


def _adviser(text: str, house: House) -> int:
    staff = house.staff.get(text.lower())
    if staff is None:
        raise Refused("adviser_unknown", email=text)
    if staff not in house.advisers:
        raise Refused("not_an_adviser", email=text)
    return staff


def _roles(text: str) -> tuple[RoleFacts, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word.lower().replace("_", " ") not in ROLE_BY_WORD:
            raise Refused("role_unknown", text=word)
    roles = {ROLE_BY_WORD[word.lower().replace("_", " ")] for word in words}
    return tuple(RoleFacts(role) for role in sorted(roles))
