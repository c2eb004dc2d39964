"""Which contestant has which colour, one order everywhere."""

from __future__ import annotations

from functools import cache

from scenes.stage.core.marks import NETS, Role
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import Theme


def contestant_colour(index: int, theme: Theme) -> str:
    """The colour of a contestant, "#rrggbb"."""
    return theme.colour(NETS[index % len(NETS)])


@cache
def layer_colour(contestant: int, layer: int, layers: int, theme: Theme) -> str:
    """The colour of one trained layer: from its contestant's colour near the ground to one near the letters'."""
    colour = contestant_colour(contestant, theme)
    place = 2 * layer / max(1, layers - 1) - 1
    other = theme.surface if place < 0 else theme.colour(Role.TEXT)
    return mixed(other, colour, (0.35 if place < 0 else 0.5) * abs(place))


@cache
def faint(colour: str, theme: Theme) -> str:
    """A colour on its way into the ground, for what stands behind."""
    return mixed(colour, theme.surface, 0.55 if theme.dark else 0.6)
