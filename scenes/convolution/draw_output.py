"""The output of the convolution scene: the map being written, small maps of all filters, and the volume at the end."""

from __future__ import annotations

from dataclasses import replace

from scenes.convolution.layout import OUTPUT_SIDE, OUTPUT_X, THUMBS_Y
from scenes.convolution.view import View
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import AnyMark, Grid, Role, TextRun
from scenes.stage.core.stage import BOTTOM, HEADING_Y, LEGEND_X, RIGHT
from scenes.stage.draw.blocks import between, fitted, heading, midway, volume
from scenes.stage.draw.matrices import matrix, written_first
from scenes.stage.draw.sliding import goes_to

VOLUME_X, VOLUME_Y = 640.0, 180.0
DEEPER = (60.0, -44.0)
"""How far each map of the volume stands behind the one before."""


def draw_output(view: View) -> None:
    """Draw the maps as far as they are written."""
    if view.steps.output.motion > 0:
        _draw_volume(view)
    if view.steps.making <= 0.02:
        return
    rows, columns = view.layer.out
    many = view.layer.filters > 1
    title = f"feature map {view.steps.filter_ + 1}" if many else "feature map"
    marked = (view.cell,) if view.steps.window.motion > 0.5 else ()
    grid = _map(view, view.steps.filter_, view.place.output, view.place.output_cell, view.written, title, marked)
    marks: list[AnyMark] = [heading(OUTPUT_X, HEADING_Y, title, f"{rows}×{columns}", Role.OUTPUT), grid]
    if view.steps.filter_ == 0 and view.written == 0 and view.steps.write.motion >= 1:
        marks.append(written_first(grid, view.cell, view.window.y))
    view.stage.add(*marks, opacity=view.steps.making)
    _draw_filter_name(view)
    if many:
        _draw_small_maps(view)


def _map(
    view: View, filter_: int, origin: Point, cell: float, shown: int, name: str, marked: tuple[Cell, ...] = ()
) -> Grid:
    """A feature map with its first cells written."""
    return matrix(
        view.layer.outputs[filter_],
        origin,
        cell,
        role=Role.OUTPUT,
        shown=shown,
        highlighted=marked,
        name=name,
        grip=view.windows[0].goes_to(origin, cell) if cell == view.place.output_cell else None,
    )


def _draw_filter_name(view: View) -> None:
    which = f"filter {view.steps.filter_ + 1} of {view.layer.filters}:  " if view.layer.filters > 1 else "filter:  "
    turned = ", turned by 180°" if view.layer.knobs.flip else ""
    runs = (
        TextRun(which, Role.MUTED),
        TextRun(view.layer.names[view.steps.filter_], Role.KERNEL, bold=True),
        TextRun(turned),
    )
    view.stage.text(LEGEND_X, 56, runs, size=26, anchor="end", opacity=view.steps.making)


def _draw_small_maps(view: View) -> None:
    """All maps side by side, as far as they are written."""
    rows, columns = view.layer.out
    pitch = OUTPUT_SIDE / 4
    cell = fitted(pitch - 14, pitch - 14, rows, columns, pitch)
    for filter_ in range(view.layer.filters):
        x, at_work = OUTPUT_X + filter_ * pitch, view.steps.filter_
        shown = rows * columns if filter_ < at_work else view.written if filter_ == at_work else 0
        grid = _map(view, filter_, (x, THUMBS_Y), cell, shown, f"small map {filter_ + 1}")
        if view.steps.slides[filter_].begun:
            grid = _leading_back(view, grid)
        view.stage.add(grid, opacity=view.steps.making)
        role = Role.OUTPUT if filter_ == at_work else Role.MUTED
        view.stage.text(x, THUMBS_Y - 22, f"map {filter_ + 1}", size=20, role=role, opacity=view.steps.making)


def _leading_back(view: View, sheet: Grid) -> Grid:
    """A map whose cells lead to the moment in which they were made; its name ends with its filter's number."""
    filter_ = int(sheet.name.split()[-1]) - 1
    return replace(sheet, grip=goes_to(squares(sheet.origin, sheet.u[0], *view.layer.out), view.walk_of(filter_).when))


def _draw_volume(view: View) -> None:
    """All feature maps one behind the other."""
    (rows, columns), count, share = view.layer.out, view.layer.filters, view.steps.output.motion
    deep = (DEEPER[0] * (count - 1), -DEEPER[1] * (count - 1))
    cell = fitted(RIGHT - 4 - VOLUME_X - deep[0], BOTTOM - 10 - VOLUME_Y - deep[1], rows, columns, 140.0)
    grids = volume(
        view.layer.outputs,
        midway(view.place.output, (VOLUME_X, VOLUME_Y + deep[1]), share),
        between(view.place.output_cell, cell, share),
        role=Role.OUTPUT,
        name="output map",
        step=DEEPER,
        spread=share,
    )
    if share >= 1.0:  # its cells can't be picked before it has come to rest
        grids = tuple(_leading_back(view, each) if isinstance(each, Grid) else each for each in grids)
    view.stage.add(*grids, opacity=min(1.0, share * 2))
    if share > 0.6:
        view.stage.add(heading(VOLUME_X, HEADING_Y, "output", f"{count}×{rows}×{columns}", Role.OUTPUT))
