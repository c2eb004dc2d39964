"""Lessons in the window: changed by hands and keys, and by others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.classroom.lessons.shelf import own_folder, shipped
from desktop.window.classroom.lesson_desk import NO_NUMBER
from desktop.window.classroom.name_dialog import NameDialog
from scenes.stage.data.pictures import from_array
from tests.desktop.window.classroom.lesson_window import TEXT, Key, Mod, Open, desk, given, key, stops, told


@pytest.fixture
def application(open_real: Open) -> Application:
    return open_real()


def own_picture(application: Application) -> None:
    """Show a scene with a picture of the user's own."""
    application.session.open("convolution")
    application.session.turn("picture", from_array("My cat.jpg", np.arange(48, dtype=np.uint8).reshape(3, 4, 4)))
    application.session.show_step(0)


def test_this_moment_is_added_and_ctrl_z_takes_it_back(application: Application, path: Path) -> None:
    desk(application).open(path)
    application.session.open("convolution")
    application.session.turn("stride", 2)
    application.session.show_step(2)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert stops(application) == ["title", "by-hand", "pool", "convolution"]
    assert "Added to Short as stop 4. Ctrl+Z takes it back." in told(application)
    stop = desk(application).lesson.lesson.stop[-1]  # type: ignore[union-attr]
    title = application.session.steps[2].title
    assert (stop.first, stop.last, stop.knobs) == (title, title, {"stride": 2})
    assert path.read_text(encoding="utf-8").startswith(TEXT)
    key(application, Key.Key_Z, held=Mod.ControlModifier)
    assert path.read_text(encoding="utf-8") == TEXT
    assert "Added to" not in told(application)
    assert application.session.knobs.stride == 2  # type: ignore[attr-defined]
    key(application, Key.Key_Y, held=Mod.ControlModifier)
    assert stops(application)[-1] == "convolution"


def test_a_later_step_of_the_same_scene_only_moves_the_end(application: Application, path: Path) -> None:
    desk(application).open(path)
    application.session.open("convolution")
    application.session.show_step(1)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    application.session.show_step(3)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    steps = application.session.steps
    assert len(stops(application)) == 4
    stop = desk(application).lesson.lesson.stop[-1]  # type: ignore[union-attr]
    assert (stop.first, stop.last) == (steps[1].title, steps[3].title)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert "ends with this moment already" in told(application)
    application.session.turn("stride", 2)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert len(stops(application)) == 5, "other knobs are another stop"


def test_after_a_turn_of_a_knob_ctrl_z_is_the_scenes_again(application: Application, path: Path) -> None:
    desk(application).open(path)
    application.session.open("convolution")
    application.session.show_step(0)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    application.session.turn("stride", 2)
    assert "Added to" not in told(application), "what is said is true no longer"
    key(application, Key.Key_Z, held=Mod.ControlModifier)
    assert application.session.knobs.stride == 1  # type: ignore[attr-defined]
    assert len(stops(application)) == 4


def test_the_first_moment_asks_for_a_name(application: Application, qtbot: QtBot) -> None:
    application.session.open("pooling")
    application.session.show_step(0)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    dialog = application.workspace.window().findChild(NameDialog)
    assert dialog is not None
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert dialog.isVisible()
    assert "Type a few words" in dialog.reason.text()
    where = f"Convoscope keeps its file in the folder {own_folder()}."
    assert where in [label.text() for label in dialog.findChildren(QLabel)]
    QTest.keyClicks(dialog.field, "My hour")
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert desk(application).file == str(own_folder() / "my-hour.lesson.toml")
    assert stops(application) == ["title", "pooling"]
    assert "Added to My hour as stop 2" in told(application)


def test_a_new_lesson_says_what_comes_next_until_something_is_added(application: Application) -> None:
    dialog = desk(application).ask_for_name()
    QTest.keyClicks(dialog.field, "My hour")
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert "My hour is made and open." in told(application)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert "is made and open" not in told(application)


def test_a_folder_that_cant_be_written_is_told_in_the_dialog(application: Application) -> None:
    own_folder().parent.mkdir(parents=True, exist_ok=True)
    own_folder().write_text("a file in the place of the folder")
    dialog = desk(application).ask_for_name()
    QTest.keyClicks(dialog.field, "My hour")
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert dialog.isVisible()
    assert "can't be made" in dialog.reason.text()


def test_a_lesson_whose_file_cant_be_written_stays_as_it_is(application: Application, path: Path) -> None:
    desk(application).open(path)
    path.chmod(0o444)
    application.session.open("pooling")
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert "can only be read, so nothing is changed" in told(application)
    assert stops(application) == ["title", "by-hand", "pool"]


