"""One filter closely: the planes slide apart, their kernels make partial maps, the maps are added, and the bias."""

from __future__ import annotations

from scenes.channels.layout import KERNEL_X, MAP_X, MIDDLE, PARTIAL_X, SUM_X
from scenes.channels.view import View
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, Text, TextRun
from scenes.stage.core.stage import HEADING_Y, LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import backed, between, heading, midway, number, plate, shape_text
from scenes.stage.draw.maps import photo
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, underway

SMALLEST_WINDOW = 14.0
"""The frame of a window of a few pixels of a photograph is larger than the window, to be seen at all."""


def draw_rows(view: View) -> None:
    """Draw all that is seen of one filter, as far as it has come."""
    if view.steps.close <= 0:
        return
    marks = [*_headings(view), *_planes(view)]
    for channel in range(view.layer.channels):
        if view.steps.given > 0:
            marks += _row(view, channel)
    marks += _sum(view)
    marks += _bias(view)
    view.stage.add(*marks, opacity=view.steps.close)


def _headings(view: View) -> list[AnyMark]:
    """The name and the shape of each column."""
    layer, steps = view.layer, view.steps
    out = shape_text(layer.out)
    which = f"filter {layer.shown + 1}" if layer.filters > 1 else "filter"
    columns = (
        (LEFT, "planes", shape_text(layer.x.shape), Role.INPUT, 1.0),
        (KERNEL_X, which, f"{layer.channels}×{layer.size}×{layer.size}", Role.KERNEL, ease(steps.given * 3)),
        (PARTIAL_X, "partial maps", out, Role.PRODUCT, float(view.walk.when is not None)),
        (SUM_X, "sum", out, Role.PRODUCT, ease(view.added[0] * 3)),
        (MAP_X, "map", out, Role.OUTPUT, ease(steps.bias.motion * 3)),
    )
    return [
        Group(marks=(heading(x, HEADING_Y, title, note, role),), opacity=opacity)
        for x, title, note, role, opacity in columns
    ]


def _planes(view: View) -> list[AnyMark]:
    """The planes, from the volume side by side and then to their rows; a picture comes apart into its colours."""
    place, share, rows = view.place, view.steps.planes.motion, view.steps.rows
    still = rows >= 1 or (share >= 1 and rows <= 0 and view.readable)
    marks: list[AnyMark] = []
    for channel in reversed(range(view.layer.channels)):
        grip, numbers = view.plane_grip(channel) if still else None, channel == 0 or share > 0.7
        spot = underway(_apart(view, channel), (place.plane(channel), place.plane_cell), rows)
        marks += [*view.plane(channel, spot, "plane", numbers=numbers, grip=grip), _below(view, channel)]
    if not view.readable and share < 1:
        marks.append(photo(view.layer.input.colours, *_apart(view, 0), opacity=1.0 - ease(share * 2)))
    return marks


def _apart(view: View, channel: int) -> Spot:
    """Where a plane is on its way from the volume to its place beside the others."""
    place = view.place
    start, goal = (place.stacked(channel), place.start_cell), (place.apart(channel), place.apart_cell)
    return underway(start, goal, view.steps.planes.motion)


def _below(view: View, channel: int) -> Text:
    """What a plane is called, below it while it stands beside the others."""
    x, y = view.place.apart(channel)
    runs = (TextRun(view.channels.word(channel), view.role(channel), bold=True),)
    below = y + view.layer.x.shape[1] * view.place.apart_cell + 40
    shown = ease(view.steps.planes.motion * 6 - 5) * (1.0 - ease(view.steps.rows * 3))
    return Text(x=x, y=below, runs=runs, size=32, opacity=shown)


