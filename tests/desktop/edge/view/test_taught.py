"""What is learned fits beside the table, or it is said that there is more."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.edge.model.asking import Answering, Measured, Over, Working
from desktop.edge.model.lessons import Lesson
from desktop.edge.page import EdgePage
from desktop.edge.view.below import CHANGED, LAYERS
from desktop.edge.view.least_room import LeastRoom
from desktop.edge.view.taught import GUESS, GUESSES, LEARNED, Lessons
from desktop.theme.appearance import Appearance, stylesheet
from scenes.stage.output.theme import THEMES
from tests.desktop.edge.fake_measures import FakeMeasures, logits, measured

LONG = tuple(Lesson("file", f"Lesson {number}", "One word after the other stands here. " * 4) for number in range(5))


def settle() -> None:
    """Let layouts that follow one another come to rest."""
    for _ in range(5):
        QApplication.processEvents()


@pytest.fixture(params=["dark", "light", "projector"])
def small_page(looks: Appearance, request: pytest.FixtureRequest) -> EdgePage:
    """The page in the smallest usual window under its title, in each theme."""
    looks.theme = THEMES[request.param]
    looks.fit(1280, 720)
    made: EdgePage = request.getfixturevalue("page")
    made.setStyleSheet(stylesheet(looks))
    return made


def test_the_three_lessons_of_a_small_network_need_no_scrolling(small_page: EdgePage, fake: FakeMeasures) -> None:
    page = small_page
    page.controls.measure.click()
    fake.say(Answering(fake.pictures))
    net, disturbed = "CNN of “Dense net against CNN”", "Other work disturbed this: one pass of 20 took twice as long."
    layers = (("conv1", 9e-6), ("fc", 9e-6)), (("conv1", 30e-6), ("fc", 9e-6))
    for one in (
        replace(measured("torch", 0.158, net, file=45_100), notes=(disturbed,)),
        replace(measured("onnx", 0.034, net, file=48_400), layers=layers[0]),
        replace(measured("int8", 0.0482, net, file=19_000), layers=layers[1]),
    ):
        fake.say(Measured(one, logits()))
    fake.say(Over())
    settle()
    lessons = page.lessons
    assert len(lessons.cards) == 3
    assert "conv1 alone" in lessons.words
    assert "small file" in lessons.words
    assert lessons.sheet.verticalScrollBar().maximum() == 0
    assert not lessons.more.isVisible()


def test_all_of_the_page_is_seen_in_the_smallest_usual_window(small_page: EdgePage, fake: FakeMeasures) -> None:
    page = small_page
    fake.notes = ("Some of the pictures have told the ranges for int8 as well: others may change more answers.",)
    fake.layers = tuple((f"stage{number}.depthwise", 0.002 / (number + 1)) for number in range(30))
    fake.tied = (2,)
    page.controls.measure.click()
    fake.answer_all()
    settle()
    (room,) = page.findChildren(LeastRoom)
    wall = page.below.changed
    for panel in (CHANGED, LAYERS):
        page.below.show_page(panel)
        settle()
        assert room.verticalScrollBar().maximum() == 0
        assert page.table.height() >= page.table.minimumSizeHint().height()
    page.below.show_page(CHANGED)
    settle()
    assert wall.wall.buttons[0].height() <= wall.sheet.height(), "no row of pictures is cut"
    assert len(wall.card.bars.names) >= 2


@pytest.fixture
def lessons(qtbot: QtBot, looks: Appearance) -> Lessons:
    made = Lessons(looks)
    qtbot.addWidget(made)
    made.resize(360, 280)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_lessons_without_room_are_counted_and_a_click_leads_to_them(lessons: Lessons, qtbot: QtBot) -> None:
    lessons.show_lessons(LONG, "None.")
    qtbot.waitUntil(lessons.more.isVisible)
    settle()
    bar = lessons.sheet.verticalScrollBar()
    seen = [each for each in lessons.cards if each.geometry().bottom() <= lessons.sheet.viewport().height()]
    assert 0 < len(seen) < len(LONG)
    assert lessons.more.text() == f"{len(LONG) - len(seen)} lessons further down"
    assert lessons.more.geometry().top() >= lessons.sheet.geometry().bottom(), "it covers nothing"
    for _ in LONG:
        lessons.more.click()
        settle()
    assert bar.value() == bar.maximum()
    assert not lessons.more.isVisible()


def test_where_all_lessons_have_room_again_nothing_is_said_of_more(lessons: Lessons, qtbot: QtBot) -> None:
    lessons.show_lessons(LONG, "None.")
    qtbot.waitUntil(lessons.more.isVisible)
    settle()
    just_enough = lessons.height() + lessons.sheet.verticalScrollBar().maximum() - lessons.more.height()
    lessons.resize(360, just_enough)
    qtbot.waitUntil(lessons.more.isHidden)
    settle()
    assert lessons.more.isHidden()
    assert lessons.sheet.verticalScrollBar().maximum() == 0


def test_there_is_something_to_guess_until_there_is_a_lesson(page: EdgePage, fake: FakeMeasures) -> None:
    lessons = page.lessons
    assert len(lessons.guesses) == len(GUESSES)
    page.controls.measure.click()
    fake.say(Working("Loading", 0, 3))
    fake.say(Answering(fake.pictures))
    fake.answer("torch")
    assert lessons.heading.text() == GUESS
    assert len(lessons.guesses) == len(GUESSES)
    fake.answer("onnx")
    assert lessons.heading.text() == LEARNED
    assert not lessons.guesses
    assert lessons.cards


def test_questions_without_room_are_counted_too(lessons: Lessons, qtbot: QtBot) -> None:
    lessons.show_lessons((), "")
    lessons.resize(360, 110)
    qtbot.waitUntil(lessons.more.isVisible)
    settle()
    assert lessons.more.text().endswith(("questions further down", "question further down"))
