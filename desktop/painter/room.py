"""Larger letters on the stage: a line grows as far as it has room.

A scene is laid out for letters of the usual size. Where the user wants larger ones, no line may run into another, off
the plate that it stands on, or off the stage; the few that would are set as large as they can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from desktop.painter import lettering
from desktop.painter.formulas import EM
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.marks import CAPITALS, HEIGHT, WIDTH, Formula, Grid, Image, Rect, Role, Text
from scenes.stage.core.placing import Placed
from scenes.stage.output import styling as look
from scenes.stage.output.theme import Theme

Boxes = npt.NDArray[np.float64]
"""Rows of left, top, right, bottom, in stage units."""

LEVELS = 9
"""How many sizes there are between the usual and the larger one: each is a layer in the painter's cache."""
GAP = 6.0
"""Units that stay between a line and what it doesn't touch."""
LONG, SPACE = 5.0, 0.55
"""Lines of more than so many heights are words: beside each other two of them keep these heights apart on each side."""
HANGING = 10.0
"""Units above the capitals and below the baseline that other letters reach into."""


def with_room(marks: Iterable[Placed], theme: Theme, typesetter: Typesetter) -> list[Placed]:
    """The marks of a frame, with the lines that have no room for a theme's larger letters in smaller type."""
    found = list(marks)
    if theme.larger == 1.0:
        return found
    return [each for layer in _stacked(found) for each in _fitted(layer, theme, typesetter)]


def _stacked(marks: list[Placed]) -> Iterator[list[Placed]]:
    """The marks from one plate over the stage to the next: what a plate hides holds nobody up that stands on it."""
    starts = [index for index, each in enumerate(marks) if each.pinned and _hides(each)]
    for start, end in pairwise((0, *starts, len(marks))):
        yield marks[start:end]


def _hides(each: Placed) -> bool:
    return isinstance(each.mark, Rect) and each.mark.role == Role.SURFACE and each.mark.fill == 1.0


def _fitted(found: list[Placed], theme: Theme, typesetter: Typesetter) -> list[Placed]:
    """The marks of one layer, with the lines that have no room in smaller type."""
    places = [index for index, each in enumerate(found) if isinstance(each.mark, Text | Formula)]
    if not places:
        return found
    lines = _Lines([found[index] for index in places], theme, typesetter)
    obstacles = [_box(each) for each in found if isinstance(each.mark, Rect | Grid | Image)]
    growth = _growth(lines, np.array(obstacles).reshape(-1, 4), theme.larger)
    for index, share in zip(places, (growth / theme.larger).tolist(), strict=True):
        if share < 1.0:
            each = found[index]
            assert isinstance(each.mark, Text | Formula)
            found[index] = replace(each, mark=replace(each.mark, size=each.mark.size * share))
    return found


class _Lines:
    """Lines of text: where they are anchored, and how large they are in letters of the usual size."""

    def __init__(self, lines: list[Placed], theme: Theme, typesetter: Typesetter) -> None:
        rows = []
        for each in lines:
            mark = each.mark
            assert isinstance(mark, Text | Formula)
            size = look.text_size(mark, theme) / theme.larger
            width, height = _extent(mark, size, typesetter)
            rows.append((mark.x + each.dx, mark.y + each.dy, look.SHIFT[mark.anchor], width, height))
        self._x, self._y, self._shift, self._width, self._height = np.array(rows).T

    def boxes(self, growth: Boxes | float) -> Boxes:
        """What the lines cover when they grow, each by its own factor."""
        left = self._x + self._shift * self._width * growth
        half = self._height * growth / 2
        return np.stack([left, self._y - half, left + self._width * growth, self._y + half], axis=1)


def _growth(lines: _Lines, obstacles: Boxes, larger: float) -> Boxes:
    """By how much each line grows: one that has no room goes down a level, again and again, until all have."""
    usual = lines.boxes(1.0)
    obstacles = obstacles[_touch(lines.boxes(larger), obstacles, GAP).any(axis=0)]  # no line comes near the others
    apart = ~_touch(usual, usual, 0.0)  # lines that cross already were meant to, and hold nobody up
    np.fill_diagonal(apart, False)
    outside, inside = ~_touch(usual, obstacles, 0.0), _inside(usual, obstacles)
    growth = np.full(len(usual), larger)
    for level in np.linspace(larger, 1.0, LEVELS)[1:]:
        boxes = lines.boxes(growth)
        spaced = _spaced(boxes)
        cramped = (_touch(spaced, spaced, GAP) & apart).any(axis=1)
        cramped |= (_touch(boxes, obstacles, GAP) & outside).any(axis=1)
        cramped |= (~_inside(boxes, obstacles) & inside).any(axis=1)
        cramped |= ~_inside(boxes, np.array([[0.0, HANGING, WIDTH, HEIGHT - HANGING]]))[:, 0]
        if not cramped.any():
            break
        growth[cramped] = level
    return growth


def _spaced(boxes: Boxes) -> Boxes:
    """What lines cover with the space that tells one from the next: words that stand closer are read as one line."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    space = np.where(width > LONG * height, SPACE * height, 0.0)
    spaced = boxes.copy()
    spaced[:, 0] -= space
    spaced[:, 2] += space
    return spaced


def _touch(boxes: Boxes, others: Boxes, gap: float) -> npt.NDArray[np.bool_]:
    """Which boxes come closer than a gap to which others, as (boxes, others)."""
    a, b = boxes[:, None], others[None]
    apart = (a[..., :2] >= b[..., 2:] + gap) | (b[..., :2] >= a[..., 2:] + gap)
    return np.asarray(~apart.any(axis=2))


def _inside(boxes: Boxes, others: Boxes) -> npt.NDArray[np.bool_]:
    """Which boxes lie all within which others, as (boxes, others)."""
    a, b = boxes[:, None], others[None]
    return np.asarray(((a[..., :2] >= b[..., :2]) & (a[..., 2:] <= b[..., 2:])).all(axis=2))


def _extent(mark: Text | Formula, size: float, typesetter: Typesetter) -> tuple[float, float]:
    """The width and the height of a line in a type size."""
    if isinstance(mark, Formula):
        picture = typesetter.picture(mark.tex)
        if picture is not None:
            return picture.width / EM * size, picture.height / EM * size
        mark = look.plain_text(mark)
    return lettering.width(mark.runs, size), CAPITALS * size


def _box(each: Placed) -> tuple[float, float, float, float]:
    """What a box, a grid or a picture covers."""
    mark = each.mark
    if isinstance(mark, Rect):
        x, y = mark.x + each.dx, mark.y + each.dy
        return x, y, x + mark.width, y + mark.height
    assert isinstance(mark, Grid | Image)
    xs, ys = zip(*mark.lattice.moved(each.dx, each.dy).corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
