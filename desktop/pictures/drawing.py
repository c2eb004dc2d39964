"""Drawings (SVG), rendered by Qt; what they link to stays closed."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from desktop.pictures.answers import PictureError, called
from desktop.pictures.shades import Shades, fitting_size
from scenes.stage.data.pictures import LARGEST_SIDE

LARGEST = 20 * 2**20
"""How many bytes of a drawing are read."""
SVG, LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
PIXELS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
"""How pictures begin that a drawing may hold inside."""


def read_drawing(path: Path, side: int = LARGEST_SIDE) -> tuple[Shades, list[str]]:
    """A drawing as pixels, (3, height, width), on white, and what was left out. Raises PictureError.

    Lines have no size of their own: where more is asked for than scenes can take, it is as large as that.
    """
    from PySide6.QtCore import QByteArray, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    from desktop.theme.fonts import load

    name = called(path)
    source, links = _closed(_text(path, name), name)
    application = QGuiApplication.instance() or QGuiApplication([])  # without one, a letter ends the process
    load()  # so that there is a typeface where the system has none
    renderer = QSvgRenderer(QByteArray(source))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise PictureError(f"{name} can't be read as a drawing. It is damaged, or it has no size.")
    if side > LARGEST_SIDE:
        size.scale(side, side, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(*fitting_size(max(1, size.width()), max(1, size.height()), side), QImage.Format.Format_RGB888)
    image.fill("white")
    with QPainter(image) as painter:
        renderer.render(painter)
    del application
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    found = np.moveaxis(rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3), -1, 0).copy()
    if not links:
        return found, []
    return found, [f"{name} links to other files ({', '.join(links)}). They stay closed, so they are missing in it."]


def _text(path: Path, name: str) -> bytes:
    """What is written in a drawing, packed (.svgz) or not."""
    with path.open("rb") as file:
        source = file.read(LARGEST + 1)
    if source.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(source)) as packed:
            source = packed.read(LARGEST + 1)
    if len(source) > LARGEST:
        raise PictureError(f"{name} is a drawing of more than {LARGEST // 2**20} MB. Save it as PNG and open that.")
    return source


def _closed(source: bytes, name: str) -> tuple[bytes, list[str]]:
    """A drawing without its links to other files, and what they are called."""
    try:
        drawing = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise PictureError(f"{name} can't be read as a drawing. It is damaged ({error}).") from error
    links = []
    for parent in list(drawing.iter()):
        for element in list(parent):
            if element.tag in (f"{{{SVG}}}image", "image") and (link := _link_out(element)) is not None:
                parent.remove(element)
                links.append(link)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", LINK)
    return ElementTree.tostring(drawing), sorted(set(links))


def _link_out(element: ElementTree.Element) -> str | None:
    """The file that a picture in a drawing links to; None where the picture is in the drawing itself."""
    link = (element.get(f"{{{LINK}}}href") or element.get("href") or "").strip()
    if not link.startswith("data:"):
        return called(Path(link)) if link else None
    try:
        inside = base64.b64decode(link.partition(",")[2])
    except (ValueError, binascii.Error):
        inside = b""
    return None if inside.startswith(PIXELS) else "a drawing inside it"
