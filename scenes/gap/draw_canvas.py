"""Digits that a hand moves around a canvas, what a trained net makes of them, and where it finds each class."""

from __future__ import annotations

from scenes.gap.digits import Canvas
from scenes.gap.knobs import DIGIT, Knobs
from scenes.gap.story import Steps
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Lattice, Point
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import format_number

TOP, SIDE = 206.0, 510.0
SWITCH_X = 810.0
CORNER: Point = (LEFT, TOP)
ROLES = (Role.FIRST, Role.SECOND)
"""The colours of the two digits' boxes."""
MAPS_X, MAP, ACROSS = 616.0, 74.0, 8
MAP_PITCH: Point = (84.0, 128.0)
CLASS_X, CLASS_SIDE, CLASS_PITCH = 616.0, 310.0, 344.0
SHARES_X, LONGEST, LINE = 1360.0, 88.0, 49.0


def draw_canvas(stage: Stage, canvas: Canvas, knobs: Knobs, steps: Steps) -> None:
    """Draw the canvas with its digits, the shares, and the last maps or the class maps."""
    inside = steps.seen(steps.canvas, steps.honest)
    marks = [*_picture(canvas), *_shares(canvas), *_plates(knobs)]
    stage.add(*marks, opacity=inside)
    drawn = _last_maps(canvas) if steps.canvas.active else _class_maps(canvas)
    stage.add(*drawn, opacity=inside * steps.arriving)


def _picture(canvas: Canvas) -> list[AnyMark]:
    cell = SIDE / canvas.side
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 28, "canvas", f"{canvas.side} × {canvas.side}, drag the digits", Role.INPUT),
        Grid(
            values=canvas.picture, origin=CORNER, u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT, shade="grey",
            numbers=False, gap=0.0, name="canvas",
        ),
    ]  # fmt: skip
    for index, (row, column) in enumerate(canvas.corners):
        # The box is carried so that the middle of its lattice's cell (row, column) is its own middle.
        places = Lattice(
            (CORNER[0] + (DIGIT - 1) / 2 * cell, CORNER[1] + (DIGIT - 1) / 2 * cell), (cell, 0.0), (0.0, cell),
            canvas.side - DIGIT + 1, canvas.side - DIGIT + 1,
        )  # fmt: skip
        marks.append(
            Rect(
                x=CORNER[0] + column * cell, y=CORNER[1] + row * cell, width=DIGIT * cell, height=DIGIT * cell,
                radius=6, fill=0.01, line=3.0, role=ROLES[index], name=("first digit", "second digit")[index],
                grip=PickCell(("first_at", "second_at")[index], places),
            )
        )  # fmt: skip
    return marks


def _shares(canvas: Canvas) -> list[AnyMark]:
    """What the net says: the share of each class."""
    marks: list[AnyMark] = [heading(SHARES_X - 30, TOP - 28, "it says", role=Role.OUTPUT)]
    for digit, share in enumerate(canvas.seen.shares.tolist()):
        y = TOP + 22 + digit * LINE
        role = ROLES[canvas.digits.index(digit)] if digit in canvas.digits else Role.MUTED
        width = max(LONGEST * share, 1.0)
        marks += [
            lettering(SHARES_X - 12, y, str(digit), role, bold=True, size=26, anchor="end"),
            Rect(x=SHARES_X, y=y - 12, width=width, height=24, fill=0.85, role=role, name=f"share of {digit}",
                 value=share),
            lettering(SHARES_X + width + 12, y, percent_text(share), role, size=24),
        ]  # fmt: skip
    return marks


def _plates(knobs: Knobs) -> list[AnyMark]:
    """Whether the net has been trained, at a click."""
    return [
        lettering(SWITCH_X - 16, 54, "the net is", Role.MUTED, size=22, anchor="end"),
        *options(SWITCH_X, 30, 140, "trained", [("trained", True), ("untrained", False)], knobs.trained),
    ]


