"""The partial maps become one: they are added, and the bias is added at every cell."""

from __future__ import annotations

from scenes.channels.layout import ACCOUNT_Y, BIAS, EQUATION, FORMULA_Y, MAP, SUM
from scenes.channels.view import BORDER, View, above
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Formula, Group, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import REST, ease, glide
from scenes.stage.draw.blocks import LARGER_LETTERS, backed, bracketed, heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, travelling, underway
from scenes.stage.numbers.values import label_width

SIGN, HERO = 80.0, 112.0
SIGN_GAP = 80.0
MIDDLE = (LEFT + RIGHT) / 2
TILE = 96.0
HALF = 0.5
"""The side of a number that has come to its cell, where another one meets it, as a share of the cell's."""
CELL_FORMULA = (
    r"\textcolor{output}{y_{i,j}} = \textcolor{bias}{b} + \sum_c \sum_{u,v} \, \textcolor{kernel}{w_{c,u,v}}\; "
    r"\textcolor{input}{x_{c,\,i+u,\,j+v}}"
)


def draw_add(view: View) -> None:
    """Draw the partial maps in a row as they slide into their sum, one after the other."""
    layer, span = view.layer, view.steps.add
    *places, total = [area.spot(layer.out) for area in EQUATION.columns(layer.channels + 1, SIGN_GAP)]
    added = [span.part(channel, layer.channels) for channel in range(layer.channels)]
    done, cell = sum(share >= 1 for share in added), layer.example if span.motion >= 1 else None
    marks: list[AnyMark] = []
    for channel, spot in reversed([*enumerate(places)]):
        marks += view.partial(channel, spot, cell=cell)
        marks.append(above(spot, view.channels.word(channel), view.role(channel, Role.PRODUCT)))
        marks.append(_sign("=" if channel == layer.channels - 1 else "+", _after(spot, layer.out)))
    marks.append(above(total, "sum", Role.PRODUCT))
    marks += _sum(view, total, done, cell)
    for channel, share in enumerate(added):
        if 0 < share < 1:
            at = underway(places[channel], total, share)
            flying = matrix(layer.partials[channel], *at, role=Role.PRODUCT, opacity=0.92)
            marks += backed(flying, view.role(channel, Role.PRODUCT), line=BORDER)
    view.stage.add(*marks)
    view.stage.add(_account(view), opacity=ease((span.t - REST) * 10))


def _after(spot: Spot, shape: Cell) -> Point:
    """Where the sign behind a sheet stands."""
    (x, y), cell = spot
    return x + shape[1] * cell + SIGN_GAP / 2, y + shape[0] * cell / 2


def _sign(sign: str, at: Point) -> Text:
    return lettering(*at, sign, Role.MUTED, bold=True, size=SIGN, anchor="middle")


def _sum(view: View, spot: Spot, done: int, cell: Cell | None) -> tuple[AnyMark, ...]:
    """The sum of so many partial maps; as long as there are none, its empty cells."""
    marked = (cell,) if cell else ()
    values = view.layer.sums[max(done, 1) - 1]
    shown = None if done else 0
    grid = matrix(values, *spot, role=Role.PRODUCT, shown=shown, highlighted=marked, name="sum")
    return backed(grid, Role.PRODUCT, ground=False, line=BORDER)


def _account(view: View) -> Text:
    """The marked cell of the sum in numbers, as large as there is room."""
    layer, cell = view.layer, view.layer.example
    runs: list[TextRun] = []
    for channel in range(layer.channels):
        value = layer.sum_at(channel, cell)
        figures = bracketed(value) if channel else number(value)
        if channel:
            runs.append(TextRun(" + ", Role.MUTED))
        runs.append(TextRun(figures, view.role(channel, Role.PRODUCT), bold=True))
    runs += [TextRun(" = ", Role.MUTED), TextRun(number(layer.sum_of(cell)), Role.PRODUCT, bold=True)]
    width = LARGER_LETTERS * label_width("".join(run.text for run in runs))
    size = max(32.0, min(HERO, (RIGHT - LEFT) / width))
    return Text(x=MIDDLE, y=ACCOUNT_Y, runs=tuple(runs), size=size, anchor="middle", name="account")


def draw_bias(view: View) -> None:
    """Draw the sum and the bias, which meet in every cell of the map."""
    layer, span = view.layer, view.steps.bias
    total, goal = SUM.spot(layer.out), MAP.spot(layer.out)
    made = min(int(span.even * layer.windows), layer.windows)
    cell = divmod(made, layer.out[1]) if made < layer.windows else layer.example
    name = f"map {layer.shown + 1}"
    marks: list[AnyMark] = [
        above(total, "sum", Role.PRODUCT),
        above(goal, name, Role.OUTPUT),
        heading(BIAS.middle[0], BIAS.y - 36.0, "bias", "", Role.BIAS, anchor="middle", size=40.0),
        _sign("+", ((SUM.x + SUM.width + BIAS.x) / 2, BIAS.middle[1])),
        _sign("=", ((MAP.x + BIAS.x + BIAS.width) / 2, BIAS.middle[1])),
        *_sum(view, total, layer.channels, cell),
        *view.bias(layer.shown, BIAS, "bias", HERO),
        *view.map(layer.shown, goal, shown=made, highlighted=(cell,)),
    ]
    if view.followed and made < layer.windows:
        marks.append(Group(marks=_meeting(view, cell, glide(span.even * layer.windows - made), total, goal)))
    plain = "y = b + sum over the channels and the window of w · x"
    formula = Formula(tex=CELL_FORMULA, plain=plain, x=MIDDLE, y=FORMULA_Y, size=48.0, anchor="middle", name="formula")
    view.stage.add(*marks, formula)


def _meeting(view: View, cell: Cell, share: float, total: Spot, goal: Spot) -> tuple[AnyMark, ...]:
    """A number of the sum and the bias on their way to the cell in which they meet."""
    (left, top), (x, y) = total[0], goal[0]
    row, column = cell
    half = HALF * goal[1]
    near = (x + column * goal[1], y + row * goal[1]), half
    far = (x + (column + 1) * goal[1] - half, y + (row + 1) * goal[1] - half), half
    (middle, height), side = BIAS.middle, min(TILE, goal[1])
    return (
        travelling(
            view.layer.sum_of(cell), ((left + column * total[1], top + row * total[1]), total[1]), near, share,
            Role.PRODUCT,
        ),
        travelling(view.layer.bias, ((middle - side / 2, height - side / 2), side), far, share, Role.BIAS),
    )  # fmt: skip
