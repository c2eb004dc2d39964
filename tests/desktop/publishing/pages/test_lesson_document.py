from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from desktop.classroom.lessons.model import Ask, Choice, Lesson, Stop
from desktop.classroom.lessons.reading import read
from desktop.classroom.lessons.shelf import shipped
from desktop.export.pages import Document, Page, caption
from desktop.publishing.asking.subject import of_lesson
from desktop.publishing.order import OfLesson
from desktop.publishing.pages.lesson_document import lesson_document
from desktop.publishing.pages.pictures import Showing
from desktop.publishing.pages.runs import Runs

RUNS = Runs({})
SHOWING = Showing(RUNS)
FOLDER = Path()
ASK = Ask(
    stem="What stays?",
    at="Multiply",
    options=(
        Choice(text="the size", why="It is padded."),
        Choice(text="nothing", right=True, why="It becomes smaller."),
    ),
)
LESSON = Lesson(
    convoscope=1,
    id="short",
    title="Short",
    by="A teacher",
    language="de",
    stop=(
        Stop(id="title", card="# Begin\n\n- one\n- two", notes="Say hello."),
        Stop(
            id="by-hand",
            scene="convolution",
            title="By hand",
            first="One window",
            last="Add",
            knobs={"bias": 2.0},
            notes="All of it.\n\n[Multiply]\nThe products.\n\n[Add the bias]\nNot told here.",
            ask=(ASK, Ask(mark="sum", at="Multiply"), Ask(item="output-size", seed=3, at="Add")),
        ),
        Stop(id="extra", scene="pooling", first="One window", last="One window", optional=True),
        Stop(id="race", lab="race", first="The loss", last="The loss"),
        Stop(id="gone", picture="gone.png", title="Gone"),
    ),
)


def of(lesson: Lesson, optional: bool = True) -> Document:
    return lesson_document(lesson, FOLDER, SHOWING, optional)


def titled(document: Document, title: str) -> Page:
    return next(page for page in document.pages if page.title == title)


def test_stops_come_in_their_order_each_step_a_page_and_questions_where_they_are_asked() -> None:
    document = of(LESSON)
    assert [page.title for page in document.pages] == [
        "Begin",
        "By hand · One window",
        "By hand · Multiply",
        "By hand · Question 1",
        "By hand · Question 2",
        "By hand · Add",
        "By hand · Question 3",
        "By hand · Answer 3",
        "Pooling · One window",
        document.pages[-2].title,
        "Gone",
    ]
    assert document.pages[-2].title.endswith("· The loss")
    assert (document.title, document.by, document.language) == ("Short", "A teacher", "de")
    assert all(page.title.startswith(page.part) for page in document.pages)


def test_optional_stops_can_be_left_out() -> None:
    titles = [page.title for page in of(LESSON, optional=False).pages]
    assert "Pooling · One window" not in titles
    assert len(titles) == len(of(LESSON).pages) - 1


def test_notes_are_split_by_step_and_those_of_the_stop_stand_at_its_first() -> None:
    document = of(LESSON)
    assert titled(document, "Begin").notes.strip() == "Say hello."
    assert titled(document, "By hand · One window").notes == "All of it."
    assert titled(document, "By hand · Multiply").notes == "The products."
    assert titled(document, "By hand · Add").notes == ""


def test_a_question_is_there_in_words_with_what_is_right_and_why() -> None:
    document = of(LESSON)
    asked = titled(document, "By hand · Question 1").question
    assert asked is not None
    assert (asked.stem, asked.options, asked.right) == ("What stays?", ("the size", "nothing"), 1)
    assert asked.whys == ("It is padded.", "It becomes smaller.")
    drawn = titled(document, "By hand · Question 3").question
    assert drawn is not None
    assert len(drawn.options) == len(drawn.whys) >= 2


def test_the_number_that_is_asked_about_is_hidden_and_the_next_page_has_it() -> None:
    document = of(LESSON)
    before = titled(document, "By hand · Multiply").draw()
    asked = titled(document, "By hand · Question 2")
    assert asked.question is not None
    assert len(asked.draw().marks) == len(before.marks) + 1, "a question mark, and nothing of the next step"
    assert caption(asked.draw()) == caption(before)


def test_a_card_is_one_page_with_all_its_lines() -> None:
    frame = titled(of(LESSON), "Begin").draw()
    words = [mark.mark.text for mark in frame.placed() if hasattr(mark.mark, "text")]
    assert {"one", "two"} <= set(words)


def test_a_picture_that_is_gone_is_a_card_that_says_so() -> None:
    frame = titled(of(LESSON), "Gone").draw()
    words = " ".join(mark.mark.text for mark in frame.placed() if hasattr(mark.mark, "text"))
    assert "gone.png" in words


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.name)
def test_the_lessons_that_ship_are_documents(path: Path) -> None:
    lesson = read(path.read_text(encoding="utf-8"), path.parent).lesson
    assert lesson is not None
    document = lesson_document(lesson, path.parent, SHOWING)
    assert {page.part for page in document.pages} >= {stop.title for stop in lesson.stop if stop.title}
    assert sum(page.question is not None for page in document.pages) == sum(len(stop.ask) for stop in lesson.stop)
    assert all(page.draw().marks for page in document.pages)
    subject = of_lesson(lesson, path.parent, RUNS, {})
    assert subject.pages(True) == len(document.pages), "what the dialog tells is what comes"
    without = lesson_document(lesson, path.parent, SHOWING, optional=False)
    assert subject.pages(False) == len(without.pages)


def test_a_lesson_travels_as_plain_data() -> None:
    what = OfLesson(lesson=LESSON, folder="x")
    assert msgspec.json.decode(msgspec.json.encode(what), type=OfLesson) == what
