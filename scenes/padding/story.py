"""The story of the padding scene: its steps, their captions, and what is going on at a moment."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.padding.computed import Layer
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, present
from scenes.stage.draw.blocks import counted
from scenes.stage.draw.walk import Walk, walk

ROWS = ("picture", "ghosts", "room", "steps", "misfit", "start")
"""The steps in which the odometer turns, one row each."""


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done).

    `counted` is how many rows of the odometer have turned, the last one perhaps in part.
    """

    name: str
    ghosts: Span
    room: float
    steps: float
    along: Walk
    misfit: float
    start: float
    slide: Walk
    dense: float
    kept: float
    rules: float
    each_rule: float
    stairs: float
    counted: float

    @property
    def counting(self) -> float:
        """How visible picture, odometer and map are."""
        return 1.0 - ease(min(1.0, self.rules * 3))

    @property
    def comparing(self) -> float:
        """How visible the three rules are."""
        return ease((self.rules - 0.3) / 0.5) * (1.0 - ease(self.stairs * 3))

    @property
    def climbing(self) -> float:
        """How visible the stairs of sizes are."""
        return ease((self.stairs - 0.3) / 0.5)


def tell(stage: Stage, of: Layer) -> Moment:
    """Lay out the steps."""
    stride, positions = of.knobs.stride, of.out**2
    spans = {
        "picture": stage.step("The picture", _picture_caption(of), 2.5),
        "ghosts": stage.step("Ghost zeros" if of.knobs.padding else "No padding", _ghosts_caption(of), 3.5),
        "room": stage.step("Room to move", _room_caption(of), 4.0),
        "steps": stage.step(f"Steps of {stride}", _steps_caption(of), min(3.0 + of.out, 8.0)),
        "misfit": stage.step("The next does not fit", _misfit_caption(of), 4.0),
        "start": stage.step("And the first position", _start_caption(of), 3.0),
        "slide": stage.step("Every position", _slide_caption(of), min(2.0 + positions, 10.0)),
    }
    if stride > 1:
        spans["dense"] = stage.step(f"Every {_ordinal(stride)} cell", _dense_caption(of), 5.0)
    spans["rules"] = stage.step("Valid, same, full", _rules_caption(of), 9.0)
    spans["stairs"] = stage.step("Other pictures", _stairs_caption(of), 4.5)
    name = present(spans)
    dense = spans.get("dense")
    return Moment(
        name=name,
        ghosts=spans["ghosts"],
        room=spans["room"].motion,
        steps=spans["steps"].motion,
        along=walk(spans["steps"], 1, of.out, (0, 0), rest=0.2),
        misfit=spans["misfit"].t,
        start=spans["start"].motion,
        slide=walk(spans["slide"], of.out, of.out, (0, 0)),
        dense=ease(dense.t / 0.3) if dense else 0.0,
        kept=ease((dense.t - 0.35) / 0.35) if dense else 0.0,
        rules=spans["rules"].t * 4,
        each_rule=min(1.0, max(0.0, (spans["rules"].t - 0.25) / 0.65)),
        stairs=spans["stairs"].t * 1.6,
        counted=_counted(spans),
    )


def _counted(spans: dict[str, Span]) -> float:
    """How many rows of the odometer have turned; a row turns late in its step, when it has been seen why."""
    begun = [name for name in ROWS if spans[name].begun]
    if not begun:
        return 0.0
    share = spans[begun[-1]].t
    return len(begun) - 1 + (1.0 if begun[-1] == "picture" else ease((share - 0.35) / 0.45))


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third", 4: "fourth"}[number]


def _picture_caption(of: Layer) -> str:
    return (
        f"A picture of {of.knobs.n} × {of.knobs.n} cells, and a kernel of {of.knobs.k} × {of.knobs.k}. "
        "In how many positions can the kernel be laid on it? We count along one row."
    )


def _ghosts_caption(of: Layer) -> str:
    p, row = of.knobs.padding, of.row
    if p == 0:
        return f"With p = 0 nothing is put around the picture, and every window stays within its {row} cells a row."
    rings = "one ring" if p == 1 else f"{p} rings"
    words = f"Padding puts {rings} of zeros around the picture: a row is now {row} cells long. "
    return words + "The zeros are no part of the picture; only the window sees them."


def _room_caption(of: Layer) -> str:
    span, d = of.knobs.span, of.knobs.dilation
    words = f"The window spans {counted(span, 'cell')}"
    if d > 1 and of.knobs.k > 1:
        words = f"Dilation {d} puts the weights {d} cells apart: {of.knobs.k} of them span {span} cells"
    if of.room == 0:
        return f"{words}: it fills the row and cannot move at all."
    left = "1 cell is" if of.room == 1 else f"{of.room} cells are"
    return f"{words}, so {left} left for it to move over."


def _steps_caption(of: Layer) -> str:
    s, whole = of.knobs.stride, int(of.steps)
    steps = counted(whole, "whole step")
    words = f"The stride is how far the window moves at a time: {counted(s, 'cell')}. "
    if whole == 0:
        return words + ("There is no room for even one." if of.room else "There is no room to move.")
    return words + f"In {counted(of.room, 'cell')} of room there {'is' if whole == 1 else 'are'} {steps}."


def _misfit_caption(of: Layer) -> str:
    words = f"One more step would take the window {counted(of.too_far, 'cell')} over the edge: it does not fit. "
    if of.left_over == 0:
        return words + "Here the last window ends exactly at the edge, so rounding drops nothing."
    last = "row and column" if of.left_over == 1 else f"{of.left_over} rows and columns"
    return words + f"So the division is rounded down, and the last {last}, faded, are never used."


def _start_caption(of: Layer) -> str:
    steps = counted(int(of.steps), "step")
    return f"{steps}, and the position before any step: {counted(of.out, 'position')} along a row."


def _slide_caption(of: Layer) -> str:
    m = of.out
    return f"Down the columns it is the same: {m} × {m} = {counted(m * m, 'position')}, each makes one cell of the map."


def _dense_caption(of: Layer) -> str:
    s, full = of.knobs.stride, len(of.dense)
    return (
        f"At stride 1 the map would be {full} × {full}, as on the left. Stride {s} keeps every {_ordinal(s)} row and "
        f"column of it and never computes the rest. The kernel still has {counted(of.knobs.k**2, 'weight')}."
    )


def _rules_caption(of: Layer) -> str:
    shrunk = of.knobs.span - 1
    if shrunk == 0:
        return "At stride 1 a window of one cell needs no padding: all three rules give the same map."
    return (
        f"At stride 1, “valid” pads nothing and shrinks the map by {shrunk}; “same” keeps the size; “full” takes every "
        f"window that touches the picture and grows it by {shrunk}. PyTorch and Keras pad nothing by default."
    )


def _stairs_caption(of: Layer) -> str:
    s = of.knobs.stride
    if s == 1:
        return "At stride 1 each cell more in the picture is a cell more in the map. Choose a larger stride, and see."
    return (
        f"The same layer on other pictures. The dashed line is the size before it is rounded: {s} sizes of picture "
        "share a step of the stairs. Click a bar to see that picture."
    )
