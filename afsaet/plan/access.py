"""The gate to an agreement."""

from uuid import UUID

from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.people.access import own_citizen
from afsaet.plan.models import Agreement


def own_agreement(viewer: Viewer, uuid: UUID) -> Agreement:
    """The citizen's own agreement. Raises NotYours otherwise."""
    agreement = Agreement.objects.filter(citizen=own_citizen(viewer), uuid=uuid).first()
    if agreement is None:
        raise NotYours
    return agreement
