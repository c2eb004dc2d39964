from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from pytestqt.qtbot import QtBot

from desktop.lab.charts.curves import polygons
from desktop.lab.charts.drawings import Drawing, Event, Line
from desktop.lab.charts.line_chart import LineChart
from desktop.lab.charts.overlays import DASHES, Look
from desktop.theme import fonts
from scenes.stage.output.theme import DARK, PROJECTOR, Theme


@given(st.lists(st.sampled_from([1.0, 2.0, math.nan, math.inf]), max_size=30))
def test_polygons_are_the_stretches_between_gaps(values: list[float]) -> None:
    y = np.array(values, dtype=float)
    points = [
        [(point.x(), point.y()) for point in (shape.at(i) for i in range(shape.count()))]
        for shape in polygons(np.arange(float(len(y))), y)
    ]
    assert [point for shape in points for point in shape] == [(i, v) for i, v in enumerate(values) if math.isfinite(v)]
    assert all(b - a == 1 for shape in points for (a, _), (b, _) in pairwise(shape))
    assert len(points) == sum(
        math.isfinite(v) and (i == 0 or not math.isfinite(values[i - 1])) for i, v in enumerate(values)
    )


@pytest.fixture
def chart(qtbot: QtBot) -> LineChart:
    made = LineChart("Loss")
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def drawn(chart: LineChart, theme: Theme, *lines: Line) -> QImage:
    chart.restyle(theme, fonts.font(12))
    chart.show_drawing(Drawing(lines, 0.0, 1.0, events=(Event(50, "lr 0.1", "#ffffff"),)), (0.0, 100.0))
    return chart.grab().toImage()


def pixels(image: QImage) -> np.ndarray:
    """Red, green and blue of all pixels, (pixels, 3)."""
    words = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
    return np.stack([words >> 16 & 255, words >> 8 & 255, words & 255], axis=1).astype(int)


def test_thick_lines_are_thicker_and_heavier_on_a_projector(chart: LineChart) -> None:
    x, y = np.array([0.0, 100.0]), np.array([0.5, 0.5])
    amounts = []
    for theme, look in ((DARK, "thin"), (DARK, "thick"), (PROJECTOR, "thick")):
        found = pixels(drawn(chart, theme, Line(look, "#ff0000", x, y)))  # type: ignore[arg-type]
        amounts.append(int(((found[:, 0] > 120) & (found[:, 1] < 100)).sum()))
    assert 0 < amounts[0] < amounts[1] < amounts[2]


@pytest.mark.parametrize("look", list(DASHES))
def test_strokes_and_gaps_take_turns_along_a_line(chart: LineChart, look: Look) -> None:
    x, y = np.array([0.0, 100.0]), np.array([0.5, 0.5])
    image = drawn(chart, DARK, Line(look, "#ff0000", x, y)).convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    red = ((words >> 16 & 255) > 120) & ((words >> 8 & 255) < 100)
    along = red.any(axis=0).nonzero()[0]
    inside = red.any(axis=0)[along[0] : along[-1] + 1]
    share = sum(DASHES[look][::2]) / sum(DASHES[look])
    assert inside.mean() == pytest.approx(share, abs=0.2)
    turns = np.abs(np.diff(inside.astype(int))).sum()
    assert turns == pytest.approx(2 * len(inside) * len(DASHES[look]) / 2 / sum(DASHES[look]), rel=0.2)


def test_a_line_ends_where_its_numbers_do_and_its_name_stands_beside(chart: LineChart) -> None:
    steps = np.arange(101.0)
    image = drawn(chart, DARK, Line("thick", "#ff0000", steps, np.where(steps < 50, 0.5, np.nan), "CNN"))
    view = chart.plot.view
    middle = view.mapViewToDevice(QPointF(25, 0.5))
    beyond = view.mapViewToDevice(QPointF(75, 0.5))
    origin = chart.plot.mapTo(chart, QPoint())
    reds = [
        max(
            image.pixelColor(int(place.x()) + origin.x(), int(place.y()) + origin.y() + dy).red() for dy in range(-2, 3)
        )
        for place in (middle, beyond)
    ]
    assert reds[0] > 200
    assert reds[1] < 100
    assert [tag.text for tag in chart.plot.tags._tags] == ["CNN"]


def test_dots_are_drawn(chart: LineChart) -> None:
    line = Line("dots", "#00ff00", np.array([20.0, 60.0]), np.array([0.3, 0.7]))
    assert (pixels(drawn(chart, DARK, line)) == (0, 255, 0)).all(axis=1).sum() > 8


def test_the_wheel_asks_for_fewer_steps(chart: LineChart, qtbot: QtBot) -> None:
    drawn(chart, DARK)
    place = chart.plot.view.mapViewToDevice(QPointF(40, 0.5))
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(place, place, QPoint(), QPoint(0, 120), buttons, keys, phase, False)
    with qtbot.waitSignal(chart.zoomed) as zoomed:
        chart.plot.wheelEvent(wheel)
    assert zoomed.args[0] == pytest.approx(40, abs=1)
    assert zoomed.args[1] == 1.5


def test_a_click_is_at_a_step(chart: LineChart, qtbot: QtBot) -> None:
    drawn(chart, DARK)
    place = chart.plot.view.mapViewToDevice(QPointF(40, 0.5)).toPoint()
    with qtbot.waitSignal(chart.clicked) as clicked:
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert abs(clicked.args[0] - 40) <= 1
    with qtbot.assertNotEmitted(chart.clicked, wait=50):
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_an_empty_box_is_no_trouble(chart: LineChart) -> None:
    chart.restyle(DARK, fonts.font(12))
    chart.show_drawing(Drawing(), (0.0, 100.0))
    assert chart.lines == []
    assert chart._curves.boundingRect() == QRectF(0, -0.03, 100, 1.06)
