"""What a case system must offer (Danish: fagsystem). The adapter is chosen by `settings.CASE_SYSTEM`."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class HeldTalk:
    """What leaves the house of one held talk, in words; never a CPR number."""

    type_name: str
    form: str
    participants: str
    held_on: str
    held_from: str
    held_to: str
    counts: str
    summary: str


class CaseSystem(Protocol):
    """`connected` says whether a talk can be sent; else the adviser copies `text_to_copy` by one click."""

    name: str
    connected: bool

    def text_to_copy(self, talk: HeldTalk) -> str:
        """The talk as one block, in the order of the case system's form."""
        ...


def case_system() -> CaseSystem:
    adapter: CaseSystem = import_string(settings.CASE_SYSTEM)()
    return adapter