def _last_maps(canvas: Canvas) -> list[AnyMark]:
    """The maps that the means are taken of, with a bar as long as the mean under each."""
    most = float(canvas.seen.means.max()) or 1.0
    cell = MAP / canvas.last.shape[1]
    note = f"{len(canvas.maps)} of {canvas.last.shape[1]} × {canvas.last.shape[2]}, with their means"
    marks: list[AnyMark] = [heading(MAPS_X, TOP - 28, "last maps", note, Role.PRODUCT)]
    for index, values in enumerate(canvas.maps):
        row, column = divmod(index, ACROSS)
        x, y = MAPS_X + column * MAP_PITCH[0], TOP + row * MAP_PITCH[1]
        mean = float(canvas.seen.means[index])
        marks += [
            Grid(
                values=values, origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=Role.PRODUCT, scale="last maps",
                framed=False, numbers=False, gap=0.0, name=f"last map {index + 1}",
            ),
            Rect(x=x, y=y + MAP + 8, width=max(MAP * mean / most, 1.0), height=14, fill=0.9, role=Role.OUTPUT,
                 name=f"mean of map {index + 1}", value=mean),
        ]  # fmt: skip
    return marks


def _class_maps(canvas: Canvas) -> list[AnyMark]:
    """The map of each digit's class, with the digits' boxes on it, its peak, and how its mean makes the logit."""
    marks: list[AnyMark] = []
    for index, digit in enumerate(canvas.digits):
        x, cell = CLASS_X + index * CLASS_PITCH, CLASS_SIDE / canvas.class_maps.shape[1]
        marks += [
            heading(x, TOP - 28, f"map of class {digit}", role=ROLES[index]),
            Grid(
                values=canvas.shown_maps[digit], origin=(x, TOP), u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT,
                scale="class maps", numbers=False, gap=0.0, name=f"map of class {digit}",
            ),
            *_boxes(canvas, x),
            *_peak(canvas, index, x, cell),
            *_sum(canvas, index, x),
        ]  # fmt: skip
    return marks if len(canvas.digits) > 1 else [*marks, *_alone()]


def _alone() -> list[AnyMark]:
    """Why one digit says little."""
    x = CLASS_X + CLASS_PITCH
    lines = (
        "With one digit alone",
        "there is ink in one",
        "place only: maps of an",
        "untrained net often",
        "light up there as well.",
    )
    return [lettering(x, TOP + 40 + 40 * index, words, size=26) for index, words in enumerate(lines)]


def _boxes(canvas: Canvas, x: float) -> list[AnyMark]:
    """Where the digits lie, on a class map."""
    pixel = CLASS_SIDE / canvas.side
    return [
        Rect(
            x=x + column * pixel, y=TOP + row * pixel, width=DIGIT * pixel, height=DIGIT * pixel, radius=5, line=2.0,
            dashed=True, role=ROLES[index],
        )
        for index, (row, column) in enumerate(canvas.corners)
    ]  # fmt: skip


def _peak(canvas: Canvas, index: int, x: float, cell: float) -> list[AnyMark]:
    """A ring around the cell where a class's map is largest."""
    row, column = canvas.peak(canvas.digits[index])
    ring = max(cell, 24.0) / 2 + 3
    middle = (x + (column + 0.5) * cell, TOP + (row + 0.5) * cell)
    return [
        Rect(
            x=middle[0] - ring, y=middle[1] - ring, width=2 * ring, height=2 * ring, radius=ring, line=line, role=role,
            name=name,
        )
        for role, line, name in (
            (Role.SURFACE, 9.0, ""), (Role.HIGHLIGHT, 4.0, f"peak of class {canvas.digits[index]}")
        )
    ]  # fmt: skip


def _sum(canvas: Canvas, index: int, x: float) -> list[AnyMark]:
    """The mean of the map and the bias make the logit; and whether the peak is where it should be."""
    digit = canvas.digits[index]
    mean, bias, logit = canvas.logit(digit)
    sign = "−" if bias < 0 else "+"
    hit = canvas.hits(index)
    y = TOP + CLASS_SIDE
    role = Role.OUTPUT if hit else Role.MUTED if canvas.twice else Role.WARNING
    verdict = (TextRun(canvas.verdict(index), role, bold=True),)
    return [
        Text(x=x, y=y + 40, runs=verdict, size=28, name=f"verdict on class {digit}"),
        lettering(x, y + 96, "mean of the map, bias:", Role.MUTED, size=22),
        Text(
            x=x, y=y + 134, size=20, name=f"logit of class {digit}",
            runs=(TextRun(f"{format_number(mean, 4)} {sign} {abs(bias):.4f} = "),
                  TextRun(format_number(logit, 3), Role.PRODUCT, bold=True)),
        ),
    ]  # fmt: skip
