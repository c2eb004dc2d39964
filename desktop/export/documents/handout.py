"""A handout: the pictures of a document on white pages, with their words, and room to write or the teacher's notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.export.alt_text import alt_text
from desktop.export.documents.picture import on_paper
from desktop.export.pages import Beside, Document, Page, PerPage, caption
from desktop.export.paper import images, language_of, pdf, printed
from desktop.export.progress import Progress, unwatched
from desktop.export.still import ExportError
from desktop.words.letters import LETTERS
from desktop.words.plain import on_one_line

LARGER = {1: 1.0, 2: 1.25, 6: 1.5}
"""How much larger letters are in pictures of which so many stand on a page, as far as they have room."""
TEMPLATE = "handout"
LONG = 1200
"""Notes of more letters may go on on the next page; others stay with their picture."""
AT_ONCE = 2
"""So many pages are made into images at once: Typst keeps all that it has drawn for one, some 10 MB a page."""


@dataclass(frozen=True)
class HandoutOptions:
    """How many pictures stand on a page, and what beside each: the teacher's notes, lines to write on, or nothing."""

    per_page: PerPage = 2
    beside: Beside = "notes"


DEFAULT = HandoutOptions()


def handout(document: Document, options: HandoutOptions = DEFAULT, progress: Progress = unwatched) -> bytes:
    """A document as a PDF to print: tagged, with bookmarks, real words and alternative texts.

    Raises ExportError, and StoppedError where `progress` does.
    """
    pictures: dict[str, bytes] = {}
    told = [_told(document, at, options, pictures, progress) for at in range(len(document.pages))]
    return pdf(TEMPLATE, _data(document, options, told), pictures)


def handout_images(
    document: Document, options: HandoutOptions = DEFAULT, ppi: float = 300.0, progress: Progress = unwatched
) -> Iterator[bytes]:
    """The same pages as PNGs of so many pixels an inch, made a few at a time. Raises what `handout` does."""
    number, chunk = 1, AT_ONCE * options.per_page
    for start in range(0, max(1, len(document.pages)), chunk):
        pictures: dict[str, bytes] = {}
        places = range(start, min(start + chunk, len(document.pages)))
        told = [_told(document, at, options, pictures, progress) for at in places]
        found = images(TEMPLATE, {**_data(document, options, told), "first": number}, pictures, ppi)
        number += len(found)
        yield from found


def _data(document: Document, options: HandoutOptions, told: list[Mapping[str, Any]]) -> dict[str, Any]:
    """What the template prints. Raises ExportError where that is nothing."""
    if not told:
        raise ExportError("There is nothing to print: the document has no pages.")
    return {
        "title": on_one_line(document.title) or "Untitled",
        "by": on_one_line(document.by),
        "language": language_of(document.language),
        "per_page": options.per_page,
        "beside": options.beside,
        "first": None,
        "pages": told,
    }


def _told(
    document: Document, at: int, options: HandoutOptions, pictures: dict[str, bytes], progress: Progress
) -> Mapping[str, Any]:
    """A page as the template reads it; its picture is put to the others."""
    page, before = document.pages[at], document.pages[at - 1].part if at else ""
    frame, title, name = page.draw(), on_one_line(page.title) or "Untitled", f"{at + 1}.svg"
    pictures[name] = on_paper(frame, LARGER[options.per_page])
    progress(at + 1, len(document.pages))
    return {
        "part": on_one_line(page.part) if page.part != before else "",
        "title": title,
        "level": 2 if on_one_line(page.part) else 1,
        "picture": name,
        "alt": alt_text(title, frame),
        "caption": on_one_line(caption(frame)),
        "question": _asked(page),
        "notes": printed(page.notes),
        "long": len(page.notes) > LONG,
    }


def _asked(page: Page) -> Mapping[str, Any] | None:
    """The question of a page with its lettered options, and without what is right."""
    if page.question is None:
        return None
    options = zip(LETTERS, map(on_one_line, page.question.options), strict=False)
    return {"stem": on_one_line(page.question.stem), "options": list(options)}
