"""The picture with its ghost zeros, the window that moves over it, and the positions counted below."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer
from scenes.padding.layout import NUMBERED, SIDE, input_cell
from scenes.padding.story import Steps
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Lattice, between
from scenes.stage.core.marks import CELL_GAP, AnyMark, Arrow, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, TOP, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import counted, heading
from scenes.stage.draw.sliding import lattice_of_windows

BRICKS = 16.0, 64.0
"""How far below the picture the positions are counted, and how much room they have."""
FLASHES = 3


def draw_picture(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the picture and what moves on it; it is gone before the map at stride 1 comes."""
    n, p = layer.knobs.n, layer.knobs.padding
    cell = input_cell(layer)
    rings = f" + {counted(p, 'ring')} of zeros" if p and steps.ghosts.begun else ""
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, "picture", f"{n}×{n}{rings}", Role.INPUT)]
    marks += _ghosts(layer, steps, cell)
    marks.append(_picture(layer, steps, cell))
    if steps.room.begun:
        marks += _window(layer, steps, cell)
        marks += _bricks(layer, steps, cell)
    stage.add(Group(marks=tuple(marks), opacity=steps.counting * max(0.0, 1.0 - 2.0 * steps.dense)))


def _ghosts(layer: Layer, steps: Steps, cell: float) -> list[AnyMark]:
    """The rings of zeros, the innermost first to appear."""
    p = layer.knobs.padding
    if steps.ghosts.done:
        return [_ring(layer, p, cell, 1.0, steps)] if p else []
    return [_ring(layer, ring, cell, steps.ghosts.part(ring - 1, p), steps) for ring in range(p, 0, -1)]


def _ring(layer: Layer, rings: int, cell: float, opacity: float, steps: Steps) -> Grid:
    inset = (layer.knobs.padding - rings) * cell
    small = cell <= NUMBERED
    return Grid(
        values=layer.padded(rings),
        origin=(LEFT + inset, TOP + inset),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=Role.INPUT,
        shade="pixel",
        padding=None if small else layer.ghost(rings),
        faded=layer.unseen if steps.misfit.begun else None,
        gap=0.0 if small else CELL_GAP,
        first=(-rings, -rings),
        name="padded picture",
        opacity=opacity,
    )


def _picture(layer: Layer, steps: Steps, cell: float) -> Grid:
    n, inset = layer.knobs.n, layer.knobs.padding * cell
    return Grid(
        values=layer.picture,
        origin=(LEFT + inset, TOP + inset),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=Role.INPUT,
        shade="pixel",
        faded=layer.unseen_picture if steps.misfit.begun else None,
        gap=0.0 if cell <= NUMBERED else CELL_GAP,
        name="picture",
        grip=EditCell("pixels", (), (0, 0), (n, n), -99.0, 99.0),
    )


def _place(layer: Layer, steps: Steps) -> tuple[float, float]:
    """Where the window is, in positions from the first."""
    if steps.slide.begun:
        return steps.over.place
    if steps.misfit.begun:
        back = ease(steps.first.motion / 0.5)
        return 0.0, between(layer.out - 1 + ease(steps.misfit.t / 0.25), layer.out - 1, back)
    return steps.along.place


def _window(layer: Layer, steps: Steps, cell: float) -> list[AnyMark]:
    """The frame of the window and the places of its weights, which dilation moves apart."""
    row, column = _place(layer, steps)
    k, d, s = layer.knobs.k, layer.knobs.dilation, layer.knobs.stride
    apart = between(1.0, d, ease((steps.room.motion - 0.3) / 0.6))
    side = ((k - 1) * apart + 1) * cell
    x, y = LEFT + column * s * cell, TOP + row * s * cell
    role = Role.WARNING if _hangs(steps) else Role.KERNEL
    shown = min(1.0, steps.room.motion * 4) * _flash(steps)
    weights = [
        Rect(
            x=x + v * apart * cell + 3, y=y + u * apart * cell + 3, width=cell - 6, height=cell - 6,
            radius=min(8.0, cell / 6), line=3.0, role=Role.KERNEL, opacity=shown,
        )
        for u in range(k) for v in range(k)
        if d > 1 and cell > NUMBERED + 6
    ]  # fmt: skip
    frame = Rect(
        x=x, y=y, width=side, height=side, radius=min(8.0, side / 6), line=8.0, role=role, opacity=shown,
        dashed=_hangs(steps), name="window", grip=_grip(layer, steps, cell), fill=0.0,
    )  # fmt: skip
    return [*weights, frame, *_over_the_edge(layer, steps, cell)]


