"""What the trained CNN says in the end: its shares for the ten animals."""

from __future__ import annotations

from scenes.silhouettes.draw_maps import drawing
from scenes.silhouettes.knobs import Knobs
from scenes.silhouettes.layout import BOTTOM, MAPS_LEFT, TOP
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import RIGHT, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.data.trained import Seen, network
from scenes.stage.numbers.values import format_number

PLATE, HEIGHT = 190.0, 58.0
LEFT = MAPS_LEFT + PLATE + 16.0
ROOM = 110.0
"""The room for a number behind the longest bar."""


def draw_answer(stage: Stage, seen: Seen, step: Span, knobs: Knobs) -> None:
    """Draw a bar for the share of every class; a click on a name takes a drawing of that animal."""
    classes, best = network().classes, int(seen.shares.argmax())
    pitch, longest = (BOTTOM - TOP) / len(classes), RIGHT - ROOM - LEFT
    marks: list[AnyMark] = [drawing(seen)]
    for index, (name, share) in enumerate(zip(classes, seen.shares, strict=True)):
        y, own, here = TOP + (index + 0.5) * pitch, name == knobs.animal, index == best
        width = max(float(share) * longest * step.motion, 3.0)
        marks += [
            Rect(
                x=MAPS_LEFT, y=y - HEIGHT / 2, width=PLATE, height=HEIGHT, radius=12, fill=0.16,
                line=4.0 if own else 0.0, role=Role.INPUT if own else Role.MUTED, name=f"animal = {name}",
                grip=SetValue("animal", name),
            ),
            lettering(MAPS_LEFT + 18, y, name, bold=here, size=36),
            Rect(
                x=LEFT, y=y - HEIGHT / 2, width=width, height=HEIGHT, radius=8, fill=0.85, role=Role.OUTPUT,
                name=f"share of {name}", value=float(share),
            ),
            lettering(LEFT + width + 14, y, format_number(float(share), 2), Role.OUTPUT, bold=here, size=36),
        ]  # fmt: skip
    upper = best >= len(classes) / 2  # in the half that the longest bar is not in
    y = TOP + (0.25 if upper else 0.68) * (BOTTOM - TOP)
    stage.add(
        *marks,
        lettering(RIGHT, y, format_number(float(seen.shares[best]), 2), Role.OUTPUT, bold=True, size=112, anchor="end",
                  opacity=step.rise(0.6), name="largest share"),
        lettering(RIGHT, y + 108.0, classes[best], Role.TEXT, bold=True, size=52, anchor="end", opacity=step.rise(0.6)),
    )  # fmt: skip
