"""A document as slides for PowerPoint and its kin: pictures with titles, captions and notes that can be edited."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from math import ceil
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Pt
from PySide6.QtCore import QRect

from desktop.export.alt_text import alt_text
from desktop.export.documents.slide_layouts import ASKED, BESIDE, UNITS_A_POINT, WHOLE, Box, layouts, put
from desktop.export.pages import Document, Page, PageQuestion, caption, more
from desktop.export.progress import Progress, unwatched
from desktop.export.still import Style, encoded, need_application, require_sizes, to_image
from desktop.words.commonmark import blocks
from desktop.words.letters import LETTERS
from desktop.words.plain import on_one_line
from scenes.stage.core.marks import HEIGHT
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.output.theme import PROJECTOR, Theme, without_glow

LONG_TITLE, SMALL_TITLE = 32, 20
LONG_CAPTION, SMALL_CAPTION = 66, 20
"""Titles and captions of more letters are written in so many points: those take two lines, these one."""
SIZES = (30, 26, 22, 18, 14)
"""Of these type sizes, in points, a question takes the largest in which it fits."""
LETTER, LINE, APART = 0.52, 1.2, 0.5
"""About how wide a letter is, how high a line, and how far options stand apart, as multiples of the type size."""
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""What PowerPoint knows its sections by."""


@dataclass(frozen=True)
class SlideOptions:
    """How slides are made: the theme, pixels of a picture, and whether the teacher's `notes` come along."""

    theme: Theme = PROJECTOR
    size: tuple[int, int] = (1920, 1080)
    notes: bool = True


def slides(document: Document, options: SlideOptions | None = None, progress: Progress = unwatched) -> bytes:
    """Write a document as a PPTX file, a slide a page. Raises StoppedError where `progress` does, and ExportError."""
    need_application()
    options = options or SlideOptions()
    require_sizes(Style(size=options.size))
    made = layouts(options.theme)
    for number, page in enumerate(document.pages):
        progress(number, len(document.pages))
        frame = page.draw()
        layout = made.question if page.question is not None else made.picture if frame.told else made.whole
        slide: Slide = made.slides.slides.add_slide(layout)
        _fill(slide, page, frame, options)
        _speak(slide, document.language)
    _divide(made.slides, document.pages)
    _sign(made.slides, document)
    file = io.BytesIO()
    made.slides.save(file)
    progress(len(document.pages), len(document.pages))
    return file.getvalue()


def _fill(slide: Any, page: Page, frame: Frame, options: SlideOptions) -> None:
    """Write a page into a slide of its layout."""
    _write(slide.shapes.title, page.title, LONG_TITLE, SMALL_TITLE)
    if page.question is not None:
        _ask(slide, page, page.question, frame, options)
    elif frame.told:
        _write(slide.placeholders[2], caption(frame), LONG_CAPTION, SMALL_CAPTION)
        _describe(slide.placeholders[1].insert_picture(_png(page, frame, options)), page, frame)
    else:
        _add_picture(slide, page, frame, WHOLE, options)
    said = [*_told(page, frame), *(_plain(page.notes) if options.notes else ())]
    if said:
        slide.notes_slide.notes_text_frame.text = "\n".join(said)


def _ask(slide: Any, page: Page, question: PageQuestion, frame: Frame, options: SlideOptions) -> None:
    """A question in words that can be edited, beside its picture."""
    words = slide.placeholders[1].text_frame
    size = next((size for size in SIZES if _height(question, size) <= ASKED[3]), SIZES[-1])
    _add_line(words, question.stem, size, first=True)
    for option in question.options:
        _add_line(words, option, size)
    _add_picture(slide, page, frame, BESIDE, options)


def _add_line(words: Any, text: str, size: int, first: bool = False) -> None:
    """Write the stem, or an option with its letter."""
    paragraph = words.paragraphs[0] if first else words.add_paragraph()
    run = paragraph.add_run()
    run.text, run.font.size = on_one_line(text), Pt(size)
    paragraph.space_before = Pt(0 if first else APART * size)
    properties = paragraph._p.get_or_add_pPr()
    indent = 0 if first else round(1.6 * Pt(size))
    properties.attrib.update({"marL": str(indent), "indent": str(-indent)})
    mark = etree.Element(qn("a:buNone")) if first else etree.Element(qn("a:buAutoNum"), type="alphaUcPeriod")
    properties.insert_element_before(mark, "a:tabLst", "a:defRPr", "a:extLst")


