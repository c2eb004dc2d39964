"""One pixel in the making: its column above the matrix, the products below it, and the account beside them."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.pointwise.draw_volumes import MARKER, centred, landed
from scenes.pointwise.layout import HEADING, SIGN
from scenes.pointwise.view import Cube, View
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, midway
from scenes.stage.core.marks import AnyMark, Grid, Group, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import counted, heading
from scenes.stage.draw.walk import at_work
from scenes.stage.numbers.values import Values, decimals_for, format_number


def draw_making(view: View) -> None:
    """Draw the layer's numbers and the account of the present pixel as far as it has come."""
    view.stage.add(*_parameters(view), opacity=ease(view.steps.multiply.even * 8) * view.steps.layer)
    marks = [*_column(view), *_products(view), *_account(view)]
    if 0 < view.steps.write.motion < 1:
        marks += landed(view, view.steps.write.motion)
    view.stage.add(*marks, opacity=view.steps.making * view.steps.layer)


def _column(view: View) -> list[AnyMark]:
    """The column of the pixel: first inside the volume, then on its way, then as a row above the matrix."""
    if view.steps.column.motion <= 0:
        return []
    layer, volume, (row, column) = view.layer, view.place.input, view.cell
    share, busy = view.steps.column.rise(0.25), [channel for _, channel in _busy(view)]
    size = max(volume.cell, MARKER)
    marks: list[AnyMark] = []
    for channel in reversed(range(layer.channels)):
        start = centred(volume.at(channel, row, column), volume.cell, size)
        cube = Cube(
            value=view.column.x[channel],
            corner=midway(start, view.place.slot(channel), share),
            size=midway((size, size), view.place.cell, share),
            deeper=midway(volume.deeper if volume.block else (0.0, 0.0), (0.0, 0.0), share),
            covered=channel > 0 and share < 0.5,
        )
        marks += cube.marks(
            view.input_look(channel),
            name=f"column, channel {channel + 1}",
            grip=view.pixel_grip(channel),
            framed=channel in busy,
        )
    marks = [Group(marks=tuple(marks), opacity=min(1.0, view.steps.column.motion * 5))]
    if share > 0.8:
        note = counted(layer.channels, "channel")
        x, _ = view.place.slot(0)
        marks.append(heading(x, HEADING, f"pixel ({row}, {column})", note, Role.INPUT))
    return marks


def _parameters(view: View) -> list[AnyMark]:
    """The weights and the biases, with what each row makes."""
    layer, (x, y), (width, height) = view.layer, view.place.weights, view.place.cell
    after = view.place.biases[0]
    weights = Grid(
        values=layer.matrix, origin=(x, y), u=(width, 0.0), v=(0.0, height), role=Role.KERNEL, scale="weights",
        decimals=_decimals(layer.matrix), name="weights", highlighted=_busy(view),
        grip=EditCell("weights", (), (0, 0), (layer.outputs, layer.channels), -9.0, 9.0, _step(layer.matrix)),
    )  # fmt: skip
    biases = Grid(
        values=layer.bias_column, origin=(after, y), u=(width, 0.0), v=(0.0, height), role=Role.BIAS,
        name="biases", grip=EditCell("biases", (), (0, 0), (layer.outputs, 1), -99.0, 99.0, 0.5),
    )  # fmt: skip
    marks: list[AnyMark] = [
        heading(x, y - 26, "weights", f"{layer.outputs}×{layer.channels}", Role.KERNEL),
        heading(after + width / 2, y - 26, "bias", "", Role.BIAS, "middle"),
        weights,
        biases,
    ]
    for row in range(layer.outputs):
        name = layer.names[row] if row < len(layer.names) and layer.names[row] else f"channel {row + 1}"
        runs = (TextRun("→  ", Role.MUTED), TextRun(name, Role.OUTPUT))
        marks.append(Text(x=after + width + 18, y=y + (row + 0.5) * height, runs=runs, size=24))
    return marks


def _products(view: View) -> list[AnyMark]:
    """The products, appearing one by one below their weights."""
    if view.steps.multiply.even <= 0:
        return []
    (x, y), (width, height), count = view.place.products, view.place.cell, view.layer.matrix.array.size
    grid = Grid(
        values=view.column.products, origin=(x, y), u=(width, 0.0), v=(0.0, height), role=Role.PRODUCT,
        shown=min(count, int(view.steps.multiply.even * count) + 1),
        highlighted=_busy(view) + _adding(view), name="products",
    )  # fmt: skip
    return [heading(x, y - 26, "products", "", Role.PRODUCT), grid]


