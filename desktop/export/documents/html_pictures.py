"""The pictures of a document for a browser: SVGs in one page, which share what would else be in it several times.

There is one file of the typeface for all of them, and a photograph or a map that is on twenty pages stands there once.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

from lxml import etree

from desktop.export.svg_letters import BundledTypeface, svg_formula
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.output.svg import FAMILY, WEIGHTS, to_svg
from scenes.stage.output.theme import Theme, without_glow

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
UNWANTED = (f"{SVG}title", f"{SVG}desc", f"{SVG}style")
"""Names of marks, words and fonts: those are the page's own."""
NAMES = ("id", "class", "style")
"""Attributes that would clash with those of other pages, or with the look of the page."""


class Pictures:
    """The pictures of one document. There must be a QGuiApplication."""

    def __init__(self, theme: Theme) -> None:
        self._theme = without_glow(theme)
        self._typeface = _Noted()
        self._clip = ""
        self._shared: dict[str, int] = {}

    def add(self, frame: Frame, alt: str) -> str:
        """Write a picture as an SVG element: all of the stage, or what is above the caption where a step is told."""
        written = to_svg(frame.alone(), self._theme, self._typeface, svg_formula)
        root = etree.fromstring(written.encode(), etree.XMLParser(huge_tree=True, recover=True))
        for element in list(root.iter(*UNWANTED)):
            element.getparent().remove(element)
        for clip in root.findall(f"{SVG}defs"):
            self._clip = _markup(clip)
            root.remove(clip)
        for element in [each for each in root.iter() if _is_large(each)]:
            element.getparent().replace(element, self._used(element))
        for element in root.iter():
            for name in NAMES:
                element.attrib.pop(name, None)
        for name in ("width", "height", "font-family"):
            del root.attrib[name]
        height = PANE[1] if frame.told else HEIGHT
        root.set("viewBox", f"0 0 {WIDTH} {height:g}")
        root.set("aria-label", alt)
        return _markup(root)

    def shared(self) -> str:
        """Write what the pictures use, as an SVG element that takes no room."""
        parts = "\n".join(f'<g id="{_name(number)}">{part}</g>' for part, number in self._shared.items())
        return f'<svg class="shared" aria-hidden="true">{self._clip}<defs>{parts}</defs></svg>'

    def font_faces(self, words: Iterable[str]) -> Iterator[str]:
        """Write the typeface as rules of a style sheet, with all letters of the pictures and of some words."""
        others = {letter for each in words for letter in each}
        for bold, letters in self._typeface.letters.items():
            file = BundledTypeface().file("".join(sorted(letters | others)), bold)
            source = f'url("data:font/woff;base64,{base64.b64encode(file).decode("ascii")}") format("woff")'
            yield f'@font-face{{font-family:"{FAMILY}";font-weight:{WEIGHTS[bold]};src:{source}}}'

    def _used(self, element: etree._Element) -> etree._Element:
        """What stands in the place of something large, which the document has once, wherever it lies on its pages."""
        use = etree.Element(f"{SVG}use")
        if place := element.attrib.pop("transform", None):
            use.set("transform", place)
        if source := element.attrib.pop(XLINK, None):
            element.set("href", source)
            if element.attrib.pop("style", None):
                element.set("image-rendering", "pixelated")
        element.attrib.pop("class", None)
        use.tail, element.tail = element.tail, None
        number = self._shared.setdefault(_markup(element), len(self._shared) + 1)
        use.set("href", f"#{_name(number)}")
        return use


class _Noted(BundledTypeface):
    """The typeface of the window, which notes what letters files are asked for instead of writing them."""

    def __init__(self) -> None:
        self.letters: dict[bool, set[str]] = {False: set(), True: set()}

    def file(self, letters: str, bold: bool) -> bytes:
        self.letters[bold] |= set(letters)
        return b""


def _is_large(element: etree._Element) -> bool:
    """Whether an element may be the same on many pages: a picture, or the tiles of a grid."""
    return bool(element.tag == f"{SVG}image" or element.get("class") == "tiles")


def _name(number: int) -> str:
    return f"part-{number}"


def _markup(element: etree._Element) -> str:
    """An element as it stands in HTML, where SVG needs no name of its own for its elements."""
    etree.cleanup_namespaces(element)
    return str(etree.tostring(element, encoding="unicode", with_tail=False)).replace(f' xmlns="{SVG[1:-1]}"', "", 1)
