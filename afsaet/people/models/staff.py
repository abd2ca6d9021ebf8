from uuid import uuid4

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.people.models.authority import Team, Unit
from afsaet.people.models.sorting import danish_order
from afsaet.people.models.user import User

ROLES = [
    ("adviser", "Rådgiver"),
    ("front_desk", "Modtagelsen"),
    ("employer_adviser", "Virksomhedskonsulent"),
    ("team_leader", "Teamleder"),
    ("manager", "Leder"),
    ("administrator", "Administrator"),
    ("auditor", "Databeskyttelsesrådgiver"),
]


class Staff(models.Model):
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="staff")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField()
    title = models.CharField(max_length=80, blank=True)
    video_link = models.URLField(max_length=200, blank=True)  # her own room; without one she holds no video
    left_on = models.DateField(null=True, blank=True)
    name_order = danish_order("first_name", "last_name")

    class Meta:
        indexes = [models.Index(fields=["name_order"])]
        triggers = [Tracked("unit_id", "team_id", "user_id", "left_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class StaffRole(models.Model):
    """A role, everywhere or in one unit only."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=ROLES)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role", "unit"], nulls_distinct=False, name="role_once"),
            models.CheckConstraint(
                name="known_role", condition=models.Q(role__in=[role for role, _ in ROLES])
            ),
        ]
        triggers = [Tracked("staff_id", "role", "unit_id")]

    def __str__(self) -> str:
        return self.role
