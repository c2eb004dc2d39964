"""What the next step writes: numbers that stand at its end and can't be read now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scenes.questions.predicting.figures import Figure, figures
from scenes.stage.core.camera import Room
from scenes.stage.core.catalogue import Scene, render
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Role
from scenes.stage.core.placing import Box
from scenes.stage.core.timeline import Step, boundaries
from scenes.stage.data.recording import Recording

_GIVEN = (Role.INPUT, Role.KERNEL)
"""What is laid in, and not reckoned, has these roles: it is asked for last."""
_WORDS = re.compile(r"[^\W\d_]{3,}")
_NEAR = 2.0
"""Two numbers stand at one place where their middles are no farther apart, in stage units."""


@dataclass(frozen=True, slots=True)
class News:
    """A number that the next step, of this `title`, writes. `view` is what of the stage is seen at its end."""

    figure: Figure
    title: str
    view: Box

    @property
    def mark(self) -> str:
        """The name of the mark that it stands on."""
        return self.figure.mark

    @property
    def cell(self) -> Cell | None:
        """The cell of a grid, from (0, 0); as a target has it."""
        return self.figure.cell

    @property
    def value(self) -> float:
        """The number."""
        return self.figure.value

    @property
    def text(self) -> str:
        """How it is written."""
        return self.figure.text

    @property
    def box(self) -> Room:
        """Where it will stand: left, top, right, bottom in stage units, seen through the view of then."""
        return self.figure.room


def news(scene: Scene, knobs: Knobs, t: float, recording: Recording | None = None) -> tuple[News, ...]:
    """The numbers in figures that can be read at the next step's end and not at t, where another stands, or none.

    The next step is the one that the next press of the key plays: that with the first end after t.
    What the step speaks of comes first, then what is drawn first; of each grid the first cell, and the other cells of
    all grids last. Numbers that can be typed over are news only where they change: nobody can know what somebody types.
    """
    now = render(scene, knobs, t, recording)
    end = next((end for end in boundaries(now.steps) if end > now.t + 1e-9), None)
    if end is None:
        return ()
    then, present = render(scene, knobs, end, recording), figures(now)
    known = {figure.key: figure.text for figure in present}
    told = then.steps[then.step]
    fresh = [
        figure
        for figure in figures(then)
        if known.get(figure.key) != figure.text
        and not (figure.typed and figure.key not in known)
        and not _stands_already(figure, present)
    ]
    return tuple(News(figure, told.title, then.view) for figure in _in_order(fresh, told))


def _stands_already(figure: Figure, present: Iterable[Figure]) -> bool:
    """Whether the same can be read at its place now, under another name."""
    x, y = _middle(figure.room)
    return any(
        each.text == figure.text and abs(_middle(each.room)[0] - x) < _NEAR and abs(_middle(each.room)[1] - y) < _NEAR
        for each in present
    )


def _in_order(fresh: Iterable[Figure], told: Step) -> list[Figure]:
    said = {word.lower() for word in _WORDS.findall(f"{told.title} {told.caption}")}

    def rank(figure: Figure) -> tuple[bool, bool]:
        spoken_of = any(word.lower() in said for word in _WORDS.findall(figure.mark))
        return figure.role in _GIVEN, not spoken_of

    ranked = sorted(fresh, key=rank)
    leading = {figure.mark: figure for figure in reversed(ranked)}
    return sorted(ranked, key=lambda figure: leading[figure.mark] is not figure)


def _middle(room: Room) -> tuple[float, float]:
    return (room[0] + room[2]) / 2, (room[1] + room[3]) / 2
