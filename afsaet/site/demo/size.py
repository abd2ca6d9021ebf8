"""How much is invented. Tests use a small house; the demo the whole one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`advisers` per team: Havn (the one with talks), Bakke, Fjord. `back` and `ahead` are whole weeks."""

    citizens: int = 1500
    advisers: tuple[int, int, int] = (5, 5, 4)
    back: int = 6
    ahead: int = 4


SEED = 1926  # any number: the same one gives the same people each time
