"""Pictures of moments for printed pages: each is painted once, however many sheets show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from desktop.export.alt_text import alt_text
from desktop.export.documents.picture import on_paper
from desktop.export.pages import caption
from scenes.questions.moments import Moment
from scenes.stage.core.catalogue import catalogue

LARGER = 1.3
"""Letters of small pictures are so much larger, as far as they have room."""
KEPT = 500
"""Pictures that are remembered: some thirty megabytes."""


@dataclass(frozen=True)
class Picture:
    """A picture as a file for the template: its name, the SVG in it, what it shows in words, and its caption."""

    name: str
    content: bytes
    alt: str
    caption: str


class Pictures:
    """Paints pictures for paper, and remembers the last `KEPT` of them."""

    def __init__(self) -> None:
        self._by_moment: dict[str, Picture] = {}
        self._numbers = count(1)

    def of(self, moment: Moment) -> Picture:
        """The picture of a moment."""
        if moment.key not in self._by_moment:
            if len(self._by_moment) >= KEPT:
                del self._by_moment[next(iter(self._by_moment))]
            frame, title = moment.frame(), catalogue().find(moment.scene).title
            name = f"picture-{next(self._numbers)}.svg"
            self._by_moment[moment.key] = Picture(name, on_paper(frame, LARGER), alt_text(title, frame), caption(frame))
        return self._by_moment[moment.key]
