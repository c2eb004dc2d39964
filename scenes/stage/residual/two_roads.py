"""The two roads of a residual block across the stage: the upper one through F, the lower one past it.

A map of (rows, columns) stands where the roads begin, on both lanes, and behind the plus where they meet. On the way
forwards numbers meet at the plus, on the way back at the fork.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Unpack

import numpy as np

from scenes.reference import Floats
from scenes.stage.core.grips import Grip, SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.matrices import GridFields, matrix
from scenes.stage.draw.sheets import Spot
from scenes.stage.numbers.values import Values
from scenes.stage.residual.lanes import BEND, Lever, Line, arrow, bed, length, rounded

SIDE = 288.0
"""The room of a map."""
UP, MIDDLE, LOW = 296.0, 466.0, 637.0
"""The middles of the maps on the road through F, between the roads, and on the shortcut."""
FRAME = 8.0
"""A frame stands so far outside of its cells."""
ENDS = 1.5
"""How much larger than on their lanes the numbers of a column are at both ends."""
LABEL = 30.0
"""How far over its map a name stands."""
NAMED = 104.0
"""Half the room for the longest name over a map, which must not reach over the margin."""
BOX = 304.0
"""The height of the box that stands for F."""
SIGN, DOT = 42.0, 26.0
"""The radius of the circle where roads meet, and where they part."""

Slot = Literal["x", "upper", "lower", "out"]


@dataclass(frozen=True)
class TwoRoads:
    """The geometry for maps of a shape. Things go forwards, or `back`.

    The maps on the lanes stand next to the plus, or `at_fork`.
    """

    shape: tuple[int, int]
    back: bool = False
    at_fork: bool = False

    @property
    def cell(self) -> float:
        """The side of a cell."""
        return SIDE / max(self.shape)

    @property
    def half(self) -> float:
        """Half the width of a map."""
        return self.cell * self.shape[1] / 2

    def size(self, slot: Slot) -> float:
        """How large the cells in a slot are: there is room for large ones where a column begins and ends."""
        return ENDS if self.shape[1] == 1 and slot in ("x", "out") else 1.0

    @property
    def _end(self) -> float:
        """Half the width of a map where the roads begin and end."""
        return self.half * self.size("x")

    @property
    def _spare(self) -> float:
        """Narrow maps leave room between what stands beside each other."""
        return 0.14 * (SIDE - 2 * self.half)

    @cached_property
    def places(self) -> dict[Slot, Point]:
        """The middles of the maps."""
        lane = (
            self.fork[0] + BEND + FRAME + self.half + 1.6 * self._spare
            if self.at_fork
            else self.plus[0] - BEND - FRAME - self.half - 1.6 * self._spare
        )
        return {
            "x": (LEFT + FRAME + self._end, MIDDLE),
            "upper": (lane, UP),
            "lower": (lane, LOW),
            "out": (self._out, MIDDLE),
        }

    @property
    def fork(self) -> Point:
        """Where the roads part."""
        return LEFT + 2 * FRAME + 2 * self._end + 62.0 + self._spare, MIDDLE

    @property
    def plus(self) -> Point:
        """Where they meet."""
        return self._out - self._end - FRAME - 62.0 - 1.5 * self._spare, MIDDLE

    @property
    def _out(self) -> float:
        return RIGHT - max(FRAME + self._end, NAMED)

    @property
    def box(self) -> tuple[float, float]:
        """The left and the right end of F on its lane."""
        room = self.half + FRAME + 28.0 + self._spare
        if self.at_fork:
            return self.places["upper"][0] + room, self.plus[0] - BEND - 12.0
        return self.fork[0] + BEND + 12.0, self.places["upper"][0] - room

    @property
    def box_middle(self) -> float:
        """The middle of F."""
        return sum(self.box) / 2

    @cached_property
    def upper(self) -> Line:
        """The road through F, from the middle of the input to the plus."""
        return self._road(UP)

    @cached_property
    def lower(self) -> Line:
        """The shortcut, from the middle of the input to the plus."""
        return self._road(LOW)

    @cached_property
    def ahead(self) -> Line:
        """The road from the plus to the output."""
        return self.plus, self.places["out"]

    def lane_share(self, slot: Slot) -> float:
        """How far along its road the map of a lane stands, as a share of the road's length."""
        road = self.upper if slot == "upper" else self.lower
        x, y = self.places[slot]
        straight = next(index for index, (_, height) in enumerate(road) if height == y)
        (begin, _) = road[straight]
        return (length(road[: straight + 1]) + x - begin) / length(road)

    def _road(self, y: float) -> Line:
        (x, _), (fork, middle), (plus, _) = self.places["x"], self.fork, self.plus
        return rounded(((x, middle), (fork, middle), (fork, y), (plus, y), (plus, middle)))

    def grid(
        self, slot: Slot, values: Values | Floats, *, at: Point | None = None, size: float | None = None,
        **fields: Unpack[GridFields],
    ) -> Grid:  # fmt: skip
        """A map in its slot, or with its middle `at` a point and its cells of another `size`."""
        (x, y), cell = at or self.places[slot], self.cell * (size or self.size(slot))
        rows, columns = self.shape
        return matrix(values, (x - columns * cell / 2, y - rows * cell / 2), cell, **fields)

    def spot(self, slot: Slot) -> Spot:
        """The corner of the map in a slot, and the side of its cells."""
        grid = self.grid(slot, np.zeros(self.shape))
        return grid.origin, grid.u[0]

    def name(self, slot: Slot, words: str, role: Role) -> Text:
        """The name of a map, over it."""
        x, y = self.places[slot]
        rows = self.shape[0]
        return lettering(
            x, y - rows * self.cell * self.size(slot) / 2 - LABEL, words, role, bold=True, size=40.0, anchor="middle"
        )

    def roads(self, shortcut: bool) -> list[AnyMark]:
        """The beds of the roads with arrows; without the shortcut the lower one is hardly there."""
        marks: list[AnyMark] = [bed(self.lower, opacity=1.0 if shortcut else 0.3, name="road of the shortcut")]
        marks += [bed(self.upper, name="road of F"), bed(self.ahead), *self.arrows(shortcut)]
        return marks

    def arrows(self, shortcut: bool, role: Role = Role.MUTED) -> list[AnyMark]:
        """Arrows on the bends, in the way that things go."""
        way = -1.0 if self.back else 1.0
        return [
            arrow((x, MIDDLE + side * (LOW - MIDDLE) / 2), (0.0, side * turn * way), role)
            for x, turn in ((self.fork[0], 1.0), (self.plus[0], -1.0))
            for side in ((-1.0, 1.0) if shortcut else (-1.0,))
        ]

    def f(
        self, words: Sequence[str], hero: str = "F", strength: float = 1.0, role: Role = Role.KERNEL
    ) -> list[AnyMark]:
        """The box of F, and what is in it: something large, and words side by side where there is room."""
        (left, right), top = self.box, UP - BOX / 2
        box = Rect(x=left, y=top, width=right - left, height=BOX, radius=24.0, fill=1.0, role=Role.SURFACE)
        edge = Rect(
            x=left, y=top, width=right - left, height=BOX, radius=24.0, line=5.0, role=role, name="F",
            opacity=strength,
        )  # fmt: skip
        marks: list[AnyMark] = [box, edge]
        wide = right - left > 520.0
        for index, word in enumerate(words):
            share = (index + 0.5) / len(words)
            x = left + 24.0 + (right - left - 48.0) * share if wide else self.box_middle
            y = UP + 70.0 if wide else top + 110.0 + (BOX - 124.0) * share
            size = 52.0 if wide else 40.0
            marks.append(lettering(x, y, word, role, size=size, anchor="middle", opacity=strength))
        y, size = (UP - 52.0, 112.0) if wide else (top + 62.0, 72.0)
        name = lettering(
            self.box_middle, y, hero, role, bold=True, size=size, anchor="middle", opacity=strength, name="in F"
        )
        return [*marks, name]

    def lever_of_f(self, on: float) -> Lever:
        """The lever under F; `on` runs from 1 to 0 as it is pulled over."""
        return Lever((self.box_middle, UP + BOX / 2), on)

    def levers(self, zero: bool, shortcut: bool, on: float | None = None, grip: Grip | None = None) -> list[AnyMark]:
        """The levers that turn the knobs `zero`, which switches F off, and `shortcut`.

        That of F may be on its way, and may have another grip.
        """
        f = self.lever_of_f(float(not zero) if on is None else on)
        other = Lever((self.box_middle, LOW), float(shortcut))
        return [
            *f.draw("lever of F", grip or SetValue("zero", not zero)),
            *other.draw("lever of the shortcut", SetValue("shortcut", not shortcut)),
        ]


def meeting(at: Point, role: Role = Role.TEXT, sign: str = "+") -> list[AnyMark]:
    """A sign in a circle: a plus where numbers of two roads are added, none where they part."""
    radius = SIGN if sign else DOT
    box = Rect(
        x=at[0] - radius, y=at[1] - radius, width=2 * radius, height=2 * radius, radius=radius, fill=1.0,
        role=Role.SURFACE,
    )  # fmt: skip
    words = [lettering(*at, sign, role, bold=True, size=64.0, anchor="middle")] if sign else []
    return [box, replace(box, fill=0.0, line=5.0, role=role), *words]
