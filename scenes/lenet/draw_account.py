"""From the parameters of 1998 to today's: what each layer that changed takes away or adds."""

from __future__ import annotations

from scenes.lenet.computed import account, modern, published
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span

FOOT, HIGH = 630.0, 260.0
"""Where the lines of the smallest and of the largest count lie."""
NAMES_Y, WHY_Y = 690.0, 746.0
WHY = {"S2": "no weights", "C3": "every map", "S4": "no weights", "output": "dense layer"}
"""What of a layer is different today."""
LEAST, SPACE = 6.0, 14.0
"""The height of the least bar, and the room between two."""


def difference(span: Span) -> list[AnyMark]:
    """A stair from the one count to the other: what is above that of 1998, and in strong colours what a layer adds."""
    changes = [(name, new - old) for name, old, new in account() if new != old]
    then, today = published().parameters, modern().parameters
    width, scale = (RIGHT - LEFT) / (len(changes) + 2), (FOOT - HIGH) / (today - then)
    marks, level, come = _total(LEFT, width, FOOT, "1998", then, Role.KERNEL, 1.0), 0, 0
    for index, (name, change) in enumerate(changes):
        share = span.part(index, len(changes) + 1)
        y, end = FOOT - level * scale, FOOT - (level + change) * scale
        marks += _stair(LEFT + (index + 1) * width, width, (y, end), name, change, share)
        level, come = level + change, come + round(share * change)
    shown = span.part(len(changes), len(changes) + 1)
    return [
        *marks,
        *_total(RIGHT - width, width, HIGH, "today", today, Role.OUTPUT, shown),
        lettering(LEFT, 186, _signed(come), bold=True, size=112, name="total more"),
        lettering(LEFT, 284, "more parameters today", Role.MUTED, size=44),
    ]


def _signed(change: int) -> str:
    return f"{'−' if change < 0 else '+'}{abs(change):,}"


def _total(x: float, width: float, y: float, when: str, count: int, role: Role, share: float) -> list[AnyMark]:
    """The line of one network's count, with that over it, and what it is above the other's."""
    middle = x + width / 2
    return [
        _ground(x, width, y, share),
        Rect(x=x, y=y - 5, width=width * share, height=10, radius=5, fill=1.0, role=role, name=f"level {when}"),
        lettering(middle, y - 50, f"{count:,}", role, bold=True, size=58, anchor="middle", opacity=share,
                  name=f"total {when}"),
        lettering(middle, NAMES_Y, when, role, bold=True, size=44, anchor="middle", opacity=share),
    ]  # fmt: skip


def _ground(x: float, width: float, y: float, share: float) -> Rect:
    """What is above the count of 1998, down to its line."""
    return Rect(x=x, y=y, width=width, height=FOOT - y, fill=0.3, role=Role.MUTED, opacity=share)


def _stair(x: float, width: float, heights: tuple[float, float], name: str, change: int, share: float) -> list[AnyMark]:
    """A bar in its column, between the heights before a layer's change and after it."""
    (y, end), middle, role = heights, x + width / 2, Role.OUTPUT if change > 0 else Role.GRADIENT
    now = between(y, end, share)
    return [
        _ground(x, width, max(y, end), share),
        Rect(x=x + SPACE / 2, y=min(y, now), width=width - SPACE, height=max(abs(now - y), LEAST * share), fill=0.9,
             role=role, name=f"bar {name}", value=change),
        lettering(middle, min(y, end) - 42, _signed(change), role, bold=True, size=60, anchor="middle", opacity=share,
                  name=f"{name} more"),
        lettering(middle, NAMES_Y, name, bold=True, size=44, anchor="middle", opacity=share, name=f"name {name}"),
        lettering(middle, WHY_Y, WHY[name], Role.MUTED, size=36, anchor="middle", opacity=share, name=f"why {name}"),
    ]  # fmt: skip
