"""One filter closely: the planes slide apart, their kernels make partial maps, the maps are added, and the bias."""

from __future__ import annotations

from dataclasses import replace

from scenes.channels.layout import HEADING, KERNEL_X, MAP_X, MIDDLE, PARTIAL_X, SUM_X
from scenes.channels.view import View
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import backed, between, heading, midway, number, plate, shape_text
from scenes.stage.draw.maps import COLOURS, photo
from scenes.stage.draw.matrices import matrix

SMALLEST_WINDOW = 14.0
"""The frame of a window of a few pixels of a photograph is larger than the window, to be seen at all."""


def draw_rows(view: View) -> None:
    """Draw all that is seen of one filter, as far as it has come."""
    if view.now.close <= 0:
        return
    marks = [*_headings(view), *_planes(view)]
    for channel in range(view.of.channels):
        if view.now.kernels > 0:
            marks += _row(view, channel)
    marks += _sum(view)
    marks += _bias(view)
    view.stage.add(*marks, opacity=view.now.close)


def _headings(view: View) -> list[AnyMark]:
    """The name and the shape of each column."""
    of, now = view.of, view.now
    out = shape_text(of.out)
    which = f"filter {of.shown + 1}" if of.filters > 1 else "filter"
    columns = (
        (LEFT, "planes", shape_text(of.x.shape), Role.INPUT, 1.0),
        (KERNEL_X, which, f"{of.channels}×{of.size}×{of.size}", Role.KERNEL, ease(now.kernels * 3)),
        (PARTIAL_X, "partial maps", out, Role.PRODUCT, float(now.slide.when is not None)),
        (SUM_X, "sum", out, Role.PRODUCT, ease(now.add[0] * 3)),
        (MAP_X, "map", out, Role.OUTPUT, ease(now.bias * 3)),
    )
    return [
        Group(marks=(heading(x, HEADING, title, note, role),), opacity=opacity)
        for x, title, note, role, opacity in columns
    ]


def _planes(view: View) -> list[AnyMark]:
    """The planes, from the volume side by side and then to their rows; a picture comes apart into its colours."""
    place, share, rows = view.place, view.now.planes, view.now.rows
    cell = between(between(place.start_cell, place.apart_cell, share), place.plane_cell, rows)
    still = rows >= 1 or (share >= 1 and rows <= 0 and view.readable)
    marks: list[AnyMark] = []
    for channel in reversed(range(view.of.channels)):
        corner = midway(midway(place.stacked(channel), place.apart(channel), share), place.plane(channel), rows)
        sheet = view.plane(channel, corner, cell, "plane", view.plane_grip(channel) if still else None)
        sheet = replace(sheet, numbers=channel == 0 or share > 0.7)
        marks += [*backed(sheet, view.role(channel)), sheet, _below(view, channel)]
    if not view.readable and share < 1:
        corner = midway(place.stacked(0), place.apart(0), share)
        marks.append(photo(view.of.colours, corner, cell, opacity=1.0 - ease(share * 2)))
    return marks


def _below(view: View, channel: int) -> Text:
    """What a plane is called, below it while it stands beside the others."""
    x, y = view.place.apart(channel)
    words = COLOURS[channel] if view.of.channels == 3 else f"channel {channel + 1}"
    runs = (TextRun(words, view.role(channel), bold=True),)
    below = y + view.of.x.shape[1] * view.place.apart_cell + 40
    shown = ease(view.now.planes * 6 - 5) * (1.0 - ease(view.now.rows * 3))
    return Text(x=x, y=below, runs=runs, size=32, opacity=shown)