def test_in_the_lab_a_moment_is_its_run(application: Application, path: Path) -> None:
    desk(application).open(path)
    application.workspace.places.show_lab()
    lab = application.workspace.places.lab
    assert lab is not None
    lab.wanted.choose("twins-20")
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert desk(application).lesson.lesson.stop[-1].lab == "twins-20"  # type: ignore[union-attr]
    key(application, Key.Key_Z, held=Mod.ControlModifier)
    assert len(stops(application)) == 3


def test_a_picture_of_ones_own_lies_beside_the_lesson(application: Application, path: Path) -> None:
    desk(application).open(path)
    own_picture(application)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    stop = desk(application).lesson.lesson.stop[-1]  # type: ignore[union-attr]
    assert stop.knobs == {"picture": "file:my-cat.png"}
    image = QImage(str(path.parent / "my-cat.png"))
    assert (image.width(), image.height(), image.pixelColor(1, 0).getRgb()[:3]) == (4, 4, (1, 17, 33))
    application.session.show_step(2)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert len(stops(application)) == 4
    assert len(list(path.parent.glob("*.png"))) == 1


def test_a_refused_change_leaves_no_picture_beside_the_lesson(application: Application, path: Path) -> None:
    desk(application).open(path)
    path.chmod(0o444)
    own_picture(application)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert "can only be read, so nothing is changed" in told(application)
    desk(application).panel.choose("by-hand")
    desk(application).panel.shown.click()
    assert not list(path.parent.glob("*.png"))


def test_a_question_puts_no_picture_beside_the_lesson(application: Application, path: Path) -> None:
    desk(application).open(path)
    desk(application).panel.choose("by-hand")
    own_picture(application)
    application.session.show_step(1)
    key(application, Key.Key_Q)
    assert application.workspace.classroom.polling.number is not None
    desk(application).panel.question.click()
    assert desk(application).lesson.lesson.stop[1].ask  # type: ignore[union-attr]
    assert not list(path.parent.glob("*.png"))


def test_a_wish_of_the_panel_that_nobody_knows_is_a_mistake(application: Application) -> None:
    with pytest.raises(ValueError, match="'lesons'"):
        desk(application)._act("lesons")


def test_a_shipped_lesson_is_copied_on_its_first_change(application: Application) -> None:
    desk(application).open(shipped()[0])
    before = shipped()[0].read_bytes()
    application.session.open("pooling")
    application.session.show_step(0)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert desk(application).file == str(own_folder() / shipped()[0].name)
    assert shipped()[0].read_bytes() == before
    assert "You change a copy of it" in told(application)


def test_a_stop_is_set_to_what_is_shown(application: Application, path: Path) -> None:
    desk(application).open(path)
    panel = desk(application).panel
    panel.choose("by-hand")
    application.session.open("convolution")
    application.session.turn("stride", 2)
    application.session.show_step(0)
    panel.shown.click()
    stop = desk(application).lesson.lesson.stop[1]  # type: ignore[union-attr]
    assert stop.knobs == {"stride": 2}
    assert (stop.first, stop.last) == (application.session.steps[0].title, "Multiply")
    panel.choose("pool")
    panel.shown.click()
    stop = desk(application).lesson.lesson.stop[2]  # type: ignore[union-attr]
    assert stop.scene == "convolution"
    assert stop.first == stop.last
    document = desk(application).lesson.document
    assert document is not None
    assert document.undo()
    assert document.undo()
    assert document.text == TEXT, "each was one change"


def test_a_question_about_the_number_that_q_has_chosen(application: Application, path: Path) -> None:
    desk(application).open(path)
    desk(application).panel.choose("by-hand")
    desk(application).ask_number()
    assert NO_NUMBER in told(application)
    desk(application).lesson.go("by-hand")
    key(application, Key.Key_PageDown, Key.Key_Q)
    number = application.workspace.classroom.polling.number
    assert number is not None
    desk(application).panel.question.click()
    ask = desk(application).lesson.lesson.stop[1].ask[0]  # type: ignore[union-attr]
    step = application.session.steps[application.session.step].title
    assert (ask.mark, ask.cell, ask.mode, ask.at) == (number.mark, number.cell, "predict", step)


def test_an_edit_from_outside_appears_at_once_also_in_the_class(open_real: Open, path: Path, qtbot: QtBot) -> None:
    application = open_real(options=StartOptions(file=path), home=True)
    changed = TEXT.replace('card = "# Short"', 'card = "# Another beginning"').replace("minutes = 3", "minutes = 4")
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2], encoding='utf-8')"
    subprocess.run([sys.executable, "-c", program, str(path), changed], check=True)
    rows = desk(application).panel.list.stops
    qtbot.waitUntil(lambda: rows.rows[1].facts == ("4 min",), timeout=5000)
    assert rows.rows[0].title == "Another beginning"
    conducting = application.workspace.classroom.conducting
    assert conducting.lesson is not None
    assert conducting.lesson.stop[1].minutes == 4
    assert given(application) == "title"
