from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.charts.drawings import Drawing, Event
from desktop.lab.charts.line_chart import LineChart
from desktop.lab.charts.room import ChartRoom


@pytest.fixture
def room(qtbot: QtBot) -> ChartRoom:
    made = ChartRoom([LineChart(name) for name in ("Loss", "Accuracy", "Gradients", "Heat map")])
    qtbot.addWidget(made)
    made.resize(1000, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def settled(room: ChartRoom, width: int, height: int) -> list[LineChart]:
    room.resize(width, height)
    room.layout().activate()
    return [chart for chart in room._charts if isinstance(chart, LineChart)]


def test_the_first_chart_is_large_and_the_strip_stands_beside_it(room: ChartRoom) -> None:
    large, *others = settled(room, 1000, 400)
    assert not large.small
    assert all(each.small and each.isVisible() for each in others)
    assert all(each.x() > large.x() + large.width() for each in others)
    assert large.width() > 3 * others[0].width()


def test_where_it_is_not_wide_the_strip_is_below(room: ChartRoom) -> None:
    large, *others = settled(room, 600, 500)
    assert all(each.y() > large.y() + large.height() for each in others)
    assert large.width() > 2 * others[0].width()


def test_a_click_makes_a_small_chart_large_and_a_large_one_is_read(room: ChartRoom) -> None:
    loss, accuracy, *_ = settled(room, 1000, 400)
    clicked: list[int] = []
    accuracy.clicked.connect(clicked.append)
    accuracy.plot.clicked.emit(3.0)
    assert room.large == 1
    assert loss.small
    assert not clicked
    accuracy.plot.clicked.emit(3.0)
    assert clicked == [3]
    accuracy.header.clicked.emit()
    assert room.large is None
    assert not any(chart.small for chart in room._charts)


def test_events_have_words_in_large_charts_only(room: ChartRoom) -> None:
    loss, accuracy, *_ = settled(room, 1000, 400)
    drawing = Drawing((), 0.0, 1.0, events=(Event(3, "lr 0.01", "#ff0000"),))
    for chart in (loss, accuracy):
        chart.show_drawing(drawing, (0.0, 10.0))

    def written(chart: LineChart) -> list[str]:
        return [words.textItem.toPlainText() for _, words in chart._events if words.isVisible()]

    assert (written(loss), written(accuracy)) == (["lr 0.01"], [])
    room.toggle(1)
    assert (written(loss), written(accuracy)) == ([], ["lr 0.01"])


def test_a_hall_sees_one_chart_and_always_one(room: ChartRoom) -> None:
    room.show_large(None)
    room.show_alone(True)
    assert [chart.isVisible() for chart in room._charts] == [True, False, False, False]
    room.toggle(2)
    room.toggle(2)
    assert [chart.isVisible() for chart in room._charts] == [False, False, True, False]
    room.show_alone(False)
    assert all(chart.isVisible() for chart in room._charts)
