"""The same scores through a sigmoid each, and through one softmax."""

from __future__ import annotations

from scenes.gates.computed import Worked
from scenes.gates.layout import GATE
from scenes.gates.story import Steps
from scenes.reference import Floats
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading, number
from scenes.stage.numbers.values import format_number

LEFT_X, RIGHT_X, WIDTH = 120.0, 880.0, 600.0
BASE, HEIGHT = 700.0, 420.0
BAR, TICK = 96.0, 16.0


def draw_apart(stage: Stage, of: Worked, now: Steps) -> None:
    """Draw both charts, bar by bar."""
    span = now.spans["apart"]
    sides = (
        ("gates", "a sigmoid for each score", of.way.gates, LEFT_X, GATE),
        ("instead", "one softmax for all scores", of.softmax, RIGHT_X, Role.WARNING),
    )
    marks: list[AnyMark] = []
    for side, (title, note, values, x, role) in enumerate(sides):
        grown = [span.part(side * len(values) + index, 2 * len(values)) for index in range(len(values))]
        marks += _chart(x, title, note, values, of.way.scores, grown, role)
    stage.add(*marks, opacity=now.arriving)


def _chart(x: float, title: str, note: str, values: Floats, scores: Floats, grown: list[float],
           role: Role) -> list[AnyMark]:  # fmt: skip
    pitch = WIDTH / len(values)
    marks: list[AnyMark] = [
        heading(x, 186, title, note, role),
        Text(x=x + WIDTH, y=226,
             runs=(TextRun("sum "), TextRun(format_number(float(values.sum()), 3), role, bold=True)), size=30,
             anchor="end", name=f"sum of {title}", opacity=min(grown)),
    ]  # fmt: skip
    for level in (0, 0.5, 1):
        y = BASE - level * HEIGHT
        marks.append(Rect(x=x, y=y - 1, width=TICK if level else WIDTH, height=2, fill=0.4, role=Role.MUTED))
        marks.append(lettering(x - 12, y, f"{level:g}", Role.MUTED, size=22, anchor="end"))
    for index, (value, share) in enumerate(zip(values.tolist(), grown, strict=True)):
        middle, height = x + (index + 0.5) * pitch, value * share * HEIGHT
        marks += [
            Rect(x=middle - BAR / 2, y=BASE - height, width=BAR, height=max(height, 2.0), fill=0.75, role=role,
                 name=f"{title} {index + 1}", value=value),
            lettering(middle, BASE + 28, f"map {index + 1}", size=24, anchor="middle"),
            lettering(middle, BASE + 62, f"score {number(float(scores[index]))}", Role.MUTED, size=22,
                      anchor="middle"),
        ]  # fmt: skip
        if share >= 1:
            words = (TextRun(format_number(value, 3), role, bold=True),)
            marks.append(Text(x=middle, y=BASE - height - 22, runs=words, size=26, anchor="middle"))
    return marks
