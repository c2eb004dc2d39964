"""Numbers of a network as they stand in its pictures: with enough digits, and no wider than their room."""

from __future__ import annotations

from scenes.stage.core.marks import Anchor, Role, Text, lettering
from scenes.stage.numbers.values import label_width, two_figures

LARGER = 1.12
"""In one theme letters are so much larger."""


def figure(
    x: float, y: float, value: float, role: Role, *, size: float, room: float, anchor: Anchor = "start",
    opacity: float = 1.0, name: str = "",
) -> Text:  # fmt: skip
    """A large number, smaller where it would be wider than its room."""
    words = two_figures(value)
    fits = min(size, room / LARGER / label_width(words))
    return lettering(x, y, words, role, bold=True, size=fits, anchor=anchor, opacity=opacity, name=name)
