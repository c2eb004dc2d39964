"""The picture with its ghost zeros, the window that moves over it, and the positions counted below."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer
from scenes.padding.layout import HEADING, NUMBERED, SIDE, TOP, input_cell
from scenes.padding.story import Moment
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import between, counted, heading
from scenes.stage.draw.sliding import lattice_of_windows

BRICKS = 16.0, 64.0
"""How far below the picture the positions are counted, and how much room they have."""
FLASHES = 3


def draw_picture(stage: Stage, of: Layer, now: Moment) -> None:
    """Draw the picture and what moves on it; it is gone before the map at stride 1 comes."""
    n, p = of.knobs.n, of.knobs.padding
    cell = input_cell(of)
    rings = f" + {counted(p, 'ring')} of zeros" if p and now.ghosts.begun else ""
    marks: list[AnyMark] = [heading(LEFT, HEADING, "picture", f"{n}×{n}{rings}", Role.INPUT)]
    marks += _ghosts(of, now, cell)
    marks.append(_picture(of, now, cell))
    if now.room > 0:
        marks += _window(of, now, cell)
        marks += _bricks(of, now, cell)
    stage.add(Group(marks=tuple(marks), opacity=now.counting * max(0.0, 1.0 - 2.0 * now.dense)))


def _ghosts(of: Layer, now: Moment, cell: float) -> list[AnyMark]:
    """The rings of zeros, the innermost first to appear."""
    p = of.knobs.padding
    if now.ghosts.done:
        return [_ring(of, p, cell, 1.0, now)] if p else []
    return [_ring(of, ring, cell, now.ghosts.part(ring - 1, p), now) for ring in range(p, 0, -1)]


def _ring(of: Layer, rings: int, cell: float, opacity: float, now: Moment) -> Grid:
    inset = (of.knobs.padding - rings) * cell
    small = cell <= NUMBERED
    return Grid(
        values=of.padded(rings),
        origin=(LEFT + inset, TOP + inset),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=Role.INPUT,
        shade="unsigned" if of.x.min() >= 0 else "signed",
        hatched=None if small else of.ghost(rings),
        faded=of.unseen if now.misfit > 0 else None,
        gap=0.0 if small else 0.06,
        first=(-rings, -rings),
        name="padded picture",
        opacity=opacity,
    )


def _picture(of: Layer, now: Moment, cell: float) -> Grid:
    n, inset = of.knobs.n, of.knobs.padding * cell
    return Grid(
        values=of.picture,
        origin=(LEFT + inset, TOP + inset),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=Role.INPUT,
        shade="unsigned" if of.x.min() >= 0 else "signed",
        faded=of.unseen_picture if now.misfit > 0 else None,
        gap=0.0 if cell <= NUMBERED else 0.06,
        name="picture",
        grip=EditCell("pixels", (), (0, 0), (n, n), -99.0, 99.0),
    )


def _place(of: Layer, now: Moment) -> tuple[float, float]:
    """Where the window is, in positions from the first."""
    if now.slide.when is not None:
        return now.slide.place
    if now.misfit > 0:
        back = ease(now.start / 0.5)
        return 0.0, between(of.out - 1 + ease(now.misfit / 0.25), of.out - 1, back)
    return now.along.place


def _window(of: Layer, now: Moment, cell: float) -> list[AnyMark]:
    """The frame of the window and the places of its weights, which dilation moves apart."""
    row, column = _place(of, now)
    k, d, s = of.knobs.k, of.knobs.dilation, of.knobs.stride
    apart = between(1.0, d, ease((now.room - 0.3) / 0.6))
    side = ((k - 1) * apart + 1) * cell
    x, y = LEFT + column * s * cell, TOP + row * s * cell
    role = Role.WARNING if _hangs(now) else Role.HIGHLIGHT
    shown = min(1.0, now.room * 4) * _flash(now)
    weights = [
        Rect(
            x=x + v * apart * cell + 3, y=y + u * apart * cell + 3, width=cell - 6, height=cell - 6,
            radius=min(8.0, cell / 6), line=3.0, role=Role.KERNEL, opacity=shown,
        )
        for u in range(k) for v in range(k)
        if d > 1 and cell > NUMBERED + 6
    ]  # fmt: skip
    frame = Rect(
        x=x, y=y, width=side, height=side, radius=min(8.0, side / 6), line=5.0, role=role, opacity=shown,
        dashed=_hangs(now), name="window", grip=_grip(of, now, cell), fill=0.0,
    )  # fmt: skip
    return [*weights, frame, *_over_the_edge(of, now, cell)]


def _grip(of: Layer, now: Moment, cell: float) -> Scrub | None:
    """Dragging the window moves the time along its walk."""
    if now.slide.when is not None:
        return Scrub(_lattice(of, cell, of.out), *now.slide.when)
    if now.along.when is not None and now.misfit <= 0:
        return Scrub(_lattice(of, cell, 1), *now.along.when)
    return None


def _lattice(of: Layer, cell: float, rows: int) -> Lattice:
    return lattice_of_windows((LEFT, TOP), cell, of.knobs.span, of.knobs.stride, rows, of.out)


def _hangs(now: Moment) -> bool:
    """Whether the window hangs over the edge just now."""
    return now.misfit > 0.12 and now.start < 0.25


def _flash(now: Moment) -> float:
    """The window's opacity: it flashes when it does not fit."""
    share = (now.misfit - 0.25) / 0.45
    if not 0 < share < 1:
        return 1.0
    return 0.6 + 0.4 * math.cos(2 * math.pi * FLASHES * share)


