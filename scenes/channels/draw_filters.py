"""All filters: each looks at the same input and makes a map of its own; the maps become the output volume."""

from __future__ import annotations

from scenes.channels.layout import (
    COUNTS_Y,
    FILTER_BIAS,
    FILTER_BIAS_X,
    FILTERS,
    HEADINGS_Y,
    INPUT_STACK,
    INPUT_STEP,
    OWN_MAPS,
    SHAPES_Y,
    VOLUME_IN,
    VOLUME_OUT,
    VOLUME_STEP,
)
from scenes.channels.view import View
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, TextRun, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import counted, heading, shape_text
from scenes.stage.draw.kinds import MACS, PARAMETERS
from scenes.stage.draw.sheets import Spot, underway

ROW_GAP, KERNEL_GAP = 38.0, 34.0
LARGEST_KERNEL, LARGEST_MAP = 140.0, 90.0
OFF = 20.0
"""How far an arrow ends from what it points at."""


def draw_filters(view: View) -> None:
    """Draw the input, and a row for each filter that has come, with what all of them count up to."""
    layer = view.layer
    marks: list[AnyMark] = [
        heading(INPUT_STACK.x - 6.0, HEADINGS_Y, "input", "", Role.INPUT, size=40.0),
        heading(FILTERS.x - 6.0, HEADINGS_Y, "filters" if layer.filters > 1 else "filter", "", Role.KERNEL, size=40.0),
        heading(FILTER_BIAS_X, HEADINGS_Y, "bias", "", Role.BIAS, size=40.0),
        heading(OWN_MAPS.x - 6.0, HEADINGS_Y, "maps" if layer.filters > 1 else "map", "", Role.OUTPUT, size=40.0),
        *_input(view, INPUT_STACK.stack(layer.x.shape[1:], layer.channels, INPUT_STEP)),
    ]
    for index, (share, area) in enumerate(zip(view.come, FILTERS.rows(layer.filters, ROW_GAP), strict=True)):
        if share > 0:
            marks.append(Group(marks=tuple(_filter(view, index, share, area)), opacity=ease(share * 4)))
    view.stage.add(*marks)
    _draw_counts(view)


def _input(view: View, spots: tuple[Spot, ...]) -> list[AnyMark]:
    """The channels one behind the other."""
    marks: list[AnyMark] = []
    for channel in reversed(range(view.layer.channels)):
        marks += view.channel(channel, spots[channel], numbers=channel == 0, stacked=True)
    return marks


def _filter(view: View, index: int, share: float, area: Area) -> list[AnyMark]:
    """One filter: its kernels, its bias, and its map as far as it is written."""
    layer, middle = view.layer, area.middle[1]
    end = INPUT_STACK.x + INPUT_STACK.width
    start = end + OFF, INPUT_STACK.middle[1]
    marks: list[AnyMark] = [Arrow(start=start, end=(area.x - OFF, middle), role=Role.INPUT)]
    for channel, place in enumerate(area.columns(layer.channels, KERNEL_GAP)):
        spot = place.spot((layer.size, layer.size), LARGEST_KERNEL)
        marks += view.kernel(index, channel, spot, f"filter {index + 1} kernel")
    side = min(area.height, 110.0)
    plate = Area(FILTER_BIAS_X, middle - side / 2, FILTER_BIAS, side)
    marks += view.bias(index, plate, f"bias {index + 1}", 60.0)
    spot = _own(view)[index]
    behind = FILTER_BIAS_X + FILTER_BIAS + OFF
    marks.append(Arrow(start=(behind, middle), end=(spot[0][0] - OFF, middle), role=Role.OUTPUT))
    written = int(ease(share * 1.4 - 0.4) * layer.windows)
    return [*marks, *view.map(index, spot, shown=written, grip=SetValue("shown", index + 1))]


def _own(view: View) -> list[Spot]:
    """Where each filter's map stands in its row."""
    rows = OWN_MAPS.rows(view.layer.filters, ROW_GAP)
    return [area.spot(view.layer.out, LARGEST_MAP) for area in rows]


def _draw_counts(view: View) -> None:
    """Draw the parameters of the filters that have come, and the multiply-accumulates that are done."""
    for x, count, unit, role in zip(COUNTS_X, _spent(view), UNITS, ROLES, strict=True):
        runs = (TextRun(f"{count:,}", role, bold=True), TextRun(f" {unit}", Role.MUTED))
        view.stage.text(x, COUNTS_Y, runs, size=52.0, name=unit)


UNITS, ROLES, COUNTS_X = ("parameters", "MACs"), (PARAMETERS, MACS), (LEFT + 10.0, 700.0)


def _spent(view: View) -> tuple[int, int]:
    layer = view.layer
    come = sum(share > 0 for share in view.come)
    written = sum(int(ease(share * 1.4 - 0.4) * layer.windows) for share in view.come)
    return come * layer.parameters // layer.filters, written * layer.size**2 * layer.channels


def draw_volumes(view: View) -> None:
    """Draw the input as a volume, and the maps as they become one, the first in front."""
    layer, share = view.layer, view.steps.maps.motion
    inside = VOLUME_IN.stack(layer.x.shape[1:], layer.channels, VOLUME_STEP)
    goals = VOLUME_OUT.stack(layer.out, layer.filters, VOLUME_STEP)
    start, end = VOLUME_IN.x + VOLUME_IN.width + OFF, VOLUME_OUT.x - 2 * OFF
    middle = (start + end) / 2
    y, how_many = VOLUME_IN.middle[1], counted(layer.filters, "filter")
    marks: list[AnyMark] = [
        *_input(view, inside),
        Arrow(start=(start, y), end=(end, y), role=Role.KERNEL, line=6.0, head=24.0),
        lettering(middle, y - 56.0, how_many, Role.KERNEL, bold=True, size=72.0, anchor="middle"),
    ]
    for index in reversed(range(layer.filters)):
        marks += view.map(
            index, underway(_own(view)[index], goals[index], share), stacked=True, numbers=share < 1 or index == 0
        )
    shapes = ((VOLUME_IN, layer.x.shape, Role.INPUT, 1.0), (VOLUME_OUT, layer.maps.shape, Role.OUTPUT, share))
    for area, shape, role, opacity in shapes:
        marks.append(lettering(area.middle[0], SHAPES_Y, shape_text(shape), role, bold=True, size=72.0,
                               anchor="middle", opacity=ease(opacity * 2 - 1)))  # fmt: skip
    view.stage.add(*marks)
