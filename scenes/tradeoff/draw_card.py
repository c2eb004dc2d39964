"""The card of the network that was clicked: its counts, and its accuracies with all that belongs beside them."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import brief
from scenes.stage.numbers.series import number_text
from scenes.tradeoff.computed import Spot
from scenes.tradeoff.quoted import SPLIT

LEFT, TOP, WIDTH, HEIGHT = 1112.0, 176.0, 448.0, 600.0
INSET, ROW = 20.0, 40.0


def draw_card(stage: Stage, spot: Spot, seconds: float | None, opacity: float) -> None:
    """Draw the card of a network, with the time that it took here where that was measured."""
    marks: list[AnyMark] = [
        Rect(x=LEFT, y=TOP, width=WIDTH, height=HEIGHT, radius=14, fill=0.45, role=Role.SURFACE),
        Text(x=LEFT + INSET, y=TOP + 36, runs=(TextRun(spot.label, spot.role, bold=True),
             TextRun(f"   {spot.network.year}", Role.MUTED)), size=28, name="card of"),
    ]  # fmt: skip
    y = TOP + 84
    for index, (what, value, role) in enumerate(_counts(spot, seconds)):
        marks += _row(y + index * ROW, what, value, role)
    y += len(_counts(spot, None)) * ROW + (ROW if seconds is not None else 0.0) + 10
    marks.append(Rect(x=LEFT + INSET, y=y - 20, width=WIDTH - 2 * INSET, height=1.5, fill=0.6, role=Role.MUTED))
    y += 10
    marks += _row(y, "top-1", f"{spot.quoted.top1:g} %", Role.OUTPUT)
    marks += _row(y + ROW, "top-5", "–" if spot.quoted.top5 is None else f"{spot.quoted.top5:g} %", Role.OUTPUT)
    for index, line in enumerate(_words(spot)):
        place = y + 2 * ROW + 8 + index * 33
        marks.append(lettering(LEFT + INSET, place, line, Role.MUTED, size=20, name=f"card line {index}"))
    stage.add(*marks, opacity=opacity)


def _counts(spot: Spot, seconds: float | None) -> list[tuple[str, str, Role]]:
    net, crops = spot.network, spot.quoted.crops
    passes = f"{brief(crops * net.macs)}" if crops else "not known"
    rows = [
        ("parameters", f"{net.parameters:,}", Role.KERNEL),
        ("in fp32", f"{spot.size / 1e6:.1f} MB", Role.KERNEL),
        ("MACs, one pass", f"{net.macs:,}", Role.INPUT),
        ("MACs, all crops", passes, Role.INPUT),
        ("picture", f"{net.shape[1]} × {net.shape[2]}", Role.TEXT),
    ]
    if seconds is not None:
        rows.append(("time here", f"{number_text(1000 * seconds)} ms", Role.PRODUCT))
    return rows


def _words(spot: Spot) -> list[str]:
    """What belongs beside the accuracies."""
    quoted = spot.quoted
    return [line for line in (SPLIT, f"one network, {quoted.crop}", quoted.source, quoted.note) if line]


def _row(y: float, what: str, value: str, role: Role) -> list[AnyMark]:
    return [
        lettering(LEFT + INSET, y, what, Role.MUTED, size=21),
        lettering(LEFT + WIDTH - INSET, y, value, role, bold=True, size=22, anchor="end",
                  name=f"card {what}"),
    ]  # fmt: skip
