"""The question: how often does the kernel fit on the picture? Its frame comes to the picture and looks."""

from __future__ import annotations

from scenes.padding.computed import Layer
from scenes.padding.draw_strip import picture
from scenes.padding.layout import BEGIN, END, GRID_SIDE, GRID_TOP
from scenes.padding.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import between, midway
from scenes.stage.core.marks import Grid, Rect, Role, Text
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot

LEFT_HALF = Area(BEGIN, GRID_TOP, 700.0, GRID_SIDE)
RIGHT_HALF = Area(END - GRID_SIDE, GRID_TOP, GRID_SIDE, GRID_SIDE)


def draw_opening(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw picture and kernel, and the frame of the kernel on its way."""
    n, k, t = layer.knobs.n, layer.knobs.k, steps.picture.t
    whole, weights = LEFT_HALF.spot((max(n, k), max(n, k))), RIGHT_HALF.spot((k, k), 200.0)
    (x, y), cell = whole
    came, along = glide(t / 0.4), glide((t - 0.45) / 0.3)
    goal = (x + max(0, n - k) * cell * along, y)
    corner, side = midway(weights[0], goal, came), k * between(weights[1], cell, came)
    frame = Rect(
        x=corner[0], y=corner[1], width=side, height=side, radius=14.0, line=8.0, role=Role.KERNEL, name="window"
    )
    stage.add(
        title(whole, f"picture {n}×{n}", Role.INPUT),
        title(weights, f"kernel {k}×{k}", Role.KERNEL),
        picture(layer, layer.picture, (x, y), cell),
        kernel(layer, weights),
        frame,
    )


def title(spot: Spot, words: str, role: Role) -> Text:
    """The heading over a grid."""
    (x, y), _ = spot
    return heading(x - 8, y - 42, words, "", role, size=40.0)


def kernel(layer: Layer, spot: Spot) -> Grid:
    """The weights; each can be changed by hand."""
    k = layer.knobs.k
    return matrix(
        layer.kernel, *spot, name="kernel", scale="weights", role=Role.KERNEL,
        grip=EditCell("weights", (), (0, 0), (k, k), -9.0, 9.0),
    )  # fmt: skip
