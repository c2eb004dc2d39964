"""Lessons in the window: opened, given, changed by hands and keys, and by others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.classroom.lessons.shelf import own_folder, shipped
from desktop.training.scene_runs import RunSource
from desktop.window.classroom.lesson_desk import NO_NUMBER, LessonDesk
from desktop.window.classroom.name_dialog import NameDialog
from scenes.stage.core.catalogue import catalogue
from scenes.stage.data.pictures import from_array

Open = Callable[..., Application]
Key, Mod = Qt.Key, Qt.KeyboardModifier

TEXT = """\
# A comment that stays.
convoscope = 1
id = "short"
title = "Short"
minutes = 6

[[stop]]
id = "title"
card = "# Short"
minutes = 1

[[stop]]
id = "by-hand"
scene = "convolution"
to = "Multiply"
knobs = { bias = 2.0 }
minutes = 3

[[stop]]
id = "pool"
scene = "pooling"
optional = true
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "short.lesson.toml"
    found.write_text(TEXT, encoding="utf-8")
    return found


@pytest.fixture
def open_real(open_application: Open) -> Open:
    """With the scenes of the course, and nothing moving by itself."""

    def opened(**options: object) -> Application:
        application = open_application(catalogue=catalogue(), **options)
        application.session.reduced_motion = True
        return application

    return opened


@pytest.fixture
def application(open_real: Open) -> Application:
    return open_real()


def desk(application: Application) -> LessonDesk:
    return application.workspace.desk


def key(application: Application, *keys: Qt.Key, held: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    for each in keys:
        QTest.keyClick(application.workspace.window().windowHandle(), each, held)


def told(application: Application) -> str:
    return application.workspace.banner.label.text()


def stops(application: Application) -> list[str]:
    document = desk(application).lesson.document
    assert document is not None
    return [entry.id for entry in document.read.entries]


def given(application: Application) -> str:
    stop = application.workspace.classroom.conducting.stop
    return stop.id if stop is not None else ""


def drop(application: Application, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Mod.NoModifier
    application.workspace.dropEvent(QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, left, none))


# --- Opening and giving ---------------------------------------------------------------------------------------------


def test_a_file_named_on_the_command_line_begins(open_real: Open, path: Path) -> None:
    application = open_real(options=StartOptions(lesson=path), home=True)
    assert given(application) == "title"
    assert not application.workspace.places.at_home
    assert application.workspace.window().windowTitle().startswith("Short · stop 1/3 · ")
    assert application.workspace.files.recent == (path,)
    key(application, Key.Key_PageDown)
    assert given(application) == "by-hand"
    assert application.workspace.window().windowTitle().startswith("Short · stop 2/3 · ")


def test_a_dropped_file_waits_beside_a_scene_and_f5_begins_it_at_the_chosen_stop(
    application: Application, path: Path
) -> None:
    scene = application.session.scene
    drop(application, path)
    assert application.session.scene is scene
    assert not desk(application).lesson.given
    assert "F5 begins the class" in told(application)
    assert application.workspace.pages.page == "Lesson"
    desk(application).panel.choose("by-hand")
    key(application, Key.Key_F5)
    assert given(application) == "by-hand"
    assert application.workspace.full_screen.on
    key(application, Key.Key_PageDown, Key.Key_F5)
    assert application.workspace.classroom.conducting.cue.at != "The input", "while presenting F5 does nothing"  # type: ignore[union-attr]
    key(application, Key.Key_Escape)
    assert desk(application).lesson.given, "the class goes on where it was"
    key(application, Key.Key_F5, held=Mod.ShiftModifier)
    assert given(application) == "title"


def test_without_a_lesson_f5_presents_the_scene(application: Application) -> None:
    application.session.to_end()
    key(application, Key.Key_F5, held=Mod.ShiftModifier)
    assert application.workspace.full_screen.on
    assert application.session.player.t == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "is empty"), ("hello", "is no lesson"), ("convoscope = 9", "was written by a newer Convoscope")],
)
def test_a_file_that_is_no_lesson_gets_its_sentence(
    application: Application, path: Path, text: str, sentence: str
) -> None:
    path.write_text(text, encoding="utf-8")
    drop(application, path)
    assert sentence in told(application)
    assert desk(application).lesson.document is None


def test_a_file_that_is_gone_gets_its_sentence(application: Application, tmp_path: Path) -> None:
    assert not desk(application).open(tmp_path / "none.lesson.toml")
    assert "There is no file none.lesson.toml." in told(application)


def test_stops_with_faults_are_marked_and_the_others_play(open_real: Open, path: Path) -> None:
    path.write_text(TEXT.replace('"convolution"', '"convolutoin"'), encoding="utf-8")
    application = open_real(options=StartOptions(lesson=path), home=True)
    rows = desk(application).panel.list.stops.rows
    assert [bool(row.fault) for row in rows] == [False, True, False]
    assert "convolution" in rows[1].fault
    assert rows[1].fault.startswith("Line 14")
    assert "has one fault: the lesson panel marks it" in told(application)
    key(application, Key.Key_PageDown)
    assert application.workspace.classroom.conducting.cue.kind == "end"  # type: ignore[union-attr]


