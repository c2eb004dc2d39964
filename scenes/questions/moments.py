"""A moment is a picture by name, and a target is where in a picture something can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import hit_at
from scenes.stage.core.knobs import Knobs, from_plain
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid, Rect, Text
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries, step_titled
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.values import rows_text

VISIBLE = 0.5
"""Marks of less opacity are on their way in or out, and nobody reads them."""

Read = Literal["value", "rows", "columns", "cells", "text", "number"]

_NUMBER = re.compile(r"−?\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Moment:
    """The picture at the end of the step titled `at`; `knobs` as `to_plain` writes them, those that differ only."""

    scene: str
    knobs: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""

    @property
    def key(self) -> str:
        """The same for moments that show the same picture, and for no others."""
        return repr((self.scene, sorted(self.knobs.items()), self.at))

    @property
    def turned(self) -> Knobs:
        """The scene's knobs as they stand in this moment. Raises KeyError or KnobError with one sentence."""
        return from_plain(catalogue().find(self.scene).knobs, self.knobs)

    def frame(self, recording: Recording | None = None) -> Frame:
        """The picture. Raises KeyError with one sentence where there is no such scene or step."""
        scene, knobs = catalogue().find(self.scene), self.turned
        steps = plan(scene, knobs, recording)
        return render(scene, knobs, boundaries(steps)[step_titled(steps, self.at)], recording)


@dataclass(frozen=True)
class Target:
    """Where in a picture something stands: a mark by its name, and what of it is read.

    "value" is the number in a cell of a grid or on a plate. "rows" and "columns" are how large a grid is, and "cells"
    are all its numbers, "4 5 / 6 8". "text" are the words of a mark of text, and "number" is the last number in them.
    """

    mark: str
    cell: Cell | None = None
    read: Read = "value"

    def found(self, frame: Frame) -> float | str | None:
        """What can be read there; None where nothing is written or to be seen."""
        for each in reversed(tuple(frame.touched())):
            if each.mark.name == self.mark and each.opacity >= VISIBLE:
                read = self._read(each)
                if read is not None:
                    return read
        return None

    def _read(self, each: Placed) -> float | str | None:
        mark = each.mark
        if isinstance(mark, Text):
            return mark.text if self.read == "text" else _last_number(mark.text) if self.read == "number" else None
        if isinstance(mark, Grid):
            return self._read_grid(mark, each)
        return mark.value if isinstance(mark, Rect) and self.read == "value" else None

    def _read_grid(self, grid: Grid, each: Placed) -> float | str | None:
        if self.read in ("rows", "columns"):
            return float(grid.values.shape[self.read == "columns"])
        if self.read == "cells":
            whole = grid.shown is None or grid.shown >= grid.values.array.size
            return rows_text(grid.values, grid.decimals) if whole else None
        return hit_at(each, self.cell).value if self.read == "value" and self.cell is not None else None


def _last_number(words: str) -> float | None:
    found = _NUMBER.findall(words)
    return float(found[-1].replace(",", "").replace("−", "-")) if found else None
