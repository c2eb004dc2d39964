"""Where things stand in the inception scene: the input at the left, four lanes or one branch closely, the output."""

from __future__ import annotations

from scenes.inception.small import SIDE
from scenes.stage.core.lattice import Lattice, Point, squares
from scenes.stage.core.marks import KINDS, Role
from scenes.stage.core.stage import BOTTOM, TOP

HEIGHT = BOTTOM - TOP
MIDDLE = TOP + HEIGHT / 2
CELL = 40.0
STEP = (30.0, -24.0)
"""From one map of a volume to the next behind it."""
INPUT: Point = (62.0, MIDDLE - SIDE * CELL / 2 + 24.0)
INPUT_END = INPUT[0] + SIDE * CELL + 2 * STEP[0]

LANE = HEIGHT / 4
PATCH_X, FIRST_X, SECOND_X, MAPS_X = 490.0, 656.0, 830.0, 1006.0
PATCH, PLATE = 24.0, (132.0, 54.0)
SMALL = 14.0
SMALL_STEP = (14.0, -9.0)
PILE_X, PILE_END = 1236.0, 1542.0
PILE_CELL = 34.0

WEIGHTS_X, BETWEEN_X, UNDER_X, KERNEL_X, SUM_X, OUTPUT_X = 424.0, 496.0, 780.0, 1000.0, 1220.0, 1262.0
BLOCK = 180.0
"""The side of a window and of a kernel, closely."""
COLUMN = 40.0
ALONE_X, ALONE_PITCH, ALONE = 620.0, 210.0, 84.0
"""The columns of numbers of the branch that is a 1×1 convolution alone."""
NEAR = 36.0
"""The cells of the reduced maps and of the output, closely."""
NEAR_STEP = (14.0, -16.0)


def branch_role(index: int) -> Role:
    """The colour of a branch and of all that it makes."""
    return KINDS[index]


def lane_middle(index: int) -> float:
    """The middle of a lane."""
    return TOP + (index + 0.5) * LANE


def row_middle(index: int, count: int) -> float:
    """The middle of one of the rows in which the maps that a convolution reads stand below each other."""
    return TOP + 12 + (index + 0.5) * (HEIGHT - 12) / count


def lattice(corner: Point, cell: float) -> Lattice:
    """The cells of a map."""
    return squares(corner, cell, SIDE, SIDE)


def between_corner(index: int, count: int, pools: bool) -> Point:
    """The corner of a reduced map in its row, or of a pooled one in its volume."""
    half = SIDE * NEAR / 2
    if pools:
        return BETWEEN_X + index * NEAR_STEP[0], MIDDLE - half - (index - (count - 1) / 2) * -NEAR_STEP[1]
    return BETWEEN_X, row_middle(index, count) - half


def output_corner(index: int, count: int) -> Point:
    """The corner of a map of the branch that is looked at closely."""
    step = NEAR_STEP if count < 4 else (10.0, -16.0)
    y = MIDDLE - SIDE * NEAR / 2 + (count - 1) / 2 * -step[1]
    return OUTPUT_X + index * step[0], y + index * step[1]


def lane_map(branch: int, index: int, count: int) -> Point:
    """The corner of a map at the end of its lane."""
    y = lane_middle(branch) - SIDE * SMALL / 2 + (count - 1) / 2 * -SMALL_STEP[1]
    return MAPS_X + index * SMALL_STEP[0], y + index * SMALL_STEP[1]


def pile(index: int, count: int) -> Point:
    """The corner of a map in the one stack that all branches make."""
    side = SIDE * PILE_CELL
    across = min(26.0, (PILE_END - PILE_X - side) / max(count - 1, 1))
    up = min(52.0, (HEIGHT - 60 - side) / max(count - 1, 1))
    front = MIDDLE + 10 + (side + (count - 1) * up) / 2 - side
    return PILE_X + index * across, front - index * up
