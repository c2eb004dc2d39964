"""From values to colours: the same tiles for the window, the printed page and the SVG file.

A positive number is a filled plate, a negative one a ring, zero an outline; the larger, the stronger. Numbers of a
picture are grey. Where no number stands in a cell, or the cell is small, its colour is flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scenes.stage.core.marks import Grid
from scenes.stage.numbers.values import POWERS, Values, decimals_for
from scenes.stage.output.oklch import light
from scenes.stage.output.ramps import STEPS, Colours, ramps
from scenes.stage.output.theme import Theme

Floats = npt.NDArray[np.floating]
Booleans = npt.NDArray[np.bool_]

TINT = 0.82
"""How far a tint goes from the empty cell towards the role's colour."""
THINNEST, THICKER = 0.05, 0.075
"""How thick a ring is near zero, and how much thicker at the scale's limit, as shares of the cell's side."""
OUTLINE = 0.02
"""How thick the outline of zero is, as a share of the cell's side."""
FADED, FADED_INK = 0.38, 0.6
"""How strong a cell stands that is not in focus, and how strong its number."""


@dataclass(frozen=True, eq=False)
class Tiles:
    """What the cells of a grid look like: arrays of (rows, columns), colours with a last axis of three bytes.

    A ring is drawn within the tile and is `width` thick, a share of the cell's side; 0 where there is none. Cells
    `beyond` the scale have a corner; `dashed` outlines are those of padding and of cells that are not written.
    """

    fill: Colours
    ring: Colours
    width: Floats
    ink: Colours
    beyond: Booleans
    dashed: Booleans

    @property
    def is_plain(self) -> bool:
        """Whether the tiles are nothing but their fill."""
        return not self.width.any() and not self.beyond.any()


def rgb(colour: str) -> Floats:
    """The red, green and blue of "#rrggbb", 0..255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def hexed(colour: Colours) -> str:
    """Three bytes as "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*colour.tolist())


def mixed(colour: str, ground: str, strength: float) -> str:
    """A colour laid over a ground with a strength of 0..1, as "#rrggbb"."""
    blend = rgb(ground) + (rgb(colour) - rgb(ground)) * max(0.0, min(strength, 1.0))
    return "#" + "".join(f"{round(part):02x}" for part in blend)


def tiles(grid: Grid, limit: float, theme: Theme, *, flat: bool, dashes: bool = True, thickest: float = 1.0) -> Tiles:
    """The tiles of a grid on a scale with a limit; `flat` ones have no rings, and `dashes` may be left out.

    Rings are at most so thick, as a share of the cell's side.
    """
    if grid.shade not in ("value", "pixel"):
        found = _plain(grid, _finite(grid.values), theme)
    elif flat:
        found = _flat(grid, limit, theme)
    else:
        found = _signed(grid, _finite(grid.values), limit, theme, thickest)
    return _with_exceptions(found, grid, theme, dashes)


def flat_colours(shares: Floats, theme: Theme) -> Colours:
    """The colours of numbers without rings, as shares of the scale's limit."""
    return ramps(theme).flat[_steps(shares) + STEPS]


def _signed(grid: Grid, values: Floats, limit: float, theme: Theme, thickest: float) -> Tiles:
    tables, steps = ramps(theme), np.abs(_steps(values / limit))
    decimals = decimals_for(values) if grid.decimals is None else grid.decimals
    written = 0.5 * 10.0**-decimals if decimals != POWERS else np.nextafter(0.0, 1.0)
    seen = np.abs(values) >= written  # what is written as zero looks like it
    minus, plus = seen & (values < 0), seen & (values > 0)
    positive = tables.pixel if grid.shade == "pixel" else tables.plate
    fill = _chosen(minus, tables.core[steps], plus, positive[steps], tables.zero)
    ring = _chosen(minus, tables.ring[steps], plus, positive[steps], rgb(theme.values.edge))
    thick = np.minimum(THINNEST + THICKER * np.sqrt(steps / STEPS), thickest)
    width = np.where(minus, thick, np.where(plus, 0.0, OUTLINE))
    ink = np.where((plus | minus)[..., None], inks(fill), rgb(theme.values.nought))
    return Tiles(fill, ring, width, ink.astype(np.uint8), np.abs(values) > limit * (1 + 1e-9), np.zeros_like(minus))


