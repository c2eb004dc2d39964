"""Gradients of weights and of activations, in the charts and in their words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.lab.charts import drawings
from desktop.lab.charts.board import ChartBoard
from desktop.lab.charts.heatmap import heat
from desktop.runs import readings
from desktop.runs.norms import has_activations, norms
from desktop.theme.appearance import Appearance
from engine.contract import events
from scenes.stage.data.recording import Recording
from scenes.stage.output.theme import DARK


@pytest.fixture
def run(story: SimpleNamespace) -> Recording:
    """Ten steps of the story's run in which the gradients of the dense net's activations are 3 and 4."""
    begun = story.started()
    dense, cnn = begun.contestants
    measured = msgspec.structs.replace(dense, activations=("relu1", "fc2"))

    def told(step: int) -> events.Tick:
        tick: events.Tick = story.tick(step)
        first, *others = tick.results
        found = msgspec.structs.replace(first, activation_gradients=(3.0, 4.0))
        return msgspec.structs.replace(tick, results=(found, *others))

    begun = msgspec.structs.replace(begun, contestants=(measured, cnn))
    made: Recording = story.recording_of([begun, *map(told, range(1, 11))])
    return made


def test_norms_of_both_kinds(run: Recording, story: SimpleNamespace) -> None:
    assert has_activations(run)
    assert not has_activations(story.recording_of(story.run_events(3)))
    assert not has_activations(None)
    assert norms(run, 0, "weights")[0] == ("fc1", "fc2")
    names, found = norms(run, 0, "activations")
    assert names == ("relu1", "fc2")
    assert found.tolist() == [[3.0, 4.0]] * 10


def test_charts_and_words_of_activations(run: Recording) -> None:
    drawing = drawings.gradients(run, DARK, kind="activations")
    assert [line.label for line in drawing.lines if line.label] == ["relu1", "fc2"]
    np.testing.assert_allclose(drawing.lines[0].y, np.log10(3.0))
    seen = heat(run, kind="activations")
    assert seen is not None
    assert seen.names == ((0, "relu1"), (0, "fc2"))
    assert "Dense net, relu1: 3.00" in readings.norms(run, 10, kind="activations")


def test_a_click_shows_the_other_kind(qtbot: Any, looks: Appearance, run: Recording, story: SimpleNamespace) -> None:
    board = ChartBoard(looks)
    qtbot.addWidget(board)
    board.show()
    board.show_recording(run, None)
    assert board.kinds.isVisible()
    assert board.gradients.header._title.text() == "Gradients of weights"
    QTest.mouseClick(board.kinds._group.button(1), Qt.MouseButton.LeftButton)
    assert board.gradients.header._title.text() == "Gradients of activations"
    assert [line.label for line in board.gradients.lines if line.label] == ["relu1", "fc2"]
    assert board.heat.heat is not None
    assert len(board.heat.heat.names) == 2
    board.show_recording(story.recording_of(story.run_events(5)), None)
    assert not board.kinds.isVisible()
    assert board.gradients.header._title.text() == "Gradient norms"
    assert len([line for line in board.gradients.lines if line.label]) == 4
