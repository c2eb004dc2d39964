"""What a stage says to a hand that has not touched it yet, and the button on its poster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.canvas.hints import invitation
from desktop.player.stand_ins import with_words
from scenes.stage.core.catalogue import catalogue, poster
from scenes.stage.core.grips import Brush
from scenes.stage.core.marks import Grid, Text
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values
from tests.desktop.conftest import mini, other
from tests.desktop.painted import frame_of

At = Callable[[float, float], QPoint]
LEFT = Qt.MouseButton.LeftButton
WORDS = "Drag over the cells. Drag or type any number."


def colour_at(canvas: Canvas, place: QPoint) -> str:
    return QColor(canvas.grab().toImage().pixel(place * canvas.devicePixelRatioF())).name()


# --- The button on the poster -----------------------------------------------------------------------------------------


def test_a_click_on_the_posters_button_starts_the_first_step(application: Application, canvas: Canvas, at: At) -> None:
    session = application.session
    QTest.mouseMove(canvas, at(800, 450))
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert colour_at(canvas, at(757, 450)) == QColor(application.appearance.theme.accent).name(), "120 units wide"
    QTest.mouseClick(canvas, LEFT, pos=at(850, 450))
    assert session.player.playing
    assert not session.at_poster
    assert colour_at(canvas, at(757, 450)) != QColor(application.appearance.theme.accent).name()


def test_beside_the_button_the_poster_is_a_picture_like_others(
    application: Application, canvas: Canvas, at: At
) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(950, 330))
    assert application.session.knobs.n == 4
    assert application.session.at_poster
    QTest.mouseClick(canvas, LEFT, pos=at(800, 570))
    assert application.session.at_poster


# --- The line and the dots --------------------------------------------------------------------------------------------


def test_words_name_what_hands_can_do_in_the_picture() -> None:
    assert invitation(poster(mini)) == WORDS
    assert invitation(poster(other)) == ""
    found = catalogue()
    assert invitation(poster(found.find("convolution"))) == "Drag the window. Drag or type any number."
    paper = Grid(values=Values(np.zeros((4, 4))), origin=(0, 0), u=(60, 0), v=(0, 60), name="paper", grip=Brush("ink"))
    assert invitation(frame_of(paper)) == "Draw with the mouse."
    assert invitation(frame_of(replace(paper, opacity=0.2))) == "", "it is on its way out"


def test_the_hint_stands_in_the_captions_place_until_time_moves(application: Application, canvas: Canvas) -> None:
    assert canvas.hint.words == WORDS
    application.session.next_step()
    assert canvas.hint.words == ""
    application.session.advance(10.0)
    assert canvas.hint.words == "", "once in a scene is enough"


def test_at_a_steps_end_the_place_is_the_captions(application: Application, canvas: Canvas) -> None:
    session = application.session
    session.jump(1.0)
    session.open("other")
    assert canvas.hint.words == "", "there is nothing to drag"
    session.open("mini")
    session.jump(1.5)
    session.next_step()
    session.advance(10.0)
    assert canvas.hint.words == "", "a class wants to read the caption"


@pytest.mark.parametrize("place", [(130, 230), (530, 230), (950, 330)])
def test_whoever_has_used_a_hand_once_never_sees_it_again(
    open_application: Callable[..., Application], place: tuple[float, float]
) -> None:
    application = open_application()
    application.workspace.places.open_scene("mini")
    canvas = application.workspace.canvas
    assert canvas.hint.words == WORDS
    QTest.mouseClick(canvas, LEFT, pos=canvas.stage_geometry.to_widget(place).toPoint())
    assert canvas.hint.words == ""
    application.session.open_afresh("other")
    application.session.open_afresh("mini")
    assert canvas.hint.words == ""
    assert "hands" in application.workspace.state().told
    application.workspace.window().close()
    again = open_application()
    again.session.open_afresh("mini")
    assert again.workspace.canvas.hint.words == ""


def test_it_is_said_on_the_stage_instead_of_the_caption() -> None:
    frame = poster(catalogue().find("padding"))
    caption = frame.steps[frame.step].caption

    def lines(shown: Frame) -> list[str]:
        return [mark.text for mark in shown.marks if isinstance(mark, Text) and mark.text in (caption, WORDS)]

    assert (lines(frame), lines(with_words(frame, WORDS)), lines(with_words(frame, ""))) == ([caption], [WORDS], [])


def test_corners_of_the_thing_to_drag_light_up_once(application: Application, canvas: Canvas, at: At) -> None:
    accent = QColor(application.appearance.theme.accent).name()
    pulse = canvas.hint._pulse
    pulse.start()
    pulse.setCurrentTime(pulse.duration() // 2)
    pulse.pause()
    pulse.resume()
    pulse.setCurrentTime(pulse.duration() // 2)
    QApplication.processEvents()
    pulse.setCurrentTime(pulse.duration() // 2)
    shown = canvas.grab().toImage()
    corners = [(900, 200), (1020, 200), (1020, 260)]
    seen = [QColor(shown.pixel(at(*corner))).name() for corner in corners]
    assert seen.count(accent) >= 2, seen
    pulse.stop()
    assert accent not in [colour_at(canvas, at(*corner)) for corner in corners]


# --- The handle -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "corner", "handled"),
    [((130, 230), (160, 200), True), ((530, 230), (560, 200), True), ((530, 630), (560, 620), False)],
)
def test_what_can_be_dragged_shows_a_handle_under_the_pointer(
    application: Application,
    canvas: Canvas,
    at: At,
    place: tuple[float, float],
    corner: tuple[float, float],
    handled: bool,
) -> None:
    application.session.jump(2.0)
    QTest.mouseMove(canvas, at(*place))
    raised = QColor(application.appearance.theme.raised).name()
    edge = at(*corner) + QPoint(5, -5)
    assert (colour_at(canvas, edge) == raised) == handled
    QTest.mouseMove(canvas, at(1500, 850))
    assert colour_at(canvas, edge) != raised
