"""What excites the trained CNN: for one map of each layer, the parts of drawings that make it say most.

They mislead: a few strongest parts look like one thing, while the map answers to many. So beside them stand the means
over all drawings.
"""

from __future__ import annotations

from scenes.receptive.computed import answers_to, favourites, fields, look, unit
from scenes.receptive.knobs import Knobs
from scenes.receptive.story import Steps
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values, format_number

LEFT, TOP, PITCH = 270.0, 186.0, 206.0
SIDE, APART = 112.0, 127.0
SHOWN = 6
"""So many of the strongest parts are drawn."""
BARS, COLUMN, LINE = (1076.0, 1320.0), 5, 29.0
"""Where both columns of animals stand, how many are in one, and how far apart they are."""
NAME, LONGEST, THICK = 92.0, 74.0, 14.0
"""The room for an animal's name, and how long and thick its bar gets."""


def draw_favourites(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw for the chosen map of every layer a row of parts, the strongest first, and what it answers to."""
    opacity = steps.seen(steps.favourites, steps.answer)
    if opacity <= 0:
        return
    seen, marks = look(knobs.animal, knobs.drawing), list[AnyMark]()
    for layer, (at, (field, _)) in enumerate(zip((knobs.at1, knobs.at2, knobs.at3), fields(), strict=True)):
        chosen, y = unit(seen, layer, at).map, TOP + layer * PITCH
        marks += [
            heading(60, y + 24, f"layer {layer + 1}", "", Role.OUTPUT),
            lettering(60, y + 58, f"map {chosen + 1}", Role.TEXT, size=24),
            lettering(60, y + 90, f"sees {field.size}×{field.size}", Role.MUTED, size=24),
            *_parts(layer, chosen, y, round(steps.favourites.even * SHOWN + 0.49)),
            Group(marks=tuple(_means(layer, chosen, y)), opacity=steps.favourites.rise(0.6, 0.9)),
        ]
    stage.add(*marks, opacity=opacity)


def _parts(layer: int, chosen: int, y: float, count: int) -> list[AnyMark]:
    """So many of the parts of drawings that excite a map most."""
    (field, _), marks = fields()[layer], list[AnyMark]()
    for index, each in enumerate(favourites(layer, chosen)[: min(count, SHOWN)]):
        x, cell = LEFT + index * APART, SIDE / field.size
        value = (TextRun(format_number(each.value, 1), Role.OUTPUT, bold=True),)
        marks += [
            Grid(
                values=Values(each.part), origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT,
                shade="grey", numbers=False, gap=0.0, name=f"layer {layer + 1}, part {index + 1}",
            ),
            Text(x=x + SIDE / 2, y=y + SIDE + 20, runs=value, size=22, anchor="middle"),
            lettering(x + SIDE / 2, y + SIDE + 46, each.animal, Role.MUTED, size=20, anchor="middle"),
        ]  # fmt: skip
    return marks


def _means(layer: int, chosen: int, y: float) -> list[AnyMark]:
    """The mean peak of a map in the drawings of each animal."""
    found = answers_to(layer, chosen)
    largest = found[0][1] or 1.0
    marks: list[AnyMark] = [lettering(BARS[0], y + 10, "mean peak in the drawings of each animal", Role.MUTED, size=20)]
    for place, (animal, mean) in enumerate(found):
        column, row = divmod(place, COLUMN)
        x, middle = BARS[column] + NAME, y + 44 + row * LINE
        marks += [
            lettering(x - 8, middle, animal, size=20, anchor="end"),
            Rect(
                x=x, y=middle - THICK / 2, width=max(LONGEST * mean / largest, 1.0), height=THICK, radius=3, fill=0.8,
                role=Role.OUTPUT, value=mean, name=f"layer {layer + 1}, mean peak, {animal}",
            ),
            lettering(x + LONGEST + 8, middle, format_number(mean, 1), Role.OUTPUT, bold=True, size=20),
        ]  # fmt: skip
    return marks
