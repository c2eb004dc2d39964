from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.panels.editors import ChoiceEditor, NumberEditor, PictureEditor, ToggleEditor
from desktop.panels.knobs import KnobPanel
from desktop.widgets.fields import Combo, Segments
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.stage import Stage
from scenes.stage.data.pictures import Picture


@dataclass(frozen=True)
class Depending(kit.Knobs):
    """How far the second one goes is the first one's to say."""

    most: int = kit.integer(2, 1, 9, label="Most")
    count: int = kit.integer(1, 1, 2, label="Count")
    word: str = kit.choice("one", "one", "two", label="Word")

    def formed(self, form: kit.Knob) -> kit.Knob:
        """The count goes as far as the other says."""
        return replace(form, high=self.most, label=f"Count to {self.most}") if form.name == "count" else form


@scene(chapter="Seeing with filters", title="Depending", order=9)
def depending(stage: Stage, knobs: Depending) -> None:
    """Tell how many there are."""
    stage.step("Only", "Only one caption.", 1.0)


@pytest.fixture
def panel(application: Application) -> KnobPanel:
    application.workspace.panels.pin("right")
    return application.workspace.knobs


def segment(panel: KnobPanel, name: str, word: str) -> QAbstractButton:
    return next(each for each in panel.editors[name].findChildren(QPushButton) if each.text() == word)


def click(widget: QAbstractButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_panel_is_made_from_the_form(panel: KnobPanel) -> None:
    kinds = {name: type(editor) for name, editor in panel.editors.items()}
    assert kinds == {
        "mode": ChoiceEditor,
        "method": ChoiceEditor,
        "n": NumberEditor,
        "gain": NumberEditor,
        "relu": ToggleEditor,
        "picture": PictureEditor,
    }
    assert isinstance(panel.editors["mode"].field, Segments)
    assert isinstance(panel.editors["method"].field, Combo)
    assert panel.editors["mode"].toolTip() == "What to do"


def test_the_panel_follows_the_scene(panel: KnobPanel, application: Application) -> None:
    application.session.open("broken")
    assert list(panel.editors) == ["works"]
    application.session.open("other")
    assert panel.editors == {}


def test_a_segment_turns_its_knob(panel: KnobPanel, application: Application) -> None:
    click(segment(panel, "mode", "wide"))
    assert application.session.knobs.mode == "wide"


def test_an_impossible_segment_says_why_and_stays_where_it_is(panel: KnobPanel, application: Application) -> None:
    application.session.turn("n", 4)
    odd = segment(panel, "mode", "odd")
    assert odd.property("impossible") is True
    assert odd.toolTip() == "Odd mode needs an odd size."
    click(odd)
    assert application.session.knobs.mode == "plain"
    assert panel.editors["mode"].reason.isVisible()
    assert panel.editors["mode"].reason.text() == "Odd mode needs an odd size."
    assert segment(panel, "mode", "plain").isChecked()
    application.session.turn("n", 3)
    assert not panel.editors["mode"].reason.isVisible()


def test_a_list_turns_its_knob_and_greys_what_is_impossible(panel: KnobPanel, application: Application) -> None:
    field = panel.editors["method"].field
    field.picked.emit(1)
    assert application.session.knobs.method == "another, longer way"
    reasons = iter([None, "Not today.", None])
    field.ask_reasons = lambda: list(reasons)
    field.showPopup()
    assert field.itemData(1, Qt.ItemDataRole.ToolTipRole) == "Not today."
    assert field.itemData(1, Qt.ItemDataRole.ForegroundRole) is not None
    field.hidePopup()


def test_the_slider_turns_a_number_in_one_undo(panel: KnobPanel, application: Application) -> None:
    slider = panel.editors["n"].slider
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, middle))
    QTest.mouseMove(slider, QPoint(slider.width() * 3 // 4, middle))
    QTest.mouseMove(slider, QPoint(slider.width() - 1, middle))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, middle))
    assert application.session.knobs.n == 5
    assert panel.editors["n"].number.text() == "5"
    application.session.undo()
    assert application.session.knobs.n == 3
    assert not application.session.undoable


def test_a_slide_that_another_scene_cut_off_is_a_change_of_its_own(panel: KnobPanel, application: Application) -> None:
    for position in (0, 4):
        slider = panel.editors["n"].slider
        slider.setSliderDown(True)
        slider.wanted.emit(position)
        application.session.open("other")
        application.session.open("mini")
    assert application.session.knobs.n == 5
    application.session.undo()
    assert application.session.knobs.n == 1