def _row(view: View, channel: int) -> list[AnyMark]:
    """A plane's kernel, the window on the plane, and the partial map as far as it is written."""
    of, now, place = view.of, view.now, view.place
    share = ease(now.kernels * of.channels - channel)
    if share <= 0:
        return []
    x, y = place.kernel(channel)
    role, middle = view.role(channel), place.center(channel)
    marks: list[AnyMark] = [
        *view.kernel(of.shown, channel, (x - 30 * (1 - share), y), place.kernel_cell, "kernel"),
        Arrow(start=(_plane_end(view) + 14, middle), end=(x - 14, middle), role=role),
    ]
    if now.slide.when is not None:
        corner = place.partial(channel)
        part = matrix(
            of.partials[channel], corner, place.partial_cell, role=Role.PRODUCT, limit=of.partial_limit,
            shown=now.slide.written(), highlighted=(now.slide.cell,) if now.name == "slide" else (),
            name=view.name("partial map", channel), grip=view.map_grip(corner, place.partial_cell),
        )  # fmt: skip
        end = x + of.size * place.kernel_cell + 14
        marks += [
            Arrow(start=(end, middle), end=(PARTIAL_X - 14, middle), role=role),
            *backed(part, role),
            part,
        ]
    if now.name in ("kernels", "slide"):
        marks.append(_window(view, channel))
    return [Group(marks=tuple(marks), opacity=share)]


def _plane_end(view: View) -> float:
    """Where the planes end at the right."""
    return LEFT + view.of.planes[0].shape[1] * view.place.plane_cell


def _window(view: View, channel: int) -> Rect:
    """The frame of the window on a plane."""
    (x, y), cell, (row, column) = view.place.plane(channel), view.place.plane_cell, view.now.slide.place
    side = max(view.of.size * cell, SMALLEST_WINDOW)
    more = (side - view.of.size * cell) / 2
    return Rect(
        x=x + column * cell - more, y=y + row * cell - more, width=side, height=side,
        radius=min(8.0, side / 6), line=4.0, role=Role.HIGHLIGHT, name=view.name("window", channel),
        grip=view.window_grip(view.place.windows(channel)),
    )  # fmt: skip


def _sum(view: View) -> list[AnyMark]:
    """The sum of the partial maps so far, and the next one on its way to it."""
    of, now, place = view.of, view.now, view.place
    if now.add[0] <= 0:
        return []
    done = sum(share >= 1 for share in now.add)
    marks: list[AnyMark] = []
    for channel, share in enumerate(now.add):
        start = (PARTIAL_X + of.out[1] * place.partial_cell + 14, place.center(channel))
        end = (SUM_X - 18, MIDDLE + (channel - (of.channels - 1) / 2) * 30)
        marks.append(Arrow(start=start, end=end, role=view.role(channel), opacity=ease(share * 3)))
    if done:
        added, limit = of.sums[done - 1], of.sum_limit if done == of.channels else of.partial_limit
        total = matrix(added, place.sum, place.map_cell, role=Role.PRODUCT, limit=limit, name="sum")
        marks += [*backed(total, Role.PRODUCT), total]
    for channel, share in enumerate(now.add):
        if 0 < share < 1:
            cell = between(place.partial_cell, place.map_cell, share)
            flying = matrix(
                of.partials[channel], midway(place.partial(channel), place.sum, share), cell, role=Role.PRODUCT,
                limit=of.partial_limit, opacity=0.92,
            )  # fmt: skip
            marks += [*backed(flying, view.role(channel)), flying]
    return marks


def _bias(view: View) -> list[AnyMark]:
    """The bias below the sum, on its way into every cell, and the finished map."""
    of, now, place = view.of, view.now, view.place
    if now.bias <= 0:
        return []
    height, width = of.out
    y = place.sum[1] + height * place.map_cell + 36
    middle = SUM_X + width * place.map_cell
    marks: list[AnyMark] = [
        *plate(SUM_X, y, 232.0, 64.0, "+ bias", of.bias, Role.BIAS, name="bias", grip=view.bias_grip(of.shown)),
        Arrow(start=(middle + 16, MIDDLE), end=(MAP_X - 16, MIDDLE), role=Role.OUTPUT, opacity=ease(now.bias * 2)),
    ]
    if now.bias > 0.6:
        final = view.map(of.shown, place.map, place.map_cell, f"map {of.shown + 1}")
        marks += [*backed(final, Role.OUTPUT), final]
    else:
        goal = (MAP_X + width * place.map_cell / 2, MIDDLE)
        x, top = midway((SUM_X + 190, y + 32), goal, ease(now.bias / 0.6))
        runs = (TextRun(number(of.bias), Role.BIAS, bold=True),)
        marks.append(Text(x=x, y=top, runs=runs, size=40, anchor="middle"))
    return marks
