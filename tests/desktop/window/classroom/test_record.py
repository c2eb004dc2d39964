"""Classes in the window: rehearsing, the list of past classes, and one that is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.classroom.lessons.document import LessonDocument
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.record.class_view import ClassView
from desktop.classroom.record.classes_panel import NOTHING, ClassesPanel
from desktop.classroom.record.entries import Cued
from desktop.classroom.record.minutes_dialog import MinutesDialog
from desktop.classroom.record.reading import read
from desktop.window.classroom.record import NO_LESSON, READING, TAKEN, TOO_SHORT, ClassRecords
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.stage.core.catalogue import catalogue
from tests.desktop.classroom.record.class_logs import ENTRIES, began, written

Press = Callable[..., None]
Found = TypeVar("Found", bound=QWidget)
TEXT = """\
convoscope = 1
id = "two"
title = "Two stops"

[[stop]]
id = "one"
scene = "convolution"
to = "One window"
minutes = 5

[[stop]]
id = "other"
scene = "convolution"
to = "The input"
minutes = 0.5
"""


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    return open_application(catalogue=catalogue())


@pytest.fixture
def records(application: Application) -> ClassRecords:
    return application.workspace.shown.records


class Time:
    """A clock that a test turns on."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(records: ClassRecords, monkeypatch: pytest.MonkeyPatch) -> Time:
    found = Time()
    monkeypatch.setattr(records.recorder, "_now", found)
    return found


def said(application: Application) -> str:
    banner = application.workspace.banner
    return "" if banner.isHidden() else banner.label.text()


def only(application: Application, kind: type[Found]) -> Found:
    (found,) = (each for each in application.workspace.findChildren(kind) if each.isVisible())
    return found


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def document(application: Application, tmp_path: Path) -> LessonDocument:
    path = tmp_path / "two.lesson.toml"
    path.write_text(TEXT, encoding="utf-8")
    application.workspace.desk.open(path)
    found = application.workspace.desk.lesson.document
    assert found is not None
    return found


def test_a_rehearsal_by_one_key_ends_with_the_minutes_which_are_written_on_request(
    application: Application, clock: Time, document: LessonDocument, press: Press, home: Path
) -> None:
    application.workspace.act("rehearse")
    conducting = application.workspace.classroom.conducting
    assert conducting.active
    for _ in range(12):
        clock.now += 8
        press(Qt.Key.Key_PageDown)
        if conducting.kind == "end":
            break
    QApplication.processEvents()
    assert not conducting.active, "the end of the lesson is the end of the rehearsal"
    dialog = only(application, MinutesDialog)
    assert "Write the measured minutes into the lesson?" in dialog.sentence.text()
    assert [tick.isChecked() for tick in dialog.ticks] == [True, False]
    assert not (home / "classes").exists(), "a rehearsal leaves no log"
    dialog.write.click()
    assert document.text == TEXT.replace("minutes = 5", "minutes = 0.5")
    assert said(application) == "The measured minutes of one stop are written into Two stops."
    assert document.undo()
    assert document.text == TEXT


def test_without_a_lesson_there_is_nothing_to_rehearse(application: Application) -> None:
    application.workspace.act("rehearse")
    assert said(application) == NO_LESSON


def test_a_rehearsal_can_be_stopped_and_the_lesson_left_as_it_is(
    application: Application, records: ClassRecords, clock: Time, document: LessonDocument
) -> None:
    records.rehearse()
    clock.now += 30
    records.rehearse()
    dialog = only(application, MinutesDialog)
    assert "was stopped after 0:30 min" in dialog.sentence.text()
    assert [tick.isChecked() for tick in dialog.ticks] == [False], "the second stop was not rehearsed, this in part"
    assert not dialog.write.isEnabled()
    dialog.ticks[0].click()
    assert dialog.write.isEnabled()
    dialog.leave.click()
    assert document.text == TEXT


