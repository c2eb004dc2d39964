"""The depthwise part: a row for each sheet, with its window, its kernel and its map; no line leaves its row."""

from __future__ import annotations

from scenes.depthwise.layout import HEADING, KERNEL_X, MAP_X, SUM_X, TOP, WINDOW_X
from scenes.depthwise.view import View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Cell, midway
from scenes.stage.core.marks import (
    AnyMark,
    Arrow,
    Grid,
    Group,
    Path,
    Rect,
    Role,
    Text,
    TextRun,
    lettering,
)
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, number, shape_text
from scenes.stage.draw.matrices import matrix, written_first
from scenes.stage.draw.sheets import Spot, arriving, channel_grid, fading_photo, flown, underway
from scenes.stage.draw.walk import at_work, sum_so_far


def draw_sheets(view: View) -> None:
    """Draw the sheets, from a pile to rows; a colour picture comes apart."""
    shape = shape_text(view.layer.x.shape)
    marks: list[AnyMark] = [heading(LEFT, HEADING, "sheets", shape, Role.INPUT)]
    marks += [_sheet(view, channel) for channel in reversed(range(view.layer.channels))]
    if not view.readable:
        colours, cell = view.layer.input.colours, view.place.sheet_cell
        marks.append(fading_photo(colours, _start(view, 0), cell, view.steps.sheets.motion))
    view.stage.add(*marks, opacity=view.steps.layers)


def draw_depthwise(view: View) -> None:
    """Draw what happens in every sheet's row: window, kernel, sum and map."""
    steps, size = view.steps, view.layer.knobs.size
    marks: list[AnyMark] = []
    if steps.kernels.even > 0:
        kernels = f"{view.layer.channels}×{size}×{size}"
        shape = shape_text(view.layer.between.shape)
        marks.append(heading(KERNEL_X, HEADING, "kernels", kernels, Role.KERNEL))
        marks.append(heading(MAP_X, HEADING, "depthwise", shape, Role.PRODUCT))
    if view.at_window > 0:
        window = heading(WINDOW_X, HEADING, "window", "", Role.INPUT)
        marks.append(Group(marks=(window,), opacity=view.at_window))
    for channel in range(view.layer.channels):
        marks += _row(view, channel)
    view.stage.add(*marks, opacity=steps.rows)


def _sheet(view: View, channel: int) -> Grid:
    """One sheet, on its way from the pile to its row."""
    place, source = view.place, view.layer.input
    spot = underway(_start(view, channel), (place.sheet(channel), place.sheet_cell), view.steps.sheets.motion)
    grip: Grip = source.pixel_grip(channel) if view.readable else view.windows[channel].grip()
    name = view.channels.name("sheet", channel)
    return channel_grid(source, channel, spot, role=view.role(channel), name=name, grip=grip)


def _start(view: View, channel: int) -> Spot:
    """Where a sheet comes from."""
    cell, shape, as_picture = view.place.sheet_cell, view.layer.x.shape[1:], not view.readable
    return arriving((LEFT, TOP), cell, channel, shape, 140.0, as_picture=as_picture, pile=0.6)


def _row(view: View, channel: int) -> list[AnyMark]:
    """One sheet's row, as far as it has come; the rows begin one after the other."""
    steps = view.steps
    share = ease(steps.kernels.even * view.layer.channels - channel)
    if share <= 0:
        return []
    marks: list[AnyMark] = [*_way(view, channel, share), *_kernel(view, channel, share), *_map(view, channel, share)]
    if view.at_window > 0:
        windows, place = view.windows[channel], view.place
        frame = windows.frame(view.channels.name("window", channel))
        looking = (_under(view, channel), _sign(view, channel), *_sum(view, channel), frame)
        beam = windows.beam(place.under(channel), place.block, view.at_window)
        marks = [beam, *marks, Group(marks=looking, opacity=min(1.0, view.at_window * 3))]
    return marks


