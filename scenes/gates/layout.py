"""Where the eight maps of the net stand, and the parts that belong to each: its level, its dimmer, its number."""

from __future__ import annotations

from scenes.stage.core.marks import Role

GATE = Role.BIAS
"""The colour of gates in this scene."""
SHOWN = 8
"""So many maps of a stage are looked at."""
MAP = 168.0
"""The side of a map in the row of eight."""
FIRST_X, PITCH = 64.0, 186.3
"""The left edge of the first map in the row, and the way to the next."""
MAPS_Y, DIMMED_Y = 114.0, 612.0
"""The upper edges of the maps, and of what their gates leave of them."""
DIMMER = (308.0, 212.0)
"""The upper end and the height of a dimmer between both."""
TIMES_Y = 570.0
LEVEL = (400.0, 300.0)
"""The same of a level under its map."""
NET_LEVEL, NET_DIMMER = (114.0, 130.0), (548.0, 180.0)
"""The same of levels above the small net and of dimmers under it."""
NET_X, NET_PITCH = 352.0, 159.0
"""The middle of the first of eight columns beside the names of the net's rows, and the way to the next."""
NAMES_X = 156.0
"""The middle of the names of the net's rows: how many means, units of the waist and gates there are."""
WAIST_Y, UNIT = 400.0, 84.0
"""The middle and the side of the units in the waist."""
WAIST = (330.0, 1486.0)
"""Between these the waist is."""
RESET = (780.0, 34.0, 290.0, 60.0)
"""The plate, in the line of the title, that gives back what was set by hand: left, top, width, height."""


def middle(index: int) -> float:
    """The middle of a map in the row of eight."""
    return FIRST_X + index * PITCH + MAP / 2


def net_middle(index: int) -> float:
    """The middle of a column of the net, beside the names of its rows."""
    return NET_X + index * NET_PITCH


def unit_x(index: int, count: int) -> float:
    """The middle of a unit in the waist."""
    left, right = WAIST
    return left + (index + 0.5) * (right - left) / count
