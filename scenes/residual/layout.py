"""Where things stand in the residual scene: two lanes, F above and the shortcut below, between input and output."""

from __future__ import annotations

from itertools import pairwise

from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import RIGHT

SIDE = 180.0
"""The room of a block of numbers."""
UP, MIDDLE, LOW = 330.0, 457.0, 584.0
"""The tops of the blocks in the lane of F, between the lanes, and in the lane of the shortcut."""

SLOTS: dict[str, Point] = {
    "x": (56.0, MIDDLE),
    "z": (320.0, UP),
    "h": (562.0, UP),
    "f": (826.0, UP),
    "copy": (826.0, LOW),
    "s": (1130.0, MIDDLE),
    "y": (1364.0, MIDDLE),
    "returned": (320.0, LOW),
}
"""The corner of each block's room."""
KERNEL, KERNEL_CELL = 172.0, 40.0
FORK: Point = (278.0, MIDDLE + SIDE / 2)
PLUS: Point = (1068.0, MIDDLE + SIDE / 2)
"""Where the lanes part, and where they meet."""
KERNELS = (278.0, 784.0)
KERNELS_BACK = (531.0, 784.0)
"""The middles of the two kernels, above the arrows that they stand for, on the way forwards and on the way back."""


LAYERS = (150.0, RIGHT)
"""Where the layers of the twins stand, from left to right."""


def centre(slot: str) -> Point:
    """The middle of a block."""
    x, y = SLOTS[slot]
    return x + SIDE / 2, y + SIDE / 2


UPPER = (centre("x"), (FORK[0], centre("z")[1]), (centre("f")[0], centre("f")[1]), PLUS)
LOWER = (centre("x"), (FORK[0], centre("copy")[1]), (centre("copy")[0], centre("copy")[1]), PLUS)
"""The two lanes, from the input to the plus."""
AHEAD = (PLUS, centre("y"))


def along(points: tuple[Point, ...], share: float) -> Point:
    """The point a share of the way along a line of straight pieces, by its length."""
    lengths = [abs(complex(b[0] - a[0], b[1] - a[1])) for a, b in pairwise(points)]
    rest = max(0.0, min(share, 1.0)) * sum(lengths)
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if rest <= length:
            part = rest / length if length else 0.0
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        rest -= length
    return points[-1]
