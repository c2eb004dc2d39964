"""From values to colours: the same table for the window, the printed page and the SVG file.

Signed values use diverging maps that are perceptually uniform and safe for colour-blind eyes (Crameri, Scientific
colour maps, doi:10.5281/zenodo.1243862): berlin on dark grounds, vik on light ones, centred on zero.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

import assets
from scenes.stage.core.marks import Grid, Role, Shade
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import Theme

Colours = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating]

STRENGTH = 0.82
"""How far an unsigned ramp goes from the empty cell towards the role's colour."""


def rgb(colour: str) -> Floats:
    """The red, green and blue of "#rrggbb", 0..255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


@lru_cache(maxsize=4)
def _diverging(name: str) -> Colours:
    with np.load(assets.path("colormaps.npz")) as maps:
        table: Colours = maps[name]
    return table


def mixed(colour: str, ground: str, strength: float) -> str:
    """A colour laid over a ground with a strength of 0..1, as "#rrggbb"."""
    blend = rgb(ground) + (rgb(colour) - rgb(ground)) * max(0.0, min(strength, 1.0))
    return "#" + "".join(f"{round(part):02x}" for part in blend)


def cell_colours(grid: Grid, theme: Theme) -> Colours:
    """The colour of every cell, (rows, columns, 3); cells not written yet have the empty cell's colour."""
    return _cell_colours(grid.values, grid.shade, grid.full_scale, grid.role, grid.shown, grid.faded, theme)


@lru_cache(maxsize=256)
def _cell_colours(
    values: Values,
    shade: Shade,
    limit: float,
    role: Role,
    shown: int | None,
    faded: Values | None,
    theme: Theme,
) -> Colours:
    array = np.nan_to_num(values.array.astype(float), posinf=limit, neginf=-limit)
    colours = ramp(array / (limit or 1.0), shade, rgb(theme.colour(role)), theme)
    if faded is not None:
        mask = faded.array.astype(bool)
        colours[mask] = 0.35 * colours[mask] + 0.65 * rgb(theme.background)
    if shown is not None:
        colours.reshape(-1, 3)[max(0, shown) :] = rgb(theme.raised)
    result = np.rint(colours).astype(np.uint8)
    result.setflags(write=False)
    return result


def ramp(share: Floats, shade: Shade, target: Floats, theme: Theme) -> Floats:
    """Colours 0..255 as floats for values as shares of full scale."""
    if shade == "signed":
        steps = np.rint((np.clip(share, -1, 1) + 1) / 2 * 255).astype(int)
        diverging: Floats = _diverging(theme.diverging)[steps].astype(float)
        return diverging
    if shade == "grey":
        return np.repeat(np.clip(share, 0, 1)[..., None] * 255, 3, axis=2)
    if shade == "glow":
        glow: Floats = np.clip(share, 0, 1)[..., None] * target * (255 / target.max())
        return glow
    ground = rgb(theme.raised)
    strength = np.clip(share, 0, 1)[..., None] * (STRENGTH if shade == "unsigned" else 0.0)
    tinted: Floats = ground + (target - ground) * strength
    return tinted


def takes_black(colours: Floats | Colours) -> npt.NDArray[np.bool_]:
    """Whether black reads better than white on colours (..., 3) of 0..255, by relative luminance (WCAG 2.2)."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]) > 0.179)


def ink(colour: Floats) -> str:
    """Black or white, whichever reads better on a colour."""
    return "#000000" if takes_black(colour) else "#ffffff"
