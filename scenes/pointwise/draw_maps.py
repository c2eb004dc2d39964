"""Rows of whole maps: three channels slide into one another, and make a mixed map or a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenes.pointwise.computed import Layer
from scenes.stage.core.lattice import midway
from scenes.stage.core.marks import AnyMark, Grid, Image, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import backed, number
from scenes.stage.draw.maps import COLOUR_ROLES, COLOURS
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

PICTURE = Area(66.0, 108.0, 1468.0, 676.0)
WORDS, SIZE = 56.0, 40.0
"""The height of the words over a row, and their size."""
MOST = 2
"""Of more outputs the last ones are drawn."""


def draw_real(layer: Layer, span: Span) -> list[AnyMark]:
    """The maps of a photograph, and what output channels mix from them."""
    marks: list[AnyMark] = []
    rows = range(max(0, layer.outputs - MOST), layer.outputs)
    for index, (row, area) in enumerate(zip(rows, PICTURE.rows(len(rows), 0.0), strict=True)):
        words: list[tuple[TextRun, ...]] = [
            (TextRun(number(float(weight)), Role.KERNEL, bold=True), TextRun(f" · {colour}", role))
            for weight, colour, role in zip(layer.weights[row], COLOURS, COLOUR_ROLES, strict=True)
        ]  # fmt: skip
        mixed = matrix(layer.mixed[row], (0.0, 0.0), 1.0, role=Role.OUTPUT, scale="mixed", name=f"mixed {row + 1}")
        words.append((TextRun(layer.names[row], Role.OUTPUT, bold=True),))
        marks += mixing(area, layer.input, mixed, words, span.part(index, len(rows)), f"{row + 1}")
    return marks


def mixing(
    area: Area,
    channels: Sequence[Values],
    mixed: Grid | Image,
    words: Sequence[tuple[TextRun, ...]],
    share: float,
    name: str,
) -> list[AnyMark]:
    """Three channels in a row, and at its end what becomes of them: copies of them slide there into one another.

    Over each of the four stand words. The names of the channels end with that of the row.
    """
    marks: list[AnyMark] = []
    below = Area(area.x, area.y + WORDS, area.width, area.height - WORDS - 12.0)
    rows = channels[0].shape[0]
    side = min(below.height, (area.width - 3 * 90.0) / 4)
    pitch = (area.width - side) / 3
    corners = [(area.x + index * pitch, below.middle[1] - side / 2) for index in range(4)]
    cell, come = side / rows, glide(share / 0.7)
    for index, (values, role, colour) in enumerate(zip(channels, COLOUR_ROLES, COLOURS, strict=True)):
        sheet = matrix(values, corners[index], cell, role=role, shade="glow", numbers=False, gap=0.0,
                       name=f"{colour} channel {name}")  # fmt: skip
        marks += backed(sheet, role, ground=False, line=4.0)
        if 0 < come < 1:
            at = midway(corners[index], corners[3], come)
            marks.append(replace(sheet, origin=at, opacity=0.7, name=f"{colour} on its way {name}"))
        x = corners[index][0] + side + (pitch - side) / 2
        marks.append(
            lettering(x, corners[0][1] + side / 2, "++="[index], Role.MUTED, bold=True, size=64.0, anchor="middle")
        )
    seen = ease((share - 0.6) / 0.4)
    marks.append(replace(mixed, origin=corners[3], u=(cell, 0.0), v=(0.0, cell), opacity=seen))
    marks += [
        Text(x=x + side / 2, y=corners[0][1] - WORDS / 2 - 4, runs=runs, size=SIZE, anchor="middle")
        for (x, _), runs in zip(corners, words, strict=True)
    ]
    return marks