def test_a_rehearsal_that_is_stopped_at_once_asks_nothing(
    application: Application, records: ClassRecords, clock: Time, document: LessonDocument
) -> None:
    records.rehearse()
    clock.now += 2
    records.rehearse()
    assert not application.workspace.findChildren(MinutesDialog)
    assert said(application) == TOO_SHORT


def test_the_minutes_go_into_the_lesson_that_was_rehearsed_though_another_one_is_open(
    application: Application, records: ClassRecords, clock: Time, document: LessonDocument, tmp_path: Path
) -> None:
    rehearsed, other = document.path, tmp_path / "other.lesson.toml"
    other.write_text(TEXT, encoding="utf-8")
    records.rehearse()
    clock.now += 30
    application.workspace.classroom.conducting.jump("other")
    clock.now += 30
    application.workspace.desk.open(other)
    dialog = only(application, MinutesDialog)
    assert "Two stops" in dialog.sentence.text()
    dialog.write.click()
    assert rehearsed.read_text(encoding="utf-8") == TEXT.replace("minutes = 5", "minutes = 0.5")
    assert other.read_text(encoding="utf-8") == TEXT
    assert "The measured minutes of one stop are written into Two stops." in said(application)


def test_a_class_is_listed_as_soon_as_it_is_given(
    application: Application, records: ClassRecords, document: LessonDocument, press: Press
) -> None:
    application.workspace.act("classes")
    panel = only(application, ClassesPanel)
    assert panel.hint.isVisible()
    assert panel.hint.text() == NOTHING
    assert not panel.open.isEnabled()
    conducting = application.workspace.classroom.conducting
    assert document.read.lesson is not None
    conducting.begin(document.read.lesson, document.path.parent)
    assert panel.list.count() == 1
    assert panel.list.item(0).text().startswith("Two stops\ntoday, ")
    assert panel.path is not None
    records.delete(panel.path)
    assert TAKEN in said(application)
    press(Qt.Key.Key_PageDown)
    conducting.end()
    assert "not ended" not in panel.list.item(0).text()
    records.delete(panel.path)
    assert panel.list.count() == 0


def test_a_past_class_shows_its_minutes_counts_and_slips(
    open_application: Callable[..., Application], home: Path
) -> None:
    path = written(home / "classes", *ENTRIES)
    (home / "classes" / "2026-11-28T0830-broken.jsonl").write_bytes(b"nothing")
    application = open_application(catalogue=catalogue())
    application.workspace.act("classes")
    panel = only(application, ClassesPanel)
    assert [panel.list.item(row).text().split("\n")[0] for row in range(2)] == [
        "Short",
        "2026-11-28T0830-broken.jsonl doesn't begin as a class log does, so nothing of it can be shown.",
    ]
    panel.list.setCurrentRow(1)
    assert not panel.open.isEnabled()
    panel.list.setCurrentRow(0)
    panel.open.click()
    view = only(application, ClassView)
    told = words(view)
    for expected in (
        "Once more",
        "These stops were not shown: Pooling.",
        "A  the size  ✓",
        "3 of 12",
        "10 of 12",
        "vote 1: 9 of 12, vote 2: 2 of 12",
    ):
        assert expected in told
    assert MISCONCEPTIONS["E25"].belief in told
    assert not view.go_on.isVisible(), "it has ended"
    view.shows[0].click()
    shown = MISCONCEPTIONS["E25"].shown
    assert application.session.scene.name == shown.scene
    assert application.session.steps[application.session.step].title == shown.at
    assert read(path).entries == ENTRIES


