"""Valid, same and full side by side: the same picture with none, some and many ghost zeros, and the maps they give."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer, Rule
from scenes.padding.knobs import MOST_PADDING
from scenes.padding.layout import LARGEST_CELL, NUMBERED
from scenes.padding.story import Steps
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, Stage
from scenes.stage.numbers.values import Values

PITCH, WIDTH = 506.0, 476.0
PLATE, PLATE_HEIGHT = 122.0, 42.0
FIRST = 174.0
BETWEEN = 30.0
"""The room between picture and map, for the map's size."""


def draw_rules(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the three rules."""
    if steps.comparing <= 0:
        return
    cell = _cell(layer)
    marks: list[AnyMark] = []
    for index, rule in enumerate(layer.rules):
        left = LEFT + index * PITCH
        marks += _plate(layer, rule, left)
        marks += _missing(rule, left) if rule.y is None else _panel(layer, rule, left, cell, steps)
    stage.add(*marks, opacity=steps.comparing)


def _cell(layer: Layer) -> float:
    """The side of the cells, alike in all panels: the fullest decides."""
    tall = _largest(layer) + max(len(rule.y.array) for rule in layer.rules if rule.y is not None)
    return min((BOTTOM - FIRST - BETWEEN) / tall, WIDTH / _largest(layer), LARGEST_CELL)


def _largest(layer: Layer) -> int:
    return max(len(rule.padded.array) for rule in layer.rules if rule.padded is not None)


def _plate(layer: Layer, rule: Rule, left: float) -> list[AnyMark]:
    """The rule's name and padding; a click takes it over where the knob goes so far."""
    p = rule.padding
    chosen = p == layer.knobs.padding
    possible = p is not None and p <= MOST_PADDING and rule.y is not None
    box = Rect(
        x=left, y=PLATE, width=WIDTH, height=PLATE_HEIGHT, radius=10, fill=0.18, line=3.0 if chosen else 1.0,
        role=Role.HIGHLIGHT if chosen else Role.MUTED, name=rule.name,
        grip=SetValue("padding", p) if possible else None,
    )  # fmt: skip
    runs = [TextRun(rule.name, Role.TEXT, bold=True)]
    runs.append(TextRun("   no equal number of zeros" if p is None else f"   p = {p}", Role.MUTED))
    if rule.y is not None:
        runs.append(TextRun(f"   {layer.knobs.n} → {len(rule.y.array)}", Role.OUTPUT, bold=True))
    return [box, Text(x=left + WIDTH / 2, y=PLATE + PLATE_HEIGHT / 2, runs=tuple(runs), size=25, anchor="middle")]


def _missing(rule: Rule, left: float) -> list[AnyMark]:
    """Why there is nothing to see."""
    lines = (
        ("The window has no middle cell:", "one zero more on one side", "than on the other would do.")
        if rule.padding is None
        else ("No window fits",)
    )
    return [
        lettering(left + WIDTH / 2, 300 + 36 * line, words, Role.MUTED, size=26, anchor="middle")
        for line, words in enumerate(lines)
    ]


def _panel(layer: Layer, rule: Rule, left: float, cell: float, steps: Steps) -> list[AnyMark]:
    """A picture with its ghosts, the window on it, and the map below as far as it is written."""
    assert rule.padded is not None  # the caller asks only for rules that give something
    assert rule.y is not None
    rows, out = len(rule.padded.array), len(rule.y.array)
    largest = _largest(layer)
    x, y = left + (WIDTH - rows * cell) / 2, FIRST + (largest - rows) * cell / 2
    index = min(int(steps.each_rule * out * out), out * out - 1)
    row, column = divmod(index, out)
    side = layer.knobs.span * cell
    under = FIRST + largest * cell + BETWEEN
    marks: list[AnyMark] = [
        _grid(rule.padded, (x, y), cell, Role.INPUT, f"picture, {rule.name}", ghost=rule.ghost),
        _grid(
            rule.y, (left + (WIDTH - out * cell) / 2, under), cell, Role.OUTPUT, f"map, {rule.name}",
            limit=layer.limit, shown=math.ceil(steps.each_rule * out * out),
        ),
    ]  # fmt: skip
    if 0 < steps.each_rule < 1:
        marks.append(
            Rect(
                x=x + column * cell, y=y + row * cell, width=side, height=side, line=4.0, radius=min(8.0, side / 6),
                role=Role.HIGHLIGHT, name=f"window, {rule.name}",
            )
        )  # fmt: skip
    return marks


def _grid(
    values: Values,
    origin: tuple[float, float],
    cell: float,
    role: Role,
    name: str,
    *,
    ghost: Values | None = None,
    limit: float | None = None,
    shown: int | None = None,
) -> Grid:
    plain = role is Role.INPUT and values.array.min() >= 0
    return Grid(
        values=values,
        origin=origin,
        u=(cell, 0.0),
        v=(0.0, cell),
        role=role,
        shade="unsigned" if plain else "signed",
        hatched=ghost,
        limit=limit,
        shown=shown,
        gap=0.0 if cell <= NUMBERED else 0.06,
        name=name,
    )
