"""The two ways an action says no. Pages turn codes into Danish sentences (web/sentences.py)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """A decision that says no: `code` names the rule, `facts` are what the sentence needs."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


class Refused(Exception):
    """An action that was not carried out, and changed nothing."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts)

    @property
    def code(self) -> str:
        return self.refusal.code


class NotYours(Exception):
    """Somebody else's thing, or nothing at all: the page answers 404 to both.

    `citizens` are the ones somebody reached for, so that the attempt leaves its line in `Seen`.
    """

    def __init__(self, *citizens: str) -> None:
        super().__init__("not yours")
        self.citizens = citizens
