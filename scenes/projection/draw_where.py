"""All blocks of the five ResNets in a row each: which shortcuts are projections, by the option that is chosen."""

from __future__ import annotations

from itertools import groupby

from scenes.projection.knobs import OPTIONS, Knobs
from scenes.projection.places import NETWORKS, Option, Place, learned, places, projections
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options

TOP, PITCH = 206.0, 100.0
FIRST, WIDE, GAP, BETWEEN, HIGH = 262.0, 14.4, 3.4, 18.0, 50.0
CHIPS_Y = 732.0


def draw_where(stage: Stage, knobs: Knobs, t: float, opacity: float) -> None:
    """Draw a row for each network; the shortcuts that are more than the identity light up one after the other."""
    if opacity <= 0:
        return
    kind: Option = knobs.kind if knobs.kind != "I" else "B"
    marks = _legend(kind)
    for index, title in enumerate(NETWORKS):
        share = ease(t * 8 - index)
        if share > 0:
            marks.append(Group(marks=tuple(_row(index, title, kind, t, title == knobs.network)), opacity=share))
    marks.append(lettering(LEFT, CHIPS_Y + 24, "shortcut", Role.MUTED, size=26))
    marks += options(FIRST, CHIPS_Y, 330, "option", [(each, each) for each in OPTIONS[1:]], f"{knobs.option}")
    stage.add(*marks, opacity=opacity)


def _legend(kind: Option) -> list[AnyMark]:
    """What a filled and an empty box are."""
    filled = "padded with zeros" if kind == "A" else "projection"
    role = Role.INPUT if kind == "A" else Role.HIGHLIGHT
    return [
        lettering(LEFT, 146, "one box for each block's shortcut", Role.MUTED, size=24),
        Rect(x=560, y=134, width=24, height=24, radius=4, line=2.0, role=Role.MUTED),
        lettering(596, 146, "identity", Role.MUTED, size=24),
        Rect(x=736, y=134, width=24, height=24, radius=4, fill=0.9, role=role),
        lettering(772, 146, filled, role, bold=True, size=24),
        lettering(RIGHT, 146, "projections", Role.MUTED, size=24, anchor="end"),
    ]


def _row(index: int, title: str, kind: Option, t: float, chosen: bool) -> list[AnyMark]:
    """A network's blocks, stage by stage, and what its shortcuts learn."""
    y = TOP + index * PITCH
    found = places(title)
    marks: list[AnyMark] = [
        Rect(
            x=LEFT - 12, y=y - 42, width=1512, height=84, radius=12, fill=0.3 if chosen else 0.06,
            line=2.0 if chosen else 0.0, role=Role.HIGHLIGHT if chosen else Role.SURFACE,
            opacity=0.6 if chosen else 1.0, name=f"row of {title}", grip=SetValue("network", title),
        ),
        lettering(LEFT, y, title, bold=True, size=28),
    ]  # fmt: skip
    x, number, lit = FIRST, 0, (t - 0.25) / 0.4 * len(found)
    for _, group in groupby(found, lambda each: each.block.split(".")[0]):
        for each in group:
            marks.append(_box(x, y, each, kind, title, number < lit))
            x, number = x + WIDE + GAP, number + 1
        x += BETWEEN
    count, words = projections(title, kind), f"{learned(title, kind):,} parameters"
    shown = ease(t * 6 - 3.4)
    marks += [
        lettering(RIGHT, y - 18, f"{count} of {len(found)}", Role.HIGHLIGHT, bold=True, size=30, anchor="end",
                  opacity=shown, name=f"projections of {title}"),
        lettering(RIGHT, y + 20, words, Role.MUTED, size=24, anchor="end", opacity=shown,
                  name=f"parameters of {title}"),
    ]  # fmt: skip
    return marks


def _box(x: float, y: float, each: Place, kind: Option, title: str, lit: bool) -> Rect:
    """The shortcut of one block."""
    padded = kind == "A" and not each.fits
    special = lit and (each.projected(kind) or padded)
    role = (Role.INPUT if padded else Role.HIGHLIGHT) if special else Role.MUTED
    return Rect(
        x=x,
        y=y - HIGH / 2,
        width=WIDE,
        height=HIGH,
        radius=4,
        fill=0.9 if special else 0.0,
        line=2.0,
        role=role,
        name=f"{title} {each.block}",
    )
