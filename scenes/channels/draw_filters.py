"""All filters: each looks at the same volume and makes a map of its own; the maps become the output volume."""

from __future__ import annotations

from dataclasses import replace

from scenes.channels.layout import BIAS, BIAS_X, FILTER_X, MIDDLE, OWN_X, STEP, VOLUME_X
from scenes.channels.view import View
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, Text, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import backed, between, heading, midway, plate


def draw_filters(view: View) -> None:
    """Draw the input volume, a row for each filter that has come, and the output volume."""
    opacity = view.steps.all_filters
    if opacity <= 0:
        return
    layer = view.layer
    shape = f"{layer.filters}×{layer.channels}×{layer.size}×{layer.size}"
    marks: list[AnyMark] = [
        heading(FILTER_X, HEADING_Y, "filters", shape, Role.KERNEL),
        heading(BIAS_X, HEADING_Y, "biases", "", Role.BIAS),
        heading(OWN_X, HEADING_Y, "maps", "", Role.OUTPUT),
        *_input(view),
    ]
    for index, share in enumerate(view.come):
        if share > 0:
            marks.append(Group(marks=tuple(_filter(view, index, share)), opacity=ease(share * 4)))
    marks += _output(view)
    view.stage.add(*marks, opacity=opacity)


def _input(view: View) -> list[AnyMark]:
    """The planes, one behind the other again."""
    layer, cell = view.layer, view.place.input_cell
    _, height, width = layer.x.shape
    behind = (layer.channels - 1) * -STEP[1]
    top = MIDDLE - height * cell / 2 + behind / 2
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, "input", "", Role.INPUT)]
    for channel in reversed(range(layer.channels)):
        corner = (LEFT + channel * STEP[0], top + channel * STEP[1])
        marks += view.plane(channel, (corner, cell), "channel", numbers=channel == 0)
    shape = f"{layer.channels}×{height}×{width}"
    return [*marks, _shape(LEFT, top + height * cell + 36, shape, Role.INPUT)]


def _shape(x: float, y: float, shape: str, role: Role) -> Text:
    """Channels and spatial size of a volume, below it."""
    return lettering(x, y, shape, role, bold=True, size=28)


def _filter(view: View, index: int, share: float) -> list[AnyMark]:
    """One filter: its kernels, its bias, and its map as far as it is written."""
    layer, place = view.layer, view.place
    middle = place.filter_center(index)
    own = replace(
        view.map(index, place.own(index), place.own_cell, f"map {index + 1}"),
        shown=int(ease(share * 1.4 - 0.4) * layer.windows), grip=SetValue("shown", index + 1),
    )  # fmt: skip
    start = LEFT + layer.x.shape[2] * place.input_cell + (layer.channels - 1) * STEP[0] + 14
    marks: list[AnyMark] = [
        Arrow(start=(start, MIDDLE), end=(FILTER_X - 18, middle), role=Role.INPUT, line=2.0),
        Arrow(start=(BIAS_X + BIAS + 8, middle), end=(OWN_X - 16, middle), role=Role.OUTPUT, line=2.0),
    ]
    for channel in reversed(range(layer.channels)):
        corner = place.filter_kernel(index, channel)
        marks += view.kernel(index, channel, corner, place.filter_cell, f"filter {index + 1} kernel")
    grip = view.bias_grip(index)
    name = f"bias {index + 1}"
    marks += plate(BIAS_X, middle - 29, BIAS, 58.0, "+", float(layer.biases[index]), Role.BIAS, name=name, grip=grip)
    return [*marks, *backed(own, Role.HIGHLIGHT if index == layer.shown else Role.OUTPUT)]


def _output(view: View) -> list[AnyMark]:
    """The maps on their way into the output volume, the first in front."""
    layer, place, share = view.layer, view.place, view.steps.maps.motion
    if share <= 0:
        return []
    marks: list[AnyMark] = [heading(VOLUME_X, HEADING_Y, "output", "", Role.OUTPUT)]
    for index in reversed(range(layer.filters)):
        cell = between(place.own_cell, place.volume_cell, share)
        corner = midway(place.own(index), place.sheet(index), share)
        sheet = replace(view.map(index, corner, cell, f"output channel {index + 1}"), numbers=index == 0)
        marks += backed(sheet, Role.OUTPUT)
    height, width = layer.out
    below = place.sheet(0)[1] + height * place.volume_cell + 36
    words = _shape(VOLUME_X, below, f"{layer.filters}×{height}×{width}", Role.OUTPUT)
    return [*marks, Group(marks=(words,), opacity=ease(share * 2 - 1))]
