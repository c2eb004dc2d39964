"""Bars of a whole with a share of it filled, whose per cent can be read from the last row."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.draw.areas import Area
from scenes.stage.numbers.series import percent_text

WORDS, OFF = 72.0, 30.0
"""The letters of the per cent, and how far they stand from the end of what is filled."""
LEAST = 3.0


def portion(place: Area, share: float, role: Role, name: str, grown: float = 1.0) -> list[AnyMark]:
    """A bar that is the whole, filled as far as a share 0..1 of it that has grown from 0 to 1.

    The per cent stand in what is filled where there is room, else beside it.
    """
    x, y, wide, height = place
    width = max(wide * share * grown, LEAST)
    inside = width > wide / 2
    bar = Rect(x=x, y=y, width=wide, height=height, radius=10, fill=0.16, role=Role.TEXT, name=f"whole of {name}")
    return [
        bar,
        Rect(x=x, y=y, width=width, height=height, radius=10, fill=0.6, role=role, name=name, value=share),
        lettering(x + width + (-OFF if inside else OFF), y + height / 2, percent_text(share * grown), Role.TEXT,
                  bold=True, size=WORDS, anchor="end" if inside else "start", name=f"{name} in per cent"),
    ]  # fmt: skip
