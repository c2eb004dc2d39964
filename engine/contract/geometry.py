"""Which input pixels a unit deep in a network sees.

Source: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks (Distill, 2019).
"""

from collections.abc import Sequence
from typing import NamedTuple

Pair = tuple[int, int]
"""(height, width)."""


class Window(NamedTuple):
    """What a convolution or pooling layer moves over its input.

    `padding` is added on both sides, or before the input only where `behind` says what is added at the bottom and
    right. `ceil` counts a last window that doesn't fit whole.
    """

    kernel: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    behind: Pair | None = None
    dilation: Pair = (1, 1)
    ceil: bool = False


class Geometry(NamedTuple):
    """Unit i of a map sees `field` pixels of the input from `start` + i * `jump` on, along each axis."""

    field: Pair
    jump: Pair
    start: Pair


def at_input() -> Geometry:
    """Return what a pixel sees: itself."""
    return Geometry((1, 1), (1, 1), (0, 0))


def behind(seen: Geometry, window: Window) -> Geometry:
    """Return what a unit sees whose window lies on units that see `seen`: r grows by d (k - 1) j, j becomes j s."""

    def along(axis: int) -> tuple[int, int, int]:
        jump = seen.jump[axis]
        reach = window.dilation[axis] * (window.kernel[axis] - 1) * jump
        return seen.field[axis] + reach, jump * window.stride[axis], seen.start[axis] - window.padding[axis] * jump

    (field_y, jump_y, start_y), (field_x, jump_x, start_x) = along(0), along(1)
    return Geometry((field_y, field_x), (jump_y, jump_x), (start_y, start_x))


def join(ways: Sequence[Geometry]) -> Geometry | None:
    """Return the smallest rectangle that holds what a unit sees on any of several ways; None without a way.

    Raises:
        ValueError: the ways have different jumps, so that their units don't lie above each other.
    """
    if not ways:
        return None
    if len({way.jump for way in ways}) > 1:
        raise ValueError("ways with different jumps can't meet")

    def along(axis: int) -> tuple[int, int]:
        start = min(way.start[axis] for way in ways)
        return start, max(way.start[axis] + way.field[axis] for way in ways) - start

    (start_y, field_y), (start_x, field_x) = along(0), along(1)
    return Geometry((field_y, field_x), ways[0].jump, (start_y, start_x))
