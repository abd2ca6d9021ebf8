"""How dates, times, numbers and names are written."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from afsaet.core import danish
from afsaet.core.clock import at_local

TODAY = date(2026, 11, 26)
THURSDAY_AT_NINE = at_local(TODAY, 9)


def test_days() -> None:
    assert danish.day(TODAY, TODAY) == "torsdag den 26. november"
    assert danish.day(date(2027, 1, 4), TODAY) == "mandag den 4. januar 2027"
    assert danish.short_day(TODAY) == "tors. 26. nov."
    assert danish.short_day(date(2026, 5, 3)) == "søn. 3. maj"
    assert danish.date_only(TODAY, TODAY) == "26. november"
    assert danish.date_only(date(2025, 5, 3), TODAY) == "3. maj 2025"


def test_a_moment_is_read_on_the_wall_in_denmark() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert danish.day(late, TODAY) == "torsdag den 26. november"
    assert danish.clock(late) == "0.30"
    assert danish.clock(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "9.05"


def test_times() -> None:
    assert danish.clock(THURSDAY_AT_NINE) == "9.00"
    assert danish.at(THURSDAY_AT_NINE) == "kl. 9.00"
    assert danish.brief_at(THURSDAY_AT_NINE) == "kl. 9"
    assert danish.brief_at(at_local(TODAY, 7, 20)) == "kl. 7.20"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at_local(date(2026, 11, 27), 8), "i morgen kl. 8"),
        (at_local(TODAY, 7, 20), "i dag kl. 7.20"),
        (at_local(date(2026, 11, 25), 14), "i går kl. 14"),
        (at_local(date(2026, 11, 23), 9, 5), "mandag kl. 9.05"),
        (at_local(date(2026, 11, 19), 9), "den 19. november"),
        (at_local(date(2025, 11, 26), 9), "den 26. november 2025"),
        (at_local(date(2026, 12, 4), 9), "den 4. december"),
    ],
)
def test_ago(moment: datetime, said: str) -> None:
    assert danish.ago(moment, TODAY) == said


def test_near_day() -> None:
    assert danish.near_day(TODAY, TODAY) == "i dag"
    assert danish.near_day(date(2026, 11, 25), TODAY) == "i går"
    assert danish.near_day(date(2026, 11, 27), TODAY) == "i morgen"
    assert danish.near_day(date(2026, 11, 30), TODAY) == "mandag den 30. november"


@pytest.mark.parametrize(
    ("number", "whole", "masked"),
    [
        ("20123478", "20 12 34 78", "20 12 •• 78"),
        ("+45 2012 3478", "20 12 34 78", "20 12 •• 78"),
        ("+4676001200", "+46 76 00 12 00", "+46 76 00 •• 00"),
        ("12", "12", "12"),
        ("", "", ""),
    ],
)
def test_telephone_numbers(number: str, whole: str, masked: str) -> None:
    assert danish.phone(number) == whole
    assert danish.masked_phone(number) == masked


def test_masked_mail() -> None:
    assert danish.masked_mail("bo@mail.dk") == "b•••@mail.dk"
    assert danish.masked_mail("not an address") == "•••"


def test_names() -> None:
    assert danish.first_name("Lise Krogh") == "Lise"
    assert danish.first_name(" ") == ""
    assert danish.initials("Lise Krogh") == "LK"
    assert danish.initials("Anne Marie Bek") == "AB"
    assert danish.initials("Bo") == "B"
    assert danish.initials("") == ""


def test_lists() -> None:
    assert danish.listed([]) == ""
    assert danish.listed(["a"]) == "a"
    assert danish.listed(["a", "b", "c"]) == "a, b og c"


def test_the_filters_say_nothing_of_nothing() -> None:
    page = Template(
        "{% load danish %}{{ d|Day }} {{ d|at }}{{ none|day }}{{ none|clock }}{{ none|phone }} "
        "{{ words|listed }}"
    )
    said = page.render(Context({"d": THURSDAY_AT_NINE, "none": None, "words": ["x", "y"]}))
    assert said.startswith("Torsdag den 26. november")
    assert said.endswith("kl. 9.00 x og y")
