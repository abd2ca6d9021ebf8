"""What a type of talk means for a morning, so that who sets it up can see it before it counts."""

_OPENS, _CLOSES = 8 * 60 + 30, 12 * 60


def starts_of_a_morning(minutes: int, buffer_minutes: int) -> list[str]:
    """`8.30`, `9.15` …: the starts between 8.30 and 12 when nothing is taken, as the free times' grid has them."""
    starts = range(_OPENS, _CLOSES - minutes + 1, minutes + buffer_minutes)
    return [f"{start // 60}.{start % 60:02}" for start in starts]
