"""The formula of each step of the pooling scene, with the numbers filled in."""

from __future__ import annotations

from scenes.pooling.ordered import ordered
from scenes.pooling.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.draw.blocks import bracketed, how_many_differ, number
from scenes.stage.draw.sheets import input_formula
from scenes.stage.draw.sliding import size_numbers

ROOM = 70
"""About how many characters of numbers fit under a formula."""


def set_formula(view: View) -> None:
    """Set the formula of the present step."""
    steps, stage, layer = view.steps, view.stage, view.layer
    if steps.map.active:
        stage.formula(*input_formula(layer.x))
    elif steps.tiles.active:
        stage.formula(SIZE, "output size = floor((n + 2p − k) / s) + 1", _size(view))
    elif steps.telling(steps.window, steps.slide):
        stage.formula(MAX if layer.is_max else MEAN, _plain(view), _cell(view))
    elif steps.lost.active:
        stage.formula(KEPT, "share kept = H' W' / (H W); weights to learn = 0", _kept(view))
    elif steps.telling(steps.arrive, steps.back):
        stage.formula(BACK_MAX if layer.is_max else BACK_MEAN, _plain_back(view), _handed_back(view))
    elif steps.order.active:
        stage.formula(*(ORDER_MAX if layer.is_max else ORDER_MEAN), _orders(view))
    else:
        stage.formula(SHIFTED, "x' at column j is x at column j − d", _compared(view))


SIZE = r"n_{out} = \lfloor (n + 2p - k) / s \rfloor + 1"
Y = r"\textcolor{output}{y_{c,i,j}}"
X = r"\textcolor{input}{x_{c,\,i s + u - p,\;j s + v - p}}"
MAX = rf"{Y} = \max_{{u,v}}\; {X}"
MEAN = rf"{Y} = \sum_{{u,v}} \, {X} \;/\; k^2"
KEPT = r"\mathrm{kept} = H' W' / (H W) \qquad \mathrm{weights} = 0"
AT_INPUT, AT_OUTPUT = (rf"\textcolor{{gradient}}{{\partial L / \partial {letter}}}" for letter in "xy")
BACK_MAX = rf"{AT_INPUT} = \sum_{{\mathrm{{windows\ won}}}}\; {AT_OUTPUT}"
BACK_MEAN = rf"{AT_INPUT} = \sum_{{\mathrm{{its\ windows}}}}\; ({AT_OUTPUT}) \;/\; k^2"
SHIFTED = r"\textcolor{input}{x'_{c,i,j}} = \textcolor{input}{x_{c,\,i,\,j-d}}"

ORDER_MAX = (
    r"\max_{u,v}\; \max(0, x) = \max(0,\; \max_{u,v}\; x)",
    "the largest of the max(0, x) = max(0, the largest of the x)",
)
ORDER_MEAN = (
    r"\mathrm{mean}(\max(0, x)) \geq \max(0,\; \mathrm{mean}(x))",
    "the mean of the max(0, x) is at least max(0, the mean of the x)",
)


def _plain(view: View) -> str:
    if view.layer.is_max:
        return "y = the largest x in the window"
    return "y = the sum of the x in the window, divided by k²"


def _plain_back(view: View) -> str:
    if view.layer.is_max:
        return "gradient at x = the sum of the gradients of the windows that x has won"
    return "gradient at x = the sum of the gradients of the windows that x is in, divided by k²"


def _size(view: View) -> str:
    knobs = view.layer.knobs
    return size_numbers(view.layer.x.shape[1:], knobs.size, knobs.stride, knobs.padding)


def _cell(view: View) -> tuple[TextRun, ...]:
    """The present window of the first channel, with all its values where they fit on the line."""
    row, column = view.cell
    values = [float(value) for value in view.layer.input.under(0, view.cell).array.ravel()]
    between = ", " if view.layer.is_max else " + "
    inside = between.join(number(value) if view.layer.is_max else bracketed(value) for value in values)
    short = len(inside) > ROOM
    if view.layer.is_max:
        made = f"max(the {len(values)} values)" if short else f"max({inside})"
    else:
        made = f"{bracketed(sum(values))} / {len(values)}" if short else f"({inside}) / {len(values)}"
    which = "0, " if view.layer.channels > 1 else ""
    runs = [TextRun(f"y[{which}{row}, {column}] = ", Role.MUTED), TextRun(made)]
    if view.work >= 1:
        runs += [TextRun(" = "), TextRun(view.written(0), Role.OUTPUT, bold=True)]
    return tuple(runs)


def _kept(view: View) -> str:
    (rows, columns), (height, width) = view.layer.out, view.layer.x.shape[1:]
    share = 100 * view.layer.windows / (height * width)
    return (
        f"{rows}·{columns} / ({height}·{width}) = {view.layer.windows:,} / {height * width:,} = {share:.4g} %"
        f"          channels: {view.layer.channels} in, {view.layer.channels} out"
    )


def _handed_back(view: View) -> tuple[TextRun, ...]:
    """What the present window hands back; when all have, that nothing is lost on the way."""
    arrived, channel = view.layer.upstream, 0
    if view.steps.back.t >= 0.93 or not view.few:
        runs = [TextRun(f"arrived in all: {_total(float(arrived.sum()))}")]
        if view.steps.back.t > 0:
            gone_back = sum(float(values.array.sum()) for values in view.layer.gradient())
            runs.append(TextRun(f"          gone back in all: {_total(gone_back)}"))
        return tuple(runs)
    row, column = view.cell
    amount = float(arrived[channel, row, column])
    runs = [TextRun(f"window [{row}, {column}]:   ", Role.MUTED), TextRun(number(amount), Role.GRADIENT, bold=True)]
    if view.layer.is_max:
        r, c = view.layer.winners[channel][row][column]
        now = float(view.layer.gradient(row * view.layer.out[1] + column + 1)[channel].array[r, c])
        before = now - amount
        runs.append(TextRun(f" to its winner x[{r}, {c}]"))
        if before:
            runs.append(TextRun(f", which has won before: {number(before)} + {number(amount)} = {number(now)}"))
    else:
        k = view.layer.knobs.size
        runs.append(TextRun(f" / {k * k} = {number(amount / (k * k))} to each of its {k * k} cells"))
    return tuple(runs)


def _orders(view: View) -> tuple[TextRun, ...]:
    """A cell in both orders: the first that differs, else the first."""
    both = ordered(view.layer)
    cell = both.differing[0] if both.differing else (0, 0)
    relu_first, pool_first = (number(float(map_[cell])) for map_ in (both.relu_first, both.pool_first))
    return (
        TextRun(f"y[{cell[0]}, {cell[1]}]:   ", Role.MUTED),
        TextRun("ReLU first "),
        TextRun(relu_first, Role.OUTPUT, bold=True),
        TextRun("          pooling first "),
        TextRun(pool_first, Role.OUTPUT, bold=True),
    )


def _total(value: float) -> str:
    """A sum over a whole map, with its thousands apart."""
    return f"{value:,.0f}" if value >= 1000 and value == round(value) else number(value)


def _compared(view: View) -> str:
    shifted = view.layer.shifted(view.by)
    if view.steps.shift.active:
        return f"d = {view.by}, stride s = {view.layer.knobs.stride}"
    words = f"d = {view.by}:   {' '.join(how_many_differ(shifted.differ, shifted.cells, 'cell'))}"
    if shifted.follows:
        moved = view.by // view.layer.knobs.stride
        words += f"          against the map moved by d / s = {moved}:   {shifted.moved:,} of {shifted.moved_cells:,}"
    return words
