"""Digits that a hand moves around a canvas, what a trained net makes of them, and where it finds each class."""

from __future__ import annotations

from dataclasses import replace

from scenes.gap.digits import Canvas, added_up
from scenes.gap.knobs import DIGIT, Knobs
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Lattice, Point, between
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, Shade, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import COUNTING, Span, ease
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import Values, format_number

ROLES = (Role.FIRST, Role.SECOND)
"""The colours of the two digits' boxes."""
CANVAS, SIDE = (LEFT, 112.0), 596.0
MAPS, MAP, ACROSS, PITCH = (704.0, 168.0), 92.0, 8, (106.0, 120.0)
SHARES, LONGEST = (704.0, 664.0), 540.0
CLASS_Y, GAP, LARGEST = 160.0, 24.0, 500.0
PLATES_Y, PLATE = 724.0, 66.0


def reading(span: Span, canvas: Canvas, knobs: Knobs) -> list[AnyMark]:
    """The canvas, the last maps with a bar for the mean of each, and the two classes with the largest shares."""
    grown = span.part(1, 2)
    marks = [*_picture(canvas, CANVAS, SIDE), *_plates(knobs, (LEFT, PLATES_Y), SIDE)]
    marks += [heading(MAPS[0], 134, f"{len(canvas.maps)} last maps", "and their means", Role.PRODUCT, size=40)]
    marks += _last_maps(canvas, span.even * 2)
    for index, digit in enumerate(canvas.best):
        share, y = float(canvas.seen.shares[digit]) * grown, SHARES[1] + index * PLATE
        role = ROLES[canvas.digits.index(digit)] if digit in canvas.digits else Role.MUTED
        width = max(LONGEST * share, 3.0)
        marks += [
            lettering(SHARES[0], y + 26, str(digit), role, bold=True, size=52, name=f"class {index + 1}"),
            Rect(x=SHARES[0] + 60, y=y, width=width, height=52, radius=8, fill=0.85, role=role,
                 name=f"share of {digit}", value=share),
            lettering(SHARES[0] + 78 + width, y + 26, percent_text(share), role, bold=True, size=52,
                      name=f"percent {index + 1}"),
        ]  # fmt: skip
    return marks


def _picture(canvas: Canvas, corner: Point, side: float) -> list[AnyMark]:
    """The canvas with a box around each digit, by which it is dragged."""
    cell = side / canvas.side
    marks: list[AnyMark] = [_map(canvas.picture, corner, cell, Role.INPUT, "canvas", shade="grey")]
    for index, box in enumerate(_boxes(canvas, corner, side)):
        # The box is carried so that the middle of its lattice's cell (row, column) is its own middle.
        off = (DIGIT - 1) / 2 * cell
        places = Lattice(
            (corner[0] + off, corner[1] + off), (cell, 0.0), (0.0, cell), canvas.side - DIGIT + 1,
            canvas.side - DIGIT + 1,
        )  # fmt: skip
        name, knob = (("first digit", "first_at"), ("second digit", "second_at"))[index]
        marks.append(replace(box, fill=0.01, dashed=False, name=name, grip=PickCell(knob, places)))
    return marks


def _boxes(canvas: Canvas, corner: Point, side: float) -> list[Rect]:
    """Where the digits lie, dashed."""
    pixel = side / canvas.side
    return [
        Rect(
            x=corner[0] + column * pixel, y=corner[1] + row * pixel, width=DIGIT * pixel, height=DIGIT * pixel,
            radius=8, line=5.0, dashed=True, role=ROLES[index], name=f"box {index + 1} at {corner[0]:.0f}",
        )
        for index, (row, column) in enumerate(canvas.corners)
    ]  # fmt: skip


def _plates(knobs: Knobs, corner: Point, width: float) -> list[AnyMark]:
    """Whether the net has been trained, at a click."""
    choices = [("trained", True), ("untrained", False)]
    return [*options(*corner, (width - 10) / 2, "trained", choices, knobs.trained, size=33)]


def _map(
    values: Values, corner: Point, cell: float, role: Role, name: str, scale: str = "", shade: Shade = "value"
) -> Grid:  # fmt: skip
    """A picture or a map without numbers."""
    return Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=role, name=name, scale=scale, numbers=False,
        shade=shade, gap=0.0, framed=scale != "last maps",
    )  # fmt: skip


