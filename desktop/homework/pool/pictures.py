"""The pictures of a pool, as PNG: learning platforms leave these as they are, and take SVG out by their filters."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image
from PySide6.QtGui import QImage

from desktop.export.alt_text import alt_text
from desktop.export.still import Style, need_application, to_image
from scenes.questions.moments import Moment
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import LIGHT

SIZE = (1280, 720)
COLOURS = 256
"""So many are told apart on a page, and a picture takes a third of the bytes."""


@dataclass(frozen=True)
class PoolPicture:
    """A picture as a file: its name, the PNG in it, and what it shows in words."""

    name: str
    content: bytes
    alt: str


class PoolPictures:
    """Paints the pictures of a pool and keeps all of them, since its files hold them all."""

    def __init__(self) -> None:
        self._by_moment: dict[str, PoolPicture] = {}

    def of(self, moment: Moment) -> PoolPicture:
        """The picture of a moment."""
        if moment.key not in self._by_moment:
            need_application()
            frame, name = moment.frame(), f"picture-{len(self._by_moment) + 1}.png"
            alt = alt_text(catalogue().find(moment.scene).title, frame)
            self._by_moment[moment.key] = PoolPicture(name, as_png(frame), alt)
        return self._by_moment[moment.key]


def as_png(frame: Frame) -> bytes:
    """A picture as a small PNG, on white. There must be a QGuiApplication. Raises ExportError."""
    image = to_image(frame, Style(LIGHT, SIZE)).convertToFormat(QImage.Format.Format_RGB888)
    whole = Image.frombytes("RGB", SIZE, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)
    # The quick way of choosing colours is also the one that keeps the hue of small letters.
    few = whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG")
    return file.getvalue()
