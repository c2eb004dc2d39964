"""The input is shifted: the outputs of a convolution shift along, those of a dense layer become others."""

from __future__ import annotations

from scenes import reference
from scenes.dense.draw_net import dense_wires, output_cells, output_places, shared_wires
from scenes.dense.view import COLUMN_WIDTH, COLUMN_X, FLOOR, HEADINGS_Y, INPUT_TOP, View
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import heading

WIDTH, LARGEST = 740.0, 148.0
COMPARED = 62.0
"""The room between the new outputs and the old ones, for a sign that says whether they are equal."""
HERO = 112.0
FORMULA = (
    (672.0, r"\mathrm{conv}(\mathrm{shift}(\textcolor{input}{x}))", "conv(shift(x))"),
    (734.0, r"= \mathrm{shift}(\mathrm{conv}(\textcolor{input}{x}))", "= shift(conv(x))"),
)


def draw_shift(view: View) -> None:
    """Draw the convolution, or after it the dense layer, and what a shift of the input does to its outputs."""
    if view.steps.lost.begun:
        _draw(view, view.steps.lost, "dense layer")
    else:
        _draw(view, view.steps.shift, "convolution")


def _draw(view: View, step: Span, title: str) -> None:
    """The old outputs step down, the input moves, new outputs come, and the old ones move along to be compared."""
    layer, shared = view.layer, title == "convolution"
    weights = layer.shared if shared else layer.dense
    cell = min(LARGEST, WIDTH / layer.inputs)
    old_y = FLOOR - cell
    new_y = old_y - COMPARED - cell
    places = output_places(layer, (LEFT, new_y), cell)
    down, moved, along, shown = (glide((step.t - begin) / 0.17) for begin in (0.05, 0.22, 0.55, 0.72))
    written = layer.outputs if step.t > 0.45 else 0
    new, old = (reference.dense(x, weights).tolist() for x in (layer.moved, layer.x))
    wires = (shared_wires if shared else dense_wires)(layer, (LEFT, INPUT_TOP), places, cell)
    view.stage.add(
        heading(LEFT, HEADINGS_Y, "inputs", "", Role.INPUT, size=40.0),
        *wires,
        *_input(view, cell, moved),
        *output_cells(new, places, cell, f"output of the shifted {title}", written),
    )
    top = between(new_y, old_y, down)
    ahead = along * layer.shift / layer.stride
    ends = tuple((x + ahead * layer.stride * cell, top) for x, _ in places)
    for row, number in enumerate(output_cells(old, ends, cell, f"output of the {title}", layer.outputs)):
        leaves = row + layer.shift / layer.stride > layer.outputs - 1
        view.stage.add(number, opacity=1.0 - ease(2 * along) if leaves else 1.0)
    side = LEFT + layer.inputs * cell + 28
    view.stage.add(
        lettering(side, new_y + cell / 2, "outputs", Role.OUTPUT, bold=True, size=40.0),
        lettering(side, old_y + cell / 2, "before", Role.OUTPUT, size=40.0, opacity=down),
    )
    _compare(view, title, layer.kept(weights), tuple(x for x, _ in places), (new_y + cell + old_y) / 2, cell, shown)


def _input(view: View, cell: float, moved: float) -> list[AnyMark]:
    """The input on its way to the right; zeros come in behind it, and what passes the end is gone."""
    layer = view.layer
    if moved >= 1.0:
        return [view.row(layer.moved.tolist(), (LEFT, INPUT_TOP), cell)]
    if moved <= 0.0:
        return [view.row(layer.x.tolist(), (LEFT, INPUT_TOP), cell)]
    kept = view.row(layer.x[: layer.inputs - layer.shift].tolist(), (LEFT, INPUT_TOP), cell)
    end = LEFT + (layer.inputs - layer.shift) * cell
    ends = view.row(layer.x[layer.inputs - layer.shift :].tolist(), (end, INPUT_TOP), cell)
    new = view.row([0.0] * layer.shift, (LEFT, INPUT_TOP), cell)
    return [
        Group(marks=(ends,), opacity=1.0 - moved, dx=moved * layer.shift * cell),
        Group(marks=(new,), opacity=moved),
        Group(marks=(kept,), dx=moved * layer.shift * cell),
    ]


def _compare(
    view: View, title: str, equal: tuple[bool, ...], lefts: tuple[float, ...], y: float, cell: float, shown: float
) -> None:
    """Between the new and the old outputs, whether they are equal; at the right how many are."""
    middle, role = COLUMN_X + COLUMN_WIDTH / 2, Role.OUTPUT if equal and all(equal) else Role.WARNING
    marks: list[AnyMark] = []
    for (_, to), same in zip(view.layer.pairs, equal, strict=True):
        sign, colour = ("=", Role.OUTPUT) if same else ("≠", Role.WARNING)
        marks.append(lettering(lefts[to] + cell / 2, y, sign, colour, bold=True, size=56.0, anchor="middle"))
    count = f"{sum(equal)} of {len(equal)}" if equal else "no pair"
    marks += [
        lettering(middle, 420.0, count, role, bold=True, size=HERO, anchor="middle"),
        lettering(middle, 530.0, "the same" if equal else "to compare", role, bold=True, size=52.0, anchor="middle"),
    ]
    plate = Rect(
        x=COLUMN_X, y=INPUT_TOP, width=COLUMN_WIDTH, height=FLOOR - INPUT_TOP, radius=18, fill=0.16, line=4.0,
        role=Role.KERNEL,
    )  # fmt: skip
    view.stage.add(plate, lettering(COLUMN_X + 28, INPUT_TOP + 44, title, bold=True, size=44.0))
    view.stage.add(*marks, opacity=shown)
    if title == "convolution":
        for top, tex, plain in FORMULA:
            view.stage.add(Formula(tex=tex, plain=plain, x=middle, y=top, size=46.0, anchor="middle"))
