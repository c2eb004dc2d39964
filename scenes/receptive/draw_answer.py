"""What the trained CNN says in the end: its shares for the ten animals."""

from __future__ import annotations

from scenes.receptive.computed import look
from scenes.receptive.knobs import Knobs
from scenes.receptive.layout import MAPS_LEFT, MAPS_TOP
from scenes.receptive.story import Steps
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.data.trained import network
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import format_number

PITCH = 56.0
PLATE = 150.0
LEFT, WIDTH = MAPS_LEFT + PLATE + 10.0, 740.0


def draw_answer(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw a bar for the share of every class; a click on a name takes a drawing of that animal."""
    opacity = steps.seen(steps.answer)
    if opacity <= 0:
        return
    seen, marks = look(knobs.animal, knobs.drawing), list[AnyMark]()
    marks.append(heading(MAPS_LEFT, MAPS_TOP - 36, "shares", "softmax of the dense layer's ten logits", Role.OUTPUT))
    best = int(seen.shares.argmax())
    for index, (name, share) in enumerate(zip(network().classes, seen.shares, strict=True)):
        y, own = MAPS_TOP + 12 + index * PITCH, name == knobs.animal
        width = max(float(share) * WIDTH * steps.answer.motion, 2.0)
        marks += [
            Rect(
                x=MAPS_LEFT - 6, y=y - 20, width=PLATE, height=40, radius=8, fill=0.2 if own else 0.08,
                line=2.0 if own else 0.0, role=Role.INPUT if own else Role.MUTED, name=f"animal = {name}",
                grip=SetValue("animal", name),
            ),
            lettering(MAPS_LEFT + 4, y, name, bold=index == best, size=26),
            Rect(
                x=LEFT, y=y - 17, width=width, height=34, radius=4, fill=0.85, role=Role.OUTPUT,
                name=f"share of {name}", value=float(share),
            ),
            lettering(LEFT + width + 14, y, format_number(float(share), 3), Role.OUTPUT, bold=index == best,
                      size=26),
        ]  # fmt: skip
    stage.add(*marks, opacity=opacity)
