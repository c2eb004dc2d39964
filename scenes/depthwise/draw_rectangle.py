"""What the separable layer saves: the rectangle of N rows and k² columns, its first row and its first column."""

from __future__ import annotations

from scenes.depthwise.words import saving
from scenes.reference import SeparableCost
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST, Span, ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import brief, counted, options
from scenes.stage.draw.kinds import MACS

RECTANGLE, CHOICES_Y, PANEL_X, BETWEEN = Area(66.0, 130.0, 1060.0, 652.0), 726.0, 1190.0, 46.0
"""The rectangle with its row above and its column to the left; beside it, what they are as fractions."""
THINNEST, MOST_ROWS = 3.0, 16
"""How thick a hairline is, and how many rows are told apart by lines."""


def draw_rectangle(stage: Stage, cost: SeparableCost, span: Span) -> None:
    """Draw what a standard layer multiplies for a channel and a place; its first row and column come out of it."""
    grown, row, column = min(span.t / 0.2, 1.0), glide((span.t - 0.25) / 0.2), glide((span.t - 0.5) / 0.2)
    words = f"{counted(cost.maps, 'map')} × {cost.size**2} weights"
    total = lettering(PANEL_X, 610.0, f"= {cost.share:.2f}", bold=True, size=104.0, name="share",
                      opacity=ease((span.t - 0.7) * 10))  # fmt: skip
    pieces = _pieces(cost, RECTANGLE, grown, row, column)
    stage.add(*pieces, *_fractions(cost, row, column), total, _sides(RECTANGLE, words, grown))


def _sides(area: Area, words: str, opacity: float) -> Text:
    """What is written on the rectangle, in the middle of its lower part."""
    return lettering(area.x + 0.6 * area.width, area.y + 0.8 * area.height, words, bold=True, size=64.0,
                     anchor="middle", opacity=opacity, name="standard")  # fmt: skip


def _fractions(cost: SeparableCost, row: float, column: float) -> list[AnyMark]:
    """The shares of the row and of the column, with their names, as far as they have come."""
    marks: list[AnyMark] = []
    parts = (("depthwise", f"1/{cost.maps}", Role.PRODUCT, row), ("pointwise", f"+ 1/{cost.size**2}", MACS, column))
    for y, (part, fraction, role, come) in zip((172.0, 368.0), parts, strict=True):
        shown = ease(2 * come - 1)
        marks += [
            lettering(PANEL_X, y, fraction, role, bold=True, size=96.0, opacity=shown, name=part),
            lettering(PANEL_X, y + 88, part, role, size=40.0, opacity=shown),
        ]
    return marks


def _pieces(
    cost: SeparableCost,
    area: Area,
    grown: float = 1.0,
    row: float = 1.0,
    column: float = 1.0,
    spent: float | None = None,
) -> list[AnyMark]:
    """The rectangle of N rows and k² columns to scale, with its row moved up and its column moved left.

    Where a share of the standard layer's time is `spent`, both have done as much work; the separable layer does its row
    first. A row may be a hairline: it is at least so thick that it is seen.
    """
    n, square = cost.maps, cost.size**2
    width, height = (area.width - BETWEEN) / (1 + 1 / square), (area.height - BETWEEN) / (1 + 1 / n)
    x, y = area.x + area.width - width, area.y + area.height - height
    one, wide = height / n, width / square
    marks: list[AnyMark] = [
        Rect(x=x, y=y, width=width, height=height * grown, fill=0.16, line=3.0, role=Role.TEXT, name="rectangle"),
        Rect(x=x, y=y, width=width, height=height * (spent or 0.0), fill=0.35, role=Role.TEXT, name="work"),
    ]
    for index in range(1, square):
        at = x + index * wide
        marks.append(Path(points=((at, y), (at, y + height * grown)), role=Role.TEXT, line=2.0, opacity=0.5,
                          name=f"column line {index}"))  # fmt: skip
    for index in range(1, n if n <= MOST_ROWS else 1):
        at = y + index * one
        if index / n <= grown:
            marks.append(Path(points=((x, at), (x + width, at)), role=Role.TEXT, line=2.0, opacity=0.5))
    top, left = between(y, area.y, row), between(x, area.x, column)
    done = n * square * (1.0 if spent is None else spent)
    across, down = min(done / square, 1.0), max(0.0, min((done - square) / n, 1.0))
    marks += [
        Rect(x=left, y=y, width=wide, height=height, fill=0.3, line=3.0, role=MACS, opacity=ease(8 * column),
             name="column"),
        Rect(x=left, y=y, width=wide, height=height * down, fill=0.8, role=MACS, opacity=ease(8 * column),
             name="column done"),
        Rect(x=x, y=top, width=width, height=max(one, THINNEST), fill=0.3, role=Role.PRODUCT, opacity=ease(8 * row),
             name="row"),
        Rect(x=x, y=top, width=width * across, height=max(one, THINNEST), fill=0.8, role=Role.PRODUCT,
             opacity=ease(8 * row), name="row done"),
    ]  # fmt: skip
    return marks


def draw_real(stage: Stage, cost: SeparableCost, span: Span) -> None:
    """Draw the rectangle of a real layer while both ways compute at one pace, and choices of N and k."""
    area = RECTANGLE._replace(height=RECTANGLE.height - 84.0)
    spent = min(max(0.0, span.t / REST), 1.0)
    number, words = saving(cost)
    done = brief(min(spent, cost.share) * cost.macs.standard)
    marks = _pieces(cost, area, spent=spent) + _fractions(cost, 1.0, 1.0)
    shown = ease((span.t - REST) * 10)
    marks += [
        lettering(PANEL_X, 552.0, number, bold=True, size=112.0, opacity=shown, name="saving"),
        lettering(PANEL_X, 654.0, words, size=52.0, opacity=shown),
        _sides(area, f"{brief(spent * cost.macs.standard)} MACs", 1.0),
        lettering(PANEL_X, CHOICES_Y + 32, f"{done} MACs", MACS, bold=True, size=52.0, name="separable"),
    ]  # fmt: skip
    sides = ("16", "64", "128", "512", "1024")
    for x, letter, width, knob, values, picked in (
        (66.0, "N", 112.0, "real_maps", sides, cost.maps), (764.0, "k", 100.0, "real_size", ("3", "5", "7"), cost.size),
    ):  # fmt: skip
        marks.append(lettering(x, CHOICES_Y + 32, letter, Role.MUTED, size=40.0))
        marks += options(x + 50, CHOICES_Y, width, knob, [(value, value) for value in values], str(picked), size=32.0)
    stage.add(*marks)
