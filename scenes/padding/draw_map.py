"""Kernel and feature map, and the map at stride 1 of which the stride keeps some cells."""

from __future__ import annotations

from scenes.padding.computed import Layer
from scenes.padding.layout import KERNEL_SIDE, LARGEST_CELL, MAP_TOP, MAP_X, NUMBERED, SIDE, map_cell
from scenes.padding.story import Steps
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Group, Role
from scenes.stage.core.stage import HEADING_Y, LEFT, TOP, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import fitted, heading


def draw_map(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the kernel, and the map as far as it is written."""
    k, m = layer.knobs.k, layer.out
    side = fitted(KERNEL_SIDE, KERNEL_SIDE, k, k, 62.0)
    marks: list[AnyMark] = [
        heading(MAP_X, HEADING_Y, "kernel", f"{k}×{k}", Role.KERNEL),
        Grid(
            values=layer.kernel,
            origin=(MAP_X, TOP),
            u=(side, 0.0),
            v=(0.0, side),
            name="kernel",
            scale="weights",
            role=Role.KERNEL,
            grip=EditCell("weights", (), (0, 0), (k, k), -9.0, 9.0),
        ),
    ]
    shown = ease(steps.first.motion * 1.5)
    if shown > 0:
        marks += [
            Group(marks=(heading(MAP_X, MAP_TOP - 26, "feature map", f"{m}×{m}", Role.OUTPUT),), opacity=shown),
            _map(layer, steps, shown),
        ]
    stage.add(*marks, opacity=steps.counting)


def _map(layer: Layer, steps: Steps, opacity: float) -> Grid:
    cell, when = map_cell(layer), steps.over.when
    places = squares((MAP_X, MAP_TOP), cell, layer.out, layer.out)
    return Grid(
        values=layer.map,
        origin=(MAP_X, MAP_TOP),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=Role.OUTPUT,
        shown=steps.over.written(),
        highlighted=(steps.over.cell,) if steps.slide.active else (),
        name="feature map",
        grip=Scrub(places, *when) if when is not None else None,
        opacity=opacity,
    )


def draw_dense(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the map at stride 1 where the picture was, and which of its cells the stride keeps."""
    opacity = max(0.0, 2.0 * steps.dense - 1.0) * steps.counting
    if opacity <= 0:
        return
    full = len(layer.dense)
    cell = fitted(SIDE, SIDE, full, full, LARGEST_CELL)
    marks: tuple[AnyMark, ...] = (
        heading(LEFT, HEADING_Y, "the map at stride 1", f"{full}×{full}", Role.OUTPUT),
        Grid(
            values=layer.dense_map,
            origin=(LEFT, TOP),
            u=(cell, 0.0),
            v=(0.0, cell),
            role=Role.OUTPUT,
            gap=0.0 if cell <= NUMBERED else CELL_GAP,
            faded=layer.skipped if steps.kept > 0.3 else None,
            highlighted=layer.kept[: round(steps.kept * len(layer.kept))],
            name="map at stride 1",
        ),
    )
    stage.add(*marks, opacity=opacity)
