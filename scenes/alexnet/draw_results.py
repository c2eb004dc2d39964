"""The errors of the contest, each with how many networks it took; apart from them the one of another contest."""

from __future__ import annotations

from scenes.alexnet.computed import RESULT_2010, RESULTS_2012, Result
from scenes.alexnet.view import View
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import format_number

TOP, PITCH, BAR = 216.0, 112.0, 92.0
BARS_X = 676.0
OTHER_Y = 732.0
SCALE = (RIGHT - 180 - BARS_X) / max(result.top5 for result in RESULTS_2012)
LABELS = ("second place, no CNN", "1 network, validation", "5 networks", "7 networks, the winner")
OTHER = "1 network, contest of 2010"


def draw_results(view: View) -> None:
    """Draw the errors of 2012, then apart from them the one of 2010."""
    span, count = view.steps.result, len(RESULTS_2012) + 1
    marks: list[AnyMark] = [heading(LEFT, 132, "top-5 error in the contest of 2012", size=40.0)]
    for index, (result, label) in enumerate(zip(RESULTS_2012, LABELS, strict=True)):
        role = Role.OUTPUT if result is RESULTS_2012[-1] else Role.TEXT
        marks += _row(result, label, TOP + index * PITCH, span.part(index, count), role)
    grown = span.part(count - 1, count)
    line = Rect(x=LEFT, y=OTHER_Y - 74, width=RIGHT - LEFT, height=3, fill=0.6, role=Role.MUTED, opacity=grown)
    view.stage.add(*marks, line, *_row(RESULT_2010, OTHER, OTHER_Y, grown, Role.WARNING))


def _row(result: Result, label: str, y: float, grown: float, role: Role) -> list[AnyMark]:
    """One error: with what it was got, a bar, and the number."""
    if grown <= 0.01:
        return []
    length, winner = grown * result.top5 * SCALE, role is Role.OUTPUT
    bar = Rect(
        x=BARS_X, y=y - BAR / 2, width=length, height=BAR, radius=8, fill=0.8 if winner else 0.5, role=role,
        name=f"top-5 error, {result.models}, {result.split}", value=result.top5,
    )  # fmt: skip
    number = f"{format_number(result.top5, 1)} %"
    return [
        Group(
            opacity=grown,
            marks=(
                lettering(LEFT, y, label, role, bold=winner, size=40),
                bar,
                lettering(BARS_X + length + 20, y, number, role, bold=True, size=80 if winner else 52),
            ),
        )
    ]
