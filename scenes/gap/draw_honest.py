"""How often class activation maps find their digits: one digit alone, and the test that counts, with two."""

from __future__ import annotations

from scenes.gap.digits import CANVASES, measured
from scenes.gap.story import Steps
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import percent_text

TOP, PITCH, BAR = 200.0, 176.0, 46.0
BARS, LONGEST = 260.0, 1060.0
ROLES = (Role.MUTED, Role.OUTPUT)


def draw_honest(stage: Stage, steps: Steps) -> None:
    """Draw what was measured: three questions, each with an untrained and a trained net."""
    span = steps.honest
    before, after = measured()
    rows = (
        ("one digit alone: the peak of the class that the net says lies on it", "ink is in one place only", "one"),
        ("two digits: a class's peak lies on its own digit", "the map has to choose", "each"),
        ("two digits: both peaks lie on their own digits", "", "both"),
    )
    marks: list[AnyMark] = []
    for index, (title, note, name) in enumerate(rows):
        y, grown = TOP + index * PITCH, span.part(index, len(rows))
        marks.append(heading(LEFT, y, title, note))
        for place, (net, found) in enumerate((("untrained", before), ("trained", after))):
            share = float(getattr(found, name))
            top = y + 26 + place * (BAR + 8)
            width = max(LONGEST * share * grown, 1.0)
            text = (TextRun(percent_text(share), ROLES[place], bold=True),)
            marks += [
                lettering(LEFT, top + BAR / 2, net, ROLES[place], size=26),
                Rect(x=BARS, y=top, width=width, height=BAR, radius=4, fill=0.85, role=ROLES[place],
                     name=f"{name}, {net}", value=share),
                Text(x=BARS + width + 16, y=top + BAR / 2, runs=text, size=30, opacity=grown),
            ]  # fmt: skip
    words = f"{CANVASES} canvases of 24 × 24 pixels each, with digits that the net has not learned from"
    marks.append(lettering(LEFT, 744, words, Role.MUTED, size=24))
    stage.add(*marks, opacity=steps.seen(span) * (1.0 - ease(steps.race.t * 10)))
