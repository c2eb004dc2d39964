"""Isolines of a table of heights, by marching squares: pure functions."""

from __future__ import annotations

import numpy as np

from scenes.stage.numbers.growing import Numbers

_SIDES = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 1), (1, 0)), ((1, 0), (0, 0)))
"""The sides of a cell: each from one corner to the next, as (row, column)."""


def levels(low: float, high: float, most: int = 12) -> Numbers:
    """Heights for isolines at even distances between two ends: round ones, at most so many."""
    steps = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0)
    step = next((each for each in steps if (high - low) / each <= most), (high - low) / most)
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def isoline(heights: Numbers, level: float) -> Numbers:
    """The pieces of one isoline, (pieces, 2, 2): each from a (column, row) to another, between the places of heights.

    Along a side the height is taken to grow evenly. Cells with a height that is not finite have none.
    """
    pieces: list[tuple[tuple[float, float], tuple[float, float]]] = []
    above = heights > level
    mixed = above[:-1, :-1].astype(int) + above[:-1, 1:] + above[1:, :-1] + above[1:, 1:]
    whole = np.isfinite(heights)
    known = whole[:-1, :-1] & whole[:-1, 1:] & whole[1:, :-1] & whole[1:, 1:]
    for row, column in np.argwhere(known & (mixed > 0) & (mixed < 4)):
        ends = []
        for (down, right), (further, beside) in _SIDES:
            first, second = heights[row + down, column + right], heights[row + further, column + beside]
            if (first > level) != (second > level):
                share = (level - first) / (second - first)
                ends.append((column + right + share * (beside - right), row + down + share * (further - down)))
        pieces += list(zip(ends[::2], ends[1::2], strict=True))
    return np.array(pieces).reshape(-1, 2, 2)
