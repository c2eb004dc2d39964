"""How often class activation maps find their digits: one digit alone, and the test that counts, with two."""

from __future__ import annotations

from scenes.gap.digits import measured
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.numbers.series import percent_text

QUESTIONS = (("one digit alone is found", "one"), ("both of two digits are found", "both"))
NETS = (("untrained", Role.KERNEL), ("trained", Role.OUTPUT))
TOP, PITCH, HEADING, BAR, APART = 134.0, 350.0, 44.0, 120.0, 16.0
BARS = LEFT + 260.0


def honest(span: Span) -> list[AnyMark]:
    """What was measured, one question after the other: bars of an untrained and of a trained net."""
    marks: list[AnyMark] = []
    for index, (title, name) in enumerate(QUESTIONS):
        y = TOP + index * PITCH
        marks.append(lettering(LEFT, y, title, bold=True, size=HEADING, name=title))
        for place, found in enumerate(measured()):
            net, role = NETS[place]
            share = float(getattr(found, name))
            marks += _bar(y + 36 + place * (BAR + APART), net, role, share, span.part(2 * index + place, 4), name)
    return marks


def _bar(y: float, net: str, role: Role, share: float, grown: float, name: str) -> list[AnyMark]:
    """A share of all canvases, with its number inside where there is room."""
    wide, middle = RIGHT - BARS, y + BAR / 2
    width = max(wide * share * grown, 3.0)
    inside = width > wide / 2
    return [
        lettering(LEFT, middle, net, role, bold=True, size=44, name=f"{net}, {name} named"),
        Rect(x=BARS, y=y, width=wide, height=BAR, radius=10, fill=0.16, role=Role.TEXT, name=f"all, {net}, {name}"),
        Rect(x=BARS, y=y, width=width, height=BAR, radius=10, fill=0.6, role=role, name=f"{name}, {net}", value=share),
        lettering(BARS + width + (-30 if inside else 30), middle, percent_text(share * grown), Role.TEXT, bold=True,
                  size=72, anchor="end" if inside else "start", name=f"{name}, {net} in per cent"),
    ]  # fmt: skip