def test_no_traceback_where_no_stop_can_be_shown(application: Application, path: Path) -> None:
    path.write_text('convoscope = 1\nid = "x"\ntitle = "X"\n[[stop]]\nid = "a"\nscene = "nothing"\n', encoding="utf-8")
    desk(application).open(path)
    key(application, Key.Key_F5)
    assert "No stop of short can be shown" in told(application)
    assert not desk(application).panel.begin.isEnabled()


def test_the_next_start_knows_the_lesson_and_where_its_class_was(open_real: Open, path: Path) -> None:
    first = open_real(options=StartOptions(lesson=path), home=True)
    key(first, Key.Key_PageDown)
    first.workspace.window().close()
    second = open_real()
    lesson = desk(second).lesson
    assert lesson.document is not None
    assert lesson.document.path == path
    assert not lesson.given
    assert lesson.stop == "by-hand"
    key(second, Key.Key_F5)
    assert given(second) == "by-hand"


def test_closing_a_lesson_ends_its_class(open_real: Open, path: Path) -> None:
    application = open_real(options=StartOptions(lesson=path), home=True)
    menu = desk(application).menu
    menu.fill()
    actions = {action.text(): action for action in menu.actions()}
    assert {"CNNs in 60 minutes", "New lesson…", "Open a lesson…", "End the class", "Close the lesson"} <= set(actions)
    actions["End the class"].trigger()
    assert not desk(application).lesson.given
    assert desk(application).lesson.document is not None
    menu.fill()
    {action.text(): action for action in menu.actions()}["Close the lesson"].trigger()
    assert desk(application).lesson.document is None
    assert desk(application).panel.empty.isVisible() or not desk(application).panel.isVisible()


def test_the_menu_opens_lessons(application: Application, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    menu = desk(application).menu
    menu.actions()[0].trigger()
    assert desk(application).file == str(shipped()[0])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    next(action for action in menu.actions() if action.text() == "Open a lesson…").trigger()
    assert desk(application).file == str(path)


def test_pictures_beside_a_lesson_are_read_before_it_begins(open_real: Open, path: Path, qtbot: QtBot) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(0x3366CC)
    assert image.save(str(path.parent / "slide.png"))
    path.write_text(TEXT + '\n[[stop]]\nid = "slide"\npicture = "file:slide.png"\n', encoding="utf-8")
    application = open_real(options=StartOptions(lesson=path), home=True)
    conducting = application.workspace.classroom.conducting
    assert not conducting.active, "the window goes on while they are read"
    qtbot.waitUntil(lambda: conducting.active, timeout=20_000)
    found = list(conducting.ready.values())
    assert len(found) == 1
    assert found[0].shape == (3, 48, 64)
    assert "being read" not in told(application) or application.workspace.banner.isHidden()


# --- Changes --------------------------------------------------------------------------------------------------------


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
    QTest.keyClicks(dialog.field, "My hour")
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert desk(application).file == str(own_folder() / "my-hour.lesson.toml")
    assert stops(application) == ["title", "pooling"]
    assert "Added to My hour as stop 2" in told(application)


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
    application.session.open("convolution")
    application.session.turn("picture", from_array("My cat.jpg", np.arange(48, dtype=np.uint8).reshape(3, 4, 4)))
    application.session.show_step(0)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    stop = desk(application).lesson.lesson.stop[-1]  # type: ignore[union-attr]
    assert stop.knobs == {"picture": "file:my-cat.png"}
    image = QImage(str(path.parent / "my-cat.png"))
    assert (image.width(), image.height(), image.pixelColor(1, 0).getRgb()[:3]) == (4, 4, (1, 17, 33))
    application.session.show_step(2)
    key(application, Key.Key_D, held=Mod.ControlModifier)
    assert len(stops(application)) == 4
    assert len(list(path.parent.glob("*.png"))) == 1


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
    application = open_real(options=StartOptions(lesson=path), home=True)
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


# --- The overview ---------------------------------------------------------------------------------------------------


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


def test_a_message_is_not_hidden_by_the_panel(application: Application, path: Path) -> None:
    workspace = application.workspace
    desk(application).open(path)
    workspace.panels.toggle("left")
    drawer = workspace.drawers["left"]
    assert drawer.is_open
    assert workspace.banner.isVisible()
    assert drawer.y() == workspace.banner.geometry().bottom() + 1
    workspace.banner.dismiss()
    assert drawer.y() == 0


def test_the_start_page_leads_back_into_the_class(open_real: Open, path: Path) -> None:
    application = open_real(options=StartOptions(lesson=path), home=True)
    key(application, Key.Key_H)
    home = application.workspace.start_page.home
    assert (home.go_on.text(), home.go_on.toolTip()) == ("Go on with Short", "Stop 1/3")
    QTest.mouseClick(home.go_on, Qt.MouseButton.LeftButton)
    assert not application.workspace.places.at_home
    assert given(application) == "title"