def test_a_past_class_is_played_again_from_its_first_cue_with_its_own_numbers(
    open_application: Callable[..., Application], home: Path
) -> None:
    path = written(home / "classes", *ENTRIES)
    before = path.read_bytes()
    application = open_application(catalogue=catalogue())
    application.workspace.shown.records.show_class(path)
    only(application, ClassView).again.click()
    conducting, session = application.workspace.classroom.conducting, application.session
    assert conducting.cue is not None
    assert (conducting.cue.stop, conducting.cue.kind) == ("by-hand", "open")
    assert (session.knobs.bias, session.knobs.stride) == (3.5, 2)  # type: ignore[attr-defined]
    for _ in range(200):
        if not conducting.next() or conducting.kind == "end":
            break
    assert conducting.kind == "end"
    assert path.read_bytes() == before
    assert len(list((home / "classes").glob("*.jsonl"))) == 1


def test_deleting_is_asked(application: Application, records: ClassRecords, home: Path) -> None:
    path = written(home / "classes", *ENTRIES)
    for words_of, left in (("Keep", True), ("Delete", False)):
        records.ask_to_delete(path)
        box = only(application, QMessageBox)
        (button,) = (each for each in box.findChildren(QPushButton) if each.text() == words_of)
        button.click()
        QApplication.processEvents()
        assert path.exists() is left


def test_dark_and_ink_are_written_while_a_lesson_is_given(
    application: Application, records: ClassRecords, document: LessonDocument, press: Press, home: Path
) -> None:
    conducting = application.workspace.classroom.conducting
    assert document.read.lesson is not None
    conducting.begin(document.read.lesson, document.path.parent)
    press(Qt.Key.Key_F11)
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_B)
    overlays = application.workspace.over_the_stage.overlays
    overlays.begin((300.0, 300.0))
    overlays.extend((420.0, 360.0))
    overlays.end()
    (path,) = (home / "classes").glob("*.jsonl")
    assert [type(entry).__name__ for entry in read(path).entries] == ["Cued", "Dark", "Dark", "Inked"]
    press(Qt.Key.Key_F11)


def test_going_on_opens_the_lesson_s_file_again_and_no_other(
    application: Application, records: ClassRecords, document: LessonDocument, press: Press, tmp_path: Path, home: Path
) -> None:
    desk, conducting = application.workspace.desk, application.workspace.classroom.conducting
    desk.lesson.begin()
    for _ in range(3):
        press(Qt.Key.Key_PageDown)
    cue, path = conducting.cue, document.path
    records.recorder.close()
    conducting.end()
    (log,) = (home / "classes").glob("*.jsonl")
    other = tmp_path / "other.lesson.toml"
    other.write_text(TEXT, encoding="utf-8")
    desk.open(other)
    records.go_on(read(log))
    assert conducting.cue == cue
    assert desk.lesson.document is not None
    assert desk.lesson.document.path == path
    conducting.end()
    path.unlink()
    records.play_again(read(log))
    assert conducting.active
    assert desk.lesson.document is None, "a file that is gone is not written again, nor is another one"


def slide_in(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (32, 18), (200, 40, 40)).save(folder / "slide.png")


@pytest.mark.parametrize("wanted", ["rehearsal", "replay"])
def test_what_never_begins_leaves_the_next_class_its_log(
    application: Application, records: ClassRecords, document: LessonDocument, tmp_path: Path, home: Path, wanted: str
) -> None:
    folder = tmp_path / "slides"
    slide_in(folder)
    slides = folder / "slides.lesson.toml"
    slides.write_text(f'{TEXT}\n[[stop]]\nid = "slide"\npicture = "file:slide.png"\n', encoding="utf-8")
    desk, conducting = application.workspace.desk, application.workspace.classroom.conducting
    desk.open(slides)
    assert desk.lesson.document is not None
    lesson = desk.lesson.lesson
    assert lesson is not None
    if wanted == "rehearsal":
        records.rehearse()
    else:
        start = began(lesson=lesson, folder=str(folder), file=slides.name)
        desk.lesson.close()
        path = written(tmp_path / "elsewhere", *ENTRIES, start=start)
        records.play_again(read(path))
    assert not conducting.active, "its pictures are still to be read"
    desk.open(document.path)
    desk.lesson.begin()
    assert conducting.active
    assert records.recorder.purpose == "class"
    assert len(list((home / "classes").glob("*.jsonl"))) == 1


