"""Pages on a printer: as large as the paper, upright or lying, one image at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from desktop.export.printing import SHARPEST, paint_pages, sharpness
from desktop.export.still import ExportError, encoded


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    pass


def page(width: int = 210, height: int = 297, colour: str = "#808080") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return encoded(image, "")


def writer(path: Path, resolution: int = 300) -> QPdfWriter:
    made = QPdfWriter(str(path))
    made.setResolution(resolution)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setPageMargins(QMarginsF(20, 20, 20, 20))
    return made


def sizes(path: Path) -> list[tuple[int, int]]:
    return [(round(float(each.mediabox.width)), round(float(each.mediabox.height))) for each in PdfReader(path).pages]


def places(path: Path) -> list[tuple[float, ...]]:
    """Where the image of each page stands: its width, its height and its corner, in points."""
    found = []
    for each in PdfReader(path).pages:
        steps: list[list[float]] = []
        each.extract_text(visitor_operand_before=lambda op, _args, cm, _tm, into=steps: op == b"Do" and into.append(cm))
        found.append(tuple(round(abs(steps[-1][at]), 0) for at in (0, 3, 4)))
    return found


def test_pages_fill_the_paper_without_its_margins(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    paint_pages([page(), page()], writer(path))
    assert sizes(path) == [(595, 842)] * 2
    assert places(path) == [pytest.approx((595, 842, 0), abs=2)] * 2


def test_pages_that_lie_turn_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    device = writer(path)
    paint_pages([page(297, 210)], device)
    assert sizes(path) == [(842, 595)]
    assert device.pageLayout().orientation() == QPageLayout.Orientation.Landscape


def test_on_other_paper_a_page_stands_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    device = writer(path)
    device.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    paint_pages([page()], device)
    width, height, left = places(path)[0]
    assert height == pytest.approx(792, abs=2)
    assert width == pytest.approx(792 * 210 / 297, abs=2)
    assert left == pytest.approx((612 - width) / 2, abs=2)


def test_images_are_made_as_they_are_printed(tmp_path: Path) -> None:
    made: list[int] = []

    def images() -> Iterator[bytes]:
        for at in range(3):
            made.append(at)
            yield page()
        raise ExportError("enough")

    with pytest.raises(ExportError, match="enough"):
        paint_pages(images(), writer(tmp_path / "out.pdf"))
    assert made == [0, 1, 2]


def test_a_printer_prints(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    paint_pages([page(), page()], printer)
    assert len(sizes(tmp_path / "printed.pdf")) == 2


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"^The printer can't be reached\. "):
        paint_pages([page()], writer(tmp_path / "nowhere" / "out.pdf"))
    with pytest.raises(ExportError, match="its image can't be read"):
        paint_pages([b"no image"], writer(tmp_path / "out.pdf"))
    paint_pages([], writer(tmp_path / "none.pdf"))


def test_nothing_is_sharper_than_the_printer_or_than_anybody_sees(tmp_path: Path) -> None:
    assert sharpness(writer(tmp_path / "a.pdf", 150)) == 150
    assert sharpness(writer(tmp_path / "b.pdf", 1200)) == SHARPEST
