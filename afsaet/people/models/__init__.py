from afsaet.people.models.access import Caseload, Grant
from afsaet.people.models.authority import Authority, Team, Unit
from afsaet.people.models.citizen import Citizen, TargetGroup, TargetGroupSpell
from afsaet.people.models.importing import ImportRun
from afsaet.people.models.staff import Staff, StaffRole
from afsaet.people.models.user import User

__all__ = [
    "Authority",
    "Caseload",
    "Citizen",
    "Grant",
    "ImportRun",
    "Staff",
    "StaffRole",
    "TargetGroup",
    "TargetGroupSpell",
    "Team",
    "Unit",
    "User",
]
