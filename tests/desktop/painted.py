"""Frames of single marks, painted by Qt and rendered from their SVG files, as arrays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.export.svg_letters import BundledTypeface, svg_formula
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import DARK, Theme

Pixels = npt.NDArray[np.uint8]


STEP = Step("A step", "What happens in it.", 1.0)


def frame_of(*marks: AnyMark, steps: tuple[Step, ...] = ()) -> Frame:
    """A picture by itself, or one that tells a step."""
    return Frame(marks, steps, 1.0 if steps else 0.0)


def pixels(image: QImage) -> Pixels:
    """The colours of a picture, (height, width, 3)."""
    found = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(found.constBits(), np.uint8).reshape(found.height(), found.bytesPerLine())
    return rows[:, : 3 * found.width()].reshape(found.height(), found.width(), 3).copy()


def painted(
    frame: Frame, theme: Theme = DARK, size: tuple[int, int] = (WIDTH, HEIGHT), typesetter: Typesetter | None = None
) -> Pixels:
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, frame, theme, QRectF(image.rect()), typesetter or Typesetter(blocking=True))
    painter.end()
    return pixels(image)


class NoFiles(BundledTypeface):
    """The typeface as Qt takes it: from the system."""

    def file(self, letters: str, bold: bool) -> bytes:
        return b""


def rendered(frame: Frame, theme: Theme = DARK, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Pixels:
    """What Qt makes of the SVG file. (It takes a list of typefaces for the name of one.)"""
    source = to_svg(frame, theme, NoFiles(), svg_formula)
    source = source.replace('font-family="Inter, Arial, sans-serif"', 'font-family="Inter"')
    renderer = QSvgRenderer(QByteArray(source.encode()))
    assert renderer.isValid()
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return pixels(image)


def coarse(found: Pixels, by: int = 5) -> npt.NDArray[np.float64]:
    """A picture as means over squares, so that the smoothing of edges doesn't count."""
    height, width, _ = found.shape
    return found.reshape(height // by, by, width // by, by, 3).mean(axis=(1, 3))


def at(found: Pixels, point: tuple[float, float]) -> str:
    """The colour of the pixel at a point of the stage, as "#rrggbb"."""
    return "#" + bytes(found[int(point[1]), int(point[0])]).hex()


def near(found: str, wanted: str, tolerance: int = 2) -> bool:
    """Whether two colours differ by no more than rounding."""
    pairs: Iterable[tuple[int, int]] = zip(bytes.fromhex(found[1:]), bytes.fromhex(wanted[1:]), strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)
