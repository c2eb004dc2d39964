from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.model_files.words import Histogram
from desktop.opened.view.histogram import HistogramView
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role


@pytest.fixture
def view(qtbot: QtBot, looks: Appearance) -> HistogramView:
    made = HistogramView(looks)
    qtbot.addWidget(made)
    made.resize(200, 120)
    return made


def test_bars_are_as_high_as_their_counts(view: HistogramView, looks: Appearance) -> None:
    view.show_histogram(Histogram((-2.0, -1.0, 0.0, 1.0, 2.0), (1, 0, 10, 5), 0.5, 1.0, 2, 0))
    image = view.grab().toImage()
    colour = QColor(looks.theme.colour(Role.KERNEL))
    heights = [
        sum(image.pixelColor(int((place + 0.3) * 198 / 4), y) == colour for y in range(image.height()))
        for place in range(4)
    ]
    assert heights[1] == 0
    assert heights[2] == pytest.approx(2 * heights[3], abs=3)
    assert heights[3] == pytest.approx(5 * heights[0], abs=6)
    assert "16 numbers" in view.accessibleDescription()


def test_nothing_is_drawn_of_nothing(view: HistogramView) -> None:
    view.show_histogram(None)
    image = view.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, 200, 7) for y in range(0, 120, 7)}) == 1
    view.show_histogram(Histogram((0.0, 1.0), (0,), 0.0, 0.0, 0, 4))
    view.grab()
    assert view.accessibleDescription() == "None of its 4 numbers is finite."