def _row(view: View, channel: int) -> list[AnyMark]:
    """A plane's kernel, the window on the plane, and the partial map as far as it is written."""
    layer, steps, place = view.layer, view.steps, view.place
    share = ease(steps.given * layer.channels - channel)
    if share <= 0:
        return []
    x, y = place.kernel(channel)
    role, middle = view.role(channel), place.center(channel)
    marks: list[AnyMark] = [
        *view.kernel(layer.shown, channel, (x - 30 * (1 - share), y), place.kernel_cell, "kernel"),
        Arrow(start=(_plane_end(view) + 14, middle), end=(x - 14, middle), role=role),
    ]
    if view.walk.when is not None:
        corner = place.partial(channel)
        part = matrix(
            layer.partials[channel], corner, place.partial_cell, role=Role.PRODUCT,
            shown=view.walk.written(), highlighted=(view.walk.cell,) if steps.slide.active else (),
            name=view.channels.name("partial map", channel),
            grip=view.windows[channel].goes_to(corner, place.partial_cell),
        )  # fmt: skip
        end = x + layer.size * place.kernel_cell + 14
        marks += [
            Arrow(start=(end, middle), end=(PARTIAL_X - 14, middle), role=role),
            *backed(part, role),
        ]
    if steps.telling(steps.kernels, steps.slide):
        name = view.channels.name("window", channel)
        marks.append(view.windows[channel].frame(name, smallest=SMALLEST_WINDOW))
    return [Group(marks=tuple(marks), opacity=share)]


def _plane_end(view: View) -> float:
    """Where the planes end at the right."""
    return LEFT + view.layer.input.padded[0].shape[1] * view.place.plane_cell


def _sum(view: View) -> list[AnyMark]:
    """The sum of the partial maps so far, and the next one on its way to it."""
    layer, place = view.layer, view.place
    if view.added[0] <= 0:
        return []
    done = sum(share >= 1 for share in view.added)
    marks: list[AnyMark] = []
    for channel, share in enumerate(view.added):
        start = (PARTIAL_X + layer.out[1] * place.partial_cell + 14, place.center(channel))
        end = (SUM_X - 18, MIDDLE + (channel - (layer.channels - 1) / 2) * 30)
        marks.append(Arrow(start=start, end=end, role=view.role(channel), opacity=ease(share * 3)))
    if done:
        total = matrix(layer.sums[done - 1], place.sum, place.map_cell, role=Role.PRODUCT, name="sum")
        marks += backed(total, Role.PRODUCT)
    for channel, share in enumerate(view.added):
        if 0 < share < 1:
            cell = between(place.partial_cell, place.map_cell, share)
            flying = matrix(
                layer.partials[channel], midway(place.partial(channel), place.sum, share), cell, role=Role.PRODUCT,
                opacity=0.92,
            )  # fmt: skip
            marks += backed(flying, view.role(channel))
    return marks


def _bias(view: View) -> list[AnyMark]:
    """The bias below the sum, on its way into every cell, and the finished map."""
    layer, place, bias = view.layer, view.place, view.steps.bias.motion
    if bias <= 0:
        return []
    height, width = layer.out
    y = place.sum[1] + height * place.map_cell + 36
    middle = SUM_X + width * place.map_cell
    marks: list[AnyMark] = [
        *plate(SUM_X, y, 232.0, 64.0, "+ bias", layer.bias, Role.BIAS, name="bias", grip=view.bias_grip(layer.shown)),
        Arrow(start=(middle + 16, MIDDLE), end=(MAP_X - 16, MIDDLE), role=Role.OUTPUT, opacity=ease(bias * 2)),
    ]
    if bias > 0.6:
        final = view.map(layer.shown, place.map, place.map_cell, f"map {layer.shown + 1}")
        marks += backed(final, Role.OUTPUT)
    else:
        goal = (MAP_X + width * place.map_cell / 2, MIDDLE)
        x, top = midway((SUM_X + 190, y + 32), goal, ease(bias / 0.6))
        runs = (TextRun(number(layer.bias), Role.BIAS, bold=True),)
        marks.append(Text(x=x, y=top, runs=runs, size=40, anchor="middle"))
    return marks