def _last_maps(canvas: Canvas, come: float) -> list[AnyMark]:
    """The maps whose means are taken, one after the other, with a bar as long as the mean under each."""
    most = float(canvas.seen.means.max()) or 1.0
    cell, count = MAP / canvas.last.shape[1], len(canvas.maps)
    marks: list[AnyMark] = []
    for index, values in enumerate(canvas.maps):
        row, column = divmod(index, ACROSS)
        x, y = MAPS[0] + column * PITCH[0], MAPS[1] + row * PITCH[1]
        mean, there = float(canvas.seen.means[index]), ease(come * (count + 4) / 4 - index / 4)
        grid = _map(values, (x, y), cell, Role.PRODUCT, f"last map {index + 1}", "last maps")
        marks += [
            replace(grid, opacity=between(0.15, 1.0, there)),
            Rect(x=x, y=y + MAP + 4, width=max(MAP * mean / most * there, 1.0), height=14, fill=0.9, role=Role.OUTPUT,
                 name=f"mean of map {index + 1}", value=mean),
        ]  # fmt: skip
    return marks


def adding(span: Span, canvas: Canvas, knobs: Knobs) -> list[AnyMark]:
    """The last maps add up to the map of each digit's class; a ring closes around its peak."""
    places = len(canvas.digits) + 1
    side = min((RIGHT - LEFT - (places - 1) * GAP) / places, LARGEST)
    left = (LEFT + RIGHT - places * side - (places - 1) * GAP) / 2
    marks = [
        heading(left, 132, "canvas", role=Role.INPUT, size=40), *_picture(canvas, (left, CLASS_Y), side),
        *_plates(knobs, (left, PLATES_Y - 26), side),
    ]  # fmt: skip
    for index in range(len(canvas.digits)):
        marks += _class_map(span, canvas, index, (left + (index + 1) * (side + GAP), CLASS_Y), side)
    return marks


def _class_map(span: Span, canvas: Canvas, index: int, corner: Point, side: float) -> list[AnyMark]:
    """The map of a digit's class as far as it is added up, and then what it says."""
    digit, count = canvas.digits[index], len(canvas.last)
    share = min(span.t / COUNTING / 0.6, 1.0)
    closed, told = ease((span.even - 0.6) / 0.25), ease((span.even - 0.85) / 0.15)
    values = added_up(canvas, digit, share * count)
    cell, y = side / values.shape[0], corner[1] + side
    marks: list[AnyMark] = [
        heading(corner[0], 132, f"class {digit}", role=ROLES[index], size=40),
        _map(values, corner, cell, Role.OUTPUT, f"map of class {digit}", "class maps"),
        *_boxes(canvas, corner, side),
    ]
    if closed > 0:
        marks += _ring(canvas, digit, corner, side, closed)
    if told > 0:
        role = Role.OUTPUT if canvas.hits(index) else Role.MUTED if canvas.twice else Role.WARNING
        words = (TextRun("logit  ", Role.MUTED), TextRun(format_number(canvas.logit(digit)[2], 2), Role.PRODUCT, True))
        marks += [
            lettering(corner[0], y + 48, canvas.verdict(index), role, bold=True, size=44, opacity=told,
                      name=f"verdict on class {digit}"),
            Text(x=corner[0], y=y + 108, runs=words, size=44, opacity=told, name=f"logit of class {digit}"),
        ]  # fmt: skip
    return marks


def _ring(canvas: Canvas, digit: int, corner: Point, side: float, closed: float) -> list[AnyMark]:
    """A ring that closes around the cell where a class's map is largest."""
    row, column = canvas.peak(digit)
    cell = side / canvas.class_maps.shape[1]
    radius = between(side / 2, max(cell, 30.0) / 2 + 6, closed)
    peak = corner[0] + (column + 0.5) * cell, corner[1] + (row + 0.5) * cell
    x, y = (between(start + side / 2, end, closed) for start, end in zip(corner, peak, strict=True))
    ring = Rect(x=x - radius, y=y - radius, width=2 * radius, height=2 * radius, radius=radius, line=14.0,
                role=Role.SURFACE)  # fmt: skip
    return [ring, replace(ring, line=7.0, role=Role.HIGHLIGHT, name=f"peak of class {digit}")]
