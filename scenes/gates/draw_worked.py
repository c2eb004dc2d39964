"""The worked example: maps drain into means, pass the waist, and come back dimmed by their gates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.gates.computed import Worked
from scenes.gates.layout import (
    BOX,
    BOX_HEIGHT,
    BYPASS_Y,
    CELL,
    GATE,
    GATES_X,
    HEADING_Y,
    MAP,
    MAPS_X,
    MEANS_X,
    OUT_X,
    PITCH,
    REDUCE_AT,
    REDUCE_CELL,
    RESTORE_AT,
    RESTORE_CELL,
    SCORES_X,
    TOP,
    WAIST_X,
    WIDER,
    middle,
    waist_middle,
)
from scenes.gates.story import Steps
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell, Grip, SetValue
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values, decimals_for, format_number


def draw_worked(stage: Stage, of: Worked, now: Steps) -> None:
    """Draw the example as far as it has come."""
    opacity = 1.0 - ease(now.spans["apart"].t / 0.06)
    marks: list[AnyMark] = [heading(MAPS_X, HEADING_Y, "maps u", "", Role.INPUT)]
    for index, values in enumerate(of.tiles):
        sheet = _sheet(values, (MAPS_X, TOP + index * PITCH), Role.INPUT, f"map {index + 1}")
        grip = EditCell("maps", index=(index,), shape=(3, 3), low=-9, high=9)
        marks.append(replace(sheet, grip=grip))
    marks += _undimmed(of, now)
    marks += _squeeze(of, now)
    marks += _narrow(of, now)
    marks += _widen(of, now)
    marks += _dimmed(of, now)
    stage.add(*marks, opacity=opacity)


def _sheet(values: Values, origin: Point, role: Role, name: str, width: float = CELL) -> Grid:
    decimals = None if decimals_for(values.array) == 0 else 1
    return Grid(
        values=values, origin=origin, u=(width, 0), v=(0, CELL), role=role, framed=False,
        name=name, decimals=decimals,
    )  # fmt: skip


def _undimmed(of: Worked, now: Steps) -> list[AnyMark]:
    """As it is without gates: the maps go on as they are."""
    leaving = 1.0 - ease(now.spans["squeeze"].t / 0.12)
    if leaving <= 0.01:
        return []
    marks: list[AnyMark] = [heading(OUT_X, HEADING_Y, "go on", "", Role.OUTPUT)]
    for index, values in enumerate(of.tiles):
        share = now.spans["maps"].part(index, len(of.tiles))
        x, y = between(MAPS_X, OUT_X, share), TOP + index * PITCH
        if share > 0.01:
            start = (MAPS_X + MAP + 16, middle(index))
            marks.append(Arrow(start=start, end=(x - 14, middle(index)), role=Role.MUTED, opacity=share))
            marks.append(_sheet(values, (x, y), Role.OUTPUT, f"map {index + 1} goes on"))
    return [Group(marks=tuple(marks), opacity=leaving)]


def _box(x: float, y: float, value: float, role: Role, name: str, *, grip: Grip | None = None,
         opacity: float = 1.0, decimals: int | None = None) -> list[AnyMark]:  # fmt: skip
    """A single number with its middle left at (x, y)."""
    digits = decimals_for([value]) if decimals is None else decimals
    return [
        Rect(x=x, y=y - BOX_HEIGHT / 2, width=BOX, height=BOX_HEIGHT, radius=10, fill=0.22, line=2.0, role=role,
             name=name, value=value, grip=grip, opacity=opacity),
        lettering(x + BOX / 2, y, format_number(value, digits), role, bold=True, size=28, anchor="middle",
                  opacity=opacity),
    ]  # fmt: skip


def _squeeze(of: Worked, now: Steps) -> list[AnyMark]:
    """Each map shrinks into the box of its mean."""
    span = now.spans["squeeze"]
    if not span.begun:
        return []
    marks: list[AnyMark] = [heading(MEANS_X, HEADING_Y, "means z", "", Role.PRODUCT)]
    for index, values in enumerate(of.tiles):
        share, y = span.part(index, len(of.tiles)), middle(index)
        if 0.01 < share < 0.99:
            side = between(MAP, 24.0, share) / 3
            centre = between(MAPS_X + MAP / 2, MEANS_X + BOX / 2, share)
            marks.append(
                Grid(values=values, origin=(centre - 1.5 * side, y - 1.5 * side), u=(side, 0), v=(0, side),
                     role=Role.INPUT, framed=False, numbers=False, opacity=1.0 - 0.5 * share)
            )  # fmt: skip
        marks.append(Arrow(start=(MAPS_X + MAP + 10, y), end=(MEANS_X - 8, y), role=Role.MUTED, opacity=share))
        if share > 0.6:
            mean = float(of.way.means[index])
            marks += _box(MEANS_X, y, mean, Role.PRODUCT, f"mean {index + 1}", opacity=(share - 0.6) / 0.4)
    return marks


def _matrix(array: Floats, origin: Point, cell: float, knob: str, name: str) -> Grid:
    tenths = np.allclose(array * 10, np.round(array * 10))
    rows, columns = array.shape
    return Grid(
        values=Values(array), origin=origin, u=(cell, 0), v=(0, cell), role=Role.KERNEL, name=name,
        decimals=0 if decimals_for(array) == 0 else 1 if tenths else 2, scale="weights",
        grip=EditCell(knob, shape=(rows, columns), low=-9, high=9, step=0.5),
    )  # fmt: skip


def _wires(weights: Floats, starts: list[Point], ends: list[Point], share: float) -> list[AnyMark]:
    """A line for each weight that isn't 0, as thick as it is large, growing from its start."""
    return [
        Path(points=(start, (between(start[0], end[0], share), between(start[1], end[1], share))), role=Role.KERNEL,
             line=min(1.5 + 2.5 * abs(weight), 8.0), opacity=0.55, dashed=weight < 0)
        for end, row in zip(ends, weights.tolist(), strict=True)
        for start, weight in zip(starts, row, strict=True)
        if weight and share > 0.01
    ]  # fmt: skip


