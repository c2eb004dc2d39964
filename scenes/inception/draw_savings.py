"""What the reductions save: the MACs of every branch without them, shrinking to what is left with them."""

from __future__ import annotations

from scenes.inception.knobs import Knobs
from scenes.inception.layout import branch_role
from scenes.inception.module import Module
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options

LEGEND_Y = 146.0
TOP, PITCH, BAR = 182.0, 108.0, 56.0
BAR_X, BAR_END = 216.0, 1190.0
CHIPS_Y = 736.0


def draw_savings(stage: Stage, without: Module, reduced: Module, knobs: Knobs, share: float, opacity: float) -> None:
    """Draw a bar for each branch and one for all; with the reductions on they shrink while the share grows."""
    if opacity <= 0:
        return
    share = share if knobs.reductions else 0.0
    scale = (BAR_END - BAR_X) / max(without.macs, reduced.macs)
    marks = _legend(share)
    for index, (before, after) in enumerate(zip(without.lanes, reduced.lanes, strict=True)):
        last = max(after.total - after.reduce_macs, 0)
        parts = ((after.reduce_macs, branch_role(index), 0.35), (last, branch_role(index), 0.8))
        marks += _row(index, before.name, before.total, parts, branch_role(index), scale, share)
    whole = tuple((lane.total, branch_role(index), 0.8) for index, lane in enumerate(reduced.lanes))
    marks += _row(4, "module", without.macs, whole, Role.TEXT, scale, share)
    marks += _choices(knobs, without, reduced, share)
    stage.add(*marks, opacity=opacity)


def _legend(share: float) -> list[AnyMark]:
    """What outlines, pale pieces and the two numbers of a row are."""
    bars = (TextRun("dashed: without reductions", Role.MUTED), TextRun("      pale: the 1×1 reductions themselves"))
    return [
        Text(x=BAR_X, y=LEGEND_Y, runs=bars if share > 0 else bars[:1], size=24),
        lettering(RIGHT, LEGEND_Y, "MACs", Role.MUTED, size=24, anchor="end"),
    ]


def _row(
    row: int, name: str, before: int, parts: tuple[tuple[int, Role, float], ...], role: Role, scale: float, share: float
) -> list[AnyMark]:
    """A bar on its way from what it is without reductions, which stays as an outline, to its parts with them."""
    y, after = TOP + row * PITCH, sum(count for count, _, _ in parts)
    count = round(between(before, after, share))
    marks: list[AnyMark] = [
        lettering(LEFT, y + BAR / 2, name, role, bold=True, size=30),
        Rect(x=BAR_X, y=y, width=before * scale, height=BAR, line=2.0, dashed=True, role=Role.MUTED,
             name=f"{name} without", value=float(before)),
    ]  # fmt: skip
    if share < 1:
        marks.append(Rect(x=BAR_X, y=y, width=count * scale, height=BAR, fill=0.7, role=role, opacity=1 - share))
    x = BAR_X
    for index, (part, colour, fill) in enumerate(parts):
        width = part * scale * (count / after if after else 1.0)
        if share > 0:
            marks.append(
                Rect(x=x, y=y, width=width, height=BAR, fill=fill, role=colour, opacity=share, value=float(part),
                     name=f"{name} with, part {index + 1}")
            )  # fmt: skip
        x += width
    marks.append(
        lettering(RIGHT, y + (42 if share > 0 else BAR / 2), f"{count:,}", role, bold=True, size=32, anchor="end",
                  name=f"{name} MACs")
    )  # fmt: skip
    if share > 0:
        was = (TextRun(f"{before:,}", Role.MUTED),)
        marks.append(Text(x=RIGHT, y=y + 6, runs=was, size=26, anchor="end", opacity=share))
    return marks


def _choices(knobs: Knobs, without: Module, reduced: Module, share: float) -> list[AnyMark]:
    """Plates that take the reductions away and put them back, and how much they save."""
    marks: list[AnyMark] = [lettering(LEFT, CHIPS_Y + 24, "1×1 reductions", Role.HIGHLIGHT, size=26)]
    marks += options(300, CHIPS_Y, 96, "reductions", (("on", True), ("off", False)), knobs.reductions)
    out = (
        TextRun("channels out ", Role.MUTED),
        TextRun(f"{reduced.out if knobs.reductions else without.out}", bold=True),
    )
    marks.append(Text(x=560, y=CHIPS_Y + 24, runs=out, size=30, name="channels out"))
    times = without.macs / reduced.macs
    words = f"{times:.1f} times fewer MACs" if times >= 1 else f"{1 / times:.1f} times more MACs"
    runs = (TextRun(words, Role.HIGHLIGHT, bold=True),)
    marks.append(
        Text(x=RIGHT, y=CHIPS_Y + 24, runs=runs, size=34, anchor="end", opacity=ease(share * 3 - 2), name="saving")
    )
    return marks
