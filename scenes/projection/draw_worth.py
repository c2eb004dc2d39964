"""What the options bring: a dot for each on a line of errors."""

from __future__ import annotations

from scenes.projection.results import ROWS, SOURCE, Row
from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span

LINE = NumberLine(600.0, 1490.0, 24, 29)
FIRST, PITCH, FOOT = 186.0, 142.0, 700.0


def worth(span: Span) -> list[AnyMark]:
    """A row for each: the line may begin anywhere, bars may not."""
    marks = LINE.ticks(range(24, 30), 120, FOOT - 120, words="{} %".format, width=3, size=32, below=32)
    for index, row in enumerate(ROWS):
        marks += _row(index, row, span.part(index, len(ROWS)))
    return [*marks, lettering(LEFT, 790, SOURCE, Role.MUTED, size=24, note=True)]


def _row(index: int, row: Row, share: float) -> list[AnyMark]:
    y = FIRST + index * PITCH
    return [
        lettering(LEFT, y - 26, row.title, row.role, bold=True, size=52, name=f"title of {row.title}"),
        lettering(LEFT, y + 28, row.note, Role.MUTED, size=36, name=f"note of {row.title}"),
        *LINE.track(y, row.error, share, f"{row.error:.2f} %", f"error of {row.title}", row.role),
    ]
