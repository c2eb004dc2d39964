"""Questions and a lesson in the window, by keys and clicks as a teacher has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.lessons.model import Ask, Lesson, Stop
from desktop.window.workspace import Workspace
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.timeline import step_titled
from scenes.stage.output.theme import THEMES

Press = Callable[..., None]
SHIFT = Qt.KeyboardModifier.ShiftModifier
LESSON = Lesson(
    convoscope=1,
    id="short",
    title="Short",
    stop=(
        Stop(id="sum", scene="convolution", first="Multiply", last="Add", ask=(Ask(mark="sum", at="Multiply"),)),
        Stop(id="pool", scene="pooling", shows=("kind",), minutes=2),
    ),
)


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    return open_application(catalogue=catalogue())


@pytest.fixture
def workspace(application: Application) -> Workspace:
    application.session.reduced_motion = True
    application.session.open("convolution")
    application.session.show_step(step_titled(application.session.steps, "Multiply"))
    return application.workspace


def test_a_number_is_asked_by_keys_and_hands_are_counted(workspace: Workspace, press: Press) -> None:
    conducting, polling = workspace.classroom.conducting, workspace.classroom.polling
    press(Qt.Key.Key_Q)
    assert polling.chooses
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Backtab, modifiers=SHIFT)
    assert workspace.canvas.ring is None, "Tab chooses what is asked, and no mark"
    press(Qt.Key.Key_Return)
    question = conducting.question
    assert question is not None
    press(Qt.Key.Key_B, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert conducting.votes[0] == Tally((0, 12, *(0,) * (len(question.answers) - 2)), question.right)
    assert not workspace.full_screen.blank.colour, "B is an answer now"
    assert workspace.step_list.isHidden(), "and digits are hands"
    press(Qt.Key.Key_PageDown)
    assert conducting.kind == "reveal"
    press(Qt.Key.Key_A, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert conducting.kind == "reveal", "hands that come late lead nowhere"
    assert workspace.step_list.isHidden()
    press(Qt.Key.Key_V, modifiers=SHIFT)
    assert workspace.over_the_stage.overlays.histogram is not None
    press(Qt.Key.Key_PageDown)
    assert conducting.question is None
    press(Qt.Key.Key_2)
    assert not workspace.step_list.isHidden(), "digits lead to steps again"


def test_a_click_on_an_outline_asks_about_its_number(
    workspace: Workspace, press: Press, at: Callable[..., object]
) -> None:
    press(Qt.Key.Key_Q)
    left, top, right, bottom = workspace.classroom.polling._offered[0].box
    QTest.mouseClick(workspace.canvas, Qt.MouseButton.LeftButton, pos=at((left + right) / 2, (top + bottom) / 2))  # type: ignore[arg-type]
    assert workspace.classroom.conducting.question is not None
    press(Qt.Key.Key_Escape)
    assert workspace.classroom.conducting.question is None


def test_a_lesson_is_given_by_page_down_and_its_knobs_are_in_sight(workspace: Workspace, press: Press) -> None:
    session, conducting = workspace.session, workspace.classroom.conducting
    conducting.begin(LESSON, Path())
    seen = [(session.scene.name, session.step, conducting.kind)]
    for _ in range(4):
        press(Qt.Key.Key_PageDown)
        seen.append((session.scene.name, session.step, conducting.kind))
    assert [kind for _, _, kind in seen] == ["open", "ask", "reveal", "open", "step"]
    assert seen[3][0] == "pooling"
    assert workspace.knobs.shows("kind")
    assert not workspace.knobs.shows("size")
    press(Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert (session.scene.name, conducting.kind) == ("convolution", "reveal")
    conducting.end()
    assert not workspace.knobs.all.isHidden(), "the user's own knobs are all in reach"


def test_a_lesson_is_seen_in_its_own_theme_and_gives_the_class_its_screen_back(workspace: Workspace) -> None:
    looks, conducting = workspace.presenting.looks, workspace.classroom.conducting
    looks.theme = THEMES["dark"]
    conducting.begin(msgspec.structs.replace(LESSON, theme="light"), Path())
    assert looks.theme.name == "light"
    conducting.next()
    conducting.end()
    assert looks.theme.name == "dark"
    conducting.begin(LESSON, Path())
    assert looks.theme.name == "dark"
    conducting.end()


def test_the_time_line_and_buttons_go_through_the_lesson_too(workspace: Workspace) -> None:
    conducting = workspace.classroom.conducting
    conducting.begin(LESSON, Path())
    workspace.transport.stepped.emit(1)
    assert conducting.kind == "ask"
    workspace.transport.stepped.emit(-1)
    assert conducting.kind == "open"


def test_what_is_saved_has_the_question_on_it(workspace: Workspace, press: Press) -> None:
    press(Qt.Key.Key_Q, Qt.Key.Key_Return)
    frame = workspace.session.frame
    assert len(workspace.files.over(frame).marks) > len(frame.marks)
    assert workspace.files.over(frame) == workspace.canvas.over(frame)


def test_space_goes_on_as_page_down_does_and_never_past_a_question(workspace: Workspace, press: Press) -> None:
    """It would tell the answer while the class still thinks."""
    conducting, session = workspace.classroom.conducting, workspace.session
    session.reduced_motion = False
    session.moved.disconnect(workspace.clock._follow)  # time passes as the test says
    conducting.begin(LESSON, Path())
    press(Qt.Key.Key_Space)
    assert (conducting.kind, session.steps[session.step].title) == ("ask", "Multiply")
    press(Qt.Key.Key_Space)
    assert (conducting.kind, session.player.playing) == ("reveal", True)
    session.advance(0.5)
    press(Qt.Key.Key_Space)
    assert not session.player.playing, "it pauses in the middle of a step"
    cue = conducting.cue
    press(Qt.Key.Key_Space)
    assert session.player.playing, "and plays on"
    assert conducting.cue == cue


def test_space_answers_a_question_that_no_lesson_has_planned(workspace: Workspace, press: Press) -> None:
    press(Qt.Key.Key_Q, Qt.Key.Key_Return)
    assert workspace.classroom.polling.asks
    press(Qt.Key.Key_Space)
    assert workspace.classroom.conducting.kind == "reveal"


def test_home_and_end_lead_to_the_edges_of_a_stop_and_leave_no_question_over_another_picture(
    workspace: Workspace, press: Press
) -> None:
    conducting, session = workspace.classroom.conducting, workspace.session
    conducting.begin(LESSON, Path())
    press(Qt.Key.Key_PageDown)
    assert conducting.kind == "ask"
    press(Qt.Key.Key_Home)
    assert (conducting.kind, session.steps[session.step].title) == ("open", "Multiply")
    press(Qt.Key.Key_End)
    assert conducting.stop is LESSON.stop[0]
    assert session.steps[session.step].title == "Add"
    assert conducting.coming is not None
    assert conducting.coming.stop == "pool"
    conducting.end()
    press(Qt.Key.Key_Home)
    assert (conducting.active, session.player.t) == (False, 0.0), "without a lesson they are the scene's"
