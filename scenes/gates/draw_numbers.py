"""The worked example: means, the waist, scores and gates, and dimmed maps, all in numbers."""

from __future__ import annotations

from scenes.gates.computed import Worked
from scenes.gates.layout import GATE
from scenes.gates.view import View
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Arrow, Formula, Grid, Rect, Role, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, travelling
from scenes.stage.numbers.values import Values, decimals_for, format_number

LEFT_X, PITCH = 68.0, 386.0
"""The left edge of the first of four maps, and the way to the next."""
CELL, MEAN = 102.0, 216.0
"""A cell of a map that is squeezed, and the side of its mean."""
FLYING = 110.0
"""The side of a number on its way."""
WAIST_AT, WAIST_CELL = (68.0, 420.0), 172.0
SUM_X, UNIT_X = 850.0, 1360.0
EXCITE_AT, EXCITE_CELL = (68.0, 288.0), 122.0
SCORE_X, BAR = 400.0, (640.0, 640.0)
"""Where scores stand; where the bars of the gates begin, and how long they are."""
DIM_CELL = 94.0


def draw_means(view: View, of: Worked) -> None:
    """Draw four maps; the cells of each melt into their mean."""
    marks: list[AnyMark] = []
    for index, values in enumerate(of.u):
        share, x, mean = view.steps.means.part(index, len(of.u)), LEFT_X + index * PITCH, float(of.way.means[index])
        grip = EditCell("maps", index=(index,), shape=(3, 3), low=-9, high=9)
        marks.append(_sheet(values, (x, 118.0), CELL, Role.INPUT, f"numbers {index + 1}", grip))
        goal = (x + (3 * CELL - MEAN) / 2, 552.0)
        if 0.01 < share < 1.0:
            side = between(CELL, MEAN / 3, share)
            melted = (1 - share) * values + share * mean
            at = (between(x, goal[0], share), between(118.0, goal[1], share))
            marks.append(matrix(melted, at, side, role=Role.INPUT, numbers=False, framed=False, name="melting"))
        if share > 0.01:
            words = f"{number(float(values.sum()))} / {values.size} ="
            marks.append(lettering(x + 1.5 * CELL, 498.0, words, Role.MUTED, size=52, anchor="middle",
                                   opacity=ease(3 * share - 2)))  # fmt: skip
            marks.append(_tile(mean, goal, MEAN, f"z {index + 1}", opacity=ease(3 * share - 2)))
    view.stage.add(*marks)


def draw_waist(view: View, of: Worked) -> None:
    """Draw how the means go through the first layer: each row of weights makes a sum, and a ReLU follows."""
    span, (left, top), cell = view.steps.waist, WAIST_AT, WAIST_CELL
    means = of.way.means.tolist()
    spots: list[Spot] = [((left + index * cell + 6, 168.0), cell - 12) for index in range(len(means))]
    marks: list[AnyMark] = [
        heading(left - 6, 128, "means z", "", Role.INPUT, size=40),
        heading(left - 6, top - 42, "weights W₁", "", Role.KERNEL, size=40),
        heading(SUM_X, top - 42, "sums", "", Role.PRODUCT, size=40),
        heading(UNIT_X, top - 42, "waist h", "", Role.PRODUCT, size=40),
        Formula(tex=r"h = \mathrm{ReLU}(\textcolor{kernel}{W_1} \, \textcolor{input}{z})", plain="h = ReLU(W1 z)",
                x=SUM_X, y=240.0, size=64.0, name="formula"),
        *(_tile(mean, at, side, f"z {index + 1}") for index, (mean, (at, side)) in
          enumerate(zip(means, spots, strict=True))),
        _weights(of.reduce, WAIST_AT, cell, "reduce", "weights W₁"),
    ]  # fmt: skip
    for row, weights in enumerate(of.reduce.tolist()):
        y, count = top + row * cell, 3 * len(of.reduce)
        down, along, through = (span.part(3 * row + part, count) for part in range(3))
        goal = ((SUM_X, y + 6), cell - 12)
        marks += _products(weights, means, spots, (left, y), cell, goal, (down, along))
        before, after = float(of.way.before[row]), float(of.way.waist[row])
        if along >= 1.0:
            marks.append(_tile(before, *goal, f"sum {row + 1}"))
        unit = ((UNIT_X, y + 6), cell - 12)
        marks.append(Arrow(start=(SUM_X + cell + 10, y + cell / 2), end=(UNIT_X - 20, y + cell / 2), role=Role.MUTED,
                           line=5.0, head=22.0))  # fmt: skip
        marks.append(lettering((SUM_X + cell + UNIT_X) / 2 - 8, y + cell / 2 - 42, "ReLU", size=40, anchor="middle"))
        if 0.0 < through < 1.0:
            marks.append(
                travelling(between(before, after, glide(2 * through - 0.5)), goal, unit, through, Role.PRODUCT)
            )
        elif through >= 1.0:
            marks.append(_tile(after, *unit, f"h {row + 1}"))
    view.stage.add(*marks)


