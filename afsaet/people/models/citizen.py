"""The citizen (at an a-kasse: the member). The case system is her master; what we hold is read from it."""

from uuid import uuid4

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.core.text_by_language import TextByLanguageField
from afsaet.people.models.authority import Unit
from afsaet.people.models.sorting import danish_order
from afsaet.people.models.user import User


class Citizen(models.Model):
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    cpr_encrypted = models.BinaryField()
    cpr_lookup = models.BinaryField(max_length=32, unique=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    texts = models.BooleanField(default=True)  # whether she wants text messages (sms)
    address = models.CharField(max_length=160, blank=True)
    protected_address = models.BooleanField(default=False)
    digital_post_exempt = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="da")
    interpreter = models.CharField(max_length=40, blank=True)
    registered_on = models.DateField()
    name_order = danish_order("last_name", "first_name")

    class Meta:
        indexes = [models.Index(fields=["name_order"])]
        triggers = [
            Tracked(
                "unit_id", "user_id", "protected_address", "digital_post_exempt", "language", "registered_on"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def masked_cpr(self) -> str:
        """010190-xxxx, from the birth date: the number itself stays encrypted."""
        return f"{self.birth_date:%d%m%y}-xxxx"


class TargetGroup(models.Model):
    """A dated group of the law (jobparat kontanthjælpsmodtager, dagpengemodtager …). Never shown to her."""

    code = models.CharField(max_length=20, unique=True)
    name = TextByLanguageField()

    class Meta:
        triggers = [Tracked("code")]

    def __str__(self) -> str:
        return self.code


class TargetGroupSpell(models.Model):
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE)
    target_group = models.ForeignKey(TargetGroup, on_delete=models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen"], condition=models.Q(ends_on=None), name="one_open_target_group"
            )
        ]
        triggers = [Tracked("citizen_id", "target_group_id", "starts_on", "ends_on")]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.target_group_id}"
