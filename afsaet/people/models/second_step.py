"""The second step of a log-in by password: an app that shows codes, and codes on paper for the day it is gone."""

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.people.models.user import User


class SecondStep(models.Model):
    """Her authenticator app (RFC 6238). It counts from `confirmed_at`; before that it is being set up.

    `last_counter` is the half minute of the last code that let her in: none up to it is taken again.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_step")
    secret_encrypted = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_counter = models.BigIntegerField(default=0)
    wrong_codes = models.IntegerField(default=0)
    wrong_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [Tracked("user_id", "confirmed_at", "wrong_codes")]

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """One of ten codes on paper, kept as a keyed hash. Each lets her in once."""

    second_step = models.ForeignKey(SecondStep, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["second_step", "code_hash"], name="recovery_code_once")
        ]
        triggers = [Tracked("second_step_id", "used_at")]

    def __str__(self) -> str:
        return str(self.second_step_id)
