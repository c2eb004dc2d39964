"""The beam paints the picture that it is given, in looks of its own, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.classroom.presenting.beam import Beam
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.output.theme import DARK, THEMES
from tests.desktop.painted import painted, pixels

PROJECTOR = THEMES["projector"]


@pytest.fixture
def beam(session: SceneSession, qtbot: QtBot) -> Iterator[Beam]:
    made = Beam(lambda: session.frame, Appearance(PROJECTOR), Typesetter(blocking=True))
    session.drawn.connect(made.refresh)
    session.show_step(1)
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.show()
    yield made
    made.close()


def shown(beam: Beam) -> np.ndarray:
    return pixels(beam.grab().toImage())


@pytest.mark.parametrize("size", [(640, 360), (640, 480), (960, 400)])
def test_it_shows_the_picture_alone_at_every_proportion(
    beam: Beam, session: SceneSession, size: tuple[int, int]
) -> None:
    beam.resize(*size)
    for where in (session.to_start, session.to_end):
        where()
        assert (shown(beam) == painted(session.frame, PROJECTOR, size)).all()


def test_at_the_poster_there_is_no_button(beam: Beam, session: SceneSession) -> None:
    session.open_afresh("mini")
    assert session.at_poster
    assert (shown(beam) == painted(session.frame, PROJECTOR, (640, 360))).all()


def test_a_pointer_over_it_leaves_no_trace(beam: Beam) -> None:
    before = shown(beam)
    place = QPointF(130, 230)
    QApplication.sendEvent(beam, QEnterEvent(place, place, place))
    assert beam.cursor().shape() == Qt.CursorShape.BlankCursor
    assert (shown(beam) == before).all()


@pytest.mark.parametrize(("dark", "level"), [("black", 0), ("white", 255)])
def test_it_can_be_black_or_white(beam: Beam, dark: str, level: int) -> None:
    before = shown(beam)
    beam.dark = dark
    assert (shown(beam) == level).all()
    beam.dark = "no"
    assert (shown(beam) == before).all()


def test_its_looks_are_its_own(beam: Beam, session: SceneSession) -> None:
    beam._appearance.theme = DARK
    assert (shown(beam) == painted(session.frame, DARK, (640, 360))).all()


def test_only_its_user_ends_the_class_by_closing_it(beam: Beam, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(beam.closed):
        beam.close()
    beam.show()
    handle = beam.windowHandle()
    assert handle is not None
    with qtbot.waitSignal(beam.closed):
        QApplication.sendEvent(handle, QEvent(QEvent.Type.Close))  # as a click on its cross does
