"""Measuring with the real engine and the real process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.edge.model.bench import Bench
from desktop.edge.model.measurer import Measurer
from desktop.edge.model.networks import shipped
from desktop.runs.library import Library
from desktop.training.engine_process import EngineProcess
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession

pytestmark = pytest.mark.slow


@pytest.fixture
def bench(library: Library) -> Iterator[Bench]:
    client = EngineProcess()
    client.start()
    session = TrainingSession(client)
    made = Bench(Measurer(Questions(session), library), (shipped(),))
    yield made
    made.close()
    session.close()


def test_the_network_that_ships_is_measured_in_three_forms_and_int8_is_a_quarter_of_its_file(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.measure()
    qtbot.waitUntil(lambda: not bench.going, timeout=180_000)
    assert (bench.problem, bench.missing) == ("", "")
    result = bench.result
    assert result is not None
    torch, onnx, int8 = result.forms.measurements
    assert [each.form for each in (torch, onnx, int8)] == ["torch", "onnx", "int8"]
    assert onnx.changed == ()
    assert int8.answered == result.pictures.count == 60  # type: ignore[union-attr]
    assert int8.changed == tuple(each.picture for each in result.changes("int8"))
    assert "A quarter of the file" in [each.heading for each in bench.lessons]


def test_a_folder_without_pictures_is_refused_in_a_sentence(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.show_folder(tmp_path)
    bench.measure()
    qtbot.waitUntil(lambda: not bench.going, timeout=60_000)
    assert "There is no picture in the folder" in bench.problem
    assert bench.result is None