def _waist_places(of: Worked, x: float) -> list[Point]:
    count = len(of.way.waist)
    return [(x, waist_middle(index, count)) for index in range(count)]


def _narrow(of: Worked, now: Steps) -> list[AnyMark]:
    """From the means through the first dense layer to the waist."""
    share = now.spans["waist"]
    if not share.begun:
        return []
    grown = min(now.share("waist") / 0.6, 1.0)
    starts = [(MEANS_X + BOX, middle(index)) for index in range(len(of.u))]
    marks: list[AnyMark] = _wires(of.reduce, starts, _waist_places(of, WAIST_X), grown)
    marks.append(heading(REDUCE_AT[0], HEADING_Y, "W₁", "2×4", Role.KERNEL))
    marks.append(lettering(WAIST_X - 70, 736, "dashed: negative weight", Role.MUTED, size=22, anchor="middle"))
    marks.append(_matrix(of.reduce, REDUCE_AT, REDUCE_CELL, "reduce", "weights W₁"))
    arrived = max(0.0, (now.share("waist") - 0.6) / 0.4)
    for index, (x, y) in enumerate(_waist_places(of, WAIST_X)):
        if arrived > 0.01:
            marks += _box(x, y, float(of.way.waist[index]), Role.PRODUCT, f"waist {index + 1}", opacity=arrived)
            below = f"ReLU({format_number(float(of.way.before[index]), decimals_for([of.way.before[index]]))})"
            marks.append(lettering(x + BOX / 2, y + 46, below, Role.MUTED, size=22, anchor="middle",
                                   opacity=arrived))  # fmt: skip
    return marks


