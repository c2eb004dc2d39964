"""Where text comes to stand: the boxes of every line, formula and number of a frame, as the painter would set them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from desktop.painter import lettering
from desktop.painter.formulas import AXIS, EM, FormulaError, set_formula
from scenes.stage.core.marks import WIDTH, Formula, Grid, Image, Rect, Text, TextRun, outline
from scenes.stage.core.placing import WHOLE, Placed
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.output import styling as look
from scenes.stage.output.styling import SHIFT
from scenes.stage.output.theme import Theme

ASCENT, DESCENT = 0.76, 0.21
"""How far letters reach above and below the baseline, as shares of the type size (l and p of the bundled font)."""
VISIBLE = 0.05
"""What is fainter than this is on its way out, and nobody reads it."""
OPAQUE = 0.95


def text_boxes(frame: Frame, theme: Theme) -> list[tuple[str, QRectF]]:
    """The label and the box, in stage units, of all text that can be seen; what lies behind something can't.

    Of what a camera looks at closely only the part between the title and the caption is seen.
    """
    boxes: list[tuple[str, QRectF]] = []
    pane = QRectF(0.0, PANE[0], WIDTH, PANE[1] - PANE[0])
    for each in frame.placed():
        for cover in _covers(each):
            boxes = [(label, box) for label, box in boxes if not cover.contains(box)]
        if each.opacity >= VISIBLE:
            found = _boxes(each, theme)
            if closer(frame) and not each.pinned:
                found = ((label, box.intersected(pane)) for label, box in found if box.intersects(pane))
            boxes += found
    return boxes


def closer(frame: Frame) -> bool:
    """Whether a camera looks at a part of the stage."""
    return frame.told and frame.view != WHOLE


def overlaps(boxes: list[tuple[str, QRectF]], slack: float = 0.5) -> list[tuple[str, str]]:
    """The labels of texts that overlap by more than `slack` units in both directions."""
    if not boxes:
        return []
    left, top, right, bottom = _edges(boxes)
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    down = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    pairs = np.argwhere(np.triu((across > slack) & (down > slack), k=1))
    return [(boxes[a][0], boxes[b][0]) for a, b in pairs]


def _edges(boxes: list[tuple[str, QRectF]]) -> npt.NDArray[np.float64]:
    return np.array([(box.left(), box.top(), box.right(), box.bottom()) for _, box in boxes]).T


def _covers(each: Placed) -> Iterator[QRectF]:
    """The boxes behind which nothing can be seen."""
    mark = each.mark
    if each.opacity >= OPAQUE and isinstance(mark, Grid) and look.is_upright(mark):
        yield from (box.translated(each.dx, each.dy) for box in tiles(mark))
    elif each.opacity >= OPAQUE and (isinstance(mark, Image) or (isinstance(mark, Rect) and mark.fill >= OPAQUE)):
        left, top, right, bottom = outline(mark)
        yield QRectF(left + each.dx, top + each.dy, right - left, bottom - top)


def tiles(grid: Grid) -> Iterator[QRectF]:
    """Where a grid is painted: its tiles by themselves where one sees what is between them, or else all of it."""
    (x, y), lattice = grid.origin, grid.lattice
    if not grid.loose or not look.is_upright(grid):
        left, top, right, bottom = outline(grid)
        yield QRectF(left, top, right - left, bottom - top)
        return
    for row, column in np.ndindex(lattice.rows, lattice.columns):
        left, top, width, height = look.tile_box(grid, row, column)
        yield QRectF(x + left, y + top, width, height)


def _boxes(each: Placed, theme: Theme) -> Iterator[tuple[str, QRectF]]:
    mark = each.mark
    if isinstance(mark, Text):
        yield mark.text, _line(mark, theme).translated(each.dx, each.dy)
    elif isinstance(mark, Formula):
        yield mark.plain, _formula(mark, theme).translated(each.dx, each.dy)
    elif isinstance(mark, Grid):
        for label, box in _numbers(mark, theme):
            yield label, box.translated(each.dx, each.dy)


def _line(mark: Text, theme: Theme) -> QRectF:
    size = look.text_size(mark, theme)
    width = lettering.width(mark.runs, size)
    baseline = mark.y + look.BASELINE * size
    return QRectF(mark.x + SHIFT[mark.anchor] * width, baseline - ASCENT * size, width, (ASCENT + DESCENT) * size)


def _formula(mark: Formula, theme: Theme) -> QRectF:
    try:
        found = set_formula(mark.tex)
    except FormulaError:
        return _line(look.plain_text(mark), theme)
    size = look.text_size(mark, theme)
    scale = size / EM
    top = mark.y + AXIS * size + found.top * scale
    return QRectF(mark.x + SHIFT[mark.anchor] * found.width * scale, top, found.width * scale, found.height * scale)


def _numbers(mark: Grid, theme: Theme) -> Iterator[tuple[str, QRectF]]:
    size = look.number_size(mark, theme)
    if size <= 0:
        return
    labels = mark.labels
    for index in range(look.written(mark)):
        row, column = divmod(index, mark.values.shape[1])
        label = labels[row][column]
        width = lettering.width((TextRun(label),), size)
        x, y = look.number_place(mark, row, column)
        baseline = y + look.BASELINE * size
        yield f"{mark.name}[{row}, {column}] {label}", QRectF(x - width / 2, baseline - 0.74 * size, width, 0.76 * size)