def draw(application: Application) -> None:
    overlays = application.workspace.over_the_stage.overlays
    overlays.begin((300.0, 300.0))
    overlays.extend((420.0, 360.0))
    overlays.end()


def test_the_ink_of_a_class_ends_with_it_and_that_of_a_scene_stays(
    application: Application, records: ClassRecords, document: LessonDocument, press: Press
) -> None:
    lesson, overlays = application.workspace.desk.lesson, application.workspace.over_the_stage.overlays
    application.session.reduced_motion = True
    draw(application)
    lesson.begin()
    assert overlays.strokes == ()
    press(Qt.Key.Key_PageDown)
    draw(application)
    place = overlays.place
    application.workspace.classroom.conducting.end()
    assert len(overlays.strokes) == 1, "the user's own"
    lesson.begin()
    press(Qt.Key.Key_PageDown)
    assert (overlays.place, overlays.strokes) == (place, ())


def test_a_class_that_goes_on_has_its_ink_again_and_its_log_goes_on(
    application: Application, records: ClassRecords, document: LessonDocument, press: Press, home: Path
) -> None:
    lesson, overlays = application.workspace.desk.lesson, application.workspace.over_the_stage.overlays
    application.session.reduced_motion = True
    lesson.begin()
    press(Qt.Key.Key_PageDown)
    draw(application)
    strokes = overlays.strokes
    (path,) = (home / "classes").glob("*.jsonl")
    crashed = path.read_bytes()
    application.workspace.classroom.conducting.end()
    path.write_bytes(crashed)
    lesson.begin("other")
    records.go_on(read(path))
    assert overlays.strokes == strokes
    assert "WentOn" in [type(entry).__name__ for entry in read(path).entries]
    assert not read(path).ended
    assert records.recorder.log is not None
    assert records.recorder.log.path == path


@pytest.mark.parametrize("goes_on", [True, False])
def test_pictures_of_a_class_whose_file_is_gone_are_read_while_the_window_goes_on(
    application: Application,
    records: ClassRecords,
    tmp_path: Path,
    home: Path,
    goes_on: bool,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slide_in(tmp_path)
    lesson = Lesson(
        convoscope=1, id="slides", title="Slides", stop=(Stop(id="one", picture="file:slide.png"), Stop(id="two"))
    )
    entries = Cued(stop="one", kind="open"), Cued(seconds=3, stop="two", kind="open"), Cued(stop="one", kind="open")
    path = written(home / "classes", *entries, start=began(lesson=lesson, folder=str(tmp_path)))
    read_here: list[Path] = []
    monkeypatch.setattr("desktop.classroom.stops.foreign.read_picture", lambda path, side: read_here.append(path))
    conducting = application.workspace.classroom.conducting
    (records.go_on if goes_on else records.play_again)(read(path))
    assert not conducting.active
    assert said(application) == READING
    qtbot.waitUntil(lambda: conducting.active, timeout=20_000)
    assert conducting.cue is not None
    assert conducting.cue.stop == "one"
    assert not read_here
    assert said(application) == ""


def test_a_class_that_waits_for_pictures_gives_way_to_another_lesson(
    application: Application, records: ClassRecords, document: LessonDocument, tmp_path: Path, qtbot: QtBot
) -> None:
    slide_in(tmp_path)
    lesson = Lesson(convoscope=1, id="slides", title="Slides", stop=(Stop(id="one", picture="file:slide.png"),))
    path = written(
        tmp_path / "elsewhere", Cued(stop="one", kind="open"), start=began(lesson=lesson, folder=str(tmp_path))
    )
    records.play_again(read(path))
    assert READING in said(application)
    application.workspace.desk.open(document.path)
    qtbot.waitUntil(lambda: READING not in said(application), timeout=20_000)
    assert not application.workspace.classroom.conducting.active