def _widen(of: Worked, now: Steps) -> list[AnyMark]:
    """From the waist through the second dense layer and the sigmoid to the gates, with a dimmer under each."""
    if not now.spans["excite"].begun:
        return []
    done = now.share("excite")
    ends = [(SCORES_X, middle(index)) for index in range(len(of.u))]
    marks: list[AnyMark] = _wires(of.restore, _waist_places(of, WAIST_X + BOX), ends, min(done / 0.5, 1.0))
    marks.append(heading(RESTORE_AT[0], HEADING_Y, "W₂", "4×2", Role.KERNEL))
    marks.append(_matrix(of.restore, RESTORE_AT, RESTORE_CELL, "restore", "weights W₂"))
    marks.append(heading(SCORES_X, HEADING_Y, "scores", "", Role.PRODUCT))
    marks.append(heading(GATES_X, HEADING_Y, "gates s", "", GATE))
    scored, opened = ease((done - 0.4) / 0.2), ease((done - 0.6) / 0.4)
    for index in range(len(of.u)):
        y = middle(index)
        if scored > 0.01:
            marks += _box(SCORES_X, y, float(of.way.scores[index]), Role.PRODUCT, f"score {index + 1}", opacity=scored)
        if opened > 0.01:
            marks += _gate(of, index, y, opened)
    if of.by_hand and opened > 0.99:
        marks += _release()
    return marks


def _gate(of: Worked, index: int, y: float, opened: float) -> list[AnyMark]:
    gate, by_hand = float(of.gates[index]), index in of.by_hand
    role = Role.HIGHLIGHT if by_hand else GATE
    grip = EditCell("hand", index=(index,), low=0, high=1, step=0.02)
    arrow = Arrow(start=(SCORES_X + BOX + 6, y), end=(GATES_X - 8, y), role=Role.MUTED, opacity=opened)
    sign = lettering((SCORES_X + BOX + GATES_X) / 2, y - 26, "by hand" if by_hand else "σ", role, size=22,
                     anchor="middle", opacity=opened)  # fmt: skip
    return [
        arrow,
        sign,
        *_box(GATES_X, y, gate, role, f"gate {index + 1}", grip=grip, opacity=opened, decimals=3),
        Rect(x=GATES_X, y=y + 36, width=BOX, height=12, radius=6, fill=0.3, role=Role.MUTED, opacity=opened),
        Rect(x=GATES_X, y=y + 36, width=max(BOX * gate * opened, 2.0), height=12, radius=6, fill=1.0, role=role,
             name=f"dimmer {index + 1}"),
    ]  # fmt: skip


def _release() -> list[AnyMark]:
    """A plate that gives all gates back to the network."""
    x, y, width = 830.0, 700.0, 176.0
    return [
        Rect(x=x, y=y, width=width, height=48, radius=10, fill=0.22, line=2.0, role=Role.HIGHLIGHT,
             name="compute the gates", grip=SetValue("hand", ())),
        lettering(x + width / 2, y + 24, "compute again", size=22, anchor="middle"),
    ]  # fmt: skip


def _dimmed(of: Worked, now: Steps) -> list[AnyMark]:
    """The maps on their way around, each turned down to its gate."""
    span = now.spans["scale"]
    if not span.begun:
        return []
    around = ease(span.t / 0.2)
    turned = ease((span.t - 0.2) / 0.5)
    left, right, foot = MAPS_X + MAP / 2, OUT_X + 1.5 * WIDER, TOP + 3 * PITCH + MAP
    marks: list[AnyMark] = [
        heading(OUT_X, HEADING_Y, "s · u", "", Role.OUTPUT),
        Path(points=((left, foot + 6), (left, BYPASS_Y), (between(left, right, around), BYPASS_Y)), role=Role.MUTED),
    ]
    if around >= 1:
        marks.append(Arrow(start=(right, BYPASS_Y), end=(right, foot + 4), role=Role.MUTED, head=10))
    for index, values in enumerate(of.tiles):
        gate = between(1.0, float(of.gates[index]), turned)
        tile = Values(gate * values.array)
        y = middle(index)
        marks.append(Arrow(start=(GATES_X + BOX + 10, y), end=(OUT_X - 30, y), role=GATE, opacity=around))
        marks.append(lettering(OUT_X - 14, y, "×", GATE, bold=True, size=28, anchor="middle"))
        sheet = _sheet(tile, (OUT_X, TOP + index * PITCH), Role.OUTPUT, f"dimmed {index + 1}", WIDER)
        marks.append(Group(marks=(sheet,), opacity=around))
    return marks
