"""The errors of the contest, each with its split, its crops and how many networks it took."""

from __future__ import annotations

from scenes.alexnet.computed import RESULT_2010, RESULTS_2012, Result
from scenes.alexnet.story import Steps
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import format_number

TOP, PITCH, BAR = 262.0, 96.0, 40.0
BARS_X = 806.0
OTHER_Y = 700.0
SCALE = (RIGHT - 130 - BARS_X) / max(result.top5 for result in RESULTS_2012)


def draw_results(stage: Stage, now: Steps) -> None:
    """Draw the errors of 2012, then apart from them the one of 2010."""
    span = now.spans["result"]
    count = len(RESULTS_2012) + 1
    marks: list[AnyMark] = [heading(LEFT, 192, "top-5 error, ILSVRC-2012", "the shorter the better")]
    for index, result in enumerate(RESULTS_2012):
        role = Role.OUTPUT if result is RESULTS_2012[-1] else Role.MUTED
        marks += _row(result, TOP + index * PITCH, span.part(index, count), role)
    grown = span.part(count - 1, count)
    if grown > 0.01:
        line = Rect(x=LEFT, y=OTHER_Y - 78, width=RIGHT - LEFT, height=2, fill=0.5, role=Role.MUTED)
        title = heading(LEFT, OTHER_Y - 46, "other pictures: the test of ILSVRC-2010", role=Role.WARNING)
        row = _row(RESULT_2010, OTHER_Y + 6, grown, Role.WARNING)
        marks.append(Group(marks=(line, title, *row), opacity=grown))
    stage.add(*marks, opacity=now.arriving)


def _row(result: Result, y: float, grown: float, role: Role) -> list[AnyMark]:
    """One error: who, with what, on what, and a bar."""
    if grown <= 0.01:
        return []
    details = "  ·  ".join((result.models, result.crops, result.split))
    tone = role if role != Role.MUTED else None
    length = grown * result.top5 * SCALE
    return [
        Group(
            opacity=grown,
            marks=(
                lettering(LEFT, y - 14, result.who, tone, bold=True, size=27),
                lettering(LEFT, y + 20, details, Role.MUTED, size=23),
                Rect(x=BARS_X, y=y - BAR / 2, width=length, height=BAR, fill=0.75, role=role,
                     name=f"top-5 error, {result.models}, {result.split}", value=result.top5),
                lettering(BARS_X + length + 16, y, f"{format_number(result.top5, 1)} %", role, bold=True,
                          size=32),
            ),
        )
    ]  # fmt: skip
