"""The standard convolution beside it: a kernel for every sheet in every filter, and lines from each to each."""

from __future__ import annotations

from scenes.depthwise.layout import FILTER_X, HEADING, OUTPUT_X
from scenes.depthwise.view import View
from scenes.stage.core.marks import AnyMark, Arrow, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix


def draw_standard(view: View) -> None:
    """Draw the filters of the standard convolution, and every sheet's lines to all of them."""
    size, layer = view.layer.knobs.size, view.layer
    shape = f"{layer.maps}×{layer.channels}×{size}×{size}"
    marks: list[AnyMark] = [heading(FILTER_X, HEADING, "standard filters", shape, Role.KERNEL)]
    for index in range(layer.maps):
        marks += _filter(view, index)
    view.stage.add(*marks, opacity=view.steps.beside)


def _filter(view: View, index: int) -> list[AnyMark]:
    """One filter: a kernel for each sheet, added up into one map."""
    place, layer = view.place, view.layer
    cell, y = place.filter_cell, place.output_center(index)
    side = place.size * cell
    working = view.standard.when is not None and view.steps.bill.motion <= 0
    active = working and index == view.steps.column
    waits = working and not active
    right = LEFT + layer.x.shape[2] * place.sheet_cell + 14
    marks: list[AnyMark] = []
    for channel in range(layer.channels):
        x, top = place.filter_kernel(index, channel)
        line = Path(
            points=((right, place.center(channel)), (FILTER_X - 18, y)), role=view.role(channel),
            line=4.0 if active else 2.5, opacity=0.35 if waits else 1.0,
        )  # fmt: skip
        grid = matrix(
            layer.filters[index, channel],
            (x, top),
            cell,
            role=Role.KERNEL,
            scale="weights",
            framed=False,
            decimals=view.layer.filter_decimals,
            name=f"standard filter {index + 1} {view.channels.name('kernel', channel)}",
        )
        edge = Rect(x=x - 5, y=top - 5, width=side + 10, height=side + 10, radius=10, line=3.0, role=view.role(channel))
        marks += [line, edge, grid]
        if channel:
            marks.append(lettering(x - 22, y, "+", Role.MUTED, size=32, anchor="middle"))
    end = place.filter_kernel(index, layer.channels - 1)[0] + side + 20
    role = Role.OUTPUT if active else Role.MUTED
    return [*marks, Arrow(start=(end, y), end=(OUTPUT_X - 14, y), role=role, opacity=ease(view.steps.beside))]
