"""What excites the trained CNN: for one map of each layer, the parts of drawings that make it say most.

They mislead: a few strongest parts look like one thing, while the map answers to many. So after them stand the means
over all drawings.
"""

from __future__ import annotations

from scenes.silhouettes.computed import answers_to, favourites, unit
from scenes.silhouettes.knobs import Knobs
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.trained import Seen
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values, format_number

SHOWN = 6
"""So many of the strongest parts are drawn."""
PARTS, SIDE = 300.0, 182.0
"""Where the parts begin, and their side."""
TOP, PITCH = 116.0, 212.0
NAMES = 762.0
"""The line of the animals under the last row."""
BAR_TOP, BAR_BOTTOM = 240.0, 730.0
"""Where the longest bar ends, and where all begin."""


def draw_favourites(stage: Stage, seen: Seen, step: Span, knobs: Knobs) -> None:
    """Draw for the chosen map of every layer a row of parts, the strongest first."""
    apart = (RIGHT - PARTS - SIDE) / (SHOWN - 1)
    for layer, at in enumerate(knobs.chosen):
        chosen, y = unit(seen, layer, at).map, TOP + layer * PITCH
        stage.add(*_row_label(layer, chosen, y, lit=layer + 1 == knobs.layer))
        for index, each in enumerate(favourites(layer, chosen)[:SHOWN]):
            shown = ease(step.even * (3 * SHOWN + 1) - layer * SHOWN - index)
            x, cell = PARTS + index * apart, SIDE / each.part.shape[0]
            part = Grid(
                values=Values(each.part), origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT, shade="grey",
                numbers=False, gap=0.0, name=f"layer {layer + 1}, part {index + 1}",
            )  # fmt: skip
            marks: list[AnyMark] = [part]
            if layer == len(knobs.chosen) - 1:
                marks.append(lettering(x + SIDE / 2, NAMES, each.animal, size=36, anchor="middle"))
            stage.add(Group(marks=tuple(marks), opacity=shown))


def _row_label(layer: int, chosen: int, y: float, *, lit: bool) -> list[AnyMark]:
    """Which map of which layer a row is of; a click takes the layer for the next step."""
    return [
        Rect(
            x=LEFT, y=y, width=PARTS - LEFT - 24.0, height=SIDE, radius=14, fill=0.16, line=6.0 if lit else 0.0,
            role=Role.HIGHLIGHT if lit else Role.OUTPUT, name=f"layer = {layer + 1}",
            grip=SetValue("layer", layer + 1),
        ),
        lettering(LEFT + 24.0, y + 66.0, f"layer {layer + 1}", Role.OUTPUT, bold=True, size=40),
        lettering(LEFT + 24.0, y + 122.0, f"map {chosen + 1}", Role.TEXT, size=40),
    ]  # fmt: skip


def draw_means(stage: Stage, seen: Seen, step: Span, knobs: Knobs) -> None:
    """Draw the mean peak of a map in the drawings of each animal, the strongest first."""
    layer = knobs.layer - 1
    chosen = unit(seen, layer, knobs.chosen[layer]).map
    found = answers_to(layer, chosen)
    largest, pitch = found[0][1] or 1.0, (RIGHT - LEFT) / len(found)
    words = f"mean peak of map {chosen + 1}, layer {layer + 1}"
    stage.add(heading(LEFT, 136.0, words, "", Role.OUTPUT, size=40.0))
    for place, (animal, mean) in enumerate(found):
        share, x = ease(step.even * (len(found) + 1) / 2 - place / 2), LEFT + (place + 0.5) * pitch
        height = max((BAR_BOTTOM - BAR_TOP) * mean / largest * share, 2.0)
        stage.add(
            Rect(
                x=x - 0.4 * pitch, y=BAR_BOTTOM - height, width=0.8 * pitch, height=height, radius=8, fill=0.85,
                role=Role.INPUT if animal == knobs.animal else Role.OUTPUT, value=mean, name=f"mean peak, {animal}",
            ),
            lettering(x, BAR_BOTTOM - height - 34.0, format_number(mean, 1), bold=True, size=52, anchor="middle",
                      opacity=share),
            lettering(x, BAR_BOTTOM + 34.0, animal, Role.TEXT, size=32, anchor="middle"),
        )  # fmt: skip
