"""Where things of the worked example stand."""

from __future__ import annotations

from scenes.stage.core.marks import Role

GATE = Role.THIRD
"""The colour of gates in this scene."""
CELL, MAP = 43.0, 129.0
"""A cell, and a map of 3 x 3 of them."""
TOP, PITCH = 200.0, 148.0
"""The upper edge of the first map, and from one to the next."""
MAPS_X, OUT_X = 56.0, 1382.0
WIDER = 54.0
"""The width of a cell that goes on dimmed: it has decimals."""
MEANS_X, WAIST_X, SCORES_X, GATES_X = 246.0, 690.0, 1030.0, 1196.0
BOX, BOX_HEIGHT = 96.0, 54.0
"""The boxes in which single numbers stand."""
REDUCE_AT, REDUCE_CELL = (464.0, 200.0), 56.0
RESTORE_AT, RESTORE_CELL = (806.0, 200.0), 37.0
HEADING_Y = 176.0
BYPASS_Y = 792.0


def middle(index: int) -> float:
    """The height of the middle of a map's row."""
    return TOP + MAP / 2 + index * PITCH


def waist_middle(index: int, count: int) -> float:
    """The height of a unit of the waist; they stand around the middle of all rows."""
    return (middle(0) + middle(3)) / 2 + (index - (count - 1) / 2) * 0.9 * PITCH