def _kernel(view: View, channel: int, share: float) -> list[AnyMark]:
    """The kernel of a sheet."""
    x, y = view.place.kernel(channel)
    cell = view.place.block_cell
    grid = matrix(
        view.layer.kernels[channel],
        (x, y - 30 * (1 - share)),
        cell,
        role=Role.KERNEL,
        scale="weights",
        framed=False,
        decimals=view.layer.weight_decimals,
        highlighted=_busy(view),
        name=view.channels.name("kernel", channel),
        grip=view.kernel_grip(channel),
        opacity=share,
    )
    edge = Rect(
        x=x - 6, y=y - 6 - 30 * (1 - share), width=view.place.block + 12, height=view.place.block + 12, radius=10,
        line=3.0, role=view.role(channel), opacity=share,
    )  # fmt: skip
    return [edge, grid]


def _way(view: View, channel: int, share: float) -> list[AnyMark]:
    """The lines of a row: straight along it, from its sheet to its kernel and on to its map."""
    y, role = view.place.center(channel), view.role(channel)
    sheet_end = LEFT + view.layer.x.shape[2] * view.place.sheet_cell + 16
    kernel_end = KERNEL_X + view.place.block + 12
    through = share * (1.0 - view.at_window)
    onwards = share if view.steps.multiplied <= 0 else through
    return [
        Path(points=((sheet_end, y), (KERNEL_X - 16, y)), role=role, line=3.0, opacity=through),
        Arrow(start=(kernel_end, y), end=(MAP_X - 14, y), role=role, opacity=onwards),
    ]


def _under(view: View, channel: int) -> Grid:
    """The values under the window; they fly out of the sheet first."""
    place, share = view.place, view.steps.window.motion
    start, goal = (view.windows[channel].corner, place.sheet_cell), (place.under(channel), place.block_cell)
    return flown(
        view.layer.input, channel, view.slide.cell, start, goal, share, role=view.role(channel),
        highlighted=_busy(view), name=view.channels.name("under the window", channel),
    )  # fmt: skip


def _sign(view: View, channel: int) -> Text:
    """The sign between window and kernel."""
    x = (WINDOW_X + view.place.block + KERNEL_X) / 2
    return lettering(x, view.place.center(channel), "×", Role.MUTED, size=36, anchor="middle")


def _busy(view: View) -> tuple[Cell, ...]:
    """The cell whose product is being added."""
    return at_work(view.steps.multiplied, view.layer.knobs.size, view.layer.knobs.size)


def _sum(view: View, channel: int) -> list[AnyMark]:
    """The sum of the products so far, and on its way into the map."""
    steps, place = view.steps, view.place
    value = sum_so_far(view.layer.products(channel, view.slide.cell), steps.multiplied)
    if value is None:
        return []
    role = Role.PRODUCT
    start = (SUM_X, place.center(channel))
    marks: list[AnyMark] = [
        Text(
            x=start[0], y=start[1], runs=(TextRun("= ", Role.MUTED), TextRun(number(value), role, bold=True)), size=26,
            anchor="middle", name=view.channels.name("sum", channel),
        )
    ]  # fmt: skip
    if 0 < steps.written < 1:
        (left, top), (row, column), cell = place.map(channel), view.slide.cell, place.map_cell
        goal = (left + (column + 0.5) * cell, top + (row + 0.5) * cell)
        x, y = midway(start, goal, steps.written)
        marks.append(lettering(x, y, number(value), role, bold=True, size=36, anchor="middle"))
    return marks


def _map(view: View, channel: int, share: float) -> list[AnyMark]:
    """The map of a sheet as far as it is written, and before the slide the one cell made closely."""
    steps, place, cell = view.steps, view.place, view.place.map_cell
    x, y = place.map(channel)
    rows, columns = view.layer.out
    if steps.telling(steps.needle, steps.standard):
        marked = (view.weave.cell,) if steps.pierced > 0.3 else ()
    else:
        marked = (view.slide.cell,) if steps.window.motion > 0.5 else ()
    whole = matrix(
        view.layer.filtered[channel], (x, y), cell, role=Role.PRODUCT, framed=False,
        shown=view.slide.written(), highlighted=marked, name=view.channels.name("depthwise map", channel),
        grip=view.map_grip(channel), opacity=share,
    )  # fmt: skip
    edge = Rect(
        x=x - 6, y=y - 6, width=columns * cell + 12, height=rows * cell + 12, radius=10, line=3.0,
        role=view.role(channel), opacity=share,
    )  # fmt: skip
    if view.slide.when is not None or steps.written < 1:
        return [edge, whole]
    return [edge, whole, written_first(whole, view.slide.cell, float(view.layer.between[(channel, *view.slide.cell)]))]
