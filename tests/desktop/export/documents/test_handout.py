"""Handouts, read back: pages, bookmarks, words, alternative texts, and what they leave out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from desktop.export.documents.handout import Beside, HandoutOptions, handout, handout_images
from desktop.export.pages import Document, Page, PageQuestion
from desktop.export.progress import StoppedError
from desktop.export.still import ExportError
from scenes.stage.core.marks import Grid, Image, Rect
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values
from tests.desktop.painted import pixels

Draws = Callable[..., Frame]


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).split())


def bookmarks(reader: PdfReader) -> list[Any]:
    def plain(entries: list[Any]) -> list[Any]:
        return [plain(each) if isinstance(each, list) else each.title for each in entries]

    return plain(reader.outline)


def tagged(reader: PdfReader) -> Iterator[Any]:
    """All elements of the tree that screen readers follow."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        yield element
        children = element.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        found = [each.get_object() for each in (children if isinstance(children, list) else [children])]
        waiting += [each for each in reversed(found) if hasattr(each, "get") and "/S" in each]


def alts(data: bytes) -> list[str]:
    return [element["/Alt"] for element in tagged(read(data)) if element.get("/S") == "/Figure"]


def many(short: Document, count: int) -> Document:
    page = replace(short.pages[0], part="", notes="")
    return replace(short, pages=tuple(replace(page, title=f"Picture {at + 1}") for at in range(count)))


@pytest.mark.parametrize("beside", ["notes", "lines", "nothing"])
@pytest.mark.parametrize(("per_page", "pages"), [(1, 13), (2, 7), (6, 3)])
def test_so_many_pictures_stand_on_a_page(short: Document, per_page: Any, pages: int, beside: Beside) -> None:
    reader = read(handout(many(short, 13), HandoutOptions(per_page, beside)))
    assert len(reader.pages) == pages
    assert "Picture 1\n" in reader.pages[0].extract_text()
    assert f"{pages} / {pages}" in reader.pages[-1].extract_text()
    lies = float(reader.pages[0].mediabox.width) > float(reader.pages[0].mediabox.height)
    assert lies == (per_page == 1 and beside == "nothing")


@pytest.mark.parametrize("per_page", [1, 2, 6])
def test_it_is_titled_tagged_and_in_its_language(short: Document, per_page: Any) -> None:
    reader = read(handout(short, HandoutOptions(per_page)))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Numbers & letters", "A. Teacher")
    assert root["/Lang"].startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert bookmarks(reader) == ["Doubling", ["Look", "Ask"], "A card", ["Pause"], "Rest"]


@pytest.mark.parametrize("per_page", [1, 2, 6])
def test_every_picture_has_its_words(short: Document, per_page: Any) -> None:
    told = alts(handout(short, HandoutOptions(per_page)))
    numbers = "a grid of 3 × 3: −4 −3 −2 / −1 0 +1 / +2 +3 +4."
    assert told[0] == f"Look. Each number is doubled. Input, {numbers}"
    assert told[1] == f"{told[0].replace('Look', 'Ask')} Formula: x squared."
    assert (told[2], told[3].split(". ")[1]) == ("Pause. Each number is doubled.", "That was all")
    assert len(told) == 4


def test_words_can_be_selected_and_are_said_once(short: Document) -> None:
    found = words(handout(short))
    assert found.count("Each number is doubled.") == 2  # the card has no caption
    assert "A scene" not in found  # the title in the picture is the heading's
    assert "Numbers & letters" in found
    assert "Say it." in found
    assert "slowly, x₁²" in found
    for label in ("+1", "−4"):
        assert label in found  # the numbers in the cells


def test_notes_lines_or_nothing(short: Document) -> None:
    written = {beside: handout(short, HandoutOptions(2, beside)) for beside in ("notes", "lines", "nothing")}
    assert "Say it." in words(written["notes"])
    assert "Say it." not in words(written["lines"]) + words(written["nothing"])
    lines = {beside: rules(read(data)) for beside, data in written.items()}
    assert lines["notes"] == lines["nothing"]
    assert lines["lines"] > lines["notes"] + 20


def rules(reader: PdfReader) -> int:
    """How many lines are drawn on the pages themselves."""
    return sum(page.get_contents().get_data().count(b"\nS") for page in reader.pages)


@pytest.mark.parametrize("per_page", [1, 2, 6])
def test_a_question_has_letters_and_no_key(short: Document, per_page: Any) -> None:
    found = words(handout(short, HandoutOptions(per_page, "lines")))
    assert "How many rows has it? A three B two C eight" in found
    assert "Counted." not in found


