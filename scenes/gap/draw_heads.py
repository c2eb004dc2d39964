"""Two heads for the same maps: means and then a dense layer, or a map for each class and then the means."""

from __future__ import annotations

from scenes.gap.computed import CLASSES, Heads
from scenes.gap.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import heading, number, plate
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import Values

TOP, BOTTOM = 190.0, 740.0
SIDE = 118.0
"""The side of the maps at the left."""
CLASS_SIDE = 140.0
MEANS, CLASS_MAPS = 250.0, 470.0
LOGITS, PLATE = 800.0, 150.0
SHARES, LONGEST = 990.0, 130.0
WEIGHTS, CELL = (1268.0, 330.0), 64.0


def draw_heads(stage: Stage, heads: Heads, steps: Steps) -> None:
    """Draw the head of the present step between the maps and the shares."""
    nin = steps.nin.active
    gone = 1.0 - ease(steps.cost.t * 8)
    common = [*_maps(heads), *_weights(heads)]
    middle = _class_maps(heads, steps) if nin else _means(heads, steps)
    stage.add(*common, opacity=steps.seen(steps.resnet, steps.cost))
    stage.add(*middle, *_answers(heads, steps, nin), opacity=steps.arriving * gone)


def _row(index: int, count: int, height: float) -> float:
    """The top of one of so many things of a height, spread over the stage."""
    room = (BOTTOM - TOP) / count
    return TOP + index * room + (room - height) / 2


def _maps(heads: Heads) -> list[AnyMark]:
    rows, columns = heads.maps[0].shape
    marks: list[AnyMark] = [heading(LEFT, TOP - 26, "maps", role=Role.INPUT)]
    for index, values in enumerate(heads.maps):
        marks.append(
            Grid(
                values=Values(values), origin=(LEFT, _row(index, len(heads.maps), SIDE)), u=(SIDE / columns, 0.0),
                v=(0.0, SIDE / rows), role=Role.INPUT, name=f"map {index + 1}",
                grip=EditCell("cells", (index,), (0, 0), (rows, columns), 0.0, 9.0, 1.0),
            )
        )  # fmt: skip
    return marks


def _means(heads: Heads, steps: Steps) -> list[AnyMark]:
    """ResNet: each map's mean, and lines from each of them to each logit."""
    count = len(heads.means)
    marks: list[AnyMark] = [heading(MEANS, TOP - 26, "means", role=Role.OUTPUT)]
    starts: list[Point] = []
    for index, mean in enumerate(heads.means.tolist()):
        y = _row(index, count, 56.0)
        starts.append((MEANS + 110, y + 28))
        marks += [
            Arrow(start=(LEFT + SIDE + 10, y + 28), end=(MEANS - 10, y + 28), role=Role.MUTED),
            *plate(MEANS, y, 110, 56, number(index + 1), mean, Role.OUTPUT, name=f"mean {index + 1}"),
        ]
    return marks + _lines(heads, starts, LOGITS, steps.resnet)


def _class_maps(heads: Heads, steps: Steps) -> list[AnyMark]:
    """NiN: lines from each map to each class's map, and arrows from those to their means."""
    count = len(heads.class_maps)
    starts = [(LEFT + SIDE + 8, _row(index, len(heads.maps), SIDE) + SIDE / 2) for index in range(len(heads.maps))]
    rows, columns = heads.class_maps[0].shape
    marks: list[AnyMark] = [
        heading(CLASS_MAPS, TOP - 26, "class maps", role=Role.PRODUCT),
        *_lines(heads, starts, CLASS_MAPS, steps.nin),
    ]
    for index, values in enumerate(heads.class_maps):
        y = _row(index, count, CLASS_SIDE)
        row: list[AnyMark] = [
            Grid(
                values=Values(values), origin=(CLASS_MAPS, y), u=(CLASS_SIDE / columns, 0.0),
                v=(0.0, CLASS_SIDE / rows), role=Role.PRODUCT, name=f"map of class {CLASSES[index]}",
            ),
            Arrow(start=(CLASS_MAPS + CLASS_SIDE + 10, y + CLASS_SIDE / 2), end=(LOGITS - 10, y + CLASS_SIDE / 2),
                  role=Role.MUTED),
            lettering((CLASS_MAPS + CLASS_SIDE + LOGITS) / 2, y + CLASS_SIDE / 2 - 24, "mean", Role.MUTED, size=24,
                      anchor="middle"),
        ]  # fmt: skip
        marks.append(Group(marks=tuple(row), opacity=ease(steps.present.part(index, count) * 2 - 1)))
    return marks


def _lines(heads: Heads, starts: list[Point], right: float, span: Span) -> list[AnyMark]:
    """A line for each weight, class after class: the thicker, the larger it is; dashed below zero; none for 0."""
    marks: list[AnyMark] = []
    classes = len(heads.weights)
    for row, weights in enumerate(heads.weights.tolist()):
        grown, end = span.part(row, classes), (right - 6, _row(row, classes, 0.0))
        for start, weight in zip(starts, weights, strict=True):
            if weight and grown > 0:
                line = min(2.0 + 1.5 * abs(weight), 8.0)
                way = (start, midway(start, end, grown))
                marks.append(Path(points=way, line=line, dashed=weight < 0, role=Role.KERNEL, opacity=0.7))
    return marks


def _answers(heads: Heads, steps: Steps, nin: bool) -> list[AnyMark]:
    """The logits and their shares."""
    logits = heads.class_means if nin else heads.logits
    count = len(logits)
    marks: list[AnyMark] = [
        heading(LOGITS, TOP - 26, "logits", role=Role.PRODUCT), heading(SHARES, TOP - 26, "shares", role=Role.OUTPUT)
    ]  # fmt: skip
    for index, (logit, share) in enumerate(zip(logits.tolist(), heads.shares.tolist(), strict=True)):
        y = _row(index, count, 60.0)
        text = (TextRun(percent_text(share), Role.OUTPUT, bold=True),)
        row: list[AnyMark] = [
            *plate(LOGITS, y, PLATE, 60, CLASSES[index], logit, Role.PRODUCT, name=f"logit {CLASSES[index]}"),
            Rect(x=SHARES, y=y + 4, width=max(LONGEST * share, 1.0), height=24, fill=0.85, role=Role.OUTPUT,
                 name=f"share {CLASSES[index]}", value=share),
            Text(x=SHARES, y=y + 48, runs=text, size=26),
        ]  # fmt: skip
        marks.append(Group(marks=tuple(row), opacity=ease(steps.present.part(index, count) * 2 - 1)))
    return marks


def _weights(heads: Heads) -> list[AnyMark]:
    """The weights as a matrix, one row for each class, one column for each map."""
    (x, y), (rows, columns) = WEIGHTS, heads.weights.shape
    marks: list[AnyMark] = [
        heading(x, y - 70, "weights", f"{rows} × {columns}", Role.KERNEL),
        Grid(
            values=Values(heads.weights), origin=(x, y), u=(CELL, 0.0), v=(0.0, CELL), role=Role.KERNEL,
            scale="weights", name="weights",
            grip=EditCell("weights", (), (0, 0), (rows, columns), -3.0, 3.0, 1.0),
        ),
    ]  # fmt: skip
    marks += [
        lettering(x + (column + 0.5) * CELL, y - 26, number(column + 1), Role.INPUT, size=24,
                  anchor="middle") for column in range(columns)
    ]  # fmt: skip
    marks += [
        lettering(x - 20, y + (row + 0.5) * CELL, CLASSES[row], Role.PRODUCT, size=24, anchor="end")
        for row in range(rows)
    ]
    return marks
