"""Slides: read back as PowerPoint reads them, and printed by LibreOffice where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pypdf import PdfReader
from PySide6.QtGui import QImage

from desktop.export.alt_text import alt_text
from desktop.export.documents.slides import SlideOptions, slides
from desktop.export.pages import Document, Page, PageQuestion, caption
from desktop.export.progress import StoppedError
from desktop.export.still import ExportError, Style, to_image
from scenes.stage.output.theme import DARK, LIGHT, PROJECTOR, without_glow
from tests.desktop.export.documents.conftest import EVIL, told
from tests.desktop.painted import pixels

SMALL = SlideOptions(size=(320, 180))
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def read(document: Document, options: SlideOptions = SMALL) -> Any:
    return Presentation(io.BytesIO(slides(document, options)))


def picture_of(slide: Any) -> Any:
    (found,) = [shape for shape in slide.shapes if hasattr(shape, "image")]
    return found


def notes_of(slide: Any) -> list[str]:
    return slide.notes_slide.notes_text_frame.text.split("\n") if slide.has_notes_slide else []


def test_a_page_is_a_slide_with_words_to_edit_and_a_picture_that_is_told(document: Document) -> None:
    found = read(document)
    assert (found.slide_width, found.slide_height) == (12192000, 6858000)
    assert [slide.shapes.title.text for slide in found.slides] == [page.title for page in document.pages]
    for page, slide in zip(document.pages, found.slides, strict=True):
        frame = page.draw()
        assert picture_of(slide)._element.nvPicPr.cNvPr.get("descr") == alt_text(page.title, frame)
        if frame.told and page.question is None:
            assert slide.placeholders[2].text_frame.text == caption(frame)
    assert not [shape for slide in found.slides for shape in slide.placeholders if not words_or_picture(shape)]


def words_or_picture(shape: Any) -> bool:
    return hasattr(shape, "image") or bool(shape.text_frame.text)


def test_the_picture_is_the_painted_one_without_the_words_over_it(document: Document) -> None:
    (slide,) = read(replace(document, pages=document.pages[4:5])).slides
    image = QImage.fromData(picture_of(slide).image.blob)
    wanted = to_image(document.pages[4].draw().alone(), Style(PROJECTOR, (320, 180)))
    assert np.array_equal(pixels(image), pixels(wanted))
    picture = picture_of(slide)
    assert (picture.left, picture.top, picture.width, picture.height) == (0, 0, 12192000, 6858000)


def test_words_lie_over_the_picture_and_a_card_is_read_out_from_beside_it(document: Document) -> None:
    found = read(document)
    first, card = found.slides[0], found.slides[3]
    order = [shape.shape_id for shape in first.shapes]
    assert order.index(picture_of(first).shape_id) < order.index(first.shapes.title.shape_id)
    assert card.shapes.title.text == "Three words"
    assert card.shapes.title.top + card.shapes.title.height <= 0


def test_a_question_is_a_list_with_its_key_in_the_notes(document: Document) -> None:
    slide = read(document).slides[2]
    stem, *options = slide.placeholders[1].text_frame.paragraphs
    assert (stem.text, [each.text for each in options]) == ("How many?", ["One", "Two", "Three"])
    assert [each._p.pPr.find(qn("a:buAutoNum")).get("type") for each in options] == ["alphaUcPeriod"] * 3
    assert stem._p.pPr.find(qn("a:buNone")) is not None
    assert notes_of(slide) == ["Right: B. Two", "A. One: Too few.", "B. Two: One and one.", "C. Three: Too many."]
    shown = "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "One and one" not in shown


def test_a_long_question_is_written_smaller() -> None:
    def size_of(stem: str) -> float:
        page = Page("Q", lambda: told("A caption."), question=PageQuestion(stem, ("Yes", "No"), 0))
        (slide,) = read(Document("D", (page,))).slides
        return slide.placeholders[1].text_frame.paragraphs[0].runs[0].font.size.pt

    sizes = [size_of("Is it so? " * count) for count in (1, 30, 60)]
    assert sizes == sorted(set(sizes), reverse=True)


def test_notes_hold_what_is_said_beside_the_picture(document: Document) -> None:
    found = read(document)
    assert notes_of(found.slides[0])[-2:] == ["Ask first.", "• then count"]
    assert notes_of(found.slides[0])[0] == caption(document.pages[0].draw())
    assert notes_of(found.slides[4]) == ["This is a photo.", "It is of 900 pixels."]
    without = read(document, replace(SMALL, notes=False))
    assert "Ask first." not in notes_of(without.slides[0])
    assert notes_of(without.slides[0])[0] == caption(document.pages[0].draw())


def test_parts_are_sections(document: Document) -> None:
    found = read(document)
    sections = found.part._element.findall(f".//{P14}section")
    numbers = [each.get("id") for each in found.part._element.find(qn("p:sldIdLst"))]
    said = {each.get("name"): [slide.get("id") for slide in each.iter(f"{P14}sldId")] for each in sections}
    assert said == {"Convolution": numbers[:3], "Words": numbers[3:4], "Photos": numbers[4:]}
    assert not read(replace(document, pages=document.pages[:2])).part._element.findall(f".//{P14}section")


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_slides_have_the_colours_of_their_theme_and_a_typeface_that_everybody_has(
    document: Document, theme: Any
) -> None:
    found = read(replace(document, pages=document.pages[4:5]), replace(SMALL, theme=theme))
    (part,) = [each.target_part for each in found.slide_master.part.rels.values() if each.reltype.endswith("/theme")]
    root = etree.fromstring(part.blob)
    ground = root.find(f".//{qn('a:lt1')}/{qn('a:srgbClr')}").get("val")
    assert f"#{ground}".lower() == theme.background
    assert {face.get("typeface") for face in root.iter(qn("a:latin"))} == {"Arial"}
    image = QImage.fromData(picture_of(found.slides[0]).image.blob)
    assert image.pixelColor(0, 0).name() == image.pixelColor(160, 20).name() == without_glow(theme).background


def test_the_file_says_whose_it_is_and_brings_nothing_of_somebody_else(document: Document) -> None:
    data = slides(document, SMALL)
    said = Presentation(io.BytesIO(data)).core_properties
    assert (said.title, said.author, said.language) == ("A <short> lesson", "A teacher", "en-GB")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert not [name for name in file.namelist() if "thumbnail" in name or "printer" in name]
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
        layouts = [name for name in file.namelist() if name.startswith("ppt/slideLayouts/slideLayout")]
        assert len(layouts) == 5


def test_layouts_are_as_wide_as_the_slides(document: Document) -> None:
    found = read(replace(document, pages=document.pages[:1]))
    assert [each.name for each in found.slide_layouts] == [
        "Title Slide", "Title and Content", "Question", "Whole Picture", "Picture with Caption",
    ]  # fmt: skip
    for layout in found.slide_layouts:
        for shape in layout.placeholders:
            assert shape.left >= 0
            assert shape.left + shape.width <= found.slide_width


def test_foreign_words_are_words(hostile: Document) -> None:
    found = read(hostile)
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in EVIL).split())
    assert [slide.shapes.title.text for slide in found.slides] == [clean] * 3
    assert found.slides[0].placeholders[2].text_frame.text == clean
    assert found.slides[1].placeholders[1].text_frame.paragraphs[0].text == clean
    assert found.core_properties.author == clean


def test_an_export_that_is_stopped_ends_there(document: Document) -> None:
    seen = []

    def watch(done: int, of: int) -> None:
        seen.append((done, of))
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        slides(document, SMALL, watch)
    assert seen == [(0, 6), (1, 6)]


def test_a_size_that_is_none_is_said_before_anything_is_painted(document: Document) -> None:
    with pytest.raises(ExportError, match="1 to 16384 pixels"):
        slides(document, replace(SMALL, size=(0, 900)))


@pytest.mark.window
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Impress, which the tests don't install")
def test_libreoffice_shows_every_slide_with_its_title(document: Document, tmp_path: Path) -> None:
    (tmp_path / "lesson.pptx").write_bytes(slides(document, SMALL))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "lesson.pptx")], check=True, capture_output=True, timeout=300)
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "lesson.pdf").pages]
    assert len(sheets) == len(document.pages)
    for page, sheet in zip(document.pages, sheets, strict=True):
        frame = page.draw()
        assert frame.whole or page.title in sheet
        assert page.question is not None or caption(frame) in " ".join(sheet.split())
    assert all(words in sheets[2] for words in ("How many?", "A.", "One", "C.", "Three"))
