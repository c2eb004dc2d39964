"""How often class activation maps find their digits: one digit alone, and the test that counts, with two."""

from __future__ import annotations

from scenes.gap.digits import measured
from scenes.stage.charts.portions import portion
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.areas import Area

QUESTIONS = (("one digit alone is found", "one"), ("both of two digits are found", "both"))
NETS = (("untrained", Role.KERNEL), ("trained", Role.OUTPUT))
TOP, PITCH, BAR, APART = 134.0, 350.0, 120.0, 16.0
BARS = LEFT + 260.0


def honest(span: Span) -> list[AnyMark]:
    """What was measured, one question after the other: bars of an untrained and of a trained net."""
    marks: list[AnyMark] = []
    for index, (title, name) in enumerate(QUESTIONS):
        y = TOP + index * PITCH
        marks.append(lettering(LEFT, y, title, bold=True, size=44, name=title))
        for place, ((net, role), found) in enumerate(zip(NETS, measured(), strict=True)):
            bar = Area(BARS, y + 36 + place * (BAR + APART), RIGHT - BARS, BAR)
            grown = span.part(2 * index + place, len(QUESTIONS) * len(NETS))
            marks += [
                lettering(LEFT, bar.middle[1], net, role, bold=True, size=44, name=f"{name}, {net} named"),
                *portion(bar, found[name], role, f"{name}, {net}", grown),
            ]
    return marks
