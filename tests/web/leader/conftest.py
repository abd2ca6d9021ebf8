"""The house of the booking tests: Lise and Nanna at work, so that there are times to choose."""

from tests.booking.conftest import house as house
