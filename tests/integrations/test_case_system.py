"""The block of text for the case system: the mapping's order, and a mapping that is wrong says so at once."""

from pathlib import Path

import pytest

from afsaet.conversations.ports import HeldTalk, case_system
from afsaet.integrations.case_system import CopyByHand

HELD = HeldTalk(
    type_name="Jobsamtale",
    form="Personligt møde",
    participants="Bo Madsen, Lise Krogh",
    held_on="26-11-2026",
    held_from="9.01",
    held_to="9.42",
    counts="Ja",
    summary="Vi talte om:\n- Job",
)


def test_the_text_follows_the_mapping() -> None:
    assert case_system().text_to_copy(HELD) == (
        "Samtaletype: Jobsamtale\nForm: Personligt møde\nDato: 26-11-2026\nFra: 9.01\nTil: 9.42\n"
        "Deltagere: Bo Madsen, Lise Krogh\nTæller i kontaktforløbet: Ja\nReferat:\nVi talte om:\n- Job"
    )
    assert not case_system().connected


def test_another_mapping_has_its_own_order_and_leaves_out_what_is_empty(tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        'name = "Eget"\n[[field]]\nlabel = "Tekst"\nvalue = "summary"\n[[field]]\nlabel = "Type"\nvalue = "type_name"'
    )
    bare = HeldTalk("", "", "", "", "", "", "", "Kort")
    assert CopyByHand(mapping).text_to_copy(bare) == "Tekst: Kort"


def test_a_value_nobody_knows_fails_loudly(tmp_path: Path) -> None:
    mapping = tmp_path / "wrong.toml"
    mapping.write_text('name = "Forkert"\n[[field]]\nlabel = "Cpr"\nvalue = "cpr"')
    with pytest.raises(ValueError, match=r"wrong\.toml: no such value of a held talk: cpr"):
        CopyByHand(mapping)
