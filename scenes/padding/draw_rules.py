"""Rules for the padding at stride 1: each at work, and then the maps that they make beside each other."""

from __future__ import annotations

from dataclasses import replace

from scenes.padding.computed import Layer, Rule
from scenes.padding.draw_opening import title
from scenes.padding.draw_strip import picture
from scenes.padding.knobs import MOST_PADDING
from scenes.padding.layout import BEGIN, END, GRID_SIDE, GRID_TOP
from scenes.padding.story import Steps
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, latest
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import LARGER_LETTERS
from scenes.stage.draw.matrices import SEPARATE, matrix
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import walk
from scenes.stage.numbers.values import Values

BETWEEN = 300.0
"""The room between a picture and its map, for the hero number."""
HERO, DIGIT = 112.0, 0.62
PLATE_TOP, PLATE_HEIGHT, PLATE = 112.0, 68.0, 312.0
MAPS = Area(BEGIN, 208.0, END - BEGIN, 576.0)
GAP = 48.0


def draw_rules(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the rule that is at work, or all of them."""
    if steps.compare.active:
        _draw_compared(stage, layer, steps)
        return
    rule = latest(steps.rules)
    _draw_rule(stage, layer, layer.rules[rule], steps.rules[rule])


def _draw_rule(stage: Stage, layer: Layer, rule: Rule, span: Span) -> None:
    """Draw the picture with the zeros of a rule, the window going over it, and the map of that size."""
    rows, out = max(len(rule.padded.array), layer.knobs.span), 0 if rule.y is None else len(rule.y.array)
    cell = min(GRID_SIDE / rows, (END - BEGIN - BETWEEN) / (rows + out), 160.0)
    top = GRID_TOP + (GRID_SIDE - rows * cell) / 2
    source, target = ((BEGIN, top), cell), ((END - out * cell, GRID_TOP + (GRID_SIDE - out * cell) / 2), cell)
    left, right = BEGIN + rows * cell, target[0][0]
    marks: list[AnyMark] = [
        title(source, "picture and zeros" if sum(rule.sides) else "picture", Role.INPUT),
        matrix(
            rule.padded, *source, role=Role.INPUT, shade="pixel", padding=rule.ghost if cell > SEPARATE else None,
            name=f"picture, {rule.name}",
        ),
        picture(layer, layer.picture, (BEGIN + rule.sides[0] * cell, top + rule.sides[0] * cell), cell),
    ]  # fmt: skip
    if rule.y is None:
        side = layer.knobs.span * cell
        marks += [
            replace(_outline(BEGIN, top, side, Role.WARNING, "too large"), opacity=ease(span.t / 0.3)),
            lettering(END, 440.0, "No window fits", Role.WARNING, bold=True, size=72.0, anchor="end",
                      opacity=ease((span.t - 0.3) / 0.3)),
        ]  # fmt: skip
        stage.add(*marks)
        return
    steps = walk(span, out, out, (0, 0), rest=0.2)
    windows = Windows(source[0], cell, layer.knobs.span, 1, (out, out), steps)
    stage.add(
        *marks,
        title(target, "map", Role.OUTPUT),
        matrix(
            rule.y, *target, role=Role.OUTPUT, name=f"map, {rule.name}", shown=steps.written(),
            highlighted=(steps.cell,), grip=windows.goes_to(*target),
        ),
        windows.frame("window"),
        *_sizes(layer, rule, out, (left + right) / 2, right - left, ease((span.t - 0.75) / 0.15)),
    )  # fmt: skip


def _sizes(layer: Layer, rule: Rule, out: int, x: float, room: float, made: float) -> list[AnyMark]:
    """The size of the picture and that of the map, as soon as that is made, and the zeros on each side."""
    words = f"{layer.knobs.n} → {out}"
    size = min(HERO, (room - 40.0) / (DIGIT * LARGER_LETTERS * len(words)))
    runs = (
        TextRun(f"{layer.knobs.n}", Role.INPUT, bold=True),
        TextRun(" → ", Role.MUTED),
        TextRun(f"{out}", Role.OUTPUT, bold=True),
    )
    return [
        Text(x=x, y=440.0, runs=runs, size=size, anchor="middle", opacity=made, name=f"sizes, {rule.name}"),
        lettering(x, 540.0, rule.zeros, Role.INPUT, size=48.0, anchor="middle", name=f"zeros, {rule.name}"),
    ]


def _draw_compared(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the maps of the three rules at one scale, each with a square as large as the picture."""
    sizes = [0 if rule.y is None else len(rule.y.array) for rule in layer.rules]
    cell = _cell([max(size, layer.knobs.n) for size in sizes])
    widths = [max(PLATE, max(size, layer.knobs.n) * cell) for size in sizes]
    gap = (END - BEGIN - sum(widths)) / 2
    left = BEGIN
    for index, (rule, width, size) in enumerate(zip(layer.rules, widths, sizes, strict=True)):
        share = min(1.0, max(0.0, (steps.compare.t / 0.75 * 3) - index))
        stage.add(*_plate(layer, rule, left, width, size))
        x, (_, y) = left + width / 2, MAPS.middle
        n = layer.knobs.n * cell
        if rule.y is None:
            stage.add(lettering(x, y, "No window fits", Role.WARNING, bold=True, size=36.0, anchor="middle"))
        else:
            stage.add(_map(rule.y, rule.name, (x, y), cell, share))
        stage.add(_outline(x - n / 2, y - n / 2, n, Role.INPUT, f"size of the picture, {rule.name}"))
        left += width + gap


def _cell(sides: list[int]) -> float:
    """The side of the cells, alike in all maps; under a plate there may be room for more."""
    cell = min(MAPS.height / max(sides), 160.0)
    while sum(max(PLATE, side * cell) for side in sides) + 2 * GAP > MAPS.width:
        cell -= 1.0
    return cell


def _map(values: Values, name: str, middle: tuple[float, float], cell: float, share: float) -> AnyMark:
    """A map around a point, as far as it is written."""
    side = len(values.array)
    corner = middle[0] - side * cell / 2, middle[1] - side * cell / 2
    return matrix(
        values, corner, cell, role=Role.OUTPUT, name=f"map, {name}", shown=round(ease(share) * side * side),
        framed=False,
    )  # fmt: skip


def _outline(x: float, y: float, side: float, role: Role, name: str) -> Rect:
    """A dashed square."""
    return Rect(x=x, y=y, width=side, height=side, radius=6.0, line=6.0, dashed=True, role=role, name=name)


def _plate(layer: Layer, rule: Rule, left: float, width: float, size: int) -> list[AnyMark]:
    """The rule's name and the size of its map; a click takes its padding over where the knob goes so far."""
    p = rule.padding
    chosen = p == layer.knobs.padding
    possible = p is not None and p <= MOST_PADDING and rule.y is not None
    box = Rect(
        x=left, y=PLATE_TOP, width=width, height=PLATE_HEIGHT, radius=14, fill=0.2, line=5.0 if chosen else 0.0,
        role=Role.HIGHLIGHT if chosen else Role.MUTED, name=rule.name,
        grip=SetValue("padding", p) if possible else None,
    )  # fmt: skip
    runs = [TextRun(rule.name, Role.TEXT, bold=True)]
    if size:
        runs += [TextRun(f"   {layer.knobs.n} → ", Role.MUTED), TextRun(str(size), Role.OUTPUT, bold=True)]
    return [box, Text(x=left + width / 2, y=PLATE_TOP + PLATE_HEIGHT / 2, runs=tuple(runs), size=40, anchor="middle")]
