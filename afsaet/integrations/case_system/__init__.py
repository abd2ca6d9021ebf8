"""The case system without a connection: one block of text, copied by one click. Danish: fagsystem."""

import tomllib
from dataclasses import asdict, fields
from pathlib import Path

from afsaet.conversations.ports import HeldTalk

_MAPPING = Path(__file__).parent / "generic.toml"


class CopyByHand:
    """Fields and their order come from generic.toml, which is not checked against any vendor's form."""

    connected = False

    def __init__(self, mapping: Path = _MAPPING) -> None:
        content = tomllib.loads(mapping.read_text(encoding="utf-8"))
        self.name: str = content["name"]
        self.fields: list[dict[str, str]] = content["field"]
        unknown = {one["value"] for one in self.fields} - {field.name for field in fields(HeldTalk)}
        if unknown:
            raise ValueError(f"{mapping.name}: no such value of a held talk: {', '.join(sorted(unknown))}")

    def text_to_copy(self, talk: HeldTalk) -> str:
        """One line per field, "Label: value"; a field that is empty is left out."""
        values = asdict(talk)
        lines = []
        for one in self.fields:
            value = values[one["value"]]
            if value:
                lines.append(f"{one['label']}:\n{value}" if "\n" in value else f"{one['label']}: {value}")
        return "\n".join(lines)
