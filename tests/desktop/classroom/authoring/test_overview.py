"""The overview of as many stops as a lesson may have: laid out once, and painted only where something changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.classroom.authoring.overview import Overview
from desktop.classroom.authoring.rows import StopRow
from desktop.classroom.authoring.thumbnails import Thumbnails
from desktop.classroom.lessons.model import MOST_STOPS, Stop
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance

ROWS = tuple(
    StopRow(number, f"stop-{number}", f"Stop {number}", Stop(id=f"stop-{number}", card="# Words"))
    for number in range(1, MOST_STOPS + 1)
)


@pytest.fixture
def overview(qtbot: QtBot) -> Iterator[Overview]:
    window, appearance, typesetter = QWidget(), Appearance(), Typesetter()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    thumbnails = Thumbnails(appearance, typesetter, lambda preset: None, {}, window)
    found = Overview(lambda: (ROWS, Path()), appearance, thumbnails, window)
    found.open_overview()
    yield found
    typesetter.close()


def test_all_stops_are_in_sight_and_apart(overview: Overview) -> None:
    places = [overview.place(index) for index in range(MOST_STOPS)]
    assert all(overview.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for index, one in enumerate(places) for other in places[:index])


def test_places_are_found_once_and_not_for_each_look(overview: Overview, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    width_in = overview._width_in
    monkeypatch.setattr(overview, "_width_in", lambda columns: counted.append(columns) or width_in(columns))
    overview.grab()
    QTest.mouseMove(overview, overview.place(120).center())
    overview._choose(7)
    assert counted == []
    overview.parentWidget().resize(1920, 1080)
    assert MOST_STOPS <= len(counted) <= MOST_STOPS + 2
    assert overview.place(199).right() > 1280


def test_a_picture_that_has_come_is_painted_by_itself(
    overview: Overview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    monkeypatch.setattr(overview, "_paint_stop", lambda painter, row, *rest: painted.append(row.id))
    qtbot.waitUntil(lambda: len(painted) >= MOST_STOPS)
    QApplication.processEvents()
    painted.clear()
    overview._thumbnails.forget(overview)
    overview._thumbnails.drawn.emit("stop-100")
    qtbot.waitUntil(lambda: "stop-100" in painted)
    assert len(set(painted)) < 20


def test_only_the_stops_that_look_different_are_painted(
    overview: Overview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    paint = overview._paint_stop
    monkeypatch.setattr(
        overview, "_paint_stop", lambda painter, row, *rest: painted.append(row.number) or paint(painter, row, *rest)
    )
    overview._thumbnails.forget(overview)  # no picture comes in between
    overview.repaint()
    assert len(painted) == MOST_STOPS
    qtbot.waitExposed(overview)
    QApplication.processEvents()
    painted.clear()
    QTest.mouseMove(overview, overview.place(150).center())
    qtbot.waitUntil(lambda: 151 in painted)
    assert overview.at == 150
    assert 1 in painted
    assert len(painted) < 20, "these two, and whom their frames touch"
    assert overview._index_at(QPoint(1, 1)) is None
