"""A bar cut into shares of 1, with their names and numbers in them, or outside where they are too narrow.

bar = CutBar(top=200, height=300, outside=560)
stage.add(*bar.marks(("cat", "dog"), p, ("0.75", "0.25"), Role.OUTPUT))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scenes.reference import Floats
from scenes.stage.charts.curves import spread
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.numbers.values import label_width

WIDE = 210.0
"""A piece so wide has its number written in it."""
ROOM = 250.0
"""So far apart are the numbers that stand outside."""
GAP = 5.0
"""What a piece loses on each side where the bar is cut."""
SMALL = 36.0


@dataclass(frozen=True)
class CutBar:
    """Where the bar stands; what has no room in it is written at the height of `outside`, above it or below it.

    Numbers are written as large as `largest`, names half as large.
    """

    top: float
    height: float
    outside: float
    largest: float = 104.0
    left: float = LEFT
    right: float = RIGHT

    def pieces(self, p: Floats) -> list[tuple[float, float]]:
        """The left side and the width of each of the shares (K,)."""
        ends = self.left + (self.right - self.left) * np.concatenate(([0.0], np.cumsum(p)))
        return [(start, end - start) for start, end in pairwise(ends.tolist())]

    def marks(
        self, names: Sequence[str], p: Floats, texts: Sequence[str], role: Role, *, cut: float = 1.0, told: float = 1.0
    ) -> list[AnyMark]:
        """The pieces of shares (K,), as far as they are `cut`, and what is written of them, as far as it is `told`."""
        pieces, marks = self.pieces(p), list[AnyMark]()
        narrow = [index for index, (_, width) in enumerate(pieces) if width < WIDE]
        places = spread([pieces[index][0] + pieces[index][1] / 2 for index in narrow], ROOM, self.left, self.right)
        for index, (name, text, (x, width)) in enumerate(zip(names, texts, pieces, strict=True)):
            marks.append(Rect(
                x=x + GAP * cut, y=self.top, width=max(width - 2 * GAP * cut, 2.0), height=self.height, radius=6,
                fill=0.85, role=role, name=f"share of {name}", value=float(p[index]), opacity=cut,
            ))  # fmt: skip
            if index in narrow:
                marks += self._outside(name, text, x + width / 2, places[narrow.index(index)], role, told)
            else:
                marks += self._inside(name, text, x, width, told)
        return marks

    def _inside(self, name: str, text: str, x: float, width: float, told: float) -> list[AnyMark]:
        """The name over the number, in the middle of the piece."""
        size, middle = min(self.largest, (width - 30) / label_width(text) / 1.12), self.top + self.height / 2
        small = max(0.5 * size, SMALL)
        return [
            lettering(x + width / 2, middle - 0.2 * size - 0.55 * small, name, Role.SURFACE, size=small,
                      anchor="middle", opacity=told, name=f"name of {name}"),
            lettering(x + width / 2, middle + 0.36 * size, text, Role.SURFACE, bold=True, size=size,
                      anchor="middle", opacity=told, name=f"number of {name}"),
        ]  # fmt: skip

    def _outside(self, name: str, text: str, x: float, place: float, role: Role, told: float) -> list[AnyMark]:
        """The words beside the bar, and a line that leads to them."""
        edge, near = (-4.0, 22.0) if self.outside < self.top else (self.height + 4, -22.0)
        words = (TextRun(f"{name} "), TextRun(text, role, bold=True))
        return [
            Path(points=((x, self.top + edge), (place, self.outside + near)), line=3.0, role=role, opacity=told,
                 name=f"line to {name}"),
            Text(x=place, y=self.outside, runs=words, size=SMALL, anchor="middle", opacity=told, name=f"beside {name}"),
        ]  # fmt: skip
