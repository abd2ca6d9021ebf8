"""Stored bytes. They lie in PostgreSQL, so that a backup holds everything and a delete deletes."""

from uuid import uuid4

from django.db import models


class StoredFile(models.Model):
    """`owner` says which room's gate serves it: "people.import:<uuid>". Gone after `delete_after`."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
    stored_at = models.DateTimeField()
    delete_after = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
