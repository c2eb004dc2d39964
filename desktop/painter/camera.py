"""What the painter draws of a picture that is looked at from near: only what is in sight, and in a layer that fits.

At rest marks are made as large as they are seen. While the camera moves that would be a new layer of everything in each
frame; then they are made as large as on the whole stage, and enlarged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.painter.view import View
from scenes.stage.core.marks import HEIGHT, WIDTH, Formula, Text, outline
from scenes.stage.core.placing import WHOLE, Box, Placed, placed
from scenes.stage.core.stage import Frame

BESIDE = 0.25
"""How far beside what is seen marks are still drawn, as a share of its width: the stage may not fill its rectangle."""


def looked_at(frame: Frame, view: View, moving: bool) -> tuple[View, Iterable[Placed]]:
    """The marks to draw of a frame, and the view in which those that are not pinned are drawn."""
    box = frame.view
    if box == WHOLE:
        return view, frame.placed()
    if moving and box.zoom > 1.0:
        return view.through(box), _in_sight(placed(frame.marks), box)
    return view, _in_sight(frame.placed(), WHOLE)


def _in_sight(marks: Iterable[Placed], seen: Box) -> Iterator[Placed]:
    """Leave out what would be a layer and lies beside what is seen."""
    beside = BESIDE * seen.width
    left, top, right = seen.x - beside, seen.y - beside, seen.x + seen.width + beside
    bottom = seen.y + seen.width * HEIGHT / WIDTH + beside
    for each in marks:
        x0, y0, x1, y1 = _reach(each)
        if each.pinned or (x0 <= right and x1 >= left and y0 <= bottom and y1 >= top):
            yield each


def _reach(each: Placed) -> tuple[float, float, float, float]:
    """A box around a mark; for words, one that they are certainly in."""
    mark = each.mark
    if isinstance(mark, Text | Formula):
        words = mark.text if isinstance(mark, Text) else mark.tex
        far = mark.size * (len(words) + 1)
        x, y = mark.x + each.dx, mark.y + each.dy
        return x - far, y - 2 * mark.size, x + far, y + 2 * mark.size
    left, top, right, bottom = outline(mark)
    return left + each.dx, top + each.dy, right + each.dx, bottom + each.dy
