"""Degradation, in the numbers of the paper: top-1 errors of plain and residual networks of 18 and 34 layers."""

from __future__ import annotations

from scenes.stage.charts.axes import Axes
from scenes.stage.core.lattice import midway
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.data.paper_results import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS
from scenes.stage.draw.kinds import PLAIN, RESIDUAL
from scenes.stage.numbers.values import format_number

AXES = Axes((156.0, 166.0, 1378.0, 520.0), (0.0, 1.0), (24.5, 29.5))
PLACES = (0.16, 0.64)
"""Where both depths stand, as shares of the width."""
DOT = 15.0


def draw_paper(stage: Stage, share: float) -> None:
    """Draw both pairs of errors; the lines to the deeper networks grow with the share."""
    marks: list[AnyMark] = [*AXES.frame("", "top-1 error in %, ImageNet", columns=False)]
    for place, depth in zip(PLACES, DEPTHS, strict=True):
        x, y = AXES.at(place, AXES.y[0])
        marks.append(lettering(x, y + 36.0, f"{depth} layers", Role.TEXT, size=40.0, anchor="middle"))
    for index, (name, role) in enumerate((("plain", PLAIN), ("residual", RESIDUAL))):
        marks += _pair(name, role, glide(share * 2.0 - index))
    source = " ".join(DEPTH_CONDITIONS)
    marks.append(lettering(LEFT, 776.0, source, Role.MUTED, size=24.0, name="source", note=True))
    stage.add(*marks)


def _pair(name: str, role: Role, share: float) -> list[AnyMark]:
    """The error of the shallow network, and the line to that of the deep one."""
    start, end = (AXES.at(place, error) for place, error in zip(PLACES, DEPTH_ERRORS[name], strict=True))
    below = 1.0 if name == "residual" else -1.0
    marks: list[AnyMark] = [Path(points=(start, midway(start, end, share)), line=9.0, role=role, name=f"{name} line")]
    for index, (x, y) in enumerate((start, end)):
        error = DEPTH_ERRORS[name][index]
        there = 1.0 if index == 0 else ease((share - 0.85) / 0.15)
        words = (TextRun(format_number(error, 2), role, bold=True),)
        marks += [
            Rect(x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=role, value=error,
                 name=f"{name}, {DEPTHS[index]} layers", opacity=there),
            Text(x=x - 30.0, y=y + below * 34.0, runs=words, size=52.0, anchor="end") if index == 0 else
            Text(x=x + 36.0, y=y, runs=(*words, TextRun(f"  {name}", role)), size=60.0, opacity=there),
        ]  # fmt: skip
    return marks
