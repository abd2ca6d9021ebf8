"""The house of the booking tests: Lise and Nanna at work, so that there are times to ask for."""

from tests.booking.conftest import house as house
