"""Four ways to spend the same work on one net, and the accuracy that each gives."""

from __future__ import annotations

from scenes.stage.charts.number_line import DOT, NumberLine
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span
from scenes.stage.data.paper_results import EFFICIENTNET_WAYS

LINE = NumberLine(510.0, 1490.0, 77.0, 82.0)
FIRST, PITCH = 190.0, 142.0
FOOT = 700.0


def gain() -> float:
    """By how many points all three together are better than the best of the others."""
    *others, best = (value for _, value in EFFICIENTNET_WAYS)
    return best - max(others)


def ways(span: Span) -> list[AnyMark]:
    """A dot for each way on a line of accuracies: it may begin anywhere, bars may not."""
    marks = LINE.ticks(
        range(77, 83), 120, FOOT - 120, words=lambda number: f"{number} %", size=32, below=32, width=3
    )  # fmt: skip
    for index, (name, value) in enumerate(EFFICIENTNET_WAYS):
        marks += _way(index, name, value, span.part(index, len(EFFICIENTNET_WAYS) + 1))
    ahead = span.part(len(EFFICIENTNET_WAYS), len(EFFICIENTNET_WAYS) + 1)
    if ahead > 0:
        marks += _ahead(ahead)
    source = "top-1 on ImageNet, single crop and model; Tan and Le, ICML 2019, table 7"
    return [*marks, lettering(LEFT, 790, source, Role.MUTED, size=24, note=True)]


def _way(index: int, name: str, value: float, share: float) -> list[AnyMark]:
    """One way: its dot goes from the left end of its line to its accuracy."""
    y, best = FIRST + index * PITCH, index == len(EFFICIENTNET_WAYS) - 1
    role = Role.HIGHLIGHT if best else Role.FIRST
    return [
        lettering(LEFT, y, name, bold=best, size=42, name=f"way {name}"),
        *LINE.track(y, value, share, f"{value:.1f}", f"accuracy, {name}", role, loud=best),
    ]


def _ahead(share: float) -> list[AnyMark]:
    """How far all three together are ahead of the best of the others."""
    *others, best = (value for _, value in EFFICIENTNET_WAYS)
    start, end, y = LINE.at(max(others)) + DOT, LINE.at(best) - DOT - 8, FIRST + (len(EFFICIENTNET_WAYS) - 1) * PITCH
    arrow = Arrow(start=(start, y), end=(between(start + 8, end, share), y), role=Role.OUTPUT, line=7.0)
    words = f"+{gain():.1f} points"
    what = lettering(LINE.at(max(others)) - DOT, y, words, Role.OUTPUT, bold=True, size=48, anchor="end", opacity=share)
    return [arrow, what]
