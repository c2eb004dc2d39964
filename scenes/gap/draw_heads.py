"""Two heads for the same maps: means and then a dense layer, or a map for each class and then the means."""

from __future__ import annotations

from scenes.gap.computed import CLASSES, Heads
from scenes.gap.draw_level import fitting, map_grid, sum_text
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import REST, Span, ease
from scenes.stage.draw.blocks import bracketed, heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import travelling
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import Values

CELL = 140.0
WEIGHTS: Point = (LEFT + 64, 352.0)
TOP = 152.0
MAP = 124.0
"""The side of a map, which has its middle where a mean has."""
LOGITS, SHARES, LONGEST = 800.0, 966.0, 330.0
CLASS_MAPS, AVERAGES = 820.0, RIGHT - CELL - 8
SUM: Point = (LOGITS, 200.0)
WORDS = 40.0


def resnet_head(span: Span, heads: Heads) -> list[AnyMark]:
    """Class after class, the means fall onto their weights, and the products fly together into the logit."""
    turns = len(heads.order) + 1
    now, done = _turn(span, heads, turns)
    marks: list[AnyMark] = [
        heading(WEIGHTS[0], TOP - 30, "means", role=Role.OUTPUT, size=WORDS), *_weights(heads, now),
        heading(LOGITS, WEIGHTS[1] - 30, "logits", role=Role.PRODUCT, size=WORDS),
        heading(SHARES, WEIGHTS[1] - 30, "softmax", role=Role.OUTPUT, size=WORDS),
        *(matrix([[mean]], _top(index), CELL, role=Role.OUTPUT, framed=False, name=f"mean {index + 1}")
          for index, mean in enumerate(heads.means.tolist())),
    ]  # fmt: skip
    for turn, row in enumerate(heads.order):
        share = span.part(turn, turns)
        if 0 < share < 1:
            marks += _products(heads, row, share)
        if share > 0.8:
            marks.append(matrix([[heads.logits[row]]], (LOGITS, _row(row)), CELL, role=Role.PRODUCT, framed=False,
                                opacity=ease(5 * share - 4), name=f"logit {CLASSES[row]}"))  # fmt: skip
    return marks + _weighed(heads, now, done) + _shares(heads, span.part(turns - 1, turns))


def nin_head(span: Span, heads: Heads) -> list[AnyMark]:
    """Class after class, the maps fly together into the map of the class, and its mean is the logit."""
    now, done = _turn(span, heads, len(heads.order))
    marks: list[AnyMark] = [
        heading(WEIGHTS[0], TOP - 30, "maps", role=Role.INPUT, size=WORDS), *_weights(heads, now),
        heading(CLASS_MAPS, WEIGHTS[1] - 30, "class maps", role=Role.PRODUCT, size=WORDS),
        heading(RIGHT, WEIGHTS[1] - 30, "logits", role=Role.PRODUCT, anchor="end", size=WORDS),
        *(map_grid(heads, index, (_inside(_top(index)), MAP / heads.maps.shape[1])) for index in range(4)),
    ]  # fmt: skip
    for turn, row in enumerate(heads.order):
        marks += _averaged(heads, row, span.part(turn, len(heads.order)))
    if done > 0.5:
        marks.append(sum_text(heads.class_maps[now], float(heads.class_means[now]), 2 * done - 1, SUM, RIGHT - SUM[0]))
    return marks


def _averaged(heads: Heads, row: int, share: float) -> list[AnyMark]:
    """The maps on their way into a class's map, that map, and its mean on the way to being the logit."""
    corner, side = _inside((CLASS_MAPS, _row(row))), MAP / heads.maps.shape[1]
    y, joined = _row(row) + CELL / 2, ease(2 * share)
    arrow = Arrow(start=(CLASS_MAPS + CELL + 20, y), end=(AVERAGES - 20, y), line=5.0, head=22.0, role=Role.MUTED)
    words = lettering((CLASS_MAPS + CELL + AVERAGES) / 2, y - 32, "mean", Role.MUTED, size=36, anchor="middle",
                      name=f"how {CLASSES[row]} is averaged")  # fmt: skip
    marks: list[AnyMark] = [arrow, words]
    if 0 < joined < 1:
        marks += [
            matrix(values, midway(_inside(_top(index)), corner, joined), side, role=Role.INPUT, framed=False,
                   name=f"map {index + 1} on its way")
            for index, values in enumerate(heads.maps) if heads.weights[row, index]
        ]  # fmt: skip
    marks.append(
        matrix(heads.class_maps[row], corner, side, role=Role.PRODUCT, framed=False, opacity=ease(10 * share - 4),
               name=f"map of class {CLASSES[row]}")
    )  # fmt: skip
    if share > 0.5:
        mean, goal = float(heads.class_means[row]), (AVERAGES, _row(row))
        marks.append(travelling(mean, (corner, MAP), (goal, CELL), ease(2 * share - 1), Role.PRODUCT,
                                f"logit {CLASSES[row]}"))  # fmt: skip
    return marks


