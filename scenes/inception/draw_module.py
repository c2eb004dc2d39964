"""The module at real size: volumes as wide as they have channels go through four lanes and become one."""

from __future__ import annotations

from scenes.inception.knobs import WIDEST
from scenes.inception.module import Lane, Module
from scenes.inception.view import branch_role
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import cuboid, number

FIRST, PITCH = 172.0, 136.0
"""The middle of the first lane, and from one to the next."""
HIGH, DEEPER = 94.0, (26.0, -18.0)
INPUT_WIDTH = 136.0
WORD_X, BEFORE_X, OUT_X = 246.0, 346.0, 1010.0
BEFORE_ROOM, OUT_ROOM, TOTAL_ROOM = 290.0, 392.0, 860.0
PLATE = (104.0, 68.0)
JOINED = 736.0
"""The middle of the output."""
WIDTHS = {("1×1", "out"): 0, ("3×3", "before"): 1, ("3×3", "out"): 2, ("5×5", "before"): 3, ("5×5", "out"): 4,
          ("pool", "out"): 5}  # fmt: skip
"""Where each number of filters stands among the six widths."""


def real_module(span: Span, module: Module) -> list[AnyMark]:
    """The lanes come one after the other; then the volumes at their ends fall, and stand one behind the other."""
    reduced = max((lane.reduced for lane in module.lanes), default=0)
    unit = min(
        BEFORE_ROOM / max(reduced, 1), OUT_ROOM / max(lane.out for lane in module.lanes), TOTAL_ROOM / module.out
    )
    top, foot = FIRST - HIGH / 2, FIRST + 3 * PITCH + HIGH / 2
    marks: list[AnyMark] = [
        Rect(x=LEFT, y=top, width=INPUT_WIDTH, height=foot - top, radius=12, fill=0.3, line=4.0, role=Role.INPUT,
             name="input"),
        _words(LEFT + INPUT_WIDTH / 2, (top + foot) / 2 - 26, str(module.channels), Role.INPUT, 52, "channels in"),
        _words(LEFT + INPUT_WIDTH / 2, (top + foot) / 2 + 34, "maps", Role.INPUT, 40),
    ]  # fmt: skip
    for index, lane in enumerate(module.lanes):
        share = ease(span.t * 9 - index)
        if share > 0:
            marks.append(Group(marks=tuple(_lane(index, lane, unit)), opacity=share))
    x = LEFT
    for index, lane in enumerate(module.lanes):
        share, wide = glide(span.t * 5 - 2.2 - 0.35 * index), max(lane.out * unit, 3.0)
        if share > 0:
            at = (between(OUT_X, x, share), between(_y(index), JOINED, share) - HIGH / 2)
            marks += cuboid(at, wide, HIGH, DEEPER, role=branch_role(index), fill=0.6, solid=True,
                            name=f"output of branch {index + 1}")  # fmt: skip
        x += lane.out * unit
    arrived = ease(span.t * 8 - 5.4)
    if arrived > 0:
        words = lettering(RIGHT, JOINED, f"{module.out} maps", Role.OUTPUT, bold=True, size=88, anchor="end",
                          opacity=arrived, name="channels out")  # fmt: skip
        marks.append(words)
    return marks


def _y(lane: int) -> float:
    """The middle of a lane."""
    return FIRST + lane * PITCH


def _words(x: float, y: float, words: str, role: Role, size: float, name: str = "") -> Text:
    return lettering(x, y, words, role, bold=True, size=size, anchor="middle", name=name)


def _lane(index: int, lane: Lane, unit: float) -> list[AnyMark]:
    """What a branch makes of the input: what it reduces to, or pools, and what it hands on."""
    role, y = branch_role(index), _y(index)
    pools, wide = lane.name == "pool", max(lane.out * unit, 3.0)
    passes = pools and lane.parameters == 0
    first = "max 3×3" if pools else "1×1" if lane.reduced else lane.name
    ways, second = [(LEFT + INPUT_WIDTH + 14, WORD_X - 10)], OUT_X - 178
    marks: list[AnyMark] = [lettering(WORD_X, y, first, role, bold=True, size=40)]
    if lane.reduced:
        box, end = max(lane.reduced * unit, 3.0), BEFORE_X + max(lane.reduced * unit, 3.0) + DEEPER[0] + 12
        marks += cuboid((BEFORE_X, y - HIGH / 2), box, HIGH, DEEPER, role=role, fill=0.4,
                        name=f"1×1, {lane.reduced} channels")  # fmt: skip
        marks += _width(end, y, lane.reduced, lane.name, "before", role)
        ways += [(end + PLATE[0] + 14, second - 8), (second + 104, OUT_X - 14)]
    elif pools and not passes:
        ways += [(WORD_X + 200, second - 8), (second + 104, OUT_X - 14)]
    else:
        ways += [(WORD_X + 200 if passes else WORD_X + 104, OUT_X - 14)]
    if lane.reduced or (pools and not passes):
        marks.append(lettering(second, y, "1×1" if pools else lane.name, role, bold=True, size=40))
    marks += [
        Arrow(start=(start, y), end=(end, y), role=role, line=5.0, head=20.0) for start, end in ways if end > start + 24
    ]
    marks += cuboid(
        (OUT_X, y - HIGH / 2), wide, HIGH, DEEPER, role=role, fill=0.4, name=f"branch {index + 1}, {lane.out} channels"
    )
    end = OUT_X + wide + DEEPER[0] + 12
    if passes:
        return [*marks, lettering(end, y, str(lane.out), role, bold=True, size=44)]
    return [*marks, *_width(end, y, lane.out, lane.name, "out", role)]


def _width(x: float, y: float, channels: int, lane: str, kind: str, role: Role) -> list[AnyMark]:
    """A number of filters on its plate, to be typed over."""
    name = f"filters of {'the reduction before ' if kind == 'before' else ''}{lane}"
    grip = EditCell("widths", (WIDTHS[lane, kind],), low=1.0, high=float(WIDEST), step=16.0)
    wide, high = PLATE
    return [
        Rect(x=x, y=y - high / 2, width=wide, height=high, radius=10, fill=0.22, line=2.0, role=role, name=name,
             value=float(channels), grip=grip),
        lettering(x + wide / 2, y, number(float(channels)), role, bold=True, size=44, anchor="middle"),
    ]  # fmt: skip
