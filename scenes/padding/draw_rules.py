"""Rules for the padding side by side: the same picture with its ghost zeros, and the maps that the rules give.

First valid, same and full; then “same” as two libraries mean it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.padding.computed import Layer, Rule
from scenes.padding.knobs import MOST_PADDING
from scenes.padding.layout import LARGEST_CELL, NUMBERED
from scenes.padding.story import Steps
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, Stage
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import Values

PITCH, WIDTH = 506.0, 476.0
PLATE, PLATE_HEIGHT = 122.0, 42.0
FIRST = 174.0
BETWEEN = 30.0
"""The room between picture and map, for the map's size."""
WORDS = (LEFT + 2 * PITCH, 196.0, 40.0)
"""Where the words beside two libraries stand: left, top, and from line to line."""


def draw_rules(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the three rules."""
    if steps.comparing > 0:
        stage.add(*_side_by_side(layer, layer.rules, steps.each_rule), opacity=steps.comparing)


def draw_libraries(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw “same” as two libraries mean it, and beside it why the windows are those."""
    if steps.between_libraries > 0:
        marks = [*_side_by_side(layer, layer.libraries, steps.each_library), *_words(layer)]
        stage.add(*marks, opacity=steps.between_libraries)


def _side_by_side(layer: Layer, rules: Sequence[Rule], share: float) -> list[AnyMark]:
    """A panel for each rule, whose window has come a share of its way."""
    cell, marks = _cell(rules), list[AnyMark]()
    for index, rule in enumerate(rules):
        left = LEFT + index * PITCH
        marks += _plate(layer, rule, left, rule.zeros if len(rules) > 2 else "")
        if rule.y is None:
            marks.append(lettering(left + WIDTH / 2, 300, "No window fits", Role.MUTED, size=26, anchor="middle"))
        else:
            marks += _panel(layer, rule, rule.y, left, cell, _largest(rules), share)
    return marks


def _cell(rules: Sequence[Rule]) -> float:
    """The side of the cells, alike in all panels: the fullest decides."""
    tall = _largest(rules) + max(len(rule.y.array) for rule in rules if rule.y is not None)
    return min((BOTTOM - FIRST - BETWEEN) / tall, WIDTH / _largest(rules), LARGEST_CELL)


def _largest(rules: Sequence[Rule]) -> int:
    return max(len(rule.padded.array) for rule in rules if rule.y is not None)


def _plate(layer: Layer, rule: Rule, left: float, zeros: str) -> list[AnyMark]:
    """The rule's name and zeros; a click takes its padding over where the knob goes so far."""
    p = rule.padding
    chosen = p == layer.knobs.padding
    possible = p is not None and p <= MOST_PADDING and rule.y is not None
    box = Rect(
        x=left, y=PLATE, width=WIDTH, height=PLATE_HEIGHT, radius=10, fill=0.18, line=3.0 if chosen else 1.0,
        role=Role.HIGHLIGHT if chosen else Role.MUTED, name=rule.name,
        grip=SetValue("padding", p) if possible else None,
    )  # fmt: skip
    runs = [TextRun(rule.name, Role.TEXT, bold=True), *([TextRun(f"   {zeros}", Role.MUTED)] if zeros else [])]
    if rule.y is not None:
        runs.append(TextRun(f"   {layer.knobs.n} → {len(rule.y.array)}", Role.OUTPUT, bold=True))
    return [box, Text(x=left + WIDTH / 2, y=PLATE + PLATE_HEIGHT / 2, runs=tuple(runs), size=25, anchor="middle")]


def _panel(
    layer: Layer, rule: Rule, made: Values, left: float, cell: float, largest: int, share: float
) -> list[AnyMark]:  # fmt: skip
    """A picture with its ghosts, the window on it, and the map below as far as it is written."""
    rows, out = len(rule.padded.array), len(made.array)
    x, y = left + (WIDTH - rows * cell) / 2, FIRST + (largest - rows) * cell / 2
    index = min(int(share * out * out), out * out - 1)
    row, column = divmod(index, out)
    side, step = layer.knobs.span * cell, rule.stride * cell
    under = FIRST + largest * cell + BETWEEN
    marks: list[AnyMark] = [
        _grid(rule.padded, (x, y), cell, Role.INPUT, f"picture, {rule.name}", ghost=rule.ghost),
        _grid(
            made, (left + (WIDTH - out * cell) / 2, under), cell, Role.OUTPUT, f"map, {rule.name}",
            shown=math.ceil(share * out * out),
        ),
    ]  # fmt: skip
    if 0 < share < 1:
        marks.append(
            Rect(
                x=x + column * step, y=y + row * step, width=side, height=side, line=min(8.0, side / 8),
                radius=min(8.0, side / 6), role=Role.KERNEL, name=f"window, {rule.name}",
            )
        )  # fmt: skip
    return marks


def _words(layer: Layer) -> list[AnyMark]:
    """How each library comes to its zeros, and whether the windows are the same."""
    k, (keras, torch) = layer.knobs, layer.libraries
    out, (before, behind), same = len(keras.starts), keras.sides, keras.starts == torch.starts
    needed = counted(before + behind, "zero")
    lines: list[tuple[str, Role, bool]] = [
        (keras.name, Role.TEXT, True),
        (f"⌈{k.n} / {k.stride}⌉ = {counted(out, 'position')} need{'s' * (out == 1)} {needed}:", Role.TEXT, False),
        (f"{before} before a row, {behind} behind it.", Role.TEXT, False),
        (_starts(keras), Role.HIGHLIGHT, False),
        ("", Role.TEXT, False),
        (torch.name, Role.TEXT, True),
        ("does as Keras does." if k.stride == 1 else "refuses “same” with a stride.", Role.TEXT, False),
        ("" if k.stride == 1 else f"{torch.zeros} gives {counted(len(torch.starts), 'position')}.", Role.TEXT, False),
        (_starts(torch), Role.HIGHLIGHT, False),
        ("", Role.TEXT, False),
        ("The windows are the same." if same else "The windows are others,", Role.TEXT, True),
        ("" if same else "and so are the numbers.", Role.TEXT, True),
    ]
    x, top, pitch = WORDS
    return [
        lettering(x, top + pitch * line, words, role, bold=bold, size=26)
        for line, (words, role, bold) in enumerate(lines)
        if words
    ]


def _starts(rule: Rule) -> str:
    """Where a rule's windows begin: the first few places."""
    few = [str(place).replace("-", "−") for place in rule.starts[:4]]
    verb = "Its window stands" if len(rule.starts) == 1 else "Windows begin"
    return f"{verb} at {', '.join(few)}{', …' * (len(rule.starts) > len(few))}."


def _grid(
    values: Values,
    origin: tuple[float, float],
    cell: float,
    role: Role,
    name: str,
    *,
    ghost: Values | None = None,
    shown: int | None = None,
) -> Grid:
    return Grid(
        values=values,
        origin=origin,
        u=(cell, 0.0),
        v=(0.0, cell),
        role=role,
        shade="pixel" if role is Role.INPUT else "value",
        padding=ghost,
        shown=shown,
        gap=0.0 if cell <= NUMBERED else CELL_GAP,
        name=name,
    )
