"""The depthwise part: a row for each sheet, with its window, its kernel and its map; no line leaves its row."""

from __future__ import annotations

from scenes.depthwise.layout import HEADING, KERNEL_X, MAP_X, SUM_X, TOP, WINDOW_X
from scenes.depthwise.view import View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import (
    CELL_GAP,
    AnyMark,
    Arrow,
    Grid,
    Group,
    Image,
    Path,
    Rect,
    Role,
    Text,
    TextRun,
    lettering,
)
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import between, fitted, heading, midway, number, shape_text
from scenes.stage.draw.maps import photo
from scenes.stage.draw.matrices import matrix, written_first
from scenes.stage.draw.sliding import window_beam, window_frame
from scenes.stage.draw.walk import at_work, sum_so_far


def draw_sheets(view: View, opacity: float) -> None:
    """Draw the sheets, from a pile to rows; a colour picture comes apart."""
    shape = shape_text(view.of.x.shape)
    marks: list[AnyMark] = [heading(LEFT, HEADING, "sheets", shape, Role.INPUT)]
    marks += [_sheet(view, channel) for channel in reversed(range(view.of.channels))]
    if not view.readable:
        marks.append(_photo(view))
    view.stage.add(*marks, opacity=opacity)


def draw_depthwise(view: View) -> None:
    """Draw what happens in every sheet's row: window, kernel, sum and map."""
    now, size = view.now, view.of.knobs.size
    marks: list[AnyMark] = []
    if now.kernels > 0:
        kernels = f"{view.of.channels}×{size}×{size}"
        shape = shape_text(view.of.between.shape)
        marks.append(heading(KERNEL_X, HEADING, "kernels", kernels, Role.KERNEL))
        marks.append(heading(MAP_X, HEADING, "depthwise", shape, Role.PRODUCT))
    if view.at_window > 0:
        window = heading(WINDOW_X, HEADING, "window", "", Role.INPUT)
        marks.append(Group(marks=(window,), opacity=view.at_window))
    for channel in range(view.of.channels):
        marks += _row(view, channel)
    view.stage.add(*marks, opacity=now.rows)


def _sheet(view: View, channel: int) -> Grid:
    """One sheet, on its way from the pile to its row."""
    start, start_cell = _start(view, channel)
    cell = between(start_cell, view.place.sheet_cell, view.now.sheets)
    grip: Grip = view.pixel_grip(channel) if view.readable else view.window_grip(channel)
    return matrix(
        view.of.sheets[channel],
        midway(start, view.place.sheet(channel), view.now.sheets),
        cell,
        role=view.role(channel),
        shade=view.of.shade,
        limit=view.of.limit,
        name=view.name("sheet", channel),
        grip=grip,
    )


def _start(view: View, channel: int) -> tuple[Point, float]:
    """Where a sheet comes from, and its cells' side there: a large photograph, or a pile."""
    if not view.readable:
        rows, columns = view.of.sheets[0].shape
        return (LEFT, TOP), fitted(600.0, 600.0, rows, columns, 140.0)
    cell = view.place.sheet_cell
    return (LEFT + channel * 0.6 * cell, TOP + 0.6 * channel * cell), cell


def _photo(view: View) -> Image:
    """The picture in its colours, before it comes apart into sheets."""
    origin, start_cell = _start(view, 0)
    cell = between(start_cell, view.place.sheet_cell, view.now.sheets)
    return photo(view.of.colours, origin, cell, opacity=1.0 - view.now.sheets)


def _row(view: View, channel: int) -> list[AnyMark]:
    """One sheet's row, as far as it has come; the rows begin one after the other."""
    now = view.now
    share = ease(now.kernels * view.of.channels - channel)
    if share <= 0:
        return []
    marks: list[AnyMark] = [*_way(view, channel, share), *_kernel(view, channel, share), *_map(view, channel, share)]
    if view.at_window > 0:
        looking = (_under(view, channel), _sign(view, channel), *_sum(view, channel), _frame(view, channel))
        marks = [*_beam(view, channel), *marks, Group(marks=looking, opacity=min(1.0, view.at_window * 3))]
    return marks


