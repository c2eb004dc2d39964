"""What a net gains that is scaled to the same cost in four ways, as the paper measured it."""

from __future__ import annotations

from scenes.scaling.computed import TABLE_7
from scenes.scaling.story import Moment
from scenes.stage.charts.axes import Axes
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.draw.blocks import heading

FIRST_Y, PITCH = 300.0, 112.0
LINE_X, RIGHT = 360.0, 1440.0
LOW, HIGH = 77.0, 82.0


def draw_equal(stage: Stage, now: Moment) -> None:
    """Draw a dot for each way on a line of accuracies; a line may begin anywhere, bars may not."""
    plane = Axes((LINE_X, 0.0, RIGHT - LINE_X, 1.0), (LOW, HIGH), (0.0, 1.0))
    marks: list[AnyMark] = [
        heading(LEFT, 186, "top-1 accuracy in %", "EfficientNet-B0, scaled to 1.8 or 1.9 G multiply-accumulates")
    ]
    foot = FIRST_Y + 3.5 * PITCH
    for tick in range(int(LOW), int(HIGH) + 1):
        x, _ = plane.at(tick, 0)
        marks.append(Rect(x=x - 1, y=FIRST_Y - 60, width=2, height=foot - FIRST_Y + 60, fill=0.25, role=Role.MUTED))
        marks.append(lettering(x, foot + 24, str(tick), Role.MUTED, size=24, anchor="middle"))
    start, _ = plane.at(LOW, 0)
    best = max(value for _, value in TABLE_7)
    for index, (name, value) in enumerate(TABLE_7):
        share, y = now.span.part(index, len(TABLE_7)), FIRST_Y + index * PITCH
        role = Role.HIGHLIGHT if value == best else Role.FIRST
        marks.append(lettering(LEFT, y, name, bold=value == best, size=30))
        if share > 0.01:
            end = start + share * (plane.at(value, 0)[0] - start)
            marks.append(Rect(x=start, y=y - 1.5, width=RIGHT - start, height=3, fill=0.4, role=Role.MUTED))
            marks.append(Rect(x=end - 14, y=y - 14, width=28, height=28, radius=14, fill=1.0, role=role))
        if share >= 1:
            words = (TextRun(f"{value:.1f}", Role.TEXT, bold=True),)
            marks.append(Text(x=end, y=y - 40, anchor="middle", runs=words, size=34, name=f"accuracy, {name}"))
    stage.add(*marks, opacity=now.arriving)
    source = "ImageNet validation, single crop and model; Tan and Le, ICML 2019, table 7"
    stage.add(lettering(LEFT, 784, source, Role.MUTED, size=22))
