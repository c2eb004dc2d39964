"""The master of our slides: their size, colours and letters, and the layouts that pages are put into.

It is python-pptx's own master made wide. What a teacher changes there, the place of titles say, changes every slide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Slides
from pptx.slide import SlideLayout
from pptx.util import Emu, Pt

from scenes.stage.core.marks import HEIGHT, WIDTH, Role
from scenes.stage.core.stage import LEFT, PANE, RIGHT
from scenes.stage.output.theme import Theme

UNIT = 7620
"""EMU of a unit of the stage: a slide is 13⅓ inches wide."""
UNITS_A_POINT = 12700 / UNIT
TYPEFACE = "Arial"
"""It is on every machine, or one as wide; Inter is not."""
TITLE_SIZE, BODY_SIZE, CAPTION_SIZE = 30, 24, 24
"""In points."""
TITLED, HALF, ONLY_TITLE = 8, 2, 5
"""Layouts of python-pptx that become ours: title, picture and text; title and text; a title alone."""
KEPT = (0, 1, TITLED, HALF, ONLY_TITLE)
Box = tuple[float, float, float, float]
"""Left, top, width and height in units of the stage."""
WHOLE: Box = (0.0, 0.0, WIDTH, HEIGHT)
TITLE: Box = (LEFT, 12.0, 960.0, PANE[0] - 12.0)
"""In the picture's upper line, beside the legends."""
CAPTION: Box = (LEFT, PANE[1], RIGHT - LEFT, HEIGHT - PANE[1] - 8.0)
ABOVE: Box = (LEFT, -120.0, RIGHT - LEFT, 100.0)
"""Off the slide, where a title is read out, and listed in the outline, over a picture that says it itself."""
ASKED_TITLE: Box = (LEFT, TITLE[1], RIGHT - LEFT, TITLE[3])
ASKED: Box = (LEFT, 150.0, 620.0, 700.0)
BESIDE: Box = (704.0, 120.0, RIGHT - 704.0, (RIGHT - 704.0) * PANE[1] / WIDTH)
"""The picture of a question: what is above its caption."""
PARTS = (
    "dk1",
    "lt1",
    "dk2",
    "lt2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)


@dataclass(frozen=True)
class Layouts:
    """A presentation without slides, and its layouts: for a picture, one that takes the whole slide, and a question."""

    slides: Slides
    picture: SlideLayout
    whole: SlideLayout
    question: SlideLayout


def layouts(theme: Theme) -> Layouts:
    """An empty presentation in the colours of a theme."""
    slides = Presentation()
    narrow = slides.slide_width or 1
    slides.slide_width, slides.slide_height = Emu(round(WIDTH * UNIT)), Emu(round(HEIGHT * UNIT))
    slides.part._element.find(qn("p:sldSz")).attrib.pop("type", None)
    all_layouts = list(slides.slide_layouts)
    for unused in (each for index, each in enumerate(all_layouts) if index not in KEPT):
        slides.slide_layouts.remove(unused)
    for holder in (slides.slide_master, *slides.slide_layouts):
        _widen(holder, slides.slide_width / narrow)
    _colour(slides, theme)
    _letter(slides)
    _without_what_python_pptx_brings(slides)
    found = Layouts(slides, all_layouts[TITLED], all_layouts[ONLY_TITLE], all_layouts[HALF])
    title, picture, caption = list(found.picture.placeholders)[:3]
    found.picture.shapes._spTree.insert(2, picture._element)  # under the words
    found.whole.name, found.question.name = "Whole Picture", "Question"
    asked_title, asked = list(found.question.placeholders)[:2]
    put(picture, WHOLE)
    put(found.whole.placeholders[0], ABOVE)
    for words, box, anchor in (
        (title, TITLE, "ctr"), (caption, CAPTION, "ctr"), (asked_title, ASKED_TITLE, "ctr"), (asked, ASKED, "t"),
    ):  # fmt: skip
        put(words, box)
        _plain(words, anchor)
    _sized(caption, CAPTION_SIZE)
    return found


def put(shape: Any, box: Box) -> None:
    """Put a shape somewhere."""
    shape.left, shape.top, shape.width, shape.height = (Emu(round(side * UNIT)) for side in box)


def _widen(holder: Any, by: float) -> None:
    for shape in holder.placeholders:
        if shape._element.spPr.find(qn("a:xfrm")) is not None:
            shape.left, shape.width = Emu(round(shape.left * by)), Emu(round(shape.width * by))


def _colour(slides: Slides, theme: Theme) -> None:
    """Give the presentation the theme's colours and our typeface by name, so that new slides have them too."""
    ground, text = theme.background, theme.colour(Role.TEXT)
    kinds = (Role.FIRST, Role.SECOND, Role.THIRD, Role.FOURTH, Role.FIFTH, Role.KERNEL)
    colours = (text, ground, theme.colour(Role.MUTED), theme.surface, *map(theme.colour, kinds))
    part = next(each.target_part for each in slides.slide_master.part.rels.values() if each.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    for name, colour in zip(PARTS, (*colours, theme.accent, theme.accent), strict=True):
        slot = root.find(f".//{qn(f'a:{name}')}")
        slot[:] = [etree.Element(qn("a:srgbClr"), val=colour.lstrip("#").upper())]
    for face in root.iter(qn("a:latin")):
        face.set("typeface", TYPEFACE)
    part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _letter(slides: Slides) -> None:
    """Set the sizes of titles and text, and begin titles at the left."""
    styles = slides.slide_master._element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).attrib.update({"sz": str(100 * TITLE_SIZE), "b": "1"})
    for level, each in enumerate(styles.find(qn("p:bodyStyle"))):
        size = each.find(qn("a:defRPr"))
        if size is not None:
            size.set("sz", str(100 * max(BODY_SIZE - 2 * level, 16)))


def _plain(placeholder: Any, anchor: str) -> None:
    """Take from a placeholder what python-pptx's layout has for it, but for its place; it begins at its very left."""
    body = placeholder._element.txBody
    for level in list(body.find(qn("a:lstStyle"))):
        body.find(qn("a:lstStyle")).remove(level)
    body.bodyPr.attrib.update({"lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0", "anchor": anchor})


def _sized(placeholder: Any, points: int) -> None:
    """Make the words of a placeholder so large, and no point of a list."""
    levels = placeholder._element.txBody.find(qn("a:lstStyle"))
    level = etree.SubElement(levels, qn("a:lvl1pPr"), marL="0", indent="0")
    etree.SubElement(level, qn("a:buNone"))
    etree.SubElement(level, qn("a:defRPr"), sz=str(Pt(points).centipoints))


def _without_what_python_pptx_brings(slides: Slides) -> None:
    """Drop the small picture of an empty slide and the settings of somebody's printer."""
    for holder in (slides.part.package, slides.part):
        rels = holder._rels
        for name in [key for key, each in rels.items() if each.reltype.endswith(("/thumbnail", "/printerSettings"))]:
            rels.pop(name)
