"""How two kernels collapse into one, as in a long multiplication: rows that are moved on, and their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scenes.activation.computed import Track
from scenes.activation.rows import Rows
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import midway
from scenes.stage.core.marks import AnyMark, Grid, Path, Role, lettering
from scenes.stage.core.stage import RIGHT, Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.numbers.values import Values

TOP, HEIGHT = 108.0, 678.0
SECOND_X, ROWS_X = 330.0, 640.0
WIDEST = 300.0
ADDED = 0.62
"""The share of the step at which all rows stand, and are added."""


def draw_kernels(stage: Stage, track: Track, steps: Steps) -> None:
    """Draw the first kernel, each weight of the second, the rows that they make, and the sum."""
    table, t, taps = Table(track), steps.collapse.t, track.second.shape[1]
    stage.add(*table.lanes(), *table.seconds())
    for row, values in enumerate(track.shifted):
        share = glide((t / ADDED * taps - row) / 0.8)
        if share > 0.0:
            stage.add(*table.moved(row, values, share))
    stage.add(table.first())
    added = ease((t - ADDED) / 0.2)
    if added > 0.0:
        stage.add(*table.total(added))


class Table:
    """The places of the rows and columns for two kernels of one length."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self.taps, self.columns = track.second.shape[1], track.kernel.shape[1]
        self.pitch: float = HEIGHT / (self.taps + 2)
        self.tall: float = min(0.8 * self.pitch, 124.0)
        self.wide: float = min((RIGHT - 12.0 - ROWS_X) / self.columns, WIDEST)

    def y(self, row: int) -> float:
        """The top of a row: 0 is the first kernel, the sum comes last."""
        return TOP + row * self.pitch + (self.pitch - self.tall) / 2

    def weights(self, values: Floats, row: int, column: float, name: str) -> Grid:
        """Weights of a row that begin at a column."""
        return Grid(
            values=Values(values), origin=(ROWS_X + column * self.wide, self.y(row)), u=(self.wide, 0.0),
            v=(0.0, self.tall), role=Role.KERNEL, scale="layer weights", name=name, framed=False,
        )  # fmt: skip

    def first(self) -> Grid:
        """The first kernel, on top."""
        grip = EditCell("first", (), (0, 0), (1, self.taps), -9.0, 9.0)
        return replace(self.weights(self.track.first, 0, 0.0, "first kernel"), grip=grip)

    def seconds(self) -> Iterator[AnyMark]:
        """Each weight of the second kernel before the row that it makes."""
        for tap in range(self.taps):
            one = self.weights(self.track.second[:, tap : tap + 1], 1 + tap, 0.0, f"second kernel {tap + 1}")
            grip = EditCell("second", (0, tap), low=-9.0, high=9.0)
            yield replace(one, origin=(SECOND_X, one.origin[1]), u=(200.0, 0.0), grip=grip)
            x, y = (SECOND_X + 200.0 + ROWS_X) / 2, self.y(1 + tap) + self.tall / 2
            yield lettering(x, y, "×", Role.MUTED, size=64, anchor="middle", name=f"times {tap + 1}")

    def lanes(self) -> Iterator[AnyMark]:
        """The grounds that the rows stand on, and what they are called."""
        names = ("kernel 1", "kernel 2", *[""] * (self.taps - 1), "one kernel")
        rows = Rows(tuple(self.y(row) for row in range(len(names))), self.tall, 0.0)
        for row, name in enumerate(names):
            yield from rows.lane(row, Role.KERNEL, name)

    def moved(self, row: int, values: Floats, share: float) -> Iterator[AnyMark]:
        """The first kernel on its way down to its row, where it has been multiplied."""
        places = np.flatnonzero(np.isfinite(values[0]))
        made = self.weights(values[:, places[0] : places[-1] + 1], 1 + row, float(places[0]), f"moved kernel {row + 1}")
        origin = midway(self.first().origin, made.origin, share)
        turned = ease((share - 0.7) / 0.3)
        if turned < 1.0:
            yield replace(self.weights(self.track.first, 0, 0.0, ""), origin=origin)
        if turned > 0.0:
            yield replace(made, origin=origin, opacity=turned)

    def total(self, share: float) -> Iterator[AnyMark]:
        """The sum of the rows, falling under a line."""
        y = self.y(self.taps + 1)
        line = y - (self.pitch - self.tall) / 2
        right = ROWS_X + self.columns * self.wide
        yield Path(points=((ROWS_X, line), (ROWS_X + (right - ROWS_X) * share, line)), line=6.0, role=Role.KERNEL)
        made = self.weights(self.track.kernel, self.taps + 1, 0.0, "collapsed kernel")
        yield replace(made, origin=(made.origin[0], made.origin[1] - (1.0 - share) * 24.0), opacity=share)
