"""The maps divided between two GPUs: which half reads which, and the weights that this saves."""

from __future__ import annotations

from scenes.alexnet.computed import Build
from scenes.alexnet.story import Steps
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import HEADING, cuboid, heading

LANES = (280.0, 470.0)
FIRST, PITCH = 330.0, 162
NAMES_Y = 570.0
ROWS_Y = 640.0


def draw_gpus(stage: Stage, of: Build, now: Steps) -> None:
    """Draw both lanes with the arrows between their maps; below, the parameters with and without groups."""
    t = now.spans["gpus"].t
    marks: list[AnyMark] = [*_lane_names(of)]
    for index, layer in enumerate(of.layers):
        came = ease((t - 0.08 * index) / 0.1)
        if came > 0.01:
            marks.append(Group(marks=(*_halves(of, index), *_arrows(of, index, layer)), opacity=came))
            marks.append(Group(marks=_counts(of, index, layer), opacity=came))
    marks += _rows(of)
    stage.add(*marks, opacity=now.arriving)


def _x(index: int) -> float:
    """The middle of a layer's column; the picture stands before the first."""
    return FIRST + PITCH * index


def _lane_names(of: Build) -> list[AnyMark]:
    names = ("GPU 1", "GPU 2") if of.grouped else ("one half", "other half")
    marks: list[AnyMark] = [
        lettering(LEFT, y, name, role, bold=True, size=26)
        for y, name, role in zip(LANES, names, (Role.PRODUCT, Role.BIAS), strict=True)
    ]
    middle = sum(LANES) / 2
    box = Rect(x=186, y=middle - 26, width=52, height=52, fill=0.2, line=2.0, role=Role.INPUT, name="picture")
    return [*marks, box]


def _halves(of: Build, index: int) -> tuple[AnyMark, ...]:
    """A layer's maps, or units, in two equal parts."""
    layer = of.layers[index]
    marks: list[AnyMark] = []
    half = layer.shape[0] // 2
    for y, role in zip(LANES, (Role.PRODUCT, Role.BIAS), strict=True):
        name = f"{layer.label} {'upper' if y == LANES[0] else 'lower'} half"
        if layer.convolves:
            side, deep = 0.75 * of.face(layer.shape[1]), 0.2 * half
            corner = (_x(index) - (side + deep) / 2, y - (side - 0.6 * deep) / 2)
            marks += cuboid(corner, side, side, (deep, -0.6 * deep), role=role, name=name)
        else:
            marks.append(Rect(x=_x(index) - 10, y=y - 40, width=20, height=80, fill=0.2, line=2.0, role=role,
                              name=name))  # fmt: skip
    return tuple(marks)


def _arrows(of: Build, index: int, layer: Layer) -> list[AnyMark]:
    """From the halves that are read to those that read them."""
    ends: list[tuple[Point, Point, bool]] = []
    right = _x(index) - 50
    for row, y in enumerate(LANES):
        if index == 0:
            ends.append(((240.0, sum(LANES) / 2), (right, y), False))
            continue
        for source, start in enumerate(LANES):
            crosses = source != row
            if not crosses or layer.groups == 1:
                ends.append(((_x(index - 1) + 50, start), (right, y), crosses))
    return [
        Arrow(start=start, end=end, role=Role.HIGHLIGHT if crosses else Role.MUTED, line=2.5)
        for start, end, crosses in ends
    ]


def _rows(of: Build) -> list[AnyMark]:
    y = ROWS_Y
    return [
        lettering(LEFT, y, "groups", Role.MUTED, size=22),
        lettering(LEFT, y + 48, "parameters", Role.KERNEL, bold=True, size=22),
        lettering(LEFT, y + 96, "if not divided", Role.MUTED, size=22),
    ]


def _counts(of: Build, index: int, layer: Layer) -> tuple[AnyMark, ...]:
    """Under a layer: its name, its groups, its parameters, and those that it would have undivided."""
    x, grouped = _x(index), layer.groups > 1
    whole = of.ungrouped_parameters(layer) if layer.convolves else layer.parameters
    role = Role.HIGHLIGHT if grouped else Role.OUTPUT
    lines = (
        (ROWS_Y, str(layer.groups), Role.MUTED, False),
        (ROWS_Y + 48, f"{layer.parameters:,}", Role.KERNEL, grouped),
        (ROWS_Y + 96, f"{whole:,}", Role.MUTED, False),
    )
    return (
        lettering(x, NAMES_Y, layer.label, role, bold=True, size=HEADING, anchor="middle"),
        *(
            lettering(x, y, words, tone, bold=bold, size=21, anchor="middle",
                      name=f"{layer.label} row {row}")
            for row, (y, words, tone, bold) in enumerate(lines)
        ),
    )  # fmt: skip


def gpu_heading(of: Build) -> AnyMark:
    """What the picture shows."""
    return heading(LEFT, 188, "who reads whom", "coloured arrows: from the other half", Role.TEXT)
