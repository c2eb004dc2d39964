"""A handout: the pictures of a document on white pages, with their words, and room to write or the teacher's notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desktop.export.alt_text import alt_text
from desktop.export.documents.picture import on_paper
from desktop.export.pages import Document, Page, caption
from desktop.export.paper import images, pdf, printed
from desktop.export.progress import Progress, unwatched
from desktop.export.still import ExportError
from desktop.words.plain import on_one_line
from scenes.stage.core.stage import Frame

Beside = Literal["notes", "lines", "nothing"]
LARGER = {1: 1.0, 2: 1.25, 6: 1.5}
"""How much larger letters are in pictures of which so many stand on a page, as far as they have room."""
TEMPLATE = "handout"
LETTERS = "ABCDEF"
LONG = 1200
"""Notes of more letters may go on on the next page; others stay with their picture."""


@dataclass(frozen=True)
class HandoutOptions:
    """How many pictures stand on a page, and what beside each: the teacher's notes, lines to write on, or nothing."""

    a_page: Literal[1, 2, 6] = 2
    beside: Beside = "notes"


def handout(document: Document, options: HandoutOptions = HandoutOptions(), progress: Progress = unwatched) -> bytes:
    """A document as a PDF to print: tagged, with bookmarks, real words and alternative texts.

    Raises ExportError, and StoppedError where `progress` does.
    """
    return pdf(TEMPLATE, *_content(document, options, progress))


def handout_images(
    document: Document, options: HandoutOptions, ppi: float, progress: Progress = unwatched
) -> list[bytes]:
    """The same pages as PNGs of so many pixels an inch. Raises what `handout` does."""
    return images(TEMPLATE, *_content(document, options, progress), ppi)


def _content(
    document: Document, options: HandoutOptions, progress: Progress
) -> tuple[Mapping[str, Any], Mapping[str, bytes]]:
    """What the template prints, and the pictures it names."""
    if not document.pages:
        raise ExportError("There is nothing to print: the document has no pages.")
    pictures: dict[str, bytes] = {}
    told, part = [], ""
    for at, page in enumerate(document.pages):
        frame = page.draw()
        name = f"{at + 1}.svg"
        pictures[name] = on_paper(frame, LARGER[options.a_page])
        told.append(_told(page, frame, name, begins=bool(page.part) and page.part != part))
        part = page.part
        progress(at + 1, len(document.pages))
    about = {"title": on_one_line(document.title), "by": on_one_line(document.by), "language": document.language}
    return {**about, "a_page": options.a_page, "beside": options.beside, "pages": told}, pictures


def _told(page: Page, frame: Frame, picture: str, begins: bool) -> Mapping[str, Any]:
    """A page as the template reads it; it `begins` a part."""
    title = on_one_line(page.title) or "Untitled"
    return {
        "part": on_one_line(page.part) if begins else "",
        "title": title,
        "level": 2 if page.part else 1,
        "picture": picture,
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
