"""The network that was clicked, in the corner of the map where no network stands."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.draw.blocks import brief
from scenes.stage.numbers.series import number_text
from scenes.tradeoff.computed import Spot

RIGHT, TOP = 1520.0, 512.0
PITCH = 53.0
BOX = (1000.0, 480.0, 1540.0, 704.0)
"""What it covers: left, top, right, bottom."""


def card(spot: Spot, seconds: float | None = None, opacity: float = 1.0) -> AnyMark:
    """The name of a network, what it costs, and how often it is right; `seconds` is what it took here."""
    last = (f"{number_text(1000 * seconds)} ms", "here", Role.PRODUCT) if seconds is not None else None
    rows = (
        (brief(spot.network.parameters), "parameters", Role.KERNEL),
        last or (brief(spot.network.macs), "MACs", Role.OUTPUT),
        (f"{spot.quoted.top1:.1f} %", "top-1", Role.TEXT),
    )
    name = (TextRun(spot.label, Role.HIGHLIGHT, bold=True), TextRun(f"  {spot.network.year}", Role.MUTED))
    left, top, right, bottom = BOX
    ground = Rect(x=left, y=top, width=right - left, height=bottom - top, radius=14, fill=0.9, role=Role.SURFACE)
    marks: list[AnyMark] = [ground, Text(x=RIGHT, y=TOP, runs=name, size=52, anchor="end", name="card of")]
    for index, (value, what, role) in enumerate(rows):
        y = TOP + 57 + index * PITCH
        marks += [
            lettering(RIGHT, y, what, role, size=36, anchor="end", name=f"card word {what}"),
            lettering(RIGHT - 240, y, value, role, bold=True, size=48, anchor="end", name=f"card {what}"),
        ]
    return Group(marks=tuple(marks), opacity=opacity, name="card")
