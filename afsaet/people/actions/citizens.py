"""Taking citizens in, one or many, by form, file or demo data: all through `take_in_many`'s few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from afsaet.audit.actions import acting
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people import cpr
from afsaet.people.actions.caseload import set_advisers
from afsaet.people.actions.users import new_user, one_at_a_time, rename_user, taken_log_in_names
from afsaet.people.import_rows import CitizenFacts, read_email, read_language, read_phone
from afsaet.people.models import Caseload, Citizen, TargetGroupSpell, User

PURPOSE = "taken_in"
_BATCH = 500
# Our column by the name it has in CitizenFacts.
_COLUMNS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "birth_date": "birth_date",
    "unit": "unit_id",
    "phone": "phone",
    "email": "email",
    "texts": "texts",
    "address": "address",
    "protected_address": "protected_address",
    "digital_post_exempt": "digital_post_exempt",
    "language": "language",
    "interpreter": "interpreter",
    "registered_on": "registered_on",
}


@dataclass(frozen=True)
class Compared:
    """What we are told of one citizen beside what we have: `known` is None for a new one."""

    facts: CitizenFacts
    known: Citizen | None
    columns: dict[str, object]
    other_adviser: bool
    other_group: bool

    @property
    def changed(self) -> bool:
        return self.known is not None and (bool(self.columns) or self.other_adviser or self.other_group)


def take_in(facts: CitizenFacts, *, by: Viewer, now: datetime) -> Citizen:
    """A citizen who is not known before. Raises Refused: citizen_exists, unit_needed."""
    with acting(by, now):
        one_at_a_time()
        known = Citizen.objects.filter(cpr_lookup=cpr.lookup(facts.cpr)).first()
        if known is not None:
            by.saw([str(known.uuid)], PURPOSE)  # that she is here is itself something about her
            raise Refused("citizen_exists")
        return take_in_many([facts], by=by, now=now)[0]


def take_in_many(all_facts: Sequence[CitizenFacts], *, by: Viewer, now: datetime) -> list[Citizen]:
    """New citizens are made, known ones (by CPR number) get what differs; same order as told.

    No number may occur twice. A changed adviser or target group begins today. Raises Refused("unit_needed").
    """
    today = clock.local(now).date()
    with acting(by, now):
        one_at_a_time()
        compared = compare(all_facts, today)
        created = _create([one.facts for one in compared if one.known is None], today)
        changed = [one for one in compared if one.changed]
        _change(changed, today)
        by.saw([str(citizen.uuid) for citizen in [*created, *_known(changed)]], PURPOSE)
        new = iter(created)
        return [one.known or next(new) for one in compared]


def compare(all_facts: Sequence[CitizenFacts], today: date) -> list[Compared]:
    """What is new and what differs, in three queries; writes nothing."""
    hashes = [cpr.lookup(facts.cpr) for facts in all_facts]
    rows = Citizen.objects.filter(cpr_lookup__in=hashes).select_related("user")
    known = {bytes(citizen.cpr_lookup): citizen for citizen in rows}
    ids = [citizen.pk for citizen in known.values()]
    spells = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), citizen__in=ids, starts_on__lte=today
    )
    advisers = dict(spells.values_list("citizen_id", "staff_id"))
    open_groups = TargetGroupSpell.objects.filter(citizen__in=ids, ends_on=None)
    groups = dict(open_groups.values_list("citizen_id", "target_group_id"))
    return [
        _compared(facts, known.get(hashed), advisers, groups)
        for facts, hashed in zip(all_facts, hashes, strict=True)
    ]


def _compared(
    facts: CitizenFacts, known: Citizen | None, advisers: dict[int, int], groups: dict[int, int]
) -> Compared:
    if known is None:
        return Compared(facts, None, {}, False, False)
    told = {column: getattr(facts, name) for name, column in _COLUMNS.items()}
    return Compared(
        facts,
        known,
        {
            column: value
            for column, value in told.items()
            if value is not None and value != getattr(known, column)
        },
        facts.adviser is not None and facts.adviser != advisers.get(known.pk),
        facts.target_group is not None and facts.target_group != groups.get(known.pk),
    )


def _known(compared: Iterable[Compared]) -> list[Citizen]:
    return [one.known for one in compared if one.known is not None]


def _create(all_facts: list[CitizenFacts], today: date) -> list[Citizen]:
    if any(facts.unit is None for facts in all_facts):
        raise Refused("unit_needed")
    taken = taken_log_in_names(facts.email or "" for facts in all_facts)
    users = User.objects.bulk_create([_user(facts, taken) for facts in all_facts], batch_size=_BATCH)
    citizens = Citizen.objects.bulk_create(
        [_new(facts, user, today) for facts, user in zip(all_facts, users, strict=True)], batch_size=_BATCH
    )
    told = list(zip(all_facts, citizens, strict=True))
    TargetGroupSpell.objects.bulk_create(
        TargetGroupSpell(citizen=citizen, target_group_id=facts.target_group, starts_on=citizen.registered_on)
        for facts, citizen in told
        if facts.target_group is not None
    )
    Caseload.objects.bulk_create(
        Caseload(citizen=citizen, staff_id=facts.adviser, starts_on=facts.adviser_since or today)
        for facts, citizen in told
        if facts.adviser is not None
    )
    return citizens


def _user(facts: CitizenFacts, taken: set[str]) -> User:
    """She logs in with her e-mail address, or a name of her own if another has it: couples share one."""
    email = facts.email or ""
    if not email or email.lower() in taken:
        user = new_user("")
        user.log_in_name = f"borger-{user.uuid}"
        return user
    taken.add(email.lower())
    return new_user(email)


def _new(facts: CitizenFacts, user: User, today: date) -> Citizen:
    told = {column: getattr(facts, name) for name, column in _COLUMNS.items()}
    known = {column: value for column, value in told.items() if value is not None}
    return Citizen(
        user=user,
        cpr_encrypted=cpr.encrypt(facts.cpr),
        cpr_lookup=cpr.lookup(facts.cpr),
        **({"registered_on": today} | known),
    )


def _change(changed: list[Compared], today: date) -> None:
    _let_log_in_names_follow(changed)
    columns: set[str] = set()
    for one, citizen in zip(changed, _known(changed), strict=True):
        columns.update(one.columns)
        for column, value in one.columns.items():
            setattr(citizen, column, value)
    if columns:
        altered = [one.known for one in changed if one.known is not None and one.columns]
        Citizen.objects.bulk_update(altered, sorted(columns), batch_size=_BATCH)
    told = list(zip([one.facts for one in changed], _known(changed), strict=True))
    set_advisers({citizen.pk: facts.adviser for facts, citizen in told if facts.adviser is not None}, today)
    others = [one for one in changed if one.other_group and one.known is not None]
    _set_target_groups({one.known.pk: one.facts.target_group for one in others if one.known}, today)


def _set_target_groups(group_by_citizen: dict[int, int | None], today: date) -> None:
    """Within an action: the open spell ends today, and the new one begins."""
    live = TargetGroupSpell.objects.filter(citizen__in=group_by_citizen, ends_on=None)
    live.filter(starts_on__gte=today).delete()
    live.update(ends_on=today)
    TargetGroupSpell.objects.bulk_create(
        TargetGroupSpell(citizen_id=citizen, target_group_id=group, starts_on=today)
        for citizen, group in group_by_citizen.items()
        if group is not None
    )


def _let_log_in_names_follow(changed: list[Compared]) -> None:
    """Who logs in with her e-mail address, or has no such name yet, gets the new one if it is free."""
    moving = [
        (one.known.user, str(one.columns["email"]))
        for one in changed
        if one.known
        and one.known.user
        and one.columns.get("email")
        and _follows(one.known.user, one.known.email)
    ]
    taken = taken_log_in_names(email for _, email in moving)
    for user, email in moving:
        if email.lower() not in taken:
            taken.add(email.lower())
            rename_user(user, email)


def _follows(user: User, email: str) -> bool:
    name = user.log_in_name.lower()
    return name.startswith("borger-") or name == email.lower()


def change_contact(
    citizen: Citizen, *, phone: str, email: str, texts: bool, language: str, by: Viewer, now: datetime
) -> Citizen:
    """What she may correct herself, as she typed it; empty phone and e-mail are allowed. `texts`: she wants sms.

    Her log-in name stays: an address nobody has checked must not become one. Raises Refused: phone_form,
    email_form, language_unknown.
    """
    read = {
        "phone": read_phone(phone) if phone.strip() else "",
        "email": read_email(email.strip()) if email.strip() else "",
        "texts": texts,
        "language": read_language(language),
    }
    with acting(by, now):
        for column, value in read.items():
            setattr(citizen, column, value)
        citizen.save(update_fields=list(read))
        return citizen
