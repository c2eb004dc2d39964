"""The painter: frames onto anything that Qt can paint on (a window, a picture, a page)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.painter.cells import draw_grid, draw_image
from desktop.painter.colours import brush
from desktop.painter.layers import LAYERS
from desktop.painter.shapes import draw_arrow, draw_path, draw_rect
from desktop.painter.view import View, fit
from desktop.painter.writing import draw_formula, draw_text
from desktop.typeset import Typesetter
from scenes.stage import look
from scenes.stage.marks import HEIGHT, Arrow, Formula, Grid, Image, Path, Rect, Text, placed
from scenes.stage.stage import Frame
from scenes.stage.theme import Theme

__all__ = ["LAYERS", "fit", "paint"]

# Qt shares out translucent fills among threads and waits for them: it costs more than it saves (a polygon of 500x400
# takes 0.47 ms of processor time instead of 0.18), and while a network trains on the other cores the wait is long.
# Qt looks for this once, when it first paints such a fill.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

_DRAW: dict[type, Callable[[View, Any, float, float, float], None]] = {
    Rect: draw_rect,
    Path: draw_path,
    Text: draw_text,
    Grid: draw_grid,
    Arrow: draw_arrow,
    Image: draw_image,
    Formula: draw_formula,
}


def paint(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    rect: QRectF,
    typesetter: Typesetter,
    height: float = HEIGHT,
) -> None:
    """Paint a frame as large as it fits into a rectangle, the rest of it in the theme's ground.

    `rect` is in the painter's units; `fit(rect)` says where the stage comes to lie. The stage is `height` units high.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(rect, brush(theme.background))
    view = View.fitted(painter, theme, typesetter, rect, height)
    painter.setWorldTransform(view.stage)
    for each in frame.placed():
        _DRAW[type(each.mark)](view, each.mark, each.dx, each.dy, each.opacity)
        if isinstance(each.mark, Grid) and each.mark.highlighted:
            for part in placed(look.frames(each.mark), each.dx, each.dy, each.opacity):
                _DRAW[type(part.mark)](view, part.mark, part.dx, part.dy, part.opacity)
    painter.restore()
