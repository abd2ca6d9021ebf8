"""Two administrators press at the same moment: nobody is taken in twice, and neither is met by an error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from afsaet.core import clock
from afsaet.people.actions.importing import check_file, finish
from afsaet.people.models import Citizen, ImportRun
from tests.cast import Cast, viewer_of

HEADER = "cpr;fornavn;efternavn;fødselsdato;mail\n"
ROWS = [f"110765-{6500 + n};Navn;Efternavn;11-07-1965;navn{n}@mail.example\n" for n in range(200)]


@pytest.mark.parametrize("files", [1, 2])
def test_the_same_people_from_one_or_two_files_at_once_are_taken_in_once(
    transactional_db: None, cast: Cast, files: int
) -> None:
    content = (HEADER + "".join(ROWS)).encode()
    backwards = (HEADER + "".join(reversed(ROWS))).encode()
    by, now = viewer_of(cast.vera), clock.now()
    runs = [check_file("citizens", "fil.csv", text, by=by, now=now) for text in [content, backwards][:files]]
    both = Barrier(2, timeout=20)

    def press(run: ImportRun) -> int:
        try:
            both.wait()
            return finish(run, by=viewer_of(cast.vera), now=now).rows_new
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        new = list(pool.map(press, [runs[0], runs[-1]]))
    assert Citizen.objects.count() == 3 + len(ROWS)
    assert sum(new) == len(ROWS) * (2 if files == 1 else 1)  # one run tells both, the same
