"""Pictures of moments for printed pages: each is painted once, however many sheets show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.export.alt_text import alt_text
from desktop.export.still import need_application
from desktop.export.svg_letters import BundledTypeface, svg_formula
from scenes.questions.moments import Moment
from scenes.stage.core.catalogue import catalogue
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import PAPER


class _Printed(BundledTypeface):
    """The typeface that pages are printed with, so that no picture needs to bring it along."""

    def file(self, letters: str, bold: bool) -> bytes:
        return b""


@dataclass(frozen=True)
class Picture:
    """A picture as a file for the template: its name, the SVG in it, and what it shows in words."""

    name: str
    content: bytes
    alt: str


@dataclass(frozen=True)
class Pictures:
    """Paints pictures for paper, and remembers them for as long as it lives."""

    _by_moment: dict[str, Picture] = field(default_factory=dict)

    def of(self, moment: Moment) -> Picture:
        """The picture of a moment."""
        key = repr((moment.scene, sorted(moment.knobs.items()), moment.at))
        if key not in self._by_moment:
            need_application()
            frame, name = moment.frame(), f"picture-{len(self._by_moment) + 1}.svg"
            content = to_svg(frame, PAPER, _Printed(), svg_formula).encode()
            self._by_moment[key] = Picture(name, content, alt_text(catalogue().find(moment.scene).title, frame))
        return self._by_moment[key]
