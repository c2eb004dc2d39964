"""Colours of 16 bits a sample, decoded by Qt: Pillow keeps eight of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from desktop.pictures.shades import Bands


def colours_of_16_bits(path: Path) -> Bands | None:
    """The samples of a PNG or TIFF with colours of 16 bits, or grey ones with opacity; None for any other file."""
    with path.open("rb") as file:
        head = file.read(26)
    if head.startswith(b"\x89PNG") and not (head[24] == 16 and head[25] in (2, 4, 6)):
        return None
    from PySide6.QtGui import QImage, QImageReader

    QImageReader.setAllocationLimit(0)  # sizes have been looked at
    image = QImage(str(path))
    kinds = (QImage.Format.Format_RGBX64, QImage.Format.Format_RGBA64)
    if image.format() not in kinds:
        return None
    rows = np.frombuffer(image.constBits(), np.uint16).reshape(image.height(), image.bytesPerLine() // 8, 4)
    samples = np.moveaxis(rows[:, : image.width()].copy(), -1, 0)  # copied while the image is there
    return Bands(samples[:3], samples[3] if image.hasAlphaChannel() else None)
