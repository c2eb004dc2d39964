"""The bundled typeface, in the two weights that the stage and the window use."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

import assets

FAMILY = "Inter"
FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")


@lru_cache(maxsize=1)
def load() -> None:
    """Make the bundled typeface known to Qt, once. There must be a QGuiApplication.

    Raises FileNotFoundError with one sentence where a file is missing or damaged.
    """
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(assets.path("fonts", name))) < 0:
            raise FileNotFoundError(f"The font file {name} is missing or damaged: install Convoscope again.")


def font(pixels: float, bold: bool = False) -> QFont:
    """The typeface at a size in pixels (whole ones: Qt's fonts know no others), with figures of equal width."""
    load()
    found = QFont(FAMILY)
    found.setPixelSize(max(1, round(pixels)))
    found.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    found.setFeature(QFont.Tag("tnum"), 1)
    return found
