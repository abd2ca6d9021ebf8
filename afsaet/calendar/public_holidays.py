"""Denmark's public holidays, and the days on which most offices are closed as well (Grundlovsdag, juleaften)."""

from datetime import date

import holidays


def danish_holidays(year: int) -> dict[date, str]:
    """Day to Danish name, by day. The `holidays` package computes Easter and knows what the law has changed."""
    found = holidays.country_holidays(
        "DK", years=year, language="da", categories=("public", "optional"), observed=False
    )
    return dict(sorted(found.items()))
