"""One output cell in the making: values under the window, kernel, products, and the account of their sums."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.convolution.layout import GAP, STRIP_HEIGHT, STRIP_Y
from scenes.convolution.view import View
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y
from scenes.stage.draw.blocks import heading, midway, number, plate
from scenes.stage.draw.maps import COLOUR_ROLES, COLOURS
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import flown
from scenes.stage.draw.walk import at_work, sum_so_far


def draw_making(view: View, opacity: float) -> None:
    """Draw the blocks of the present window, and the finished number on its way to its cell."""
    marks: list[AnyMark] = _headings(view)
    for channel in view.channels_shown:
        marks += [*_under(view, channel), *_kernel(view, channel), *_products(view, channel)]
        if view.place.rows:
            marks += _row_sum(view, channel)
    for entry, (x, y, width, height) in zip(entries(view), _plates(view), strict=True):
        marks += plate(x, y, width, height, entry.label, entry.value, entry.role, name=entry.name, grip=entry.grip)
    view.stage.add(*marks, opacity=opacity)
    _draw_flight(view)


def _headings(view: View) -> list[AnyMark]:
    place, size = view.place, view.layer.knobs.size
    found: list[AnyMark] = [heading(place.kernel(0)[0], HEADING_Y, "kernel", f"{size}×{size}", Role.KERNEL)]
    if place.rows or view.layer.channels == 1:
        found.append(heading(place.middle, HEADING_Y, "window", "", Role.INPUT))
    else:
        found.append(heading(place.middle, HEADING_Y, "window", COLOURS[view.steps.channel], Role.INPUT))
    x, y = place.products(0)
    found.append(heading(x, HEADING_Y if place.rows else y - 24, "products", "", Role.PRODUCT))
    return found


def _sign(view: View, text: str, origin: Point) -> Text:
    """A sign in the gap to the left of a block."""
    slack = view.place.block - view.place.side
    return lettering(
        origin[0] - (GAP + slack) / 2, origin[1] + view.place.side / 2, text, Role.MUTED, size=40, anchor="middle"
    )


def _under(view: View, channel: int) -> list[AnyMark]:
    """The values under the window; they fly out of the input first."""
    start = view.windows[channel].corner, view.place.input_cell * view.layer.knobs.dilation
    return [
        flown(
            view.layer.input,
            channel,
            view.cell,
            start,
            (view.place.under(channel), view.place.cell),
            view.steps.window.motion,
            role=view.channels.role(channel, Role.INPUT),
            highlighted=_busy(view, channel),
            name=view.channels.name("under the window", channel),
        )
    ]


def _kernel(view: View, channel: int) -> list[AnyMark]:
    """The filter's kernel for a channel; the next filter's comes in from above."""
    swap = view.steps.swap
    x, y = view.place.kernel(channel)
    grid = matrix(
        view.layer.kernels[view.steps.filter_][channel],
        (x, y - 40 * (1 - swap)),
        view.place.cell,
        role=Role.KERNEL,
        name=view.channels.name("kernel", channel),
        scale="weights",
        highlighted=_busy(view, channel),
        grip=view.weight_grip(channel),
        opacity=max(0.05, swap),
    )
    return [_sign(view, "×", (x, y)), grid]


def _products(view: View, channel: int) -> list[AnyMark]:
    """The products, appearing one by one."""
    share, count = view.steps.multiplied(channel), view.layer.knobs.size**2
    if share <= 0:
        return []
    origin = view.place.products(channel)
    grid = matrix(
        view.window.products[channel],
        origin,
        view.place.cell,
        role=Role.PRODUCT,
        name=view.channels.name("products", channel),
        shown=min(count, int(share * count) + 1),
        highlighted=_adding(view, channel) or _busy(view, channel),
    )
    if view.place.rows:
        return [grid, _sign(view, "=", origin)]
    return [grid, _sign(view, "→", view.place.sums(channel))]


def _busy(view: View, channel: int) -> tuple[Cell, ...]:
    """The cell whose product is being made."""
    return at_work(view.steps.multiplied(channel), view.layer.knobs.size, view.layer.knobs.size)


def _adding(view: View, channel: int) -> tuple[Cell, ...]:
    """The cell whose product is being added."""
    return at_work(view.steps.added(channel), view.layer.knobs.size, view.layer.knobs.size)


def _running_sum(view: View, channel: int) -> float | None:
    """The sum of the products added so far; None before the first."""
    return sum_so_far(view.window.products[channel].array, view.steps.added(channel))


def _row_sum(view: View, channel: int) -> list[AnyMark]:
    """The sum of a channel, at the end of its row."""
    value = _running_sum(view, channel)
    if value is None:
        return []
    x, y = view.place.sums(channel)
    shown = TextRun(number(value), Role.PRODUCT, bold=True)
    middle = y + view.place.side / 2
    return [_sign(view, "=", (x, y)), Text(x=x + 52, y=middle, runs=(shown,), size=32, anchor="middle")]


@dataclass(frozen=True)
class Entry:
    """A line of the account; `value` is None as long as it is not known."""

    label: str
    value: float | None
    role: Role
    name: str
    grip: EditCell | None = None


def entries(view: View) -> list[Entry]:
    """The account of the present window: sums, bias, result."""
    steps, window = view.steps, view.window
    lines: list[Entry] = []
    if view.layer.channels == 1:
        lines.append(Entry("sum", _running_sum(view, 0), Role.PRODUCT, "sum"))
    else:
        if not view.place.rows:
            for channel, (colour, role) in enumerate(zip(COLOURS, COLOUR_ROLES, strict=True)):
                lines.append(Entry(colour, _running_sum(view, channel), role, f"sum {colour}"))
        lines.append(Entry("sum", _sum_across(view), Role.PRODUCT, "sum"))
    lines.append(Entry("+ bias", window.bias, Role.BIAS, "bias", view.bias_grip()))
    z = window.z if steps.bias.motion > 0.6 else None
    lines.append(Entry("= z" if steps.relu else "= y", z, Role.OUTPUT, "result"))
    if steps.relu:
        lines.append(Entry("ReLU", window.y if steps.relu.motion > 0.4 else None, Role.OUTPUT, "after ReLU"))
    return lines


def _sum_across(view: View) -> float | None:
    """The sum of the channels added so far; None before the first."""
    across, sums = view.steps.across, view.window.sums
    if across is None or not across.begun:
        return None
    total = 0.0
    for part in sums[: int(across.motion * len(sums) + 1e-9) or 1]:
        total += part
    return total


def _plates(view: View) -> list[tuple[float, float, float, float]]:
    """The boxes of the account: a row under three channels, or a column in the fourth block of the square."""
    count, place = len(entries(view)), view.place
    if place.rows:
        width = (place.sums(0)[0] + 104 - place.middle + 14) / count
        return [(place.middle + index * width, STRIP_Y, width - 14, STRIP_HEIGHT) for index in range(count)]
    x, y = place.sums(0)
    pitch = min(58.0, (place.block + 10) / count)
    return [(x, y + index * pitch, place.block, pitch - 8) for index in range(count)]


def _draw_flight(view: View) -> None:
    """The finished number on its way from the account to its cell."""
    if not 0 < view.steps.write.motion < 1:
        return
    x, y, width, height = _plates(view)[-1]
    cell, (row, column) = view.place.output_cell, view.cell
    left, top = view.place.output
    goal = (left + (column + 0.5) * cell, top + (row + 0.5) * cell)
    point = midway((x + width - 30, y + height / 2), goal, view.steps.write.motion)
    shown = TextRun(number(view.window.y), Role.OUTPUT, bold=True)
    view.stage.text(*point, [shown], size=40, anchor="middle", name="written")
