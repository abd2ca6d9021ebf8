"""The invented house in the size that tests build."""

from afsaet.site.demo.size import Size
from tests.conftest import MONDAY

SMALL = Size(citizens=80, advisers=(1, 1, 0), back=1, ahead=1)
TINY = Size(citizens=30, advisers=(1, 1, 0), back=1, ahead=1)
OPENS = MONDAY.replace(hour=8, minute=50)