def _over_the_edge(of: Layer, now: Moment, cell: float) -> list[AnyMark]:
    """What of the window lies beyond the padded picture, and how much that is."""
    shown = ease((now.misfit - 0.2) / 0.15) * (1.0 - ease(now.start / 0.3))
    if shown <= 0:
        return []
    left, width = LEFT + of.row * cell, of.too_far * cell
    height = of.knobs.span * cell
    words = (counted(of.too_far, "cell"), "too far")
    return [
        Rect(
            x=left + 3, y=TOP, width=width - 3, height=height, fill=0.3, role=Role.WARNING, opacity=shown * _flash(now),
            name="over the edge",
        ),
        *(
            lettering(left + 14, TOP + height + 30 + 32 * line, word, Role.WARNING, bold=True, size=24,
                      opacity=shown)
            for line, word in enumerate(words)
        ),
    ]  # fmt: skip


def _bricks(of: Layer, now: Moment, cell: float) -> list[AnyMark]:
    """Below the picture a brick for each position along a row, and how much room the window has to move."""
    span, s = of.knobs.span, of.knobs.stride
    levels = math.ceil(span / s)
    below, room = BRICKS
    pitch = min(22.0, room / levels)
    top = TOP + min(SIDE, of.row * cell) + below

    def brick(index: int, role: Role, opacity: float, dashed: bool = False) -> Rect:
        return Rect(
            x=LEFT + index * s * cell + 2, y=top + index % levels * pitch, width=span * cell - 4, height=pitch - 5,
            radius=4, fill=0.0 if dashed else 0.55, line=2.0, dashed=dashed, role=role, opacity=opacity,
            name=f"position {index}" if not dashed else "no position",
        )  # fmt: skip

    count = 1 if now.along.when is None else now.along.written()
    marks: list[AnyMark] = [brick(index, Role.OUTPUT, min(1.0, now.room * 3)) for index in range(count)]
    shown = ease((now.misfit - 0.15) / 0.2) * (1.0 - ease(now.start / 0.3))
    if shown > 0:
        marks.append(brick(of.out, Role.WARNING, shown, dashed=True))
    return marks + _room(of, now, cell, top)


def _room(of: Layer, now: Moment, cell: float, top: float) -> list[AnyMark]:
    """An arrow over the cells that are left for the window to move over."""
    shown = ease((now.room - 0.55) / 0.3) * (1.0 - ease(now.steps / 0.2))
    if of.room == 0 or shown <= 0:
        return []
    start, end, y = LEFT + of.knobs.span * cell + 8, LEFT + of.row * cell, top + 9
    words = (TextRun(f"{counted(of.room, 'cell')} of room", Role.HIGHLIGHT, bold=True),)
    edge = Path(points=((end, y - 14), (end, y + 14)), line=3.0, role=Role.HIGHLIGHT, opacity=shown)
    arrow = Arrow(start=(start, y), end=(end - 2, y), role=Role.HIGHLIGHT, opacity=shown)
    return [edge, arrow, Text(x=end, y=y + 40, runs=words, size=24, anchor="end", opacity=shown)]
