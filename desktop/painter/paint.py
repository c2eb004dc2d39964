"""The painter: frames onto anything that Qt can paint on (a window, a picture, a page)."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import groupby
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.painter.camera import looked_at
from desktop.painter.cells import draw_grid, draw_image
from desktop.painter.ground import draw_ground
from desktop.painter.layers import LAYERS
from desktop.painter.room import with_room
from desktop.painter.shapes import draw_arrow, draw_inked, draw_path, draw_rect
from desktop.painter.typesetter import Typesetter
from desktop.painter.view import View, fit
from desktop.painter.writing import draw_formula, draw_text
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Arrow, Formula, Grid, Image, Inked, Path, Rect, Text
from scenes.stage.core.minimap import minimap
from scenes.stage.core.placing import Placed, placed
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.output import styling as look
from scenes.stage.output.theme import Theme

__all__ = ["LAYERS", "fit", "paint"]

# Qt shares out translucent fills among threads and waits for them: it costs more than it saves (a polygon of 500x400
# takes 0.47 ms of processor time instead of 0.18), and while a network trains on the other cores the wait is long.
# Qt looks for this once, when it first paints such a fill.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

_Draw = Callable[[View, Any, float, float, float], None]
_SHAPES: dict[type, _Draw] = {Rect: draw_rect, Path: draw_path, Arrow: draw_arrow}
"""Drawn in stage units."""
_LAYERS: dict[type, _Draw] = {
    Grid: draw_grid,
    Image: draw_image,
    Text: draw_text,
    Formula: draw_formula,
    Inked: draw_inked,
}
"""Drawn in the device's pixels."""


def paint(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    rect: QRectF,
    typesetter: Typesetter,
    height: float = HEIGHT,
    moving: bool = False,
) -> None:
    """Paint a frame as large as it fits into a rectangle, the rest of it in the theme's ground.

    `rect` is in the painter's units; `fit(rect)` says where the stage comes to lie. The stage is `height` units high.
    `moving` says that another part of the stage was seen a moment ago: then speed comes before sharpness.
    """
    LAYERS.begin_frame()
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    view = View.fitted(painter, theme, frame.scales, typesetter, rect, height)
    draw_ground(view, rect)
    painter.setWorldTransform(view.pixels)
    near, marks = looked_at(frame, view, moving)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, near is not view)
    for pinned, together in groupby(with_room(marks, theme, typesetter), key=lambda each: each.pinned):
        painter.save()
        if frame.told and not pinned:
            _within_the_pane(view)
        for each in together:
            _draw_mark(view if pinned else near, each)
        painter.restore()
    for each in placed(minimap(frame)):
        _draw_mark(view, each)
    painter.restore()


def _within_the_pane(view: View) -> None:
    """Keep what the camera looks at between the title and the caption."""
    view.painter.setWorldTransform(view.stage)
    pane = QRectF(0.0, PANE[0], WIDTH, PANE[1] - PANE[0])
    view.painter.setClipRect(pane, Qt.ClipOperation.IntersectClip)
    view.painter.setWorldTransform(view.pixels)


def _draw_mark(view: View, each: Placed) -> None:
    """Draw a mark with what lies under and over it."""
    if isinstance(each.mark, Grid):
        _draw_all(view, each, look.ground(each.mark))
        _draw(view.bounded(each.mark.lattice), each)
        _draw_all(view, each, look.frames(each.mark))
    elif isinstance(each.mark, Image):
        _draw(view.bounded(each.mark.lattice), each)
    else:
        _draw(view, each)


def _draw_all(view: View, around: Placed, marks: tuple[AnyMark, ...]) -> None:
    """Draw what belongs to a mark as it lies."""
    for part in placed(marks, around.dx, around.dy, around.opacity):
        _draw(view, part)


def _draw(view: View, each: Placed) -> None:
    kind = type(each.mark)
    if kind in _LAYERS:
        _LAYERS[kind](view, each.mark, each.dx, each.dy, each.opacity)
        return
    view.painter.setWorldTransform(view.stage)
    _SHAPES[kind](view, each.mark, each.dx, each.dy, each.opacity)
    view.painter.setWorldTransform(view.pixels)
