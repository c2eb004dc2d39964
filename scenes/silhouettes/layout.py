"""Where things stand in the scene about a trained CNN."""

from __future__ import annotations

from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import LEFT, RIGHT

TOP, BOTTOM = 112.0, 786.0
DRAWING: Point = (LEFT + 8.0, TOP + 8.0)
PIXEL, SMALLER = 21.5, 14.3
"""The corner of the drawing and the side of its pixels: alone, and beside what a unit sees of it."""
SEEN = 240.0
"""The side of what a unit sees, enlarged."""
MAPS_LEFT, MAPS_WIDTH = 744.0, RIGHT - 744.0
ACROSS = 4
"""So many maps stand in a row."""
