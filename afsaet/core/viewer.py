"""Who is asking. Made once per request, API call or job, and handed to every gate, query and action."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Role = Literal[
    "adviser", "front_desk", "employer_adviser", "team_leader", "manager", "administrator", "auditor"
]

STRANGER = "stranger"


@dataclass
class Viewer:
    """`user` is a uuid as text, or what runs the job ("job:deliver"); `citizen` and `staff` are row ids."""

    user: str
    name: str = ""
    citizen: int | None = None
    staff: int | None = None
    roles: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    unit_name: str = ""
    route: str = ""
    purpose: str = ""
    criterion: str = ""
    citizens_seen: set[str] = field(default_factory=set)
    citizens_refused: set[str] = field(default_factory=set)

    def saw(self, citizens: Iterable[str], purpose: str) -> None:
        """Remember whose data this request shows (uuids as text) and why. The first purpose stands."""
        self.citizens_seen.update(citizens)
        self.purpose = self.purpose or purpose

    def reached_for(self, citizens: Iterable[str]) -> None:
        """Remember whom this request asked for in vain."""
        self.citizens_refused.update(citizens)

    def searched(self, criterion: str) -> None:
        """Remember what was searched for: the kind of criterion and the name, never a CPR number."""
        self.criterion = criterion

    @property
    def is_stranger(self) -> bool:
        """Nobody is logged in."""
        return self.user == STRANGER

    @property
    def is_citizen(self) -> bool:
        return self.citizen is not None

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


def job(name: str) -> Viewer:
    """The viewer of a background job."""
    return Viewer(user=f"job:{name}")
