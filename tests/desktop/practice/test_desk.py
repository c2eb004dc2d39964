from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.classroom.lessons.shelf import shipped
from desktop.practice.desk import BUSY, PracticeDesk
from desktop.practice.learning.session import Session
from desktop.practice.practising import NOTHING
from desktop.window.key_table import WHILE_PRACTISING
from desktop.window.overlays.practice_tab import PRACTICE
from scenes.stage.core.catalogue import catalogue
from scenes.stage.output.theme import THEMES

Press = Callable[..., None]
Choose = Callable[[bool], None]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(desk: PracticeDesk) -> Session:
    assert desk.practising.session is not None
    return desk.practising.session


def test_a_session_is_practised_to_its_end_by_keys_alone(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    session = application.session
    session.open("padding")
    session.show_step(2)
    before = session.scene, session.knobs, session.player.t
    press("P", modifiers=SHIFT)
    assert desk.owns_keys
    assert session.stop
    for number in range(1, 6):
        assert at(desk).number == number
        choose(number % 2 == 0)
        if number % 2:
            assert at(desk).attempt.state == "wrong"
            press(Qt.Key.Key_Return)
            choose(True)
        assert at(desk).attempt.state == "done"
        press("S")
        assert desk.practising.mode == "shown"
        press(Qt.Key.Key_Return)
    assert desk.practising.mode == "summary"
    assert desk.panel.question.shown.stem == "2 of 5 questions were right at once. 3 more at the second try."
    press(Qt.Key.Key_Escape)
    assert desk.source is None
    assert not session.stop
    assert (session.scene, session.knobs, session.player.t) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", [scene.name for scene in catalogue().scenes])
def test_every_scene_can_be_practised_to_the_end_of_a_session(
    name: str, application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    application.session.open(name)
    press("P", modifiers=SHIFT)
    length = at(desk).length
    assert length >= 2
    for number in range(length):
        choose(False)
        press(Qt.Key.Key_Return)
        choose(False)
        press("S", "W", Qt.Key.Key_Return)
        assert at(desk).number == min(number + 2, length)
    assert desk.practising.mode == "summary"
    press("A", Qt.Key.Key_Escape)
    assert application.session.scene.name == name
    assert not application.session.stop


def test_the_scene_is_free_to_play_with_and_is_found_again_as_it_was_left(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    session = application.session
    session.open("padding")
    own = session.knobs
    press("P", modifiers=SHIFT)
    asked = session.knobs
    assert session.turn("stride", 3 if asked.stride != 3 else 2)  # type: ignore[attr-defined]
    mine = session.knobs
    choose(True)
    press("S")
    assert session.knobs != mine
    press("S")
    assert session.knobs == mine
    press(Qt.Key.Key_Escape)
    assert session.knobs == own


def test_show_it_plays_the_proof_and_what_was_thought_is_its_own_world(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    press("P", modifiers=SHIFT)
    choose(True)
    shown = at(desk).question.posed.shown
    assert shown is not None
    press("S")
    session = application.session
    assert session.player.playing
    assert (session.scene, session.steps[session.step].title) == (shown.scene, shown.at)
    session.show_step(session.step)
    target = at(desk).question.posed.answers[at(desk).question.posed.right]
    assert target.text in {each.text for each in at(desk).question.posed.answers}
    worlds = [index for index, each in enumerate(at(desk).question.posed.answers) if each.world is not None]
    for index in worlds:
        press("ABCDEF"[at(desk).attempt.order.index(index)])
        if index != at(desk).question.posed.right:
            press("W")
            world = at(desk).question.posed.answers[index].world
            assert world is not None
            assert session.knobs == world.knobs
            press("W")
            assert desk.practising.mode == "question"


def test_a_prediction_puts_a_question_mark_where_the_number_will_stand(
    application: Application, desk: PracticeDesk, press: Press
) -> None:
    application.session.open("degradation")
    press("P", modifiers=SHIFT)
    canvas = application.workspace.canvas
    marks = {each.mark.name for each in canvas.over(application.session.frame).touched()}
    assert "ghost" in marks
    application.session.show_step(application.session.step + 1)
    marks = {each.mark.name for each in canvas.over(application.session.frame).touched()}
    assert "ghost" not in marks, "the number stands there now"


def test_each_wrong_answer_says_whose_it_is_and_what_is_true(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    press("P", modifiers=SHIFT)
    choose(False)
    answer = at(desk).attempt.answer
    assert answer is not None
    (said,) = desk.panel.question.shown.said
    assert said.heading == f"{answer.text} is not right."
    assert said.words.startswith(answer.why)
    key = at(desk).question.posed.answers[at(desk).question.posed.right]
    assert key.why not in said.words, "the key is not given away before the second try"
    press("S")
    assert key.why in desk.panel.question.shown.said[-1].words


def test_the_summary_leads_to_the_scene_that_refutes_a_slip_and_goes_on(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    application.session.open("padding")
    press("P", modifiers=SHIFT)
    while desk.practising.mode != "summary":
        choose(False)
        press("S", Qt.Key.Key_Return)
    slips = desk.panel.question.shown.said
    assert slips
    press("A")
    assert desk.practising.mode == "refuted"
    assert desk.panel.question.shown.said == slips
    press(Qt.Key.Key_Return)
    assert at(desk).number == 1
    assert at(desk).attempt.state == "open"


def test_the_course_is_practised_from_the_start_page(
    open_application: Callable[..., Application], qtbot: QtBot
) -> None:
    workspace = open_application(catalogue=catalogue(), home=True).workspace
    QTest.keyClick(workspace.window().windowHandle(), Qt.Key.Key_P, SHIFT)
    assert workspace.places.at_scene
    assert at(workspace.practice).title == "The course"
    workspace.practice.leave()
    workspace.places.show_home()
    workspace.start_page.home.practise.click()
    assert at(workspace.practice).title == "The course"


def test_the_finder_leads_to_the_practice_of_a_scene(application: Application, desk: PracticeDesk) -> None:
    finder = application.workspace.start_page.finder
    application.workspace.act("find")
    QTest.keyClicks(finder.field, "practise softmax")
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert at(desk).title == catalogue().find("softmax").title


def test_the_overview_begins_at_any_concept(application: Application, desk: PracticeDesk) -> None:
    application.workspace.pages.show_page(PRACTICE)
    application.workspace.panels.show("left")
    desk.panel.overview.rows["C19"].click()
    assert {each.concept for each in at(desk).pool} == {"C19"}
    assert not desk.panel.overview.isVisible()


def test_another_scene_that_is_opened_ends_practice_and_stays(application: Application, desk: PracticeDesk) -> None:
    desk.practise_scene("padding")
    application.workspace.places.open_scene("softmax")
    assert desk.source is None
    assert application.session.scene.name == "softmax"
    assert desk.panel.overview.isVisibleTo(desk.panel)


def test_time_goes_on_within_the_scene_of_a_question_and_not_to_the_next_scene(
    application: Application, desk: PracticeDesk, press: Press
) -> None:
    desk.practise_scene("padding")
    press(Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert desk.source is not None
    assert application.session.scene.name == "padding"


def test_while_a_class_is_given_practice_only_says_so(
    application: Application, desk: PracticeDesk, press: Press
) -> None:
    application.workspace.presenting.toggle_window()
    press("P", modifiers=SHIFT)
    assert desk.source is None
    assert application.workspace.banner.label.text() == BUSY
    application.workspace.presenting.toggle_window()
    press("P", modifiers=SHIFT)
    assert desk.source is not None
    assert application.workspace.banner.label.text() != BUSY


def test_a_lesson_that_begins_ends_practice_and_its_end_brings_the_own_scene(
    application: Application, desk: PracticeDesk
) -> None:
    application.session.open("channels")
    desk.practise_scene("padding")
    workspace = application.workspace
    workspace.desk.open(shipped()[0])
    workspace.desk.lesson.begin()
    assert desk.source is None
    assert not desk.owns_keys
    workspace.desk.lesson.end()
    assert application.session.scene.name == "channels"


def test_a_question_s_picture_does_not_count_as_a_scene_that_was_seen(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    desk.practise_scene("dense")
    while desk.practising.mode != "summary":
        choose(True)
        press("S", Qt.Key.Key_End, Qt.Key.Key_Return)
    assert not application.workspace.seen.names


def test_in_the_lab_keys_are_the_lab_s(application: Application, desk: PracticeDesk) -> None:
    desk.practise_scene("dense")
    application.workspace.places.show_lab()
    assert not desk.owns_keys
    application.workspace.places.show_scene()
    assert desk.owns_keys


def test_a_scene_without_numbers_says_that_nothing_can_be_asked(open_application: Callable[..., Application]) -> None:
    workspace = open_application().workspace
    workspace.session.open("other")
    workspace.act("practise")
    assert workspace.banner.label.text() == NOTHING
    assert workspace.practice.source is None


def test_the_state_of_the_window_is_that_of_the_user_s_own_scene(application: Application, desk: PracticeDesk) -> None:
    application.session.open("channels")
    desk.practise_scene("padding")
    assert application.session.remember().scene == "channels"


def test_what_was_answered_is_known_in_the_next_window(
    open_application: Callable[..., Application], qtbot: QtBot
) -> None:
    first = open_application(catalogue=catalogue()).workspace.practice
    first.practise_scene("padding")
    first.practising.choose(first.practising.session.question.posed.right)  # type: ignore[union-attr]
    second = open_application(catalogue=catalogue()).workspace
    second.pages.show_page(PRACTICE)
    second.panels.show("left")
    row = second.practice.panel.overview.rows["C4"]
    assert row.accessibleName() == "Padding and stride: on the way"


@pytest.fixture
def overview(application: Application) -> PracticeDesk:
    desk = application.workspace.practice
    desk.practise_scene("padding")
    desk.practising.choose(desk.practising.session.question.posed.right)  # type: ignore[union-attr]
    desk.leave()
    application.workspace.panels.show("left")
    return desk


def test_progress_is_reset_after_a_question_and_brought_back(overview: PracticeDesk) -> None:
    page = overview.panel.overview
    for name, is_empty in (("Keep", False), ("Forget", True)):
        page.files["reset"].click()
        box = next(
            each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()
        )
        next(each for each in box.buttons() if each.text() == name).click()
        assert overview.store.is_empty is is_empty
        QApplication.sendPostedEvents(box, 0)
        QApplication.processEvents()
    assert page.undo.isVisible()
    assert not page.files["reset"].isEnabled()
    page.undo.click()
    assert not overview.store.is_empty
    assert not page.undo.isVisible()


def test_progress_is_exported_and_imported(
    overview: PracticeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(stick), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(stick), ""))
    page = overview.panel.overview
    page.files["export"].click()
    overview.store.reset()
    page.files["import"].click()
    assert not overview.store.is_empty


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_question_is_read_whole_beside_its_scene(
    open_application: Callable[..., Application], size: tuple[int, int], theme: str
) -> None:
    application = open_application(catalogue=catalogue(), size=size)
    application.appearance.theme = THEMES[theme]
    desk, canvas = application.workspace.practice, application.workspace.canvas
    for scene in ("softmax", "depthwise", "residual_backward"):
        desk.practise_scene(scene)
        QApplication.processEvents()
        view = desk.panel.question
        left = canvas.mapTo(application.workspace, QPoint()).x()
        assert left >= desk.panel.mapTo(application.workspace, QPoint(desk.panel.width(), 0)).x()
        for option in view.options[: len(view.shown.options)]:
            bottom = option.mapTo(view, QPoint(0, option.height())).y()
            assert bottom <= view.presses[0].y() if view.presses else bottom <= view.height()
            assert option._words.height() >= option._words.heightForWidth(option._words.width())
        assert view.stem.height() >= view.stem.heightForWidth(view.stem.width())


def test_what_is_said_of_an_answer_is_in_sight_with_the_largest_letters(
    open_application: Callable[..., Application], qtbot: QtBot
) -> None:
    application = open_application(catalogue=catalogue(), size=(1280, 720))
    application.appearance.change_text(2)
    desk = application.workspace.practice
    desk.practise_scene("scaling")
    view = desk.panel.question
    desk.practising.choose((desk.practising.session.question.posed.right + 1) % 3)  # type: ignore[union-attr]

    def is_seen() -> bool:
        top = view.said[0].mapTo(view, QPoint()).y()
        return 0 <= top < view.hint.y() or 0 <= top < view.presses[0].y()

    qtbot.waitUntil(is_seen)


def test_screen_readers_are_told_the_letters_and_what_was_right(
    application: Application, desk: PracticeDesk, press: Press, choose: Choose
) -> None:
    press("P", modifiers=SHIFT)
    view = desk.panel.question
    told = QAccessible.queryAccessibleInterface(view.options[0])
    assert told.text(QAccessible.Text.Name) == f"A: {view.shown.options[0].text}"
    choose(True)
    names = [each.accessibleName() for each in view.options if each.isVisible()]
    assert sum(name.endswith(", right") for name in names) == 1


def test_every_key_of_a_question_has_its_action(desk: PracticeDesk) -> None:
    assert {binding.action for binding in WHILE_PRACTISING} <= set(desk.actions)


def test_an_option_that_was_clicked_leaves_enter_to_the_question(
    application: Application, desk: PracticeDesk, press: Press
) -> None:
    press("P", modifiers=SHIFT)
    view = desk.panel.question
    place = at(desk).attempt.order.index(at(desk).question.posed.right)
    QTest.mouseClick(view.options[place], Qt.MouseButton.LeftButton)
    assert at(desk).attempt.state == "done"
    press(Qt.Key.Key_Return)
    assert at(desk).number == 2


def test_options_are_reached_and_pressed_by_tab_and_enter(
    application: Application, desk: PracticeDesk, press: Press
) -> None:
    press("P", modifiers=SHIFT)
    view = desk.panel.question
    view.options[at(desk).attempt.order.index(at(desk).question.posed.right)].setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Return)
    assert at(desk).attempt.state == "done"
    assert view.presses[0].hasFocus()
    press(Qt.Key.Key_Return)
    assert at(desk).number == 2