def test_pages_without_a_part_have_bookmarks_of_their_own(short: Document) -> None:
    assert bookmarks(read(handout(many(short, 2)))) == ["Picture 1", "Picture 2"]


def test_long_notes_go_on_on_another_page(short: Document) -> None:
    long = "\n\n".join(f"Sentence number {at} of the teacher's notes." for at in range(150))
    page = replace(short.pages[0], notes=long)
    for per_page in (1, 2, 6):
        data = handout(replace(short, pages=(page, short.pages[3])), HandoutOptions(per_page))
        assert len(read(data).pages) > 1
        assert all(f"number {at} of" in words(data) for at in (0, 75, 149))


def test_odd_words_do_no_harm(short: Document) -> None:
    odd = 'a\x00b\ud800 #let $x$ \\ "q" <b>@x</b> [z] *s* _e_ ' + "w" * 300
    question = PageQuestion(odd, (odd, ""), 0)
    page = replace(short.pages[0], title=odd, part=odd, notes=odd, question=question)
    data = handout(Document(odd, (page,), odd, "no language"))
    assert "#let $x$" in words(data)
    assert "<b>@x</b> [z] *s* _e_" in words(data)
    empty = Document("", (Page("", short.pages[0].draw),), "", "")
    assert bookmarks(read(handout(empty))) == ["Untitled"]


def test_letters_of_other_languages_are_printed_where_the_machine_has_them(short: Document) -> None:
    page = replace(short.pages[0], title="卷积 🙂 \U0001f9ff \ue000")
    assert len(read(handout(replace(short, pages=(page,)))).pages) == 1


def test_numbers_that_are_none_are_printed(short: Document, frame: Draws) -> None:
    values = Values([[float("nan"), float("inf")], [-float("inf"), 0.0]])
    grid = Grid(values=values, origin=(200, 200), u=(200, 0), v=(0, 120), name="broken")
    box = Rect(x=900, y=300, width=90, height=90, fill=1, name="loss", value=float("nan"))
    page = Page("None", lambda: frame("Said.", grid, box))
    assert "Broken, a grid of 2 × 2: NaN +∞" in alts(handout(replace(short, pages=(page,))))[0].replace(" ∞", " +∞")


def test_a_document_without_pages_is_refused() -> None:
    with pytest.raises(ExportError, match=r"^There is nothing to print: the document has no pages\.$"):
        handout(Document("Empty", ()))
    with pytest.raises(ExportError, match="nothing to print"):
        list(handout_images(Document("Empty", ())))


def test_it_can_be_watched_and_stopped(short: Document) -> None:
    seen = []
    handout(short, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        handout(short, progress=stop)


def test_photographs_are_small(short: Document, frame: Draws) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (450, 800, 3)).astype(np.uint8)
    photo = Image(pixels=Values(noise), origin=(0, 0), u=(2, 0), v=(0, 2), smooth=True, name="photo")
    page = Page("Photo", lambda: frame("A photo.", photo, whole=True))
    assert len(handout(Document("Photos", (page,)))) < 0.5 * noise.nbytes


def test_the_same_picture_costs_nothing_twice(short: Document, frame: Draws) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (150, 150, 3)).astype(np.uint8)
    photo = Image(pixels=Values(noise), origin=(300, 200), u=(2, 0), v=(0, 2), name="photo")
    page = Page("Photo", lambda: frame("A photo.", photo))
    once, often = (len(handout(Document("Photos", (page,) * count))) for count in (1, 8))
    assert often < 1.5 * once


@pytest.mark.slow
def test_three_hundred_pages(short: Document) -> None:
    data = handout(many(short, 300), HandoutOptions(6, "lines"))
    assert len(read(data).pages) == 50
    assert len(bookmarks(read(data))) == 300
    assert len(data) < 4_000_000


def test_the_same_pages_as_images_a_few_at_a_time(short: Document) -> None:
    drawn: list[int] = []

    def page(at: int) -> Page:
        def draw() -> Frame:
            drawn.append(at)
            return short.pages[0].draw()

        return replace(short.pages[0], title=f"Picture {at + 1}", draw=draw)

    images = handout_images(Document("Many", tuple(map(page, range(7)))), HandoutOptions(1, "lines"), 50.0)
    first = QImage.fromData(next(images))
    assert drawn == [0, 1]
    assert (first.width(), first.height()) == (413, 585)
    rest = [QImage.fromData(each) for each in images]
    assert len(rest) == 6
    numbers = [pixels(each)[-45:-20].tobytes() for each in (first, *rest)]
    assert len(set(numbers)) == 7  # each has its own number at its foot