def _top(index: int) -> Point:
    """The corner of a mean, or of a map, over its column of weights."""
    return WEIGHTS[0] + index * CELL, TOP


def _inside(corner: Point) -> Point:
    """The corner of a map in the middle of a place for a mean."""
    return corner[0] + (CELL - MAP) / 2, corner[1] + (CELL - MAP) / 2


def _row(row: int) -> float:
    """The top of a class's row."""
    return WEIGHTS[1] + row * CELL


def _turn(span: Span, heads: Heads, turns: int) -> tuple[int, float]:
    """The class whose logit is being made in one of so many turns, and how far that is; in the end the largest one."""
    at, last = span.t / REST * turns, len(heads.order) - 1
    return (heads.order[int(at)], at % 1) if at < last + 1 else (heads.order[last], 1.0)


def _weights(heads: Heads, row: int) -> list[AnyMark]:
    """The weights, a row for each class and a column for each map; one row is marked."""
    rows, columns = heads.weights.shape
    return [
        heading(WEIGHTS[0], WEIGHTS[1] - 30, "weights", role=Role.KERNEL, size=WORDS),
        Grid(
            values=Values(heads.weights), origin=WEIGHTS, u=(CELL, 0.0), v=(0.0, CELL), role=Role.KERNEL,
            scale="weights", name="weights", highlighted=tuple((row, column) for column in range(columns)),
            grip=EditCell("weights", (), (0, 0), (rows, columns), -3.0, 3.0, 1.0),
        ),
        *(lettering(LEFT, _row(index) + CELL / 2, name, bold=True, size=52, name=f"class {name}")
          for index, name in enumerate(CLASSES)),
    ]  # fmt: skip


def _products(heads: Heads, row: int, share: float) -> list[AnyMark]:
    """The means on their way down to a row of weights, and their products on the way to the logit."""
    marks: list[AnyMark] = []
    for index, (weight, mean) in enumerate(zip(heads.weights[row].tolist(), heads.means.tolist(), strict=True)):
        at = (WEIGHTS[0] + index * CELL, _row(row))
        if share < 0.5:
            marks.append(travelling(mean, (_top(index), CELL), (at, CELL), ease(2 * share), Role.OUTPUT,
                                    f"mean {index + 1} on its way"))  # fmt: skip
        elif weight * mean:
            goal = ((LOGITS, at[1]), CELL)
            marks.append(travelling(weight * mean, (at, CELL), goal, ease(2 * share - 1), Role.PRODUCT,
                                    f"product {index + 1}"))  # fmt: skip
    return marks


def _weighed(heads: Heads, row: int, share: float) -> list[AnyMark]:
    """A logit as a sum over the means, as far as its terms have come, in two lines."""
    pairs = zip(heads.weights[row].tolist(), heads.means.tolist(), strict=True)
    terms = [f"{'+ ' if index else ''}{bracketed(weight)}·{number(mean)}" for index, (weight, mean) in enumerate(pairs)]
    come, half, logit = int(share * len(terms)) + 1, len(terms) // 2, f" = {number(float(heads.logits[row]))}"
    size = fitting(len(" ".join(terms[half:])) + len(logit), RIGHT - SUM[0])
    result = (TextRun(logit, Role.PRODUCT, bold=True),) if share > 0.9 else ()
    lines = ((TextRun(" ".join(terms[:come][:half])),), (TextRun(" ".join(terms[half:come])), *result))
    return [
        Text(x=SUM[0], y=y, runs=runs, size=size, name=name)
        for y, runs, name in zip((SUM[1] - 34, SUM[1] + 34), lines, ("sum", "sum goes on"), strict=True)
        if runs[0].text
    ]


def _shares(heads: Heads, grown: float) -> list[AnyMark]:
    """The softmax of the logits, as bars."""
    marks: list[AnyMark] = []
    for index, share in enumerate(heads.shares.tolist() if grown > 0 else ()):
        y, width = _row(index) + CELL / 2, max(LONGEST * share * grown, 3.0)
        marks += [
            Rect(x=SHARES, y=y - 50, width=width, height=100, radius=8, fill=0.85, role=Role.OUTPUT,
                 name=f"share {CLASSES[index]}", value=share),
            lettering(SHARES + width + 18, y, percent_text(share), Role.OUTPUT, bold=True, size=52, opacity=grown,
                      name=f"percent {CLASSES[index]}"),
        ]  # fmt: skip
    return marks
