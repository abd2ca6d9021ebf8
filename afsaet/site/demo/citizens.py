"""The citizens of Fjordby: invented, and with CPR numbers that belong to nobody alive."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from afsaet.people.import_rows import CitizenFacts
from afsaet.site.demo.house import mail_name
from afsaet.site.demo.names import DANISH, OTHERS, PHONE_BEGINNINGS, STREETS, TOWNS, Naming

_OTHER_SHARE = 0.12
_FIRST_YEAR, _LAST_YEAR = 1963, 2006
# A synthetic number has year 58-99 and 5-8 as its seventh digit; the born later get a year of twenty before.
_LAST_CPR_YEAR, _YEARS_BEFORE = 1999, 20
_GROUPS = {"dagpenge": 52, "jobparat": 30, "uddannelse": 8, "selvforsoergende": 6, "aktivitetsparat": 4}


class Inventor:
    """Makes citizens who differ in CPR number, name and mail address."""

    def __init__(self, rng: random.Random, unit: int, groups: dict[str, int], taken: Sequence[str]) -> None:
        self._rng = rng
        self._unit = unit
        self._groups = groups
        self._numbers: set[str] = set()
        self._names = set(taken)

    def citizen(self, adviser: int, registered: date, adviser_since: date) -> CitizenFacts:
        """One citizen whose own adviser is the row id `adviser`."""
        rng = self._rng
        naming = rng.choice(OTHERS) if rng.random() < _OTHER_SHARE else DANISH
        reads_other = naming.language != "da" and rng.random() < 0.35
        first, last = self._name(naming)
        born = self._birth_date()
        has_mail = rng.random() < 0.9
        return CitizenFacts(
            cpr=self.number(born),
            first_name=first,
            last_name=last,
            birth_date=born,
            unit=self._unit,
            phone=rng.choice(PHONE_BEGINNINGS) + f"{rng.randrange(1000):03}" if rng.random() < 0.95 else "",
            email=self._mail(first, last) if has_mail else "",
            address=f"{rng.choice(STREETS)} {rng.randint(1, 98)}, {rng.choice(TOWNS)}",
            protected_address=rng.random() < 0.015,
            digital_post_exempt=not has_mail and rng.random() < 0.6,
            language=naming.language if reads_other else "da",
            interpreter=naming.interpreter if reads_other and rng.random() < 0.8 else "",
            target_group=self._groups[rng.choices(list(_GROUPS), weights=list(_GROUPS.values()))[0]],
            adviser=adviser,
            registered_on=registered,
            adviser_since=adviser_since,
        )

    def _name(self, naming: Naming) -> tuple[str, str]:
        """A first and last name that nobody has yet; the first names of the lists are the most usual."""
        while True:
            first = _usual(self._rng, self._rng.choice((naming.women, naming.men)))
            last = _usual(self._rng, naming.last)
            if f"{first} {last}" not in self._names:
                self._names.add(f"{first} {last}")
                return first, last
            if self._rng.random() < 0.3:
                last = f"{self._rng.choice(DANISH.last)} {last}"
                if f"{first} {last}" not in self._names:
                    self._names.add(f"{first} {last}")
                    return first, last

    def _mail(self, first: str, last: str) -> str:
        return f"{mail_name(first)}.{mail_name(last)}@mail.example"

    def _birth_date(self) -> date:
        first = date(_FIRST_YEAR, 1, 1)
        return first + timedelta(days=self._rng.randrange((date(_LAST_YEAR, 9, 1) - first).days))

    def number(self, born: date) -> str:
        """Ten digits that nobody has yet."""
        year = born.year if born.year <= _LAST_CPR_YEAR else born.year - _YEARS_BEFORE
        day = 28 if (born.day, born.month) == (29, 2) else born.day
        while True:
            digits = f"{day:02}{born.month:02}{year % 100:02}{self._rng.randint(5000, 8999)}"
            if digits not in self._numbers:
                self._numbers.add(digits)
                return digits


def _usual(rng: random.Random, names: Sequence[str]) -> str:
    return names[int(len(names) * rng.random() ** 1.6)]
