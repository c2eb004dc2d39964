"""How well the cells of a grid can be told from their neighbours, whatever the numbers in them look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.scales import Scales
from scenes.stage.output import styling as look
from tests.audit.pictures import Pixels, Screen

FAINT = 0.25
"""Values under this share of the scale may fade into zero's tile: the printed sign tells them."""
ACROSS, DOWN = (0.05, 0.62), (0.04, 0.27)
"""The part of a tile that is compared: its upper left, where its edge is and no number."""
ENOUGH = 6
"""Percent of that part in which two cells must differ; what is less is the smoothing of an edge."""


def least_contrast(frame: Frame, screen: Screen) -> float | None:
    """The least contrast of neighbours of different sign in all grids with numbers, to a tenth; None without any."""
    found = [
        contrast
        for each in frame.placed()
        if isinstance(each.mark, Grid) and is_of_tiles(each.mark)
        for contrast in contrasts(each.mark, frame.scales, screen)
    ]
    return round(min(found), 1) if found else None


def is_of_tiles(grid: Grid) -> bool:
    """Whether a grid shows signed numbers in cells of their own."""
    return grid.shade == "value" and grid.number_size > 0 and look.is_upright(grid) and not look.is_picture(grid)


def contrasts(grid: Grid, scales: Scales, screen: Screen) -> Iterator[float]:
    """The contrast of each pair of neighbours that differ in sign, painted as large as they stand on the stage."""
    pairs = list(neighbours(grid, scales.of(grid.scale_name)))
    if not pairs:
        return
    alone = replace(grid, origin=(0.0, 0.0), highlighted=(), framed=False)
    picture = screen.picture(Frame((alone,), (), 0.0, scales=scales))
    parts = {cell: luminance(_part(picture, alone, cell)) for cell in set(chain.from_iterable(pairs))}
    for one, other in pairs:
        yield contrast(parts[one], parts[other])


def neighbours(grid: Grid, limit: float) -> Iterator[tuple[Cell, Cell]]:
    """The written cells side by side, and over each other, of which one is positive and the other negative or zero."""
    rows, columns = grid.values.shape
    kinds, written = signs(grid, limit), look.written(grid)
    for row in range(rows):
        for column in range(columns):
            for other in ((row, column + 1), (row + 1, column)):
                if other[0] < rows and other[1] < columns and other[0] * columns + other[1] < written:
                    one_sign, other_sign = kinds[row, column], kinds[other]
                    if one_sign != other_sign and not np.isnan(one_sign + other_sign):
                        yield (row, column), other


def signs(grid: Grid, limit: float) -> npt.NDArray[np.float64]:
    """The sign of every cell; NaN where its value is faint, or none, or where the cell is drawn faded."""
    values = grid.values.array.astype(float)
    found = np.sign(values)
    found[(values != 0) & (np.abs(values) < FAINT * limit) | ~np.isfinite(values)] = np.nan
    if grid.faded is not None:
        found[grid.faded.array.astype(bool)] = np.nan
    return found


def contrast(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """The contrast between two cells by their luminances (WCAG 2.2): of their shades, or of their shapes.

    Where one is a ring, lighter than the other at its edge and darker in its middle, both together tell them apart.
    """
    rows, columns = (min(sides) for sides in zip(one.shape, other.shape, strict=True))
    shares = (one[:rows, :columns] + 0.05) / (other[:rows, :columns] + 0.05)
    least, most = np.percentile(shares, [ENOUGH, 100 - ENOUGH])
    return float(max(most, 1 / least, most / least))


def luminance(picture: Pixels) -> npt.NDArray[np.float64]:
    """The relative luminance of every pixel, 0..1."""
    share = picture[..., :3] / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.0722, 0.7152, 0.2126])


def _part(picture: Pixels, grid: Grid, cell: Cell) -> Pixels:
    x, y, width, height = look.tile_box(grid, *cell)
    left, right = (round(x + share * width) for share in ACROSS)
    top, bottom = (round(y + share * height) for share in DOWN)
    return picture[top:bottom, left:right]
