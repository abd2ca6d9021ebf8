"""`./run bench`: what it prints is what people quote."""

import json
import sys
from types import SimpleNamespace

import pytest

from bench import __main__ as bench


def two_figures(report: bench.Report) -> None:
    report("free_times.page", 30.0, "ms", 60.0)
    report("free_times.engine", 1.23456, "ms", None)


@pytest.fixture(autouse=True)
def _one_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bench.start", SimpleNamespace(run=two_figures))


def test_one_json_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["start", "--json"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"name": "free_times.page", "value": 30.0, "unit": "ms", "baseline": 60.0, "ratio": 0.5}
    assert second == {"name": "free_times.engine", "value": 1.2346, "unit": "ms"}


def test_a_table_with_the_peer_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["start"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["free_times.page", "30.00", "ms", "baseline", "60.00,", "ratio", "0.50"]
    assert second.split() == ["free_times.engine", "1.23", "ms"]


def test_an_unknown_name_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["nothing"])
    assert "no such measurement: nothing" in capsys.readouterr().err
    assert "start" in bench.found()