def _flat(grid: Grid, limit: float, theme: Theme) -> Tiles:
    fill, ink = _flat_colours(grid.values, grid.shade == "pixel", limit, theme)
    return _filled(fill, ink)


@lru_cache(maxsize=64)
def _flat_colours(numbers: Values, is_pixel: bool, limit: float, theme: Theme) -> tuple[Colours, Colours]:
    """The colours of cells without rings, and of ink: a map that a camera moves towards keeps them at every size."""
    shares = _finite(numbers) / limit
    fill = flat_colours(shares, theme)
    if is_pixel:
        fill = np.where((shares >= 0)[..., None], ramps(theme).pixel[np.abs(_steps(shares))], fill)
    return fill, inks(fill)


def _finite(numbers: Values) -> Floats:
    return np.asarray(np.nan_to_num(numbers.array.astype(float), posinf=np.inf, neginf=-np.inf))


def _plain(grid: Grid, values: Floats, theme: Theme) -> Tiles:
    """Cells that have no scale: photographs are bytes, a tint is a share of the role's colour."""
    target = rgb(theme.colour(grid.role))
    if grid.shade == "grey":
        colours = np.repeat(np.clip(values, 0, 255)[..., None], 3, axis=2)
    elif grid.shade == "glow":
        colours = np.clip(values / 255, 0, 1)[..., None] * target * (255 / target.max())
    else:
        strength = TINT * np.clip(values, 0, 1)[..., None] if grid.shade == "tint" else np.zeros((*values.shape, 1))
        colours = rgb(theme.raised) + (target - rgb(theme.raised)) * strength
    return _filled(np.rint(colours).astype(np.uint8))


def _filled(fill: Colours, ink: Colours | None = None) -> Tiles:
    """Tiles without rings."""
    nowhere = np.zeros(fill.shape[:2], dtype=bool)
    return Tiles(fill, fill, nowhere.astype(float), inks(fill) if ink is None else ink, nowhere, nowhere)


def _with_exceptions(found: Tiles, grid: Grid, theme: Theme, dashes: bool) -> Tiles:
    """Padding is a zero with a dashed outline, cells not written yet are the outline alone; faded ones step back."""
    ground, zero = rgb(theme.background), ramps(theme).zero
    fill, ring, ink, width = found.fill.copy(), found.ring.copy(), found.ink.copy(), found.width.copy()
    padding = _mask(grid.padding, found.beyond)
    fill[padding], ring[padding], ink[padding] = zero, rgb(theme.values.edge), rgb(theme.values.nought)
    faded = _mask(grid.faded, found.beyond)
    for part, strength in ((fill, FADED), (ring, FADED), (ink, FADED_INK)):
        part[faded] = np.rint(ground + (part[faded] - ground) * strength)
    empty = np.zeros_like(padding)
    if grid.shown is not None:
        empty.reshape(-1)[max(0, grid.shown) :] = True
    fill[empty], ring[empty] = ground, rgb(theme.values.edge)
    dashed = padding | empty
    width[dashed] = OUTLINE if dashes else 0.0
    return Tiles(fill, ring, width, ink, found.beyond & ~dashed, dashed & dashes)


def _mask(mask: Values | None, like: Booleans) -> Booleans:
    return np.zeros_like(like) if mask is None else mask.array.astype(bool)


def _chosen(minus: Booleans, negative: Colours, plus: Booleans, positive: Colours, zero: Floats | Colours) -> Colours:
    found = np.where(minus[..., None], negative, np.where(plus[..., None], positive, zero))
    return found.astype(np.uint8)


def _steps(shares: Floats) -> npt.NDArray[np.int_]:
    """Places in a table, -STEPS..STEPS."""
    return np.rint(np.clip(shares, -1.0, 1.0) * STEPS).astype(int)


def inks(colours: Colours) -> Colours:
    """Black or white for each colour (..., 3), whichever contrasts more (WCAG 2.2)."""
    black = takes_black(colours)
    return np.where(black[..., None], 0, 255).astype(np.uint8).repeat(3, axis=-1)


def takes_black(colours: Floats | Colours) -> Booleans:
    """Whether black reads better than white on colours (..., 3) of 0..255, by relative luminance (WCAG 2.2)."""
    return np.asarray(light(colours / 255) @ np.array([0.2126, 0.7152, 0.0722]) > 0.179)


def ink(colour: Floats) -> str:
    """Black or white, whichever reads better on a colour."""
    return "#000000" if takes_black(colour) else "#ffffff"
