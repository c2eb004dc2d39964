"""The lessons on the start page: by keys, by a clicker, by the pointer and by words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.classroom.lessons.shelf import keep, shipped
from desktop.classroom.lessons.writing import new_lesson
from desktop.home.lesson_sheet import MOST, LessonSheet
from desktop.window.classroom.name_dialog import NameDialog
from desktop.window.classroom.shelf_cards import card_of, cards
from scenes.stage.core.catalogue import catalogue

Key = Qt.Key


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    return open_application(None, catalogue(), (1280, 720), home=True)


@pytest.fixture
def sheet(application: Application) -> LessonSheet:
    return application.workspace.start_page.sheet


def key(application: Application, *keys: Qt.Key) -> None:
    for each in keys:
        QTest.keyClick(application.workspace.window().windowHandle(), each)


def open_file(application: Application) -> str:
    return application.workspace.desk.file


def test_the_button_shows_the_lessons_and_a_click_begins_one(application: Application, sheet: LessonSheet) -> None:
    home = application.workspace.start_page.home
    QTest.mouseClick(home.lessons, Qt.MouseButton.LeftButton)
    assert sheet.isVisible()
    assert sheet.titles == (
        "CNNs in 60 minutes",
        "Why depth needs shortcuts in 25 minutes",
        "One convolution in 15 minutes",
        "New lesson…",
        "Open a lesson…",
    )
    assert sheet.accessibleName() == "CNNs in 60 minutes, 60 min · 27 stops. 1 of 5"
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.place(2).center())
    assert not sheet.isVisible()
    assert open_file(application) == str(shipped()[2])
    assert application.workspace.classroom.conducting.active
    assert not application.workspace.places.at_home


def test_a_clicker_alone_begins_a_lesson(application: Application, sheet: LessonSheet) -> None:
    key(application, Key.Key_PageUp)
    assert application.workspace.start_page.home.lessons.hasFocus(), "it lies before the first poster"
    key(application, Key.Key_PageDown)
    assert sheet.isVisible()
    key(application, Key.Key_PageUp, Key.Key_PageDown)
    assert open_file(application) == str(shipped()[1])
    assert application.workspace.classroom.conducting.active


def test_a_clicker_finds_back_to_the_posters(application: Application) -> None:
    home = application.workspace.start_page.home
    key(application, Key.Key_PageUp, Key.Key_PageUp)
    assert home.course.lit is list(home.course.posters.values())[-1]
    assert home.course.lit.hasFocus()


def test_arrows_enter_and_escape(application: Application, sheet: LessonSheet) -> None:
    sheet.open_sheet()
    key(application, Key.Key_Down, Key.Key_End, Key.Key_Up)
    assert sheet.titles[sheet.at] == "New lesson…"
    key(application, Key.Key_Escape)
    assert not sheet.isVisible()
    sheet.open_sheet()
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not sheet.isVisible()
    sheet.open_sheet()
    key(application, Key.Key_Home, Key.Key_Down, Key.Key_Return)
    assert open_file(application) == str(shipped()[1])


def test_a_lesson_of_ones_own_is_begun_and_found_there_again(application: Application, sheet: LessonSheet) -> None:
    sheet.open_sheet()
    key(application, Key.Key_End, Key.Key_Up, Key.Key_Return)
    dialog = application.workspace.window().findChild(NameDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.field, "My hour")
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert open_file(application).endswith("my-hour.lesson.toml")
    sheet.open_sheet()
    assert sheet.titles[3] == "My hour"


def test_many_lessons_of_ones_own_need_no_scroll_bar(application: Application, sheet: LessonSheet) -> None:
    for number in range(12):
        keep(f"Lesson {number}", new_lesson(f"Lesson {number}", f"lesson-{number}"))
    sheet.open_sheet()
    assert len(sheet.titles) == MOST + 2
    assert sheet.rect().contains(sheet.place(0))
    assert sheet.rect().contains(sheet.place(len(sheet.titles) - 1))


def test_the_finder_finds_lessons(application: Application) -> None:
    finder = application.workspace.start_page.finder
    finder.toggle()
    QTest.keyClicks(finder.field, "shortcuts 25")
    assert finder.places[0].where == "A lesson"
    QTest.keyClick(finder.field, Key.Key_Return)
    assert open_file(application) == str(shipped()[1])


def test_a_file_with_faults_has_a_card_too(qtbot: QtBot, application: Application) -> None:
    path = keep("Broken", "convoscope = ")
    card = card_of(path)
    assert (card.title, card.facts, card.own) == ("broken", "It has faults.", True)
    odd = keep("Odd", 'title = 3\nminutes = "x"\nstop = [1, { minutes = true }]\n')
    assert (card_of(odd).title, card_of(odd).facts) == ("odd", "It has faults.")
    assert cards()[-1].title == "odd"


@pytest.mark.parametrize(
    "line",
    [
        "minutes = nan",
        "minutes = -1",
        f"minutes = 1{'0' * 400}",
        f"minutes = 1{'0' * 5000}",
        f"minutes = 0x{'f' * 5000}",
        f"objectives = {'[' * 5000}{']' * 5000}",
        "\N{ZERO WIDTH NO-BREAK SPACE}",
    ],
)
def test_whatever_is_in_a_file_the_list_of_lessons_is_there(line: str) -> None:
    text = new_lesson("Odd", "odd").replace("objectives = []", line)
    card = card_of(keep("Odd", text))
    assert card.facts == "It has faults."
    assert card in cards()


def test_a_byte_order_mark_is_no_fault() -> None:
    card = card_of(keep("Marked", "\N{ZERO WIDTH NO-BREAK SPACE}" + new_lesson("Marked", "marked")))
    assert (card.title, card.facts) == ("Marked", "1 min · 1 stop")
