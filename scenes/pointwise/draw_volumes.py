"""The input and the output of the pointwise scene: blocks whose faces show their numbers, or sheets of pictures."""

from __future__ import annotations

from dataclasses import replace

from scenes.pointwise.computed import Faces
from scenes.pointwise.layout import HEADING, Volume
from scenes.pointwise.view import Cube, Look, View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

MARKER = 22.0
"""The smallest side of the frame around the chosen pixel of a picture."""


def draw_input(view: View) -> None:
    """Draw the input, and mark the chosen pixel in it."""
    layer, volume = view.layer, view.place.input
    shape = f"{layer.channels}×{layer.size[0]}×{layer.size[1]}"
    marks: list[AnyMark] = [heading(volume.origin[0], HEADING, "input", shape, Role.INPUT)]
    looks = [view.input_look(channel) for channel in range(layer.channels)]
    grip = view.pick_grip(volume)
    marks += (_block(layer.input, volume, looks[0], "input", grip) if volume.block
              else _sheets(layer.input, volume, looks, "input", grip))  # fmt: skip
    marks.append(_marker(view, volume, grip))
    view.stage.add(*marks, opacity=view.steps.layer)


def draw_output(view: View) -> None:
    """Draw the output: empty until the first column is there, full when all pixels have come."""
    layer, volume, full = view.layer, view.place.output, ease((view.steps.all_pixels - 0.75) * 5)
    shape = f"{layer.outputs}×{layer.size[0]}×{layer.size[1]}"
    marks: list[AnyMark] = [heading(volume.origin[0], HEADING, "output", shape, Role.OUTPUT), *_wires(volume)]
    if full > 0:
        grip, look = view.pick_grip(volume), view.output_look
        drawn = (_block(layer.output, volume, look, "output", grip) if volume.block
                 else _sheets(layer.output, volume, [look] * layer.outputs, "output", grip))  # fmt: skip
        marks += [Group(marks=tuple(drawn), opacity=full), _marker(view, volume, grip)]
    if full < 1 and view.steps.write.motion >= 1:
        marks.append(Group(marks=tuple(landed(view, 1.0)), opacity=1.0 - full))
    view.stage.add(*marks, opacity=view.steps.layer)


def landed(view: View, share: float) -> list[AnyMark]:
    """The finished column on its way from the account into the output, the last channel behind the others."""
    volume, (row, column) = view.place.output, view.cell
    size = max(volume.cell, MARKER)
    start_index = 2 if view.layer.relu else 1
    marks: list[AnyMark] = []
    for channel in reversed(range(view.layer.outputs)):
        x, y = view.place.result(start_index)
        start = (x, y + channel * view.place.cell[1])
        goal = centred(volume.at(channel, row, column), volume.cell, size)
        cube = Cube(
            value=view.column.y[channel],
            corner=midway(start, goal, share),
            size=midway(view.place.cell, (size, size), share),
            deeper=midway((0.0, 0.0), volume.deeper if volume.block else (0.0, 0.0), share),
            covered=channel > 0 and share > 0.5,
        )
        marks += cube.marks(view.output_look, name=f"output channel {channel + 1}" if share >= 1 else "")
    return marks


def _block(faces: Faces, volume: Volume, look: Look, what: str, grip: Grip) -> list[AnyMark]:
    """A block seen from the front, from above and from the right: three faces with their numbers."""

    def face(values: Values, origin: Point, u: Point, v: Point, name: str, numbers: bool) -> Grid:
        return Grid(
            values=values, origin=origin, u=u, v=v, role=look.role, shade=look.shade,
            numbers=numbers, framed=False, name=name,
        )  # fmt: skip

    (x, y), across, down = volume.origin, (volume.cell, 0.0), (0.0, volume.cell)
    front = replace(face(faces.sheets[0], (x, y), across, down, f"{what} channel 1", True), grip=grip)
    legible = front.number_size > 0
    return [
        face(faces.top, (x, y), across, volume.deeper, f"{what}, top of all channels", legible),
        face(faces.right, (x + volume.width, y), volume.deeper, down, f"{what}, right side of all channels", legible),
        front,
    ]


def _sheets(faces: Faces, volume: Volume, looks: list[Look], what: str, grip: Grip) -> list[AnyMark]:
    """The channels of a picture as sheets, the first in front."""
    marks: list[AnyMark] = []
    for channel in reversed(range(len(faces.sheets))):
        x, y = volume.at(channel, 0, 0)
        edge = Rect(
            x=x - 5, y=y - 5, width=volume.width + 10, height=volume.height + 10, radius=6, fill=1.0, role=Role.SURFACE
        )
        look = looks[channel]
        sheet = matrix(
            faces.sheets[channel], (x, y), volume.cell, role=look.role,
            shade=look.shade, numbers=False, gap=0.0, name=f"{what} channel {channel + 1}",
            grip=grip if channel == 0 else None,
        )  # fmt: skip
        marks += [edge, sheet]
    return marks


def _marker(view: View, volume: Volume, grip: Grip) -> Rect:
    """The frame around the chosen pixel."""
    row, column = view.cell
    side = max(volume.cell, MARKER)
    x, y = centred(volume.at(0, row, column), volume.cell, side)
    return Rect(
        x=x, y=y, width=side, height=side, radius=min(8.0, side / 8), line=4.0, role=Role.HIGHLIGHT,
        name="chosen pixel" if volume is view.place.input else "chosen output pixel", grip=grip,
    )  # fmt: skip


def _wires(volume: Volume) -> list[AnyMark]:
    """The edges of a volume that nothing is in yet, and the pixels on its front."""
    channels, rows, columns = volume.shape
    if not volume.block:
        corners = [volume.at(channel, 0, 0) for channel in range(channels)]
        return [
            Rect(x=x, y=y, width=volume.width, height=volume.height, line=2.0, role=Role.OUTPUT, opacity=0.6)
            for x, y in corners
        ]
    side = volume.cell
    thin: list[AnyMark] = [
        Rect(x=x, y=y, width=side, height=side, line=1.0, role=Role.MUTED, opacity=0.3)
        for x, y in (volume.front.at(row, column) for row in range(rows) for column in range(columns))
    ]
    deeper = (channels * volume.deeper[0], channels * volume.deeper[1])
    return thin + list(cuboid(volume.origin, volume.width, volume.height, deeper, role=Role.OUTPUT, fill=0.0))


def centred(corner: Point, cell: float, side: float) -> Point:
    """The corner of a larger square with the same middle."""
    more = (side - cell) / 2
    return corner[0] - more, corner[1] - more
