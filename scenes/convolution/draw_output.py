"""The output of the convolution scene: the map being written, small maps of all filters, and the volume at the end."""

from __future__ import annotations

from scenes.convolution.layout import HEADING, OUTPUT_SIDE, OUTPUT_X, THUMBS_Y, TOP
from scenes.convolution.view import View
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Grid, Role, TextRun
from scenes.stage.draw.blocks import between, fitted, heading, midway, volume
from scenes.stage.draw.matrices import matrix, written_first

VOLUME_X, VOLUME_Y = 640.0, 180.0
DEEPER = (60.0, -44.0)
"""How far each map of the volume stands behind the one before."""


def draw_output(view: View) -> None:
    """Draw the maps as far as they are written."""
    if view.now.end > 0:
        _draw_volume(view)
    if view.making <= 0.02:
        return
    rows, columns = view.of.out
    many = view.of.filters > 1
    title = f"feature map {view.now.filter_ + 1}" if many else "feature map"
    marked = (view.now.walk.cell,) if view.now.window > 0.5 else ()
    grid = _map(view, view.now.filter_, (OUTPUT_X, TOP), view.place.output_cell, view.now.written, title, marked)
    marks: list[AnyMark] = [heading(OUTPUT_X, HEADING, title, f"{rows}×{columns}", Role.OUTPUT), grid]
    if view.now.filter_ == 0 and view.now.written == 0 and view.now.write >= 1:
        marks.append(written_first(grid, view.now.walk.cell, view.window.y))
    view.stage.add(*marks, opacity=view.making)
    _draw_filter_name(view)
    if many:
        _draw_small_maps(view)


def _map(
    view: View, filter_: int, origin: Point, cell: float, shown: int, name: str, marked: tuple[Cell, ...] = ()
) -> Grid:
    """A feature map with its first cells written."""
    return matrix(
        view.of.outputs[filter_],
        origin,
        cell,
        role=Role.OUTPUT,
        shade=view.output_shade,
        limit=view.of.output_limit,
        shown=shown,
        highlighted=marked,
        name=name,
        grip=view.windows[0].goes_to(origin, cell) if cell == view.place.output_cell else None,
    )


def _draw_filter_name(view: View) -> None:
    which = f"filter {view.now.filter_ + 1} of {view.of.filters}:  " if view.of.filters > 1 else "filter:  "
    turned = ", turned by 180°" if view.of.knobs.flip else ""
    runs = (
        TextRun(which, Role.MUTED),
        TextRun(view.of.names[view.now.filter_], Role.KERNEL, bold=True),
        TextRun(turned),
    )
    view.stage.text(OUTPUT_X + OUTPUT_SIDE, 56, runs, size=26, anchor="end", opacity=view.making)


def _draw_small_maps(view: View) -> None:
    """All maps side by side, as far as they are written."""
    rows, columns = view.of.out
    pitch = OUTPUT_SIDE / 4
    cell = fitted(pitch - 14, pitch - 14, rows, columns, pitch)
    for filter_ in range(view.of.filters):
        x, now = OUTPUT_X + filter_ * pitch, view.now
        shown = rows * columns if filter_ < now.filter_ else now.written if filter_ == now.filter_ else 0
        grid = _map(view, filter_, (x, THUMBS_Y), cell, shown, f"small map {filter_ + 1}")
        view.stage.add(grid, opacity=view.making)
        role = Role.OUTPUT if filter_ == now.filter_ else Role.MUTED
        view.stage.text(x, THUMBS_Y - 22, f"map {filter_ + 1}", size=20, role=role, opacity=view.making)


def _draw_volume(view: View) -> None:
    """All feature maps one behind the other."""
    (rows, columns), count, share = view.of.out, view.of.filters, view.now.end
    deep = (DEEPER[0] * (count - 1), -DEEPER[1] * (count - 1))
    cell = fitted(1540 - VOLUME_X - deep[0], 780 - VOLUME_Y - deep[1], rows, columns, 140.0)
    grids = volume(
        view.of.outputs,
        midway((OUTPUT_X, TOP), (VOLUME_X, VOLUME_Y + deep[1]), share),
        between(view.place.output_cell, cell, share),
        role=Role.OUTPUT,
        shade=view.output_shade,
        limit=view.of.output_limit,
        name="output map",
        step=DEEPER,
        spread=share,
    )
    view.stage.add(*grids, opacity=min(1.0, share * 2))
    if share > 0.6:
        view.stage.add(heading(VOLUME_X, HEADING, "output", f"{count}×{rows}×{columns}", Role.OUTPUT))
