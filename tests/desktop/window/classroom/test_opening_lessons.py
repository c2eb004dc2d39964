"""Lessons in the window: opened and given, by hands, keys and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.classroom.lessons.shelf import shipped
from desktop.classroom.stops import foreign
from tests.desktop.window.classroom.lesson_window import TEXT, Key, Mod, Open, desk, drop, given, key, told


@pytest.fixture
def application(open_real: Open) -> Application:
    return open_real()


def test_a_file_named_on_the_command_line_begins(open_real: Open, path: Path) -> None:
    application = open_real(options=StartOptions(file=path), home=True)
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
    application = open_real(options=StartOptions(file=path), home=True)
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


def test_the_next_start_knows_the_lesson_and_where_its_class_was(open_real: Open, path: Path, qtbot: QtBot) -> None:
    first = open_real(options=StartOptions(file=path), home=True)
    key(first, Key.Key_PageDown)
    first.workspace.window().close()
    second = open_real()
    lesson = desk(second).lesson
    assert (desk(second).file, desk(second).stop) == (str(path), "by-hand"), "also before it is open"
    qtbot.waitUntil(lambda: lesson.document is not None)
    assert lesson.document is not None
    assert lesson.document.path == path
    assert not lesson.given
    assert lesson.stop == "by-hand"
    key(second, Key.Key_F5)
    assert given(second) == "by-hand"


def test_closing_a_lesson_ends_its_class(open_real: Open, path: Path) -> None:
    application = open_real(options=StartOptions(file=path), home=True)
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
    assert not menu.actions(), "no file is read before somebody looks"
    menu.popup(QPoint())
    menu.close()
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
    application = open_real(options=StartOptions(file=path), home=True)
    conducting = application.workspace.classroom.conducting
    assert not conducting.active, "the window goes on while they are read"
    qtbot.waitUntil(lambda: conducting.active, timeout=20_000)
    found = list(conducting.ready.values())
    assert len(found) == 1
    assert found[0].shape == (3, 48, 64)
    assert "being read" not in told(application) or application.workspace.banner.isHidden()


def test_opening_a_lesson_reads_no_picture_in_the_window(
    application: Application, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    calls: list[Path] = []
    monkeypatch.setattr(foreign, "read_picture", lambda path, side: calls.append(path))
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(0x3366CC)
    assert image.save(str(path.parent / "cat.png"))
    ask = '\n[[stop.ask]]\nmark = "smu"\nat = "Multiply"\nmode = "predict"\n'
    stop = '\n[[stop]]\nid = "cat"\nscene = "convolution"\nknobs = { picture = "file:cat.png" }\n'
    path.write_text(TEXT + stop + ask, encoding="utf-8")
    lesson = desk(application).lesson
    assert desk(application).open(path)
    assert lesson.document is not None
    assert not lesson.document.read.faults, "what a picture must be there for is not known yet"
    qtbot.waitUntil(lambda: bool(lesson.document and lesson.document.read.faults), timeout=20_000)
    assert "the nearest name is 'sum'" in lesson.document.read.faults[0].sentence
    assert not calls


def test_a_message_is_not_hidden_by_the_panel_and_moves_nothing(application: Application, path: Path) -> None:
    workspace = application.workspace
    desk(application).open(path)
    workspace.panels.toggle("left")
    drawer, stage = workspace.drawers["left"], workspace.canvas.geometry()
    assert drawer.is_open
    assert workspace.banner.isVisible()
    assert not workspace.banner.visibleRegion().isEmpty()
    middle = workspace.banner.geometry().center()
    assert workspace.banner.isAncestorOf(workspace.childAt(middle) or drawer)
    assert drawer.y() == 0
    workspace.banner.dismiss()
    assert drawer.y() == 0
    assert workspace.canvas.geometry() == stage


def test_the_start_page_leads_back_into_the_class(open_real: Open, path: Path) -> None:
    application = open_real(options=StartOptions(file=path), home=True)
    key(application, Key.Key_H)
    home = application.workspace.start_page.home
    assert (home.go_on.text(), home.go_on.toolTip()) == ("Go on with Short", "Stop 1/3")
    QTest.mouseClick(home.go_on, Qt.MouseButton.LeftButton)
    assert not application.workspace.places.at_home
    assert given(application) == "title"
