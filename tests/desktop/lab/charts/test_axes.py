from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.lab.charts.axes import NumberAxis, Tag, fitting
from desktop.lab.charts.drawings import Drawing
from desktop.lab.charts.line_chart import LineChart
from desktop.theme import fonts
from scenes.stage.output.theme import DARK


def test_where_there_is_no_room_some_names_are_left_out() -> None:
    tags = [Tag(float(index), str(index), "#000000") for index in range(26)]
    assert [tag.text for tag in fitting(tags, 9)] == ["0", "3", "6", "9", "12", "15", "18", "21", "24"]
    assert fitting(tags, 26) == tags
    assert fitting([], 5) == []


@pytest.mark.parametrize(
    ("log", "percent", "values", "texts"),
    [
        (True, False, [-2, 0, 3, 12], ["0.01", "1", "1000", "10¹²"]),
        (False, True, [0, 0.5, 1], ["0 %", "50 %", "100 %"]),
        (False, False, [0, 0.5, 250], ["0", "0.5", "250"]),
        (False, False, [0, 1000, 1e6], ["0", "1,000", "1,000,000"]),
    ],
)
def test_ticks_read_as_people_write(
    qtbot: QtBot, log: bool, percent: bool, values: list[float], texts: list[str]
) -> None:
    axis = NumberAxis("left")
    axis.log, axis.percent = log, percent
    assert axis.tickStrings(values, 1, 1) == texts


@pytest.mark.parametrize("size", [40, 70, 120, 300])
def test_numbers_below_a_narrow_chart_do_not_run_into_each_other(qtbot: QtBot, size: int) -> None:
    axis = NumberAxis("bottom")
    letters = fonts.font(12)
    axis.setTickFont(letters)
    for end in (70, 250, 1000, 12_000):
        ((spacing, values),) = axis.tickValues(0, end, size)
        widest = QFontMetricsF(letters).horizontalAdvance(f"{max(values):g}")
        assert values[-1] > 0, "one number at least is there"
        assert len(values) == 1 or spacing * size / end > widest


@pytest.mark.parametrize("size", [45, 60, 110, 400])
def test_numbers_beside_a_low_chart_do_not_run_into_each_other(qtbot: QtBot, size: int) -> None:
    axis = NumberAxis("left")
    axis.percent = True
    letters = fonts.font(13)
    axis.setTickFont(letters)
    spacing, values = axis.tickValues(0.0, 1.0, size)[0]
    assert len(values) >= 1
    assert spacing * size >= 1.2 * QFontMetricsF(letters).height()


def test_logarithmic_ticks_are_whole_powers_with_room_between(qtbot: QtBot) -> None:
    axis = NumberAxis("left")
    axis.log = True
    ((_, powers),) = axis.tickValues(-7.2, 12.4, 150)
    assert all(power == int(power) and -7.2 <= power <= 12.4 for power in powers)
    assert 2 <= len(powers) <= 8


@pytest.mark.parametrize("size", [(300, 150), (420, 200), (900, 500)])
def test_the_number_at_the_end_of_an_axis_is_there(qtbot: QtBot, size: tuple[int, int]) -> None:
    chart = LineChart("Accuracy")
    qtbot.addWidget(chart)
    chart.resize(*size)
    with qtbot.waitExposed(chart):
        chart.show()
    chart.restyle(DARK, fonts.font(12))
    chart.show_drawing(Drawing((), 0.0, 1.0, percent=True), (-4.0, 204.0))
    chart.grab()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        said = [
            [text for _, _, text in axis.generateDrawSpecs(painter)[2]] for axis in (chart.plot.bottom, chart.plot.left)
        ]
    assert "200" in said[0]
    assert {"0 %", "100 %"} <= set(said[1])
