"""The same scores through a sigmoid each, and through one softmax."""

from __future__ import annotations

from scenes.gates.computed import Worked
from scenes.gates.layout import GATE
from scenes.gates.view import View
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import format_number

LEFT_X, RIGHT_X = 130.0, 1530.0
BASE, HEIGHT = 716.0, 470.0
BAR = 166.0
SUM_Y = 150.0


def draw_shares(view: View, of: Worked) -> None:
    """Draw a bar for each gate, then beside it the share that a softmax would give."""
    sides = (("gate", "gates, sum ", of.way.gates, GATE), ("share", "softmax, sum ", of.softmax, Role.WARNING))
    scores = of.way.scores.tolist()
    pitch = (RIGHT_X - LEFT_X) / len(scores)
    marks: list[AnyMark] = []
    for line in (0.0, 0.5, 1.0):
        y = BASE - line * HEIGHT
        marks.append(Rect(x=LEFT_X, y=y - 1, width=RIGHT_X - LEFT_X, height=2, fill=0.4, role=Role.MUTED))
        marks.append(lettering(LEFT_X - 14, y, f"{line:g}", Role.MUTED, size=32, anchor="end"))
    for index, score in enumerate(scores):
        middle = LEFT_X + (index + 0.5) * pitch
        marks.append(lettering(middle, BASE + 42, f"score {number(score)}", size=40, anchor="middle"))
    for side, (name, words, values, role) in enumerate(sides):
        grown = [view.steps.shares.part(side * len(scores) + index, 2 * len(scores)) for index in range(len(scores))]
        marks.append(Text(
            x=LEFT_X + 740.0 * side, y=SUM_Y, name=f"sum of {name}s", opacity=grown[-1], size=60,
            runs=(TextRun(words, role), TextRun(format_number(float(values.sum()), 2), role, bold=True)),
        ))  # fmt: skip
        for index, (value, share) in enumerate(zip(values.tolist(), grown, strict=True)):
            middle, height = LEFT_X + (index + 0.5) * pitch + (side - 0.5) * (BAR + 8), value * share * HEIGHT
            marks += [
                Rect(x=middle - BAR / 2, y=BASE - height, width=BAR, height=max(height, 2.0), fill=0.85, role=role,
                     name=f"{name} {index + 1}", value=value),
                lettering(middle, BASE - height - 30, format_number(value, 3), role, bold=True, size=44,
                          anchor="middle", opacity=share**3),
            ]  # fmt: skip
    view.stage.add(*marks)
