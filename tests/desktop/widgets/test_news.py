"""The line of news: of one height whatever there is to say, and the notices over the page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.news import News, Notice


class Told(Notice):
    def __init__(self, title: str, summary: str) -> None:
        super().__init__()
        self.title, self.summary = title, summary
        QVBoxLayout(self).addWidget(QLabel(summary))
        self.hide()


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.broken, self.result, self.kept = (
            Told("The engine", "Gone."),
            Told("Result", "At the end: 9."),
            Told("Kept run", "A"),
        )
        self.beside, self.below = QLabel("beside"), QWidget()
        self.news = News(self, (self.broken, self.result, self.kept), self.broken, self.beside, self.below)
        column = QVBoxLayout(self)
        column.addWidget(self.news)
        column.addWidget(self.below, 1)
        self.resize(800, 400)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_nothing_moves_when_there_is_news(page: Page, qtbot: QtBot) -> None:
    page.news.reserve(True)
    qtbot.waitUntil(lambda: page.below.y() > page.news.y())
    before = page.below.geometry()
    for notice in (page.result, page.kept):
        notice.show()
        page.layout().activate()
        assert page.below.geometry() == before
    page.news.open.click()
    page.layout().activate()
    assert page.below.geometry() == before
    assert page.result.isVisible()


def test_it_says_all_in_short_and_opens_all_of_it(page: Page) -> None:
    page.result.show()
    assert (page.news.words.text(), page.news.open.text()) == ("At the end: 9.", "Result")
    assert not page.result.isVisible(), "it lies over nothing until it is asked for"
    page.kept.show()
    assert (page.news.words.text(), page.news.open.text()) == ("At the end: 9.   A", "Result and Kept run")
    page.news.open.click()
    assert page.news.open.isChecked()
    assert page.result.isVisible()
    assert page.kept.isVisible()
    assert page.news.sheet.geometry().top() == page.below.y()
    page.result.hide()
    assert page.kept.isVisible()
    page.kept.hide()
    assert page.news.sheet.isHidden()
    assert not page.news.open.isChecked()
    assert not page.news.isVisible(), "without a run the line goes with its news"


def test_what_is_urgent_opens_by_itself(page: Page) -> None:
    page.broken.show()
    assert page.broken.isVisible()


def test_it_follows_a_notice_that_says_something_else(page: Page) -> None:
    page.broken.show()
    page.broken.summarise("Gone again.")
    assert page.news.words.text() == "Gone again."
