"""Kernel and feature map, and the map at stride 1 of which the stride keeps some cells."""

from __future__ import annotations

from scenes.padding.computed import Layer
from scenes.padding.layout import HEADING, KERNEL_SIDE, LARGEST_CELL, MAP_TOP, NUMBERED, RIGHT, SIDE, TOP, map_cell
from scenes.padding.story import Moment
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Grid, Group, Role
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import fitted, heading


def draw_map(stage: Stage, of: Layer, now: Moment) -> None:
    """Draw the kernel, and the map as far as it is written."""
    k, m = of.knobs.k, of.out
    side = fitted(KERNEL_SIDE, KERNEL_SIDE, k, k, 62.0)
    marks: list[AnyMark] = [
        heading(RIGHT, HEADING, "kernel", f"{k}×{k}", Role.KERNEL),
        Grid(
            values=of.kernel,
            origin=(RIGHT, TOP),
            u=(side, 0.0),
            v=(0.0, side),
            name="kernel",
            role=Role.KERNEL,
            plus=True,
            grip=EditCell("weights", (), (0, 0), (k, k), -9.0, 9.0),
        ),
    ]
    shown = ease(now.start * 1.5)
    if shown > 0:
        marks += [
            Group(marks=(heading(RIGHT, MAP_TOP - 26, "feature map", f"{m}×{m}", Role.OUTPUT),), opacity=shown),
            _map(of, now, shown),
        ]
    stage.add(*marks, opacity=now.counting)


def _map(of: Layer, now: Moment, opacity: float) -> Grid:
    cell, when = map_cell(of), now.slide.when
    places = squares((RIGHT, MAP_TOP), cell, of.out, of.out)
    walking = when is not None and now.name == "slide"
    return Grid(
        values=of.map,
        origin=(RIGHT, MAP_TOP),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=Role.OUTPUT,
        limit=of.limit,
        shown=0 if when is None else now.slide.written(),
        highlighted=(now.slide.cell,) if walking else (),
        name="feature map",
        grip=Scrub(places, *when) if when is not None else None,
        opacity=opacity,
    )


def draw_dense(stage: Stage, of: Layer, now: Moment) -> None:
    """Draw the map at stride 1 where the picture was, and which of its cells the stride keeps."""
    opacity = max(0.0, 2.0 * now.dense - 1.0) * now.counting
    if opacity <= 0:
        return
    full = len(of.dense)
    cell = fitted(SIDE, SIDE, full, full, LARGEST_CELL)
    marks: tuple[AnyMark, ...] = (
        heading(LEFT, HEADING, "the map at stride 1", f"{full}×{full}", Role.OUTPUT),
        Grid(
            values=of.dense_map,
            origin=(LEFT, TOP),
            u=(cell, 0.0),
            v=(0.0, cell),
            role=Role.OUTPUT,
            limit=of.limit,
            gap=0.0 if cell <= NUMBERED else 0.06,
            faded=of.skipped if now.kept > 0.3 else None,
            highlighted=of.kept[: round(now.kept * len(of.kept))],
            name="map at stride 1",
        ),
    )
    stage.add(*marks, opacity=opacity)
