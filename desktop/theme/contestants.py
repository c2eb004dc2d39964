"""Which contestant has which colour, one order everywhere: Okabe and Ito's, and two more that go with them."""

from __future__ import annotations

from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import Theme

_ON_DARK = ("#e69f00", "#56b4e9", "#cc79a7", "#f0e442", "#6fe39a", "#9d75ff")
"""Orange, sky blue, reddish purple and yellow; then a light green and a violet."""
_ON_LIGHT = ("#c25400", "#0072b2", "#9c4a7c", "#00785a", "#6a1bd6", "#6b1a00")
"""Vermilion, blue, reddish purple and bluish green, darkened for letters on white; then a violet and a dark brown.

Colour-blind eyes tell the last two of each set from the others about as well as the others among themselves.
"""


def contestant_colour(index: int, theme: Theme) -> str:
    """The colour of a contestant, "#rrggbb"."""
    colours = _ON_DARK if theme.dark else _ON_LIGHT
    return colours[index % len(colours)]


def layer_colour(contestant: int, layer: int, layers: int, theme: Theme) -> str:
    """The colour of one trained layer: from its contestant's colour near the ground to one near the letters'."""
    colour = contestant_colour(contestant, theme)
    place = 2 * layer / max(1, layers - 1) - 1
    other = theme.surface if place < 0 else theme.colour(Role.TEXT)
    return mixed(other, colour, (0.35 if place < 0 else 0.5) * abs(place))


def faint(colour: str, theme: Theme) -> str:
    """A colour on its way into the ground, for what stands behind."""
    return mixed(colour, theme.surface, 0.55 if theme.dark else 0.6)
