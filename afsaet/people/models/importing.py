from uuid import uuid4

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.people.models.staff import Staff


class ImportRun(models.Model):
    """One file taken in. Its rows lie in `files` only until 24 hours after the upload."""

    CITIZENS, STAFF = "citizens", "staff"
    CHECKED, DONE = "checked", "done"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=[(CITIZENS, "Borgere"), (STAFF, "Medarbejdere")])
    state = models.CharField(
        max_length=10, choices=[(CHECKED, "Prøvet"), (DONE, "Taget ind")], default=CHECKED
    )
    by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    rows_read = models.IntegerField(default=0)
    rows_new = models.IntegerField(default=0)
    rows_changed = models.IntegerField(default=0)
    rows_rejected = models.IntegerField(default=0)

    class Meta:
        triggers = [
            Tracked("kind", "state", "by_id", "rows_read", "rows_new", "rows_changed", "rows_rejected")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uploaded_at:%Y-%m-%d}"
