"""Frames painted offscreen as the window shows them, and what can be measured in the pictures."""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.export.still import need_application
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.marks import HEIGHT, WIDTH, Formula
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import Theme

Pixels = npt.NDArray[np.uint8]

TOP = 104
"""Above stands the title, which every stage has."""
BLOCK = 40
SEEN = 18
"""A pixel that differs from the empty stage by more than so many levels shows something."""
CHANGED = 32
"""A pixel that differs from the picture before by more than so many levels is seen to change."""


class Screen:
    """Paints frames at one size in one theme, with formulas set before the clock is started."""

    def __init__(self, theme: Theme, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        need_application()
        self.theme = theme
        self.cost = 0.0
        """The milliseconds of processor time that the last painting took; other programs don't count."""
        self._image = QImage(*size, QImage.Format.Format_RGB32)
        self._typesetter = Typesetter(blocking=True)

    def show(self, frame: Frame) -> None:
        """Paint a frame over the one before, and time it."""
        self._typesetter.prepare(each.mark for each in frame.placed() if isinstance(each.mark, Formula))
        begun = time.thread_time()
        with QPainter(self._image) as painter:
            paint(painter, frame, self.theme, QRectF(self._image.rect()), self._typesetter)
        self.cost = (time.thread_time() - begun) * 1e3

    def picture(self, frame: Frame) -> Pixels:
        """Paint a frame and return its pixels, (height, width, 4): blue, green, red, and nothing."""
        self.show(frame)
        image = self._image
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def changed(one: Pixels, other: Pixels, levels: int = CHANGED) -> float:
    """The share of pixels that differ by more than so many levels, in any colour."""
    return float(_differ(one, other, levels).mean())


def in_use(picture: Pixels, empty: Pixels) -> float:
    """The share of blocks under the title in which a pixel shows something that isn't on the empty stage.

    Both pictures are as many pixels large as the stage has units; the last row of blocks is what is left of the stage.
    """
    differs = _differ(picture, empty, SEEN)[TOP:]
    tops, lefts = (np.arange(0, side, BLOCK) for side in differs.shape)
    blocks = np.logical_or.reduceat(np.logical_or.reduceat(differs, tops, axis=0), lefts, axis=1)
    return float(blocks.mean())


def _differ(one: Pixels, other: Pixels, levels: int) -> npt.NDArray[np.bool_]:
    apart = np.maximum(one, other) - np.minimum(one, other)  # both unsigned: the difference stays in its type
    differs: npt.NDArray[np.bool_] = (apart > levels).view(np.uint32)[..., 0] != 0  # any of the four bytes
    return differs
