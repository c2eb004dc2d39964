from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.publishing.asking.dialog import CHOICES, ExportDialog
from desktop.publishing.asking.subject import Subject, of_lesson, of_scene
from desktop.publishing.carrying_out import FORMATS, endings_of
from desktop.publishing.order import OfLesson, OfScene, Options
from desktop.publishing.pages.runs import Runs
from tests.desktop.classroom.record.class_logs import LESSON

RUNS = Runs({})


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    found = QWidget()
    qtbot.addWidget(found)
    found.resize(1280, 720)
    return found


def dialog(window: QWidget, subject: Subject, endings: Sequence[str], options: Options | None = None) -> ExportDialog:
    found = ExportDialog(subject, endings, endings[0], options or Options(), window)
    found.show()
    return found


def shown(found: ExportDialog) -> set[str]:
    return {name for name, choice in found.rows.items() if not choice.isHidden()}


def lesson(tmp_path: Path) -> Subject:
    return of_lesson(LESSON, tmp_path, RUNS, {})


def test_each_kind_of_file_shows_its_own_options_and_how_much_it_comes_to(window: QWidget) -> None:
    subject = of_scene(OfScene(scene="convolution"), RUNS)
    found = dialog(window, subject, endings_of(OfScene))
    for ending in (".pdf", ".pptx", ".html", ".zip", ".gif", ".webp", ".mp4"):
        found.kind.choose(ending)
        assert shown(found) == {name for name in FORMATS[ending].options if name in CHOICES} - {"notes"}
        assert found.save.text() == f"Save as {FORMATS[ending].title}…"
        assert found.print.isHidden() == (ending != ".pdf")
        assert found.optional.isHidden()
    assert found.amount.text() == f"{round(subject.seconds)} seconds."
    found.kind.choose(".pdf")
    pages = subject.pages(True)
    found.rows["per_page"].choose(6)
    assert found.amount.text() == f"{pages} pictures on about {-(-pages // 6)} pages."


def test_only_a_lesson_has_notes(window: QWidget, tmp_path: Path) -> None:
    found = dialog(window, lesson(tmp_path), (".pdf", ".html"), Options(beside="notes"))
    assert found.options.beside == "notes"
    found.kind.choose(".html")
    assert "notes" in shown(found)
    found = dialog(window, of_scene(OfScene(scene="scaling"), RUNS), (".pdf",), Options(beside="notes"))
    assert found.options.beside == "nothing"


def test_optional_stops_can_be_left_out(window: QWidget, tmp_path: Path) -> None:
    found = dialog(window, lesson(tmp_path), (".pdf", ".html"))
    whole = found.amount.text()
    found.optional.choose(False)
    assert found.amount.text() != whole
    assert isinstance(found.what, OfLesson)
    assert not found.what.optional


def test_what_is_chosen_is_what_is_ordered_and_stays_for_the_next_time(window: QWidget, tmp_path: Path) -> None:
    found = dialog(window, lesson(tmp_path), (".pdf", ".pptx"))
    heard: list[tuple[str, Options, object]] = []
    found.chosen.connect(lambda *args: heard.append(args))
    found.kind.choose(".pptx")
    found.rows["theme"].choose("projector")
    found.rows["notes"].choose(False)
    found.save.click()
    ((ending, options, what),) = heard
    assert ending == ".pptx"
    assert (options.theme, options.notes) == ("projector", False)
    assert isinstance(what, OfLesson)
    again = dialog(window, lesson(tmp_path), (".pdf", ".pptx"), options)
    assert again.options == options


def test_one_kind_of_file_is_not_asked_about(window: QWidget, tmp_path: Path) -> None:
    found = dialog(window, lesson(tmp_path), (".pdf",))
    assert found.kind.isHidden()
    assert found.ending == ".pdf"


def test_it_finds_room_in_a_small_window(window: QWidget, tmp_path: Path) -> None:
    found = dialog(window, of_scene(OfScene(scene="convolution"), RUNS), (".pdf", ".pptx", ".html", ".zip", ".mp4"))
    assert found.width() <= 1280
    assert found.height() <= 720
