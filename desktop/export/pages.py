"""What a document is made of: pictures with their words, a page each, whatever they are of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scenes.stage.core.stage import Frame

PerPage = Literal[1, 2, 6]
"""How many pictures stand on a printed page."""
Beside = Literal["notes", "lines", "nothing"]
"""What stands beside the pictures of a handout: the teacher's notes, lines to write on, or only what the step says."""


@dataclass(frozen=True)
class PageQuestion:
    """A question in words: its options in the order of their letters, the index of the `right` one, and why each is so.

    `whys` are as many as options, or none.
    """

    stem: str
    options: tuple[str, ...]
    right: int
    whys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A picture with its words. `draw` computes the picture, so that a page costs nothing until it is written.

    `part` is what the page belongs to, a stop or a scene: pages that follow each other with the same one are a chapter.
    `notes` are the teacher's, in CommonMark. Caption and more are said by the picture's own step.
    """

    title: str
    draw: Callable[[], Frame]
    part: str = ""
    notes: str = ""
    question: PageQuestion | None = None


@dataclass(frozen=True)
class Document:
    """Pages in their order, and whose they are; `language` is an IETF tag."""

    title: str
    pages: tuple[Page, ...]
    by: str = ""
    language: str = "en"


def caption(frame: Frame) -> str:
    """What is said of a picture in one sentence; "" for one without steps, a card say."""
    return frame.steps[frame.step].caption if frame.told else ""


def more(frame: Frame) -> str:
    """What there is to say beside the caption."""
    return frame.steps[frame.step].more if frame.told else ""