def _products(weights: list[float], values: list[float], spots: list[Spot], corner: Point, cell: float, goal: Spot,
              shares: tuple[float, float]) -> list[AnyMark]:  # fmt: skip
    """Values on their way to their weights in a row, then their products on their way to the sum."""
    (down, along), marks = shares, list[AnyMark]()
    at = [((corner[0] + index * cell + (cell - FLYING) / 2, corner[1] + (cell - FLYING) / 2), FLYING)
          for index in range(len(values))]  # fmt: skip
    for weight, value, start, over in zip(weights, values, spots, at, strict=True):
        if 0.0 < down < 1.0:
            marks.append(travelling(value, start, over, down, Role.INPUT))
        elif down >= 1.0 and along < 1.0:
            marks.append(travelling(weight * value, over, goal, along, Role.PRODUCT))
    return marks


def draw_excite(view: View, of: Worked) -> None:
    """Draw how the waist becomes a score for each map, and how a sigmoid makes a gate of each score."""
    span, (left, top), cell = view.steps.excite, EXCITE_AT, EXCITE_CELL
    waist, (bar, length) = of.way.waist.tolist(), BAR
    spots: list[Spot] = [((left + index * cell + 5, 150.0), cell - 10) for index in range(len(waist))]
    marks: list[AnyMark] = [
        heading(left - 6, 122, "waist h", "", Role.PRODUCT, size=40),
        heading(SCORE_X, top - 40, "scores", "", Role.PRODUCT, size=40),
        heading(bar - 6, top - 40, "gates", "", GATE, size=40),
        Formula(tex=r"\textcolor{bias}{\sigma}(a) = \frac{1}{1 + e^{-a}}", plain="sigmoid(a) = 1 / (1 + e^-a)",
                x=bar + 380.0, y=172.0, size=60.0, name="formula"),
        *(_tile(value, at, side, f"h {index + 1}") for index, (value, (at, side)) in
          enumerate(zip(waist, spots, strict=True))),
        _weights(of.restore, EXCITE_AT, cell, "restore", "weights W₂"),
    ]  # fmt: skip
    count = 3 * len(of.restore)
    for row, weights in enumerate(of.restore.tolist()):
        y = top + row * cell
        down, along, opened = (span.part(3 * row + part, count) for part in range(3))
        goal, gate = ((SCORE_X, y + 5), cell - 10), float(of.way.gates[row])
        marks += _products(weights, waist, spots, (left, y), cell, goal, (down, along))
        if along >= 1.0:
            marks.append(_tile(float(of.way.scores[row]), *goal, f"score {row + 1}"))
        middle = y + cell / 2
        marks += [
            Arrow(start=(SCORE_X + cell + 6, middle), end=(bar - 16, middle), role=Role.MUTED, line=4.0, head=18.0),
            Rect(x=bar, y=middle - 38, width=length, height=76, radius=14, fill=0.2, line=2.0, role=Role.MUTED),
            Rect(x=bar, y=middle - 38, width=max(opened * gate * length, 2.0), height=76,
                 radius=min(14.0, opened * gate * length / 2), fill=0.3 + 0.7 * gate, role=GATE,
                 name=f"gate {row + 1}", value=gate),
            lettering(bar + length + 40, middle, format_number(gate, 3), GATE, bold=True, size=72,
                      opacity=ease(3 * opened - 2)),
        ]  # fmt: skip
    view.stage.add(*marks)


def draw_scale(view: View, of: Worked) -> None:
    """Draw the maps, and below them what their gates leave of them."""
    marks: list[AnyMark] = []
    for index, values in enumerate(of.u):
        x, gate = LEFT_X + index * PITCH + (3 * (CELL - DIM_CELL)) / 2, float(of.way.gates[index])
        share = view.steps.scale.part(index, len(of.u))
        grip = EditCell("maps", index=(index,), shape=(3, 3), low=-9, high=9)
        marks.append(_sheet(values, (x, 118.0), DIM_CELL, Role.INPUT, f"numbers {index + 1}", grip))
        marks.append(lettering(x + 1.5 * DIM_CELL, 450.0, f"× {format_number(gate, 3)}", GATE, bold=True, size=60,
                               anchor="middle", name=f"times {index + 1}"))  # fmt: skip
        if share > 0.01:
            dimmed = between(1.0, gate, share) * values
            at = (x, between(118.0, 494.0, share))
            marks.append(_sheet(dimmed, at, DIM_CELL, Role.OUTPUT, f"scaled {index + 1}"))
    view.stage.add(*marks)


def _sheet(values: Floats, origin: Point, cell: float, role: Role, name: str, grip: EditCell | None = None) -> Grid:
    """A map with its numbers."""
    decimals = 0 if decimals_for(values) == 0 else 1
    return matrix(values, origin, cell, role=role, name=name, decimals=decimals, grip=grip)


def _tile(value: float, at: Point, side: float, name: str, opacity: float = 1.0) -> Grid:
    """One number, in the colour that it has everywhere."""
    return matrix([[value]], at, side, role=Role.PRODUCT, framed=False, name=name, opacity=opacity)


def _weights(array: Floats, origin: Point, cell: float, knob: str, name: str) -> Grid:
    rows, columns = array.shape
    grip = EditCell(knob, shape=(rows, columns), low=-9, high=9, step=0.5)
    return matrix(Values(array), origin, cell, role=Role.KERNEL, name=name, scale="weights", grip=grip,
                  decimals=None if decimals_for(array) == 0 else 1)  # fmt: skip
