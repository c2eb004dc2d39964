"""Long names cut to the letters that have room, where they still tell things apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

HEADS = (0.5, 0.0, 0.3, 0.7, 0.85)
"""How large a part of a name that is cut may stand before the dots; of two that tell as much apart the former."""


def cut(name: str, count: int, head: float) -> str:
    """So many letters of a name, a part of them before the dots and the others behind them."""
    if len(name) <= count:
        return name
    before = round(head * (count - 1))
    return f"{name[:before]}…{name[len(name) - max(0, count - 1 - before) :]}"


def telling(names: Sequence[str], count: int) -> float:
    """Which part is to stand before the dots, so that names of so many letters tell most layers apart."""
    return max(HEADS, key=lambda head: len({cut(name, count, head) for name in names}))


def fitted(names: Sequence[str], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """All names with as many letters as fit, but two at least, cut where they tell most of each other apart."""
    longest = max(map(len, names), default=0)
    for count in range(longest, 1, -1):
        head = telling(names, count)
        shown = tuple(cut(name, count, head) for name in names)
        if all(map(fits, shown)):
            return shown
    return tuple(cut(name, 2, 0.5) for name in names)