def _height(question: PageQuestion, points: int) -> float:
    """About how high a question is in a type size, in units of the stage."""
    size = points * UNITS_A_POINT
    lines = sum(
        ceil(len(words) * LETTER * size / (ASKED[2] - 2 * size)) for words in (question.stem, *question.options)
    )
    return size * (LINE * lines + APART * len(question.options))


def _write(placeholder: Any, words: str, long: int, small: int) -> None:
    """Write words into a placeholder, in so many points where they have more than `long` letters."""
    placeholder.text_frame.text = on_one_line(words)
    for run in placeholder.text_frame.paragraphs[0].runs if len(words) > long else ():
        run.font.size = Pt(small)


# --- Pictures -------------------------------------------------------------------------------------------------------


def _add_picture(slide: Any, page: Page, frame: Frame, box: Box, options: SlideOptions) -> None:
    picture = slide.shapes.add_picture(_png(page, frame, options, above_caption=box is BESIDE), 0, 0)
    _describe(picture, page, frame)
    put(picture, box)


def _describe(picture: Any, page: Page, frame: Frame) -> None:
    picture._element.nvPicPr.cNvPr.attrib.update({"descr": alt_text(page.title, frame), "name": "Picture"})


def _png(page: Page, frame: Frame, options: SlideOptions, above_caption: bool = False) -> io.BytesIO:
    """The picture without what stands over it as words."""
    image = to_image(frame.alone(), Style(without_glow(options.theme), options.size))
    if above_caption and frame.told:
        image = image.copy(QRect(0, 0, image.width(), round(image.height() * PANE[1] / HEIGHT)))
    return io.BytesIO(encoded(image, page.title))


# --- Words ----------------------------------------------------------------------------------------------------------


def _told(page: Page, frame: Frame) -> Iterator[str]:
    """What is said of a page beside what stands on it: in the notes of a question is its key."""
    question = page.question
    if question is None:
        yield from filter(None, map(on_one_line, (caption(frame), more(frame))))
        return
    yield f"Right: {LETTERS[question.right]}. {on_one_line(question.options[question.right])}"
    for letter, option, why in zip(LETTERS, question.options, question.whys, strict=False):
        yield f"{letter}. {on_one_line(option)}: {on_one_line(why)}" if why else f"{letter}. {on_one_line(option)}"


def _plain(commonmark: str) -> Iterator[str]:
    """CommonMark as lines of plain words."""
    for block in blocks(commonmark):
        indent = "    " * max(0, block.level - 1) if block.kind == "point" else ""
        for index, line in enumerate("".join(run.plain for run in line) for line in block.lines):
            yield f"{indent}{block.mark} {line}" if block.mark and not index else f"{indent}{line}"


def _speak(slide: Slide, language: str) -> None:
    """Say which language the words are in, for whoever checks their spelling or reads them out."""
    for shape in slide.placeholders:
        if shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    run._r.get_or_add_rPr().set("lang", language)


# --- The file -------------------------------------------------------------------------------------------------------


def _divide(made: Slides, pages: Sequence[Page]) -> None:
    """Make a section of all neighbouring slides of one part, as PowerPoint has them."""
    parts = [(part, list(group)) for part, group in groupby(enumerate(pages), key=lambda each: each[1].part)]
    if len(parts) < 2:
        return
    root = made.part._element
    numbers = [each.get("id") for each in root.find(qn("p:sldIdLst"))]
    found = root.find(qn("p:extLst"))
    if found is None:
        found = etree.SubElement(root, qn("p:extLst"))
    held = etree.SubElement(
        etree.SubElement(found, qn("p:ext"), uri=SECTIONS), f"{{{P14}}}sectionLst", nsmap={"p14": P14}
    )
    for index, (part, group) in enumerate(parts):
        name = on_one_line(part) or "Pages"
        number = f"{{{str(uuid5(NAMESPACE_URL, f'{index}/{name}')).upper()}}}"
        section = etree.SubElement(held, f"{{{P14}}}section", name=name, id=number)
        listed = etree.SubElement(section, f"{{{P14}}}sldIdLst")
        for place, _ in group:
            etree.SubElement(listed, f"{{{P14}}}sldId", id=numbers[place])


def _sign(made: Slides, document: Document) -> None:
    """Say whose slides they are."""
    said = made.core_properties
    said.title, said.author = on_one_line(document.title)[:255], on_one_line(document.by)[:255]
    said.language = document.language
    said.last_modified_by, said.keywords = "Convoscope", ""
    said.created = said.modified = datetime.now(UTC)
    said.revision = 1
