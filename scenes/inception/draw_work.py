"""What the reductions save: the work of the 5×5 branch as an area, and that of all branches as bars."""

from __future__ import annotations

from scenes.inception.knobs import Knobs
from scenes.inception.module import Module
from scenes.inception.view import branch_role
from scenes.inception.words import compared
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import brief, options
from scenes.stage.draw.kinds import MACS

WIDE, TOP, TALL, GAP = 900.0, 176.0, 560.0, 14.0
"""The area of the 5×5 convolution on all maps, and the gap to that of the reduction under it."""
BESIDE = LEFT + WIDE + 56.0
FIVE = 2
"""The lane of the 5×5 branch."""
DIRECT = (r"H W \cdot k^2\, C\, c", "H W k² C c")
DETOUR = (r"H W\, ( C\, r + k^2 r\, c )", "H W (C r + k² r c)")
BAR_X, BAR_END, BAR, FIRST, PITCH = 186.0, 1300.0, 112.0, 108.0, 144.0
TOTAL_Y = 738.0
LABELLED = 84.0
"""The part of a bar that is the 1×1 convolution is labelled if it is so wide."""


def area(span: Span, without: Module, knobs: Knobs) -> list[AnyMark]:
    """As wide as there are maps to read, as high as each has weights: the area is the work at one spot."""
    c, r, n = without.channels, without.widths.r5, without.widths.c5
    share, role = span.motion if knobs.reductions else 0.0, branch_role(FIVE)
    across, up = WIDE / max(c, r), TALL / (25 * n + r)
    tall, reads, side = 25 * n * up, between(c, r, share), without.side
    direct, detour = side * side * 25 * n * c, side * side * (c * r + 25 * r * n)
    marks: list[AnyMark] = [
        Rect(x=LEFT, y=TOP, width=c * across, height=tall, fill=0.25, line=4.0, dashed=True, role=role,
             name="all maps", value=float(direct)),
        Rect(x=LEFT, y=TOP, width=reads * across, height=tall, fill=0.85, role=role, name="maps that are read",
             value=side * side * 25 * n * reads),
        lettering(LEFT, TOP - 36, f"{round(reads)} maps", role, bold=True, size=52, name="maps"),
        lettering(BESIDE, 150, "5×5 branch", role, bold=True, size=44),
        lettering(BESIDE, 240, brief(between(direct, detour, share)), MACS, bold=True, size=112,
                  name="MACs of the branch"),
        lettering(BESIDE, 338, "MACs", MACS, size=44),
        Group(marks=_filled_in(420, *DIRECT, f"{side}²·25·{c}·{n}"), opacity=between(1.0, 0.38, share)),
    ]  # fmt: skip
    if share > 0:
        words = lettering(
            LEFT + c * across - 12, TOP + tall - 36, "1×1 reduction", role, bold=True, size=40, anchor="end"
        )
        whole = lettering(LEFT + c * across, TOP - 36, f"instead of {c}", Role.MUTED, size=44, anchor="end")
        times = lettering(BESIDE, 730, compared(direct, detour), MACS, bold=True, size=64, name="saving")
        detoured = _filled_in(556, *DETOUR, f"{side}²·({c}·{r} + 25·{r}·{n})")
        marks += [
            Rect(x=LEFT, y=TOP + tall + GAP, width=c * across * ease(share * 2), height=r * up, fill=0.85, role=role,
                 name="the reduction", value=float(side * side * c * r)),
            Group(marks=(words, whole, *detoured), opacity=share),
            Group(marks=(times,), opacity=span.rise(0.7)),
        ]  # fmt: skip
    return marks


def _filled_in(y: float, tex: str, plain: str, numbers: str) -> tuple[AnyMark, ...]:
    """A formula, and under it the same with its numbers."""
    formula = Formula(tex=tex, plain=plain, x=BESIDE, y=y, size=48, name=f"formula {plain}")
    return formula, lettering(BESIDE, y + 62, numbers, Role.MUTED, size=36, name=f"numbers {plain}")


def savings(span: Span, without: Module, reduced: Module, knobs: Knobs) -> list[AnyMark]:
    """A bar for each branch that shrinks from its work without reductions, which stays as an outline."""
    scale = (BAR_END - BAR_X) / max(lane.total for each in (without, reduced) for lane in each.lanes)
    marks: list[AnyMark] = []
    total = 0
    for index, (before, after) in enumerate(zip(without.lanes, reduced.lanes, strict=True)):
        share = span.part(index, 4) if knobs.reductions else 0.0
        y, now, role = FIRST + index * PITCH, round(between(before.total, after.total, share)), branch_role(index)
        first, total = min(after.reduce_macs, now) * share, total + now
        marks += [
            lettering(LEFT, y + BAR / 2, before.name, role, bold=True, size=44),
            Rect(x=BAR_X, y=y, width=before.total * scale, height=BAR, fill=0.2, line=3.0, dashed=True, role=role,
                 name=f"{before.name} without", value=float(before.total)),
            Rect(x=BAR_X, y=y, width=first * scale, height=BAR, fill=0.4, role=role, name=f"{before.name}, reducing",
                 value=float(after.reduce_macs)),
            Rect(x=BAR_X + first * scale, y=y, width=(now - first) * scale, height=BAR, fill=0.85, role=role,
                 name=f"{before.name} with", value=float(now)),
            lettering(RIGHT, y + BAR / 2, brief(now), role, bold=True, size=56, anchor="end",
                      name=f"{before.name} MACs"),
        ]  # fmt: skip
        if first * scale > LABELLED:
            marks.append(lettering(BAR_X + first * scale / 2, y + BAR / 2, "1×1", bold=True, size=32, anchor="middle",
                                   opacity=share))  # fmt: skip
    marks += [
        lettering(LEFT, TOTAL_Y, "reductions", Role.TEXT, size=40),
        *options(LEFT + 250, TOTAL_Y - 40, 92, "reductions", (("on", True), ("off", False)), knobs.reductions, size=40),
        lettering(RIGHT, TOTAL_Y, f"{brief(total)} MACs", MACS, bold=True, size=72, anchor="end", name="module MACs"),
    ]  # fmt: skip
    if (done := span.rise(0.6)) > 0 and knobs.reductions:
        words = compared(without.macs, reduced.macs)
        marks.append(lettering(530, TOTAL_Y, words, MACS, bold=True, size=56, opacity=done, name="saving"))
    return marks