def _account(view: View) -> list[AnyMark]:
    """Beside the products: each row adds up to one number, gets its bias, and goes through ReLU."""
    steps, layer, column = view.steps, view.layer, view.column
    marks: list[AnyMark] = []
    if steps.add.even > 0:
        sums, shown = _sums(view)
        marks += [*_sign(view, "Σ", 0), *_pillar(view, 0, "sum", sums, Role.PRODUCT, shown)]
    if steps.bias.motion > 0:
        shown = layer.outputs if steps.bias.motion > 0.7 else 0
        title = "z" if layer.relu else "y"
        marks += [*_sign(view, "+b", 1), *_pillar(view, 1, title, column.z, Role.OUTPUT, shown)]
    if 0 < steps.bias.motion < 0.7:
        marks += _falling_biases(view, ease(steps.bias.motion / 0.7))
    if steps.relu is not None and steps.relu.motion > 0:
        shown = layer.outputs if steps.relu.motion > 0.5 else 0
        marks += [*_sign(view, "→", 2), *_pillar(view, 2, "ReLU", column.y, Role.OUTPUT, shown)]
    return marks


def _pillar(
    view: View, index: int, title: str, values: Sequence[float], role: Role, shown: int
) -> list[AnyMark]:  # fmt: skip
    """A column of the account, one cell for each output channel."""
    (x, y), (width, height) = view.place.result(index), view.place.cell
    grid = Grid(
        values=Values([[value] for value in values]), origin=(x, y), u=(width, 0.0), v=(0.0, height), role=role,
        shown=shown, name=title,
    )  # fmt: skip
    return [heading(x + width / 2, y - 26, title, "", role, "middle"), grid]


def _sums(view: View) -> tuple[list[float], int]:
    """The sums as far as they are added up, and how many have begun."""
    outputs, channels = view.layer.matrix.shape
    done = min(int(view.steps.add.even * outputs * channels), outputs * channels - 1) if view.steps.add.even > 0 else -1
    row, last = divmod(done, channels)
    values = [
        view.column.sums[index] if index < row else float(view.column.products.array[index, : last + 1].cumsum()[-1])
        for index in range(max(row + 1, 0))
    ]
    return values + [0.0] * (outputs - len(values)), len(values)


def _falling_biases(view: View, share: float) -> list[AnyMark]:
    """The biases on their way to the sums that they are added to."""
    (x, y), (goal_x, goal_y) = view.place.biases, view.place.result(1)
    width, height = view.place.cell
    marks: list[AnyMark] = []
    for row, bias in enumerate(view.layer.biases.tolist()):
        runs = (TextRun(format_number(bias, decimals_for([bias]), plus=True), Role.BIAS, bold=True),)
        start = (x + width / 2, y + (row + 0.5) * height)
        at = midway(start, (goal_x + width / 2, goal_y + (row + 0.5) * height), share)
        marks.append(Text(x=at[0], y=at[1], runs=runs, size=32, anchor="middle"))
    return marks


def _sign(view: View, text: str, index: int) -> list[AnyMark]:
    """A sign in the gap to the left of a column of the account."""
    x, y = view.place.result(index)
    middle = y + view.layer.outputs * view.place.cell[1] / 2
    return [lettering(x - SIGN / 2, middle, text, Role.MUTED, size=26, anchor="middle")]


def _busy(view: View) -> tuple[Cell, ...]:
    """The product that is being made."""
    return at_work(view.steps.multiply.even, view.layer.outputs, view.layer.channels)


def _adding(view: View) -> tuple[Cell, ...]:
    """The product that is being added."""
    return at_work(view.steps.add.even, view.layer.outputs, view.layer.channels)


def _step(weights: Values) -> float:
    """Whole weights are dragged by ones."""
    return 1.0 if decimals_for(weights.array) == 0 else 0.05


def _decimals(weights: Values) -> int:
    """As many decimals as the weights have, three at most."""
    array = weights.array
    return next((count for count in range(3) if abs(array - array.round(count)).max() < 1e-9), 3)
