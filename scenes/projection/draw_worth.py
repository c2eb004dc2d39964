"""What the options bring, in the numbers of the paper: top-1 errors of ResNet-34 and its plain twin."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import network
from scenes.stage.data.paper_results import DEPTH_ERRORS
from scenes.stage.draw.kinds import PLAIN

TOP, PITCH, BAR = 226.0, 122.0, 62.0
BAR_X, BAR_END = 330.0, 950.0
PARAMETERS_X = 1330.0


@dataclass(frozen=True)
class Row:
    """A network with its quoted error, and its name among the descriptions."""

    title: str
    note: str
    name: str
    error: float
    role: Role

    @property
    def parameters(self) -> int:
        """All parameters, counted."""
        return network(self.name).parameters


ROWS = (
    Row("plain", "no shortcuts", "resnet-34-plain", DEPTH_ERRORS["plain"][-1], PLAIN),
    Row("A", "zeros", "resnet-34-a", DEPTH_ERRORS["residual"][-1], Role.INPUT),
    Row("B", "where needed", "resnet-34", 24.52, Role.OUTPUT),
    Row("C", "always", "resnet-34-c", 24.19, Role.HIGHLIGHT),
)
"""Top-1 error in percent: ImageNet validation, 10-crop, single models of 34 layers (He et al., tables 2 and 3)."""


def draw_worth(stage: Stage, t: float, opacity: float) -> None:
    """Draw a bar for each, growing one after the other, and how many parameters each has."""
    if opacity <= 0:
        return
    marks: list[AnyMark] = [
        Text(
            x=BAR_X, y=168, runs=(TextRun("top-1 error in %", bold=True), TextRun("   34 layers", Role.MUTED)), size=26
        ),
        lettering(PARAMETERS_X, 168, "parameters", Role.MUTED, size=26, anchor="end"),
        lettering(RIGHT, 168, "in shortcuts", Role.MUTED, size=26, anchor="end"),
    ]
    for index, row in enumerate(ROWS):
        share = ease(t * 7 - index * 1.1)
        if share > 0:
            marks.append(Group(marks=tuple(_row(index, row, share)), opacity=min(1.0, share * 3)))
    source = "ImageNet validation, 10-crop testing, single models; He et al., CVPR 2016, tables 2 and 3"
    marks.append(lettering(LEFT, TOP + 4 * PITCH + 26, source, Role.MUTED, size=24))
    stage.add(*marks, opacity=opacity)


def _row(index: int, row: Row, share: float) -> list[AnyMark]:
    """A bar from 0, with its error at its end."""
    y = TOP + index * PITCH
    width = (BAR_END - BAR_X) * row.error / max(each.error for each in ROWS) * share
    extra = row.parameters - ROWS[0].parameters
    middle = y + BAR / 2
    return [
        lettering(LEFT, middle - 16, row.title, row.role, bold=True, size=32),
        lettering(LEFT, middle + 20, row.note, Role.MUTED, size=24),
        Rect(x=BAR_X, y=y, width=width, height=BAR, fill=0.7, role=row.role, name=f"error of {row.title}",
             value=row.error),
        lettering(BAR_X + width + 16, middle, f"{row.error:.2f}", row.role, bold=True, size=34),
        lettering(PARAMETERS_X, middle, f"{row.parameters:,}", size=28, anchor="end",
                  name=f"parameters of {row.title}"),
        lettering(RIGHT, middle, f"{extra:,}", row.role, bold=True, size=28, anchor="end",
                  name=f"shortcuts of {row.title}"),
    ]  # fmt: skip
