"""The overview of a lesson's stops, and stops that train their run before the class."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.training.scene_runs import RunSource
from tests.desktop.window.classroom.lesson_window import TEXT, Key, Open, desk, given, key, told


@pytest.fixture
def application(open_real: Open) -> Application:
    return open_real()


def test_g_shows_all_stops_in_a_lesson_and_all_steps_without(application: Application, path: Path) -> None:
    workspace, overview = application.workspace, desk(application).overview
    key(application, Key.Key_G)
    assert workspace.step_list.isVisible()
    assert overview.isHidden()
    key(application, Key.Key_Escape)
    desk(application).open(path)
    desk(application).lesson.begin()
    key(application, Key.Key_G)
    assert overview.isVisible()
    assert workspace.step_list.isHidden()
    assert [row.left_out for row in overview.rows] == [False, False, True]
    assert "Stop 1" in overview.accessibleName()
    key(application, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    assert overview.isHidden()
    assert given(application) == "pool", "one that was left out is taken in"


def test_digits_and_clicks_jump_and_escape_closes(application: Application, path: Path) -> None:
    overview = desk(application).overview
    desk(application).open(path)
    desk(application).lesson.begin()
    key(application, Key.Key_2, Key.Key_Return)
    assert given(application) == "by-hand"
    key(application, Key.Key_G, Key.Key_Escape)
    assert overview.isHidden()
    assert given(application) == "by-hand"
    key(application, Key.Key_G)
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=overview.place(0).center())
    assert given(application) == "title"
    key(application, Key.Key_G)
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert overview.isHidden()


def test_the_small_picture_of_a_slide_comes_when_its_file_is_read(
    application: Application, path: Path, qtbot: QtBot
) -> None:
    image = QImage(160, 90, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(path.parent / "slide.png"))
    path.write_text(TEXT + '\n[[stop]]\nid = "slide"\npicture = "file:slide.png"\n', encoding="utf-8")
    desk(application).open(path)
    thumbnails, size = desk(application).thumbnails, QSize(64, 36)
    stop = desk(application).lesson.lesson.stop[-1]  # type: ignore[union-attr]
    ready = application.workspace.classroom.conducting.ready
    qtbot.waitUntil(lambda: bool(ready))
    read = dict(ready)
    ready.clear()
    thumbnails.want(desk(application), [stop], path.parent, size)
    qtbot.waitUntil(lambda: not thumbnails._timer.isActive())
    assert thumbnails.image(stop, path.parent, size) is None
    ready.update(read)
    thumbnails._timer.stop()  # which the formulas of other stops may have started
    desk(application).lesson.changed.emit()
    assert thumbnails._timer.isActive()
    qtbot.waitUntil(lambda: thumbnails.image(stop, path.parent, size) is not None)


# --- Live runs ------------------------------------------------------------------------------------------------------

LIVE = TEXT + '\n[[stop]]\nid = "live"\nlab = "twins-20"\nrun = "live"\npatience = 5\n'


def test_a_live_stop_trains_and_offers_the_recording_when_it_takes_too_long(
    application: Application, path: Path, use_engine: Callable[[str], None]
) -> None:
    use_engine("say(hello, ready)\nlist(hear())")
    path.write_text(LIVE, encoding="utf-8")
    desk(application).open(path)
    desk(application).lesson.begin("live")
    live = application.live
    assert live.state("twins-20") is RunSource.WAITING
    stops_live = desk(application).live_stops
    assert stops_live.patience.interval() == 5000
    stops_live.patience.timeout.emit()
    assert "The run takes longer than 5 s. N stops it, and the recorded run is shown." in told(application)
    key(application, Key.Key_N)
    assert live.state("twins-20") is RunSource.RECORDED
    assert "takes longer" not in told(application) or application.workspace.banner.isHidden()
