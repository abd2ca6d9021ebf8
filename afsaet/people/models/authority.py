"""The municipality or a-kasse, its units and teams. A database is one authority: one row."""

from django.db import models

from afsaet.audit.tracking import Tracked


class Authority(models.Model):
    """Its own name and words; every page shows name, phone and hours."""

    MUNICIPALITY = "kommune"
    A_KASSE = "a_kasse"

    kind = models.CharField(max_length=10, choices=[(MUNICIPALITY, "Kommune"), (A_KASSE, "A-kasse")])
    name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=80)
    person_word = models.CharField(max_length=30, default="borger")
    adviser_word = models.CharField(max_length=30, default="rådgiver")
    phone = models.CharField(max_length=20)
    calls_from = models.CharField(max_length=20)
    hours = models.CharField(max_length=80)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_authority", condition=models.Q(pk=1)),
            models.CheckConstraint(
                name="authority_kind", condition=models.Q(kind__in=["kommune", "a_kasse"])
            ),
        ]
        triggers = [
            Tracked(
                "kind", "name", "unit_name", "person_word", "adviser_word", "phone", "calls_from", "hours"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A place where people work and citizens come."""

    name = models.CharField(max_length=80, unique=True)
    address = models.CharField(max_length=120)
    address_hint = models.CharField(max_length=120, blank=True)

    class Meta:
        triggers = [Tracked("name", "address", "address_hint")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="team_name_in_unit")]
        triggers = [Tracked("name", "unit_id")]

    def __str__(self) -> str:
        return self.name
