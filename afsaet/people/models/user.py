"""Who can log in. What she may do hangs on her `Citizen` or `Staff` row, never on the user."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from afsaet.audit.tracking import Tracked


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(log_in_name__iexact=username)


class User(AbstractBaseUser):
    """`log_in_name` is an e-mail address or what the log-in provider calls her."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    log_in_name = models.CharField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "log_in_name"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("log_in_name"), name="one_user_per_log_in_name")]
        triggers = [Tracked("is_active")]

    def __str__(self) -> str:
        return str(self.uuid)
