"""`Change`: what was altered, by one trigger on every table. `Seen`: who saw whom, one row per request.

Ids, roles and units stand as text: the log survives the people in it, and points at no other room.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Change(models.Model):
    """One altered row. Only columns that the model shows (audit/tracking.py) keep their values here."""

    table = models.CharField(max_length=63)
    pk_text = models.CharField(max_length=40)
    op = models.CharField(max_length=1)
    diff = models.JSONField(default=dict)
    who = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["table", "pk_text"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.op} {self.table} {self.pk_text}"


class Seen(models.Model):
    """One request that showed somebody's data (`kind` page, list, search) or was refused it (refused)."""

    at = models.DateTimeField()
    who = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    route = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    purpose = models.CharField(max_length=60)
    criterion = models.CharField(max_length=120, blank=True)
    citizens = ArrayField(models.UUIDField())

    class Meta:
        indexes = [GinIndex(fields=["citizens"]), models.Index(fields=["at"])]
        constraints = [
            models.CheckConstraint(
                name="seen_kind", condition=models.Q(kind__in=["page", "list", "search", "refused"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.kind} {self.route}"
