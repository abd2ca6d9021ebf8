from afsaet.people.models.access import Caseload, Deputy, Grant
from afsaet.people.models.authority import Authority, Team, Unit
from afsaet.people.models.citizen import Citizen, TargetGroup, TargetGroupSpell
from afsaet.people.models.importing import ImportRun
from afsaet.people.models.second_step import RecoveryCode, SecondStep
from afsaet.people.models.staff import Staff, StaffRole
from afsaet.people.models.user import User

__all__ = [
    "Authority",
    "Caseload",
    "Citizen",
    "Deputy",
    "Grant",
    "ImportRun",
    "RecoveryCode",
    "SecondStep",
    "Staff",
    "StaffRole",
    "TargetGroup",
    "TargetGroupSpell",
    "Team",
    "Unit",
    "User",
]