def _grip(layer: Layer, steps: Steps, cell: float) -> Scrub | None:
    """Dragging the window moves the time along its walk."""
    if steps.over.when is not None:
        return Scrub(_lattice(layer, cell, layer.out), *steps.over.when)
    if steps.along.when is not None and not steps.misfit.begun:
        return Scrub(_lattice(layer, cell, 1), *steps.along.when)
    return None


def _lattice(layer: Layer, cell: float, rows: int) -> Lattice:
    return lattice_of_windows((LEFT, TOP), cell, layer.knobs.span, layer.knobs.stride, rows, layer.out)


def _hangs(steps: Steps) -> bool:
    """Whether the window hangs over the edge just now."""
    return steps.misfit.t > 0.12 and steps.first.motion < 0.25


def _flash(steps: Steps) -> float:
    """The window's opacity: it flashes when it does not fit."""
    share = (steps.misfit.t - 0.25) / 0.45
    if not 0 < share < 1:
        return 1.0
    return 0.6 + 0.4 * math.cos(2 * math.pi * FLASHES * share)


def _over_the_edge(layer: Layer, steps: Steps, cell: float) -> list[AnyMark]:
    """What of the window lies beyond the padded picture, and how much that is."""
    shown = ease((steps.misfit.t - 0.2) / 0.15) * (1.0 - ease(steps.first.motion / 0.3))
    if shown <= 0:
        return []
    left, width = LEFT + layer.row * cell, layer.too_far * cell
    height = layer.knobs.span * cell
    words = (counted(layer.too_far, "cell"), "too far")
    return [
        Rect(
            x=left + 3, y=TOP, width=width - 3, height=height, fill=0.3, role=Role.WARNING,
            opacity=shown * _flash(steps), name="over the edge",
        ),
        *(
            lettering(left + 14, TOP + height + 30 + 32 * line, word, Role.WARNING, bold=True, size=24,
                      opacity=shown)
            for line, word in enumerate(words)
        ),
    ]  # fmt: skip


def _bricks(layer: Layer, steps: Steps, cell: float) -> list[AnyMark]:
    """Below the picture a brick for each position along a row, and how much room the window has to move."""
    span, s = layer.knobs.span, layer.knobs.stride
    levels = math.ceil(span / s)
    below, room = BRICKS
    pitch = min(22.0, room / levels)
    top = TOP + min(SIDE, layer.row * cell) + below

    def brick(index: int, role: Role, opacity: float, dashed: bool = False) -> Rect:
        return Rect(
            x=LEFT + index * s * cell + 2, y=top + index % levels * pitch, width=span * cell - 4, height=pitch - 5,
            radius=4, fill=0.0 if dashed else 0.55, line=2.0, dashed=dashed, role=role, opacity=opacity,
            name=f"position {index}" if not dashed else "no position",
        )  # fmt: skip

    count = steps.along.written() if steps.stride.begun else 1
    marks: list[AnyMark] = [brick(index, Role.OUTPUT, min(1.0, steps.room.motion * 3)) for index in range(count)]
    shown = ease((steps.misfit.t - 0.15) / 0.2) * (1.0 - ease(steps.first.motion / 0.3))
    if shown > 0:
        marks.append(brick(layer.out, Role.WARNING, shown, dashed=True))
    return marks + _room(layer, steps, cell, top)


def _room(layer: Layer, steps: Steps, cell: float, top: float) -> list[AnyMark]:
    """An arrow over the cells that are left for the window to move over."""
    shown = ease((steps.room.motion - 0.55) / 0.3) * (1.0 - ease(steps.stride.motion / 0.2))
    if layer.room == 0 or shown <= 0:
        return []
    start, end, y = LEFT + layer.knobs.span * cell + 8, LEFT + layer.row * cell, top + 9
    words = (TextRun(f"{counted(layer.room, 'cell')} of room", Role.HIGHLIGHT, bold=True),)
    edge = Path(points=((end, y - 14), (end, y + 14)), line=3.0, role=Role.HIGHLIGHT, opacity=shown)
    arrow = Arrow(start=(start, y), end=(end - 2, y), role=Role.HIGHLIGHT, opacity=shown)
    return [edge, arrow, Text(x=end, y=y + 40, runs=words, size=24, anchor="end", opacity=shown)]
