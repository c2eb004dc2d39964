"""All blocks of the five ResNets in a row each: which shortcuts are projections, by the option that is chosen."""

from __future__ import annotations

from itertools import groupby

from scenes.projection.knobs import OPTIONS, Knobs
from scenes.projection.places import NETWORKS, Option, Place, places, projections
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import options

TOP, PITCH = 208.0, 108.0
FIRST, WIDE, GAP, BETWEEN, HIGH = 340.0, 15.0, 3.6, 14.0, 74.0
CHIPS_Y = 722.0


def where(span: Span, knobs: Knobs) -> list[AnyMark]:
    """A row for each network; the shortcuts that are more than the identity light up one after the other."""
    kind: Option = knobs.kind if knobs.kind != "I" else "B"
    marks = _legend(kind)
    for index, title in enumerate(NETWORKS):
        marks += _row(index, title, kind, span.part(index, len(NETWORKS)), title == knobs.network)
    chips = [(each, each) for each in OPTIONS[1:]]
    return [*marks, *options(LEFT, CHIPS_Y, 316, "option", chips, f"{knobs.option}", size=32)]


def _legend(kind: Option) -> list[AnyMark]:
    """What a filled and an empty box are."""
    filled = "padded with zeros" if kind == "A" else "projection"
    role = Role.INPUT if kind == "A" else Role.HIGHLIGHT
    return [
        Rect(x=FIRST, y=110, width=20, height=44, radius=4, line=3.0, role=Role.MUTED),
        lettering(FIRST + 34, 132, "identity", Role.MUTED, size=38),
        Rect(x=600, y=110, width=20, height=44, radius=4, fill=0.9, role=role),
        lettering(634, 132, filled, role, bold=True, size=38, name="what is lit"),
    ]


def _row(index: int, title: str, kind: Option, share: float, chosen: bool) -> list[AnyMark]:
    """A network's blocks, stage by stage, and how many of its shortcuts project."""
    y, found = TOP + index * PITCH, places(title)
    marks: list[AnyMark] = [
        Rect(
            x=LEFT - 12, y=y - 50, width=RIGHT - LEFT + 24, height=100, radius=12, fill=0.22 if chosen else 0.06,
            line=3.0 if chosen else 0.0, role=Role.HIGHLIGHT if chosen else Role.MUTED,
            name=f"row of {title}", grip=SetValue("network", title),
        ),
        lettering(LEFT, y, title, bold=True, size=38, name=f"title of {title}"),
    ]  # fmt: skip
    x, number, lit, reader = FIRST, 0, share * len(found), FIRST
    for _, group in groupby(found, lambda each: each.block.split(".")[0]):
        for each in group:
            marks.append(_box(x, y, each, kind, title, number < lit))
            reader = x + (lit - number) * (WIDE + GAP) if number < lit else reader
            x, number = x + WIDE + GAP, number + 1
        x += BETWEEN
    if 0 < share < 1:
        marks.append(Rect(x=reader - 5, y=y - 46, width=10, height=92, fill=1.0, role=Role.TEXT, name="reader"))
    if share >= 1:
        words = f"{projections(title, kind)} of {len(found)}"
        marks.append(
            lettering(RIGHT, y, words, Role.HIGHLIGHT, bold=True, size=52, anchor="end",
                      name=f"projections of {title}")
        )  # fmt: skip
    return marks


def _box(x: float, y: float, each: Place, kind: Option, title: str, lit: bool) -> Rect:
    """The shortcut of one block."""
    padded = kind == "A" and not each.fits
    special = lit and (each.projected(kind) or padded)
    role = (Role.INPUT if padded else Role.HIGHLIGHT) if special else Role.MUTED
    return Rect(
        x=x, y=y - HIGH / 2, width=WIDE, height=HIGH, radius=4, fill=0.9 if special else 0.0, line=2.5, role=role,
        name=f"{title} {each.block}",
    )  # fmt: skip
