"""The same symptom in the paper: errors of plain and of residual nets of two depths."""

from __future__ import annotations

from scenes.degradation.draw_race import title_of_chart
from scenes.degradation.knobs import KINDS
from scenes.degradation.nets import ROLES
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.training import FOOT, Box
from scenes.stage.core.lattice import midway
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.paper_results import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS

CHART: Box = (150.0, 128.0, 1394.0, 560.0)
ERRORS = (24.0, 29.0)
PLACES = (0.17, 0.6)
"""Where both depths stand, as shares of the chart's width."""
DOT = 14.0


def paper(span: Span) -> list[AnyMark]:
    """A line for each kind of net from its shallower error to its deeper one."""
    axes = Axes(CHART, (0.0, 1.0), ERRORS)
    bottom = CHART[1] + CHART[3]
    marks: list[AnyMark] = [title_of_chart("top-1 error in %"), *axes.frame(columns=False)]
    for place, layers in zip(PLACES, DEPTHS, strict=True):
        x = axes.at(place, ERRORS[0])[0]
        marks.append(lettering(x, bottom + 40, f"{layers} layers", bold=True, size=44, anchor="middle"))
    for index, kind in enumerate(KINDS):
        marks += _slope(axes, kind, span.part(index, len(KINDS)))
    return [*marks, lettering(LEFT, FOOT, " ".join(DEPTH_CONDITIONS), Role.MUTED, size=24, note=True)]


def _slope(axes: Axes, kind: str, share: float) -> list[AnyMark]:
    """One kind's line as far as it has come; both its numbers stand on the outer side, above or below."""
    before, after = DEPTH_ERRORS[kind]
    role, above = ROLES[kind], kind == KINDS[0]
    start, end = (axes.at(place, error) for place, error in zip(PLACES, (before, after), strict=True))
    tip, said = midway(start, end, share), ease(4.0 * share - 3.0)
    side = -1.0 if above else 1.0
    change = f"{after - before:+.2f} points".replace("-", "−")
    runs = (TextRun(f"{kind}, ", role, bold=True), TextRun(change, role))
    return [
        Path(points=(start, tip), line=9.0, role=role, name=f"errors, {kind}"),
        _dot(start, before, role, f"{kind}, {DEPTHS[0]} layers"),
        lettering(start[0] - 24, start[1] + side * 40, f"{before:.2f}", role, bold=True, size=52, anchor="end"),
        *([_dot(tip, after, role, f"{kind}, {DEPTHS[1]} layers")] if share >= 1 else []),
        lettering(end[0] + 40, end[1] - 4, f"{after:.2f}", role, bold=True, size=96, opacity=said),
        Text(x=end[0] + 44, y=end[1] + 88, runs=runs, size=44, opacity=said, name=f"{kind}, change"),
    ]


def _dot(at: tuple[float, float], error: float, role: Role, name: str) -> Rect:
    x, y = at
    return Rect(
        x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=role, value=error, name=name
    )
