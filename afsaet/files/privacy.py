"""How long stored bytes are kept: each file says so itself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from afsaet.core.privacy import Kept, removed
from afsaet.files.models import StoredFile


def _remove(now: datetime) -> int:
    return removed(StoredFile.objects.filter(delete_after__lte=now))


KEPT = [
    Kept(
        StoredFile,
        "citizen",
        what=_("Filer, vi har fået fra fagsystemet, mens de bliver læst ind"),
        until=_("24 timer"),
        seen_by=_("Administratorer"),
        remove=_remove,
    ),
]