def _kernel(view: View, channel: int, share: float) -> list[AnyMark]:
    """The kernel of a sheet."""
    x, y = view.place.kernel(channel)
    cell = view.place.block_cell
    grid = matrix(
        view.of.kernels[channel],
        (x, y - 30 * (1 - share)),
        cell,
        role=Role.KERNEL,
        limit=view.of.kernel_limit,
        decimals=view.of.weight_decimals,
        plus=True,
        highlighted=_busy(view),
        name=view.name("kernel", channel),
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
    sheet_end = LEFT + view.of.sheets[0].shape[1] * view.place.sheet_cell + 16
    kernel_end = KERNEL_X + view.place.block + 12
    through = share * (1.0 - view.at_window)
    onwards = share if view.now.multiply <= 0 else through
    return [
        Path(points=((sheet_end, y), (KERNEL_X - 16, y)), role=role, line=3.0, opacity=through),
        Arrow(start=(kernel_end, y), end=(MAP_X - 14, y), role=role, opacity=onwards),
    ]


def _beam(view: View, channel: int) -> list[AnyMark]:
    """The beam from the window on a sheet to its values."""
    side, block = view.of.knobs.size * view.place.sheet_cell, view.place.under(channel)
    return [window_beam(view.window_corner(channel), side, block, view.place.block, view.at_window)]


def _under(view: View, channel: int) -> Grid:
    """The values under the window; they fly out of the sheet first."""
    share = view.now.window
    cell = between(view.place.sheet_cell, view.place.block_cell, share)
    return matrix(
        view.of.under(channel, view.now.slide.cell),
        midway(view.window_corner(channel), view.place.under(channel), share),
        cell,
        gap=CELL_GAP,
        role=view.role(channel),
        shade=view.of.shade,
        limit=view.of.limit,
        highlighted=_busy(view),
        first=view.now.slide.cell,
        name=view.name("under the window", channel),
        grip=view.pixel_grip(channel, view.now.slide.cell),
    )


def _sign(view: View, channel: int) -> Text:
    """The sign between window and kernel."""
    x = (WINDOW_X + view.place.block + KERNEL_X) / 2
    return lettering(x, view.place.center(channel), "×", Role.MUTED, size=36, anchor="middle")


def _frame(view: View, channel: int) -> Rect:
    """The frame of the window on a sheet."""
    side, name = view.of.knobs.size * view.place.sheet_cell, view.name("window", channel)
    return window_frame(view.window_corner(channel), side, name=name, grip=view.window_grip(channel))


def _busy(view: View) -> tuple[Cell, ...]:
    """The cell whose product is being added."""
    return at_work(view.now.multiply, view.of.knobs.size, view.of.knobs.size)


def _sum(view: View, channel: int) -> list[AnyMark]:
    """The sum of the products so far, and on its way into the map."""
    now, place = view.now, view.place
    value = sum_so_far(view.of.products(channel, now.slide.cell), now.multiply)
    if value is None:
        return []
    role = Role.PRODUCT
    start = (SUM_X, place.center(channel))
    marks: list[AnyMark] = [
        Text(
            x=start[0], y=start[1], runs=(TextRun("= ", Role.MUTED), TextRun(number(value), role, bold=True)), size=26,
            anchor="middle", name=view.name("sum", channel),
        )
    ]  # fmt: skip
    if 0 < now.write < 1:
        (left, top), (row, column), cell = place.map(channel), now.slide.cell, place.map_cell
        goal = (left + (column + 0.5) * cell, top + (row + 0.5) * cell)
        x, y = midway(start, goal, now.write)
        marks.append(lettering(x, y, number(value), role, bold=True, size=36, anchor="middle"))
    return marks


def _map(view: View, channel: int, share: float) -> list[AnyMark]:
    """The map of a sheet as far as it is written, and before the slide the one cell made closely."""
    now, place, cell = view.now, view.place, view.place.map_cell
    x, y = place.map(channel)
    rows, columns = view.of.out
    if now.name in ("needle", "weave", "aside"):
        marked = (now.weave.cell,) if now.needle > 0.3 else ()
    else:
        marked = (now.slide.cell,) if now.window > 0.5 else ()
    whole = matrix(
        view.of.filtered[channel], (x, y), cell, role=Role.PRODUCT, limit=view.of.between_limit,
        shown=now.slide.written(), highlighted=marked, name=view.name("depthwise map", channel),
        grip=view.map_grip(channel), opacity=share,
    )  # fmt: skip
    edge = Rect(
        x=x - 6, y=y - 6, width=columns * cell + 12, height=rows * cell + 12, radius=10, line=3.0,
        role=view.role(channel), opacity=share,
    )  # fmt: skip
    if now.slide.when is not None or now.write < 1:
        return [edge, whole]
    return [edge, whole, written_first(whole, now.slide.cell, float(view.of.between[(channel, *now.slide.cell)]))]
