"""The module at real size: volumes as wide as they have channels, four lanes, and the one volume that they make."""

from __future__ import annotations

from scenes.inception.knobs import WIDEST, Knobs
from scenes.inception.layout import branch_role
from scenes.inception.module import Lane, Module
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, plate

ROWS, PITCH = 206.0, 104.0
HIGH = 46.0
DEEPER = (22.0, -16.0)
BEFORE_X, OUT_X = 226.0, 778.0
BEFORE_ROOM, OUT_ROOM = 300.0, 370.0
PLATE = 96.0
WIDTHS = {("1×1", "out"): 0, ("3×3", "before"): 1, ("3×3", "out"): 2, ("5×5", "before"): 3, ("5×5", "out"): 4,
          ("pool", "out"): 5}  # fmt: skip
"""Where each number of filters stands among the six widths."""


def draw_module(stage: Stage, module: Module, knobs: Knobs, t: float, opacity: float) -> None:
    """Draw input, lanes and output; lanes come one after the other, then their volumes join."""
    if opacity <= 0:
        return
    unit = min(BEFORE_ROOM / module.channels, OUT_ROOM / module.out)
    marks: list[AnyMark] = _input(module, unit)
    done = 0.0
    for index, lane in enumerate(module.lanes):
        share = ease(t * 9 - 0.5 - index)
        done += share * lane.total
        if share > 0:
            marks.append(Group(marks=tuple(_lane(index, lane, module, knobs, unit)), opacity=share))
    marks += _output(module, unit, t)
    words = (TextRun(f"{round(done):,}", bold=True), TextRun(" MACs", Role.MUTED))
    marks.append(Text(x=RIGHT, y=_y(5), runs=words, size=28, anchor="end", name="MACs"))
    stage.add(*marks, opacity=opacity)


def _y(row: int) -> float:
    """The middle of a row: the input, the four lanes, the output."""
    return ROWS + row * PITCH


def _box(x: float, row: int, channels: int, unit: float, role: Role, name: str) -> tuple[AnyMark, ...]:
    """A volume as wide as it has channels."""
    return cuboid((x, _y(row) - HIGH / 2), max(channels * unit, 3.0), HIGH, DEEPER, role=role, name=name)


def _input(module: Module, unit: float) -> list[AnyMark]:
    words = f"{module.channels}×{module.side}×{module.side}"
    end = BEFORE_X + module.channels * unit + DEEPER[0] + 18
    return [
        lettering(LEFT, _y(0), "input", Role.INPUT, bold=True, size=28),
        *_box(BEFORE_X, 0, module.channels, unit, Role.INPUT, "input"),
        lettering(end, _y(0), words, Role.INPUT, bold=True, size=28),
    ]


def _lane(index: int, lane: Lane, module: Module, knobs: Knobs, unit: float) -> list[AnyMark]:
    """What a branch makes of the input, and its MACs."""
    row, role = index + 1, branch_role(index)
    y, before = _y(row), lane.reduced or lane.passed
    last = "1×1" if lane.name == "pool" else lane.name
    first = "max 3×3" if lane.name == "pool" else "1×1" if lane.reduced else lane.name
    passes = lane.name == "pool" and not knobs.reductions
    marks: list[AnyMark] = [lettering(LEFT, y, first, role, bold=True, size=28)]
    if before and not passes:
        width = max(before * unit, 3.0)
        end = BEFORE_X + width + DEEPER[0] + 14
        kind = "before" if lane.reduced else ""
        marks += [
            *_box(BEFORE_X, row, before, unit, role, f"{first}, {before} channels"),
            *_width((end, y), before, lane.name, kind, role),
            Arrow(start=(end + PLATE + 14, y), end=(OUT_X - 16, y), role=role),
            lettering(OUT_X - 58, y - 28, last, role, bold=True, size=28, anchor="middle"),
        ]
    else:
        marks.append(Arrow(start=(BEFORE_X - 20, y), end=(OUT_X - 16, y), role=role))
    end = OUT_X + max(lane.out * unit, 3.0) + DEEPER[0] + 14
    marks += [
        *_box(OUT_X, row, lane.out, unit, role, f"branch {row}, {lane.out} channels"),
        *_width((end, y), lane.out, lane.name, "" if passes else "out", role),
        lettering(RIGHT, y, f"{lane.total:,}", role, bold=True, size=28, anchor="end",
                  name=f"MACs of branch {row}"),
    ]  # fmt: skip
    return marks


def _width(at: Point, channels: int, lane: str, kind: str, role: Role) -> tuple[AnyMark, ...]:
    """A number of channels; where filters make them it stands on a plate and can be typed over."""
    place = WIDTHS.get((lane, kind))
    if place is None:
        runs = (TextRun(str(channels), role, bold=True),)
        return (Text(x=at[0] + 4, y=at[1], runs=runs, size=28),)
    grip = EditCell("widths", (place,), low=1.0, high=float(WIDEST), step=16.0)
    name = f"filters of {'the reduction before ' if kind == 'before' else ''}{lane}"
    return plate(at[0], at[1] - 24, PLATE, 48, "", float(channels), role, name=name, grip=grip)


def _output(module: Module, unit: float, t: float) -> list[AnyMark]:
    """The volumes of the lanes on their way down, where they stand one behind the other along the channels."""
    marks: list[AnyMark] = []
    x = OUT_X
    for index, lane in enumerate(module.lanes):
        share = ease(t * 9 - 4.6 - 0.5 * index)
        if share > 0:
            at = (between(OUT_X, x, share), between(_y(index + 1), _y(5), share) - HIGH / 2)
            name = f"output of branch {index + 1}"
            marks += cuboid(
                at, max(lane.out * unit, 3.0), HIGH, DEEPER, role=branch_role(index), fill=0.35, name=name
            )  # fmt: skip
        x += lane.out * unit
    runs = (TextRun("output  "), TextRun(f"{module.out}×{module.side}×{module.side}", bold=True))
    shape = Text(
        x=OUT_X - 20, y=_y(5), runs=runs, size=28, role=Role.OUTPUT, anchor="end", name="shape of the output",
        opacity=ease(t * 9 - 6),
    )  # fmt: skip
    return [*marks, shape]
