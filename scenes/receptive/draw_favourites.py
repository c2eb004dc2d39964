"""What excites the trained CNN: for one map of each layer, the parts of drawings that make it say most."""

from __future__ import annotations

from scenes.receptive.computed import favourites, fields, look, unit
from scenes.receptive.knobs import Knobs
from scenes.receptive.story import Steps
from scenes.stage.core.marks import AnyMark, Grid, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values, format_number

LEFT, TOP, PITCH = 300.0, 186.0, 206.0
SIDE, APART = 112.0, 127.0


def draw_favourites(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw a row of parts for the chosen map of every layer, the strongest first."""
    opacity = steps.seen(steps.favourites, steps.answer)
    if opacity <= 0:
        return
    seen, marks = look(knobs.animal, knobs.drawing), list[AnyMark]()
    for layer, (at, (field, _)) in enumerate(zip((knobs.at1, knobs.at2, knobs.at3), fields(), strict=True)):
        chosen, y = unit(seen, layer, at), TOP + layer * PITCH
        marks += [
            heading(60, y + 24, f"layer {layer + 1}", "", Role.OUTPUT),
            lettering(60, y + 58, f"map {chosen.map + 1}", Role.TEXT, size=24),
            lettering(60, y + 90, f"sees {field.size}×{field.size}", Role.MUTED, size=24),
        ]
        found = favourites(layer, chosen.map)
        for index, each in enumerate(found[: round(steps.favourites.even * len(found) + 0.49)]):
            x, cell = LEFT + index * APART, SIDE / field.size
            value = (TextRun(format_number(each.value, 1), Role.OUTPUT, bold=True),)
            marks += [
                Grid(
                    values=Values(each.part), origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT,
                    shade="grey", limit=255.0, numbers=False, gap=0.0, name=f"layer {layer + 1}, part {index + 1}",
                ),
                Text(x=x + SIDE / 2, y=y + SIDE + 20, runs=value, size=22, anchor="middle"),
                lettering(x + SIDE / 2, y + SIDE + 46, each.animal, Role.MUTED, size=20, anchor="middle"),
            ]  # fmt: skip
    stage.add(*marks, opacity=opacity)
