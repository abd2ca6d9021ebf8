"""The house of the booking tests: Lise and Nanna at work, so that there are talks to count."""

from tests.booking.conftest import house as house
