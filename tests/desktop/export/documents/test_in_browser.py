"""The document for a browser in a real one: keys, notes, print, a phone, and nothing that leaves the machine."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.export.documents.html import WebOptions, web_page
from desktop.export.pages import Document
from tests.desktop.browser import CHROMIUM, Browser, browser

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: install Debian's chromium"),
]

WITH_NOTES = WebOptions(notes=True)
HERE = "document.querySelector('section.here').id"
NOTES = "document.querySelector('.here aside').checkVisibility()"
Opened = Callable[..., Browser]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def opened(running: Browser, document: Document, tmp_path: Path) -> Opened:
    """Return a function that opens the document, or what has been made of its text, in a window of some size."""

    def opened(
        address: str = "", size: tuple[int, int] = (1280, 720), made: Callable[[str], str] = str, phone: bool = False
    ) -> Browser:
        (tmp_path / "lesson.html").write_text(made(web_page(document, WITH_NOTES).decode()), encoding="utf-8")
        running.requests.clear()
        running.complaints.clear()
        running.resize(*size, phone=phone)
        running.open("about:blank")
        running.open(f"{(tmp_path / 'lesson.html').as_uri()}{address}")
        return running

    return opened


def test_keys_turn_the_pages(opened: Opened) -> None:
    page = opened()
    assert page.value(HERE) == "1"
    for key, there in (
        ("ArrowRight", "2"), ("PageDown", "3"), (" ", "4"), ("ArrowLeft", "3"), ("PageUp", "2"), ("Backspace", "1"),
        ("ArrowLeft", "1"), ("ArrowDown", "2"), ("ArrowUp", "1"), ("End", "6"), ("ArrowRight", "6"), ("Home", "1"),
    ):  # fmt: skip
        page.press(key)
        assert (page.value(HERE), page.value("location.hash")) == (there, f"#{there}"), key
    assert page.value("[...document.querySelectorAll('section')].filter(each => each.checkVisibility()).length") == 1
    assert page.value("document.getElementById('position').textContent").startswith("1 / 6 · Convolution")
    assert page.complaints == []


def test_an_address_names_a_page_and_the_way_back_is_short(opened: Opened) -> None:
    page = opened("#5")
    assert page.value(HERE) == "5"
    before = page.value("history.length")
    page.press("ArrowLeft", "ArrowLeft")
    assert page.value("history.length") == before
    for address, there in (("2", "2"), ("99", "6"), ("nowhere", "1")):
        page.value(f"location.hash = '{address}'")
        assert page.value(HERE) == there


def test_clicks_at_the_edges_and_the_buttons_turn_the_pages(opened: Opened) -> None:
    page = opened()
    for x, there in ((1270, "2"), (640, "2"), (10, "1")):
        page.click(x, 300)
        assert page.value(HERE) == there
    page.value("document.getElementById('next').click()")
    assert page.value(HERE) == "2"
    page.value("document.getElementById('back').click()")
    assert page.value("[document.getElementById('back').disabled, document.getElementById('next').disabled]") == [
        True, False,
    ]  # fmt: skip


def test_n_shows_the_notes_and_hides_them(opened: Opened) -> None:
    page = opened()
    seen = [page.value(NOTES)]
    for _ in range(2):
        page.press("n")
        seen.append(page.value(NOTES))
    assert seen == [False, True, False]
    page.press("n")
    assert page.value("document.getElementById('notes').getAttribute('aria-pressed')") == "true"
    assert page.value("document.querySelector('.here aside').getBoundingClientRect().right <= innerWidth")


def test_an_option_opens_by_click_and_by_key_and_turns_no_page(opened: Opened) -> None:
    page = opened("#3")
    place = "(box => [box.x + 20, box.y + 20])(document.querySelectorAll('.here summary')[0].getBoundingClientRect())"
    page.click(*page.value(place))
    page.value("document.querySelectorAll('.here summary')[1].focus()")
    page.press(" ")
    assert page.value("[...document.querySelectorAll('.here details')].map(each => each.open)") == [True, True, False]
    assert page.value("document.querySelectorAll('.here details p')[1].checkVisibility()")
    assert page.value(HERE) == "3"


def test_in_print_every_page_has_its_sheet_with_its_notes(opened: Opened) -> None:
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(opened("#4").printed())).pages]
    assert len(sheets) == 6
    assert "then count" in sheets[0]
    words = ("Multiply", "Add", "How many?", "Three words", "This is a photo.", "It has moved.")
    assert [word for sheet, word in zip(sheets, words, strict=True) if word in sheet] == [*words]
    assert not any("Notes" in sheet for sheet in sheets), "buttons are not for paper"


@pytest.mark.parametrize("number", range(1, 7))
def test_on_a_phone_the_words_are_below_the_picture_and_nothing_lies_beside_it(opened: Opened, number: int) -> None:
    page = opened(f"#{number}", size=(360, 640), phone=True)
    assert page.value("document.documentElement.scrollWidth") == 360
    boxes = "[...document.querySelectorAll('.here h2, .here svg, .here p')].filter(each => each.checkVisibility())"
    wide = page.value(f"{boxes}.map(each => each.getBoundingClientRect()).every(box => box.x >= 0 && box.right <= 360)")
    assert wide
    picture, *words = page.value(
        "[...document.querySelectorAll('.here svg, .here .caption, .here .card, .here .stem')]"
        ".map(each => [each.getBoundingClientRect().top, parseFloat(getComputedStyle(each).fontSize)])"
    )
    assert words
    assert all(top > picture[0] and size >= 16 for top, size in words)


def test_on_a_phone_a_swipe_turns_the_page(opened: Opened) -> None:
    page = opened(size=(360, 640), phone=True)
    page.swipe((300, 300), (100, 310))
    assert page.value(HERE) == "2"
    page.swipe((100, 300), (300, 290))
    assert page.value(HERE) == "1"
    page.swipe((200, 300), (190, 200))
    assert page.value(HERE) == "1"


def test_nothing_is_asked_of_a_network_and_no_other_script_runs(opened: Opened) -> None:
    page = opened()
    page.press("End", "n")
    assert page.value(HERE) == "6"
    assert (page.requests, page.complaints) == ([], [])
    attack = '<script>window.ran = 1</script><b style="color:red">b</b><img src="http://127.0.0.1:9/a.png">'
    page = opened(made=lambda text: text.replace("<main>", f"<main>{attack}"))
    assert page.value("window.ran") is None
    assert page.value(HERE) == "1", "our own script runs"
    assert len([each for each in page.complaints if "Content Security Policy" in each]) == 3


def test_without_its_script_all_pages_lie_below_each_other(opened: Opened) -> None:
    page = opened(made=lambda text: text.replace("<script>", "<script type='text/none'>"))
    tops = page.value("[...document.querySelectorAll('section')].map(each => each.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))
    assert page.value("[...document.querySelectorAll('section, aside')].every(each => each.checkVisibility())")
    assert not page.value("document.querySelector('nav').checkVisibility()")


def test_foreign_words_do_nothing(running: Browser, hostile: Document, tmp_path: Path) -> None:
    (tmp_path / "hostile.html").write_bytes(web_page(hostile, WITH_NOTES))
    running.requests.clear()
    running.complaints.clear()
    running.open((tmp_path / "hostile.html").as_uri())
    running.press("ArrowRight", "n", "ArrowRight")
    assert running.value(HERE) == "3"
    assert (running.requests, running.complaints) == ([], [])


def test_a_long_word_makes_no_sideways_scroll(running: Browser, document: Document, tmp_path: Path) -> None:
    long = replace(document.pages[0], title="Onewordthatislongerthanaphoneiswide" * 3, notes="`code " + "x" * 300 + "`")
    (tmp_path / "long.html").write_bytes(web_page(replace(document, pages=(long,)), WITH_NOTES))
    running.resize(360, 640, phone=True)
    running.open((tmp_path / "long.html").as_uri())
    running.press("n")
    assert running.value("document.documentElement.scrollWidth") == 360