def test_a_dialog_takes_slider_and_time_line_out_of_the_hand(panel: KnobPanel, application: Application) -> None:
    slider, timeline = panel.editors["n"].slider, application.workspace.transport.timeline
    for held in (slider, timeline):
        QTest.mousePress(held, Qt.MouseButton.LeftButton, pos=QPoint(held.width() // 3, held.height() // 2))
        assert held.isSliderDown()
        application.workspace.show_help()
        QApplication.activeModalWidget().close()
        before = application.session.player.t
        QTest.mouseMove(held, QPoint(held.width() - 9, held.height() // 2))
        assert not held.isSliderDown()
        assert not application.session.held
        assert application.session.player.t == before
    assert application.session._room.history.merging is None


def test_the_slider_does_not_go_where_it_cannot(panel: KnobPanel, application: Application) -> None:
    application.session.turn("relu", True)
    slider = panel.editors["n"].slider
    slider.wanted.emit(4)
    assert application.session.knobs.n == 3
    assert slider.value() == 2
    assert panel.editors["n"].reason.text() == "With ReLU the size is at most 4."


def test_up_and_down_turn_a_slider(panel: KnobPanel, application: Application, press: Callable[..., None]) -> None:
    panel.editors["gain"].slider.setFocus()
    press(Qt.Key.Key_Up)
    assert application.session.knobs.gain == 1.5
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert application.session.knobs.gain == 0.5
    assert panel.editors["gain"].number.text() == "0.5"


def test_a_number_can_be_stepped_and_typed(panel: KnobPanel, application: Application) -> None:
    editor = panel.editors["gain"]
    less, more = [each for each in editor.findChildren(QAbstractButton) if "gain" in each.accessibleName().lower()]
    click(more)
    assert application.session.knobs.gain == 1.5
    click(less)
    click(less)
    assert application.session.knobs.gain == 0.5
    editor.number.setFocus()
    editor.number.selectAll()
    QTest.keyClicks(editor.number, "-1,5")
    QTest.keyClick(editor.number, Qt.Key.Key_Return)
    assert application.session.knobs.gain == -1.5
    assert editor.number.text() == "−1.5"


@pytest.mark.parametrize(("typed", "reason"), [("abc", "no number"), ("99", "from 1 to 5"), ("2.5", "whole number")])
def test_bad_numbers_are_refused_with_a_reason(
    panel: KnobPanel, application: Application, typed: str, reason: str
) -> None:
    editor = panel.editors["n"]
    editor.number.setFocus()
    editor.number.selectAll()
    QTest.keyClicks(editor.number, typed)
    QTest.keyClick(editor.number, Qt.Key.Key_Return)
    assert application.session.knobs.n == 3
    assert editor.number.text() == "3"
    assert reason in editor.reason.text()
    assert editor.reason.isVisible()


def type_in(number: QLineEdit, text: str) -> None:
    number.setFocus()
    number.selectAll()
    number.insert(text)  # QTest has keys for ASCII only
    QTest.keyClick(number, Qt.Key.Key_Return)


def test_a_fraction_is_taken_and_stands_as_typed_until_the_field_is_left(
    panel: KnobPanel, application: Application
) -> None:
    editor = panel.editors["gain"]
    type_in(editor.number, "–1/9")
    assert application.session.knobs.gain == -0.1111
    assert editor.number.text() == "–1/9"
    panel.editors["n"].number.setFocus()
    assert editor.number.text() == "−0.1"
    type_in(editor.number, "1½")
    assert application.session.knobs.gain == 1.5


def test_what_looks_like_a_thousand_is_one_in_a_knob_of_whole_numbers(
    panel: KnobPanel, application: Application
) -> None:
    type_in(panel.editors["n"].number, "1.000")
    assert application.session.knobs.n == 3
    assert panel.editors["n"].reason.text() == "n goes from 1 to 5, not 1,000."
    type_in(panel.editors["gain"].number, "1,000")
    assert application.session.knobs.gain == 1.0
    assert not panel.editors["gain"].reason.isVisible(), "a thousand is not possible here"


def test_long_nonsense_is_not_said_again_in_full(panel: KnobPanel) -> None:
    editor = panel.editors["gain"]
    type_in(editor.number, "9" * 309)
    assert editor.reason.text() == f"“{'9' * 39}…{'9' * 40}” is too large."
    type_in(editor.number, "x" * 300)
    assert editor.reason.text() == f"“{'x' * 39}…{'x' * 40}” is no number."


def test_escape_gives_up_typing(panel: KnobPanel, application: Application) -> None:
    number = panel.editors["n"].number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "5")
    QTest.keyClick(number, Qt.Key.Key_Escape)
    assert number.text() == "3"
    assert application.session.knobs.n == 3


def test_a_switch_turns_and_refuses(panel: KnobPanel, application: Application) -> None:
    switch = panel.editors["relu"].switch
    click(switch)
    assert application.session.knobs.relu is True
    click(switch)
    application.session.turn("n", 5)
    click(switch)
    assert application.session.knobs.relu is False
    assert not switch.isChecked()
    assert panel.editors["relu"].reason.text() == "With ReLU the size is at most 4."


def test_undo_redo_and_reset_have_buttons(panel: KnobPanel, application: Application) -> None:
    assert not panel.undo.isEnabled()
    application.session.turn("n", 1)
    click(panel.undo)
    assert application.session.knobs.n == 3
    click(panel.redo)
    assert application.session.knobs.n == 1
    click(panel.reset)
    assert application.session.knobs.n == 3


def test_a_picture_is_chosen_from_the_list(panel: KnobPanel, application: Application) -> None:
    field = panel.editors["picture"].field
    field.picked.emit(1)
    assert application.session.knobs.picture == Picture("digit")
    assert field.itemText(field.count() - 1) == "Open a picture file…"


def test_opening_a_file_is_asked_for_and_the_own_picture_joins_the_list(
    panel: KnobPanel, application: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    from PySide6.QtGui import QColor, QImage

    field = panel.editors["picture"].field
    application.workspace.knobs.own_wanted.disconnect()
    for back, way in enumerate(("file", "paste", "take"), start=1):
        with qtbot.waitSignal(panel.own_wanted) as wanted:
            field.picked.emit(field.count() - back)
        assert wanted.args == ["picture", way]
    assert field.currentIndex() == 0
    image = QImage(6, 4, QImage.Format.Format_RGB888)
    image.fill(QColor("#ff0000"))
    assert image.save(str(tmp_path / "tomato.png"))
    application.workspace.files.use_picture("picture", tmp_path / "tomato.png")
    qtbot.waitUntil(lambda: application.session.knobs.picture.shape == (3, 4, 6), timeout=60_000)
    assert field.currentText() == "tomato"
    application.workspace.files.use_picture("picture", tmp_path / "nothing.png")
    assert "no file" in application.workspace.banner.label.text()
    assert application.session.knobs.picture.name == "tomato"


def test_a_refusal_without_the_panel_is_a_message(application: Application) -> None:
    application.session.turn("mode", "odd")
    application.session.turn("n", 2)
    assert application.workspace.banner.label.text() == "Odd mode needs an odd size."


def test_a_lesson_leaves_only_some_knobs_in_sight(panel: KnobPanel, application: Application) -> None:
    session = application.session
    session.enter("stop", session.scene, session.scene.knobs(), ("gain", "relu"))
    assert [name for name in panel.editors if panel.shows(name)] == ["gain", "relu"]
    assert panel.all.isHidden()
    session.forget_stops()
    assert panel.shows("n")


def test_a_knob_whose_range_is_another_ones_to_say_gets_another_editor(
    open_application: Callable[..., Application],
) -> None:
    application = open_application(catalogue=Catalogue((depending,), ()))
    application.workspace.panels.pin("right")
    panel, session = application.workspace.knobs, application.session
    most, count, word = (panel.editors[name] for name in ("most", "count", "word"))
    assert count.label.text() == "Count to 2"
    session.turn("most", 7)
    assert (panel.editors["most"], panel.editors["word"]) == (most, word), "it may be dragged just now"
    assert panel.editors["count"] is not count
    assert panel.editors["count"].label.text() == "Count to 7"
    assert panel.shows("count")
    assert count.isHidden()
    session.turn("count", 7)
    session.turn("word", "two")
    session.reset()
    assert session.knobs == Depending()
    session.undo()
    assert session.knobs == Depending(7, 7, "two")
