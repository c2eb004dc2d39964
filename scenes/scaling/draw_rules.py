"""How scaled channels become multiples of 8, and what becomes of every stage of B0."""

from __future__ import annotations

from scenes.reference.scaling import DIVISOR
from scenes.scaling.computed import Rounding, Row, roundings, rows
from scenes.scaling.knobs import MODELS, Knobs
from scenes.scaling.story import Moment
from scenes.stage.charts.axes import Axes
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.draw.blocks import heading, number, options

RIGHT = 1544.0
FIRST_Y, PITCH = 300.0, 176.0
LINE_X = 470.0
TABLE_Y, ROW = 256.0, 62.0
PLACES = {"stage": LEFT, "channels": 420.0, "wider": 640.0, "layers": 900.0, "deeper": 1120.0}
BARS_X = 1180.0


def draw_multiples(stage: Stage, knobs: Knobs, now: Moment) -> None:
    """Draw a number line for each width, with the product and the multiple it goes to."""
    found = roundings(knobs.channels)
    marks: list[AnyMark] = [heading(LEFT, 190, f"{knobs.channels} channels", "times the width w", Role.KERNEL)]
    for index, one in enumerate(found):
        marks += _line(one, FIRST_Y + index * PITCH, now.span.part(index, len(found)))
    stage.add(*marks, opacity=now.arriving)


def _line(one: Rounding, y: float, share: float) -> list[AnyMark]:
    """The product slides along its line to the multiple that it becomes."""
    low = max(one.below - DIVISOR, 0)
    plane = Axes((LINE_X, 0.0, 860.0, 1.0), (low, low + 4 * DIVISOR), (0.0, 1.0))
    words = f"{one.channels} · {one.width:g} = {number(round(one.product, 9))}"
    marks: list[AnyMark] = [
        lettering(LEFT, y, words, size=30, name=f"product at {one.width:g}"),
        Rect(x=LINE_X, y=y - 1.5, width=860, height=3, fill=0.5, role=Role.MUTED),
    ]
    for multiple in range(low, low + 4 * DIVISOR + 1, DIVISOR):
        x, _ = plane.at(multiple, 0)
        marks.append(Rect(x=x - 1.5, y=y - 14, width=3, height=28, fill=0.8, role=Role.MUTED))
        marks.append(lettering(x, y + 40, str(multiple), Role.MUTED, size=24, anchor="middle"))
    (start, _), (end, _) = plane.at(one.product, 0), plane.at(one.result, 0)
    x = start + share * (end - start)
    marks.append(Rect(x=x - 12, y=y - 12, width=24, height=24, radius=12, fill=1.0, role=Role.KERNEL))
    if abs(end - start) > 24 and share > 0.05:
        marks.append(Arrow(start=(start, y - 30), end=(x, y - 30), role=Role.KERNEL))
    if share >= 1:
        marks.append(lettering(RIGHT, y, str(one.result), Role.KERNEL, bold=True, size=44, anchor="end",
                               name=f"channels at {one.width:g}"))  # fmt: skip
    return marks


def draw_rules(stage: Stage, knobs: Knobs, now: Moment) -> None:
    """Draw a row for each stage: channels and layers of B0, and those of the chosen network."""
    found = rows(knobs.model)
    words = {"stage": "stage", "channels": "channels in B0", "wider": f"in {knobs.model}", "layers": "layers in B0",
             "deeper": f"in {knobs.model}"}  # fmt: skip
    marks: list[AnyMark] = [
        lettering(x, 200, words[name], Role.MUTED, size=22, anchor="end" if name != "stage" else "start")
        for name, x in PLACES.items()
    ]
    scale = (RIGHT - BARS_X) / max(row.wider * row.deeper for row in found)
    for index, row in enumerate(found):
        share = now.span.part(index, len(found))
        if share > 0.01:
            marks.append(Group(marks=tuple(_row(row, TABLE_Y + index * ROW, scale * share)), opacity=share))
    over = [TextRun("channels × layers: ", Role.MUTED), TextRun("B0", Role.MUTED, bold=True)]
    if knobs.model != "B0":
        over += [TextRun(", ", Role.MUTED), TextRun(knobs.model, Role.FIRST, bold=True)]
    marks.append(Text(x=BARS_X, y=200, runs=tuple(over), size=22, name="legend of bars"))
    marks += options(LEFT, 716, 96, "model", [(name, name) for name in MODELS], knobs.model)
    stage.add(*marks, opacity=now.arriving)


def _row(row: Row, y: float, scale: float) -> list[AnyMark]:
    cells = {
        "stage": TextRun(row.name, bold=True),
        "channels": TextRun(str(row.channels), Role.MUTED),
        "wider": TextRun(str(row.wider), Role.KERNEL, bold=True),
        "layers": TextRun(str(row.layers), Role.MUTED),
        "deeper": TextRun(str(row.deeper), Role.FIRST, bold=True),
    }
    marks: list[AnyMark] = [
        Text(x=PLACES[name], y=y, runs=(run,), size=28, anchor="end" if name != "stage" else "start",
             name=f"{row.name} {name}")
        for name, run in cells.items()
    ]  # fmt: skip
    for before, after in (("channels", "wider"), ("layers", "deeper")):
        start, end = PLACES[before] + 20, PLACES[after] - 90
        marks.append(Arrow(start=(start, y), end=(end, y), role=Role.MUTED))
    marks += [
        Rect(x=BARS_X, y=y - 16, width=max(row.wider * row.deeper * scale, 2.0), height=32, fill=0.4, role=Role.FIRST),
        Rect(x=BARS_X, y=y - 16, width=max(row.channels * row.layers * scale, 2.0), height=32, fill=0.8,
             role=Role.MUTED),
    ]  # fmt: skip
    return marks
