"""Reading the frames of any scene as somebody who looks at them would: by step, by name, by what a hand finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from scenes.stage.core.catalogue import Scene, plan, render
from scenes.stage.core.gestures import Hit, enter, gesture, hit_at
from scenes.stage.core.knobs import KnobError, Knobs, change
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Drawn, Grid, Rect, Text
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import within
from scenes.stage.data.recording import Recording


@dataclass(frozen=True)
class Seen:
    """A frame of a scene, with the knobs that it was drawn for."""

    scene: Scene
    knobs: Any
    frame: Frame

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All that is visible, in drawing order, but for the tiles of the legend."""
        return tuple(each for each in self.frame.touched() if not (each.pinned and isinstance(each.mark, Grid)))

    @property
    def title(self) -> str:
        """The title of the present step."""
        return self.frame.steps[self.frame.step].title

    @property
    def caption(self) -> str:
        """The caption of the present step."""
        return self.frame.steps[self.frame.step].caption

    @property
    def more(self) -> str:
        """What more there is to say about the present step."""
        return self.frame.steps[self.frame.step].more

    @property
    def named(self) -> dict[str, Drawn]:
        """The topmost mark of each name."""
        return {each.mark.name: each.mark for each in self.placed if each.mark.name}

    def grid(self, name: str) -> Grid:
        """The matrix of a name."""
        found = self.named[name]
        assert isinstance(found, Grid)
        return found

    def written(self, name: str) -> list[Any]:
        """The numbers of a matrix, as far as they are written."""
        grid = self.grid(name)
        values = grid.values.array.tolist()
        count = grid.values.array.size if grid.shown is None else grid.shown
        return values if count == grid.values.array.size else [x for row in values for x in row][:count]

    def value(self, name: str) -> float | None:
        """The number that a box stands for."""
        found = self.named[name]
        assert isinstance(found, Rect)
        return found.value

    @property
    def texts(self) -> tuple[str, ...]:
        """All lines of text."""
        return tuple(each.mark.text for each in self.placed if isinstance(each.mark, Text))

    @property
    def numbers(self) -> str:
        """The line under the formula."""
        return next(text.mark.text for text in self.placed if text.mark.name == "formula numbers")  # type: ignore[union-attr]

    def hit(self, name: str, cell: Cell | None = None) -> Hit:
        """What the mouse finds in the middle of the topmost mark of a name, or of one of its cells."""
        return hit_at([each for each in self.placed if each.mark.name == name][-1], cell)

    def typed(self, name: str, value: float, cell: Cell | None = (0, 0)) -> Any:
        """The knobs after a number is typed there."""
        return enter(self.knobs, self.hit(name, cell), value)

    def clicked(self, name: str, cell: Cell | None = None) -> Any:
        """The knobs after a click there; as they were where it is refused."""
        found = self.hit(name, cell)
        try:
            return gesture(self.frame, self.knobs, self.frame.t, found, found.point)[0]
        except KnobError:
            return self.knobs

    def dragged(self, name: str, dx: float, dy: float, cell: Cell | None = None) -> Any:
        """The knobs after a drag from there by so many units."""
        found = self.hit(name, cell)
        return gesture(self.frame, self.knobs, self.frame.t, found, (found.point[0] + dx, found.point[1] + dy))[0]


def turned(before: Any, **turns: Any) -> Any:
    """Knobs with some turned, one after the other, as a hand would; none may be refused."""
    for name, value in turns.items():
        before = change(before, name, value)
    return before


def at_step(
    scene: Scene, knobs: Knobs, title: str, share: float = 1.0, recording: Recording | None = None
) -> Seen:  # fmt: skip
    """The frame, of a run perhaps, at a share of the motion of the step whose title begins with these words."""
    steps = plan(scene, knobs)
    for index, step in enumerate(steps):
        if step.title.startswith(title):
            return Seen(scene, knobs, render(scene, knobs, within(steps, index, share), recording))
    raise LookupError(f"no step {title!r}")


def moments(scene: Scene, knobs: Knobs, *shares: float) -> Iterator[Seen]:
    """Frames at these shares of every step's motion."""
    steps = plan(scene, knobs)
    for index in range(len(steps)):
        for share in shares:
            yield Seen(scene, knobs, render(scene, knobs, within(steps, index, share)))


def close(found: Any, wanted: Any) -> bool:
    """Whether numbers agree but for the order of additions."""
    return bool(np.allclose(np.asarray(found, dtype=float), np.asarray(wanted, dtype=float), atol=1e-9))
