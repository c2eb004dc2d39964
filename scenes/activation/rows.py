"""Rows of cells: what layers of one dimension read and make, with the kernels between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scenes.activation.computed import SIGNAL
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Grid, Path, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease, glide
from scenes.stage.numbers.values import Values

START, END = 346.0, RIGHT - 12.0
"""Where the cells of the input begin and end; what a row is called stands before them."""
CELL = (END - START) / len(SIGNAL)
BELOW = 6.0
"""The space between a row and the kernel under it that reads it."""
LIFT = 60.0
"""From how far above a new number falls into its row."""
GLIDES, FALLS = 0.35, 0.9
"""The share of a cell's time in which the kernel comes, and the one at which its number has fallen into its row."""


@dataclass(frozen=True)
class Rows:
    """The rows of one moment: their tops, the heights of their cells and of a kernel's, and the weights of a layer."""

    tops: tuple[float, ...]
    tall: float
    weight: float
    taps: int = 2

    def left(self, layers: int) -> float:
        """Where a row begins that so many layers have made shorter, by taps - 1 cells each, half of them each side."""
        return START + layers * (self.taps - 1) * CELL / 2

    def strip(self, row: int, layers: int, values: Floats, name: str, shown: int | None = None, knob: str = "") -> Grid:
        """A row of cells, made by so many layers; its numbers can be changed by hand where a knob holds them."""
        return Grid(
            values=Values(values), origin=(self.left(layers), self.tops[row]), u=(CELL, 0.0), v=(0.0, self.tall),
            scale="signals", name=name, shown=shown, role=Role.OUTPUT, framed=False,
            grip=EditCell(knob, (), (0, 0), (1, values.shape[1]), -9.0, 9.0) if knob else None,
        )  # fmt: skip

    def lane(self, row: int, role: Role, *lines: str, opacity: float = 1.0) -> Iterator[AnyMark]:
        """The ground that a row stands on, and what it is called at its left."""
        yield Rect(
            x=LEFT, y=self.tops[row] - 8, width=RIGHT - LEFT, height=self.tall + 16, radius=18, fill=0.14 * opacity,
            role=Role.MUTED, name=f"lane {row + 1}",
        )  # fmt: skip
        for line, words in enumerate(lines):
            if words:
                yield self.label(row, role, line, len(lines), words, opacity)

    def label(self, row: int, role: Role, line: int, lines: int, words: str, opacity: float = 1.0) -> Text:
        """One of some lines at the left of a row."""
        y = self.tops[row] + self.tall / 2 + (line - (lines - 1) / 2) * 46.0
        return lettering(LEFT + 20, y, words, role, bold=True, size=40, opacity=opacity)

    def framed(self, row: int, layers: int, cell: int, role: Role, name: str, opacity: float) -> Rect:
        """A frame around one cell of a row."""
        x = self.left(layers) + cell * CELL
        return Rect(x=x + 3, y=self.tops[row] - 2, width=CELL - 6, height=self.tall + 4, radius=12, line=8.0, role=role,
                    name=name, opacity=opacity)  # fmt: skip

    def kernel(
        self, pair: tuple[int, int], layers: tuple[int, int], weights: Floats, place: float, name: str, knob: str = ""
    ) -> Iterator[AnyMark]:
        """A kernel under the cells of one row of a pair, with lines to the cell of the other that it makes there.

        `layers` says for both rows how many layers have made them.
        """
        (upper, lower), taps = pair, weights.shape[1]
        top, x = self.tops[upper] + self.tall + BELOW, self.left(layers[0]) + place * CELL
        end = (self.left(layers[1]) + (place + 0.5) * CELL, self.tops[lower] - 3.0)
        for tap in range(taps):
            start = (x + (tap + 0.5) * CELL, top + self.weight + 4.0)
            yield Path(points=(start, end), line=4.0, role=Role.KERNEL, name=f"{name}, line {tap + 1}")
        yield Grid(
            values=Values(weights), origin=(x, top), u=(CELL, 0.0), v=(0.0, self.weight), role=Role.KERNEL,
            scale="layer weights", name=name,
            grip=EditCell(knob, (), (0, 0), (1, taps), -9.0, 9.0) if knob else None,
        )  # fmt: skip

    def written(
        self,
        row: int,
        layers: int,
        values: Floats,
        name: str,
        share: float,
        under: Floats | None = None,
        lift: float = LIFT,
    ) -> Iterator[Grid]:
        """A row as far as it is written, over what stood there before if anything did; the next number is falling."""
        count = values.shape[1]
        done, inside = done_of(share, count)
        if under is None:
            yield self.strip(row, layers, values, name, shown=done)
        else:
            yield self.strip(row, layers, mixed(values, under, done), name)
        if done < count and inside > 0.0:
            near = ease(inside)
            one = self.strip(row, layers, values[:, done : done + 1], f"{name}, falling")
            x, y = one.origin
            shifted = (x + done * CELL, between(y - lift, y, near))
            yield Grid(
                values=one.values, origin=shifted, u=one.u, v=one.v, scale=one.scale, role=one.role, framed=False,
                opacity=ease(inside * 4),
            )  # fmt: skip


BIG = Rows((112.0, 408.0), 176.0, 84.0)
"""One layer by itself."""
FOUR = Rows((110.0, 274.0, 410.0, 574.0), 80.0, 58.0)
"""With the activation between two layers, and a sum under them."""
THREE = Rows((110.0, 318.0, 318.0, 526.0), 112.0, 70.0)
"""When its row has gone back into that of the first layer."""
TWO = Rows((110.0, 318.0, 526.0), 116.0, 58.0)
"""With a verdict under them."""


def mixed(values: Floats, before: Floats, done: int) -> Floats:
    """A row (1, cells) that is rewritten: its first cells are new, the others as before."""
    return np.concatenate([values[:, :done], before[:, done:]], axis=1)


def done_of(share: float, count: int) -> tuple[int, float]:
    """How many cells are written at a share of all, and how far the next number has fallen."""
    index, inside = divmod(max(0.0, min(share, 1.0)) * count, 1.0)
    fallen = (inside - GLIDES) / (FALLS - GLIDES)
    return int(index) + (fallen >= 1.0), max(0.0, fallen) if fallen < 1.0 else 0.0


def midway_to(start: Rows, goal: Rows, share: float) -> Rows:
    """The rows on their way from one layout to another."""
    tops = tuple(between(a, b, share) for a, b in zip(start.tops, goal.tops, strict=True))
    tall, weight = between(start.tall, goal.tall, share), between(start.weight, goal.weight, share)
    return Rows(tops, tall, weight, start.taps)


def place_of(share: float, count: int) -> float:
    """Where a kernel is that writes so many cells: it glides to each, and stays at the last."""
    index, inside = divmod(max(0.0, min(share, 1.0)) * count, 1.0)
    if index >= count:
        return count - 1.0
    return max(0.0, index - 1 + glide(inside / GLIDES)) if index else 0.0
