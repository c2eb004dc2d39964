"""One branch closely: the maps between, the window and the filter's weights at the spot, the sum, and the output."""

from __future__ import annotations

from scenes import reference
from scenes.inception.layout import (
    ALONE,
    ALONE_PITCH,
    ALONE_X,
    BETWEEN_X,
    BLOCK,
    CELL,
    COLUMN,
    INPUT,
    INPUT_END,
    KERNEL_X,
    MIDDLE,
    NEAR,
    OUTPUT_X,
    SUM_X,
    UNDER_X,
    WEIGHTS_X,
    between_corner,
    branch_role,
    output_corner,
    row_middle,
)
from scenes.inception.small import SIDE, Branch
from scenes.inception.view import View
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

EDITED = ("one", "three", "five", "project")
REDUCED = {1: "reduce3", 2: "reduce5"}
"""The knobs that hold edits of the weights of each branch."""


def draw_branch(view: View) -> None:
    """Draw the branch that the present step is about."""
    index = view.steps.branch
    if index is None:
        return
    branch, t = view.small.branches[index], view.steps.present.t
    spot = (view.cell,)
    marks = view.input(spot if branch.kernel == 1 or branch.reduction is not None else ())
    if branch.first is None or branch.pools:
        marks.append(view.branch_frame(index, INPUT, CELL, branch.kernel, Role.KERNEL))
    marks += _before(view, index, branch, t)
    marks.append(Group(marks=tuple(_product(view, index, branch)), opacity=ease(t * 6 - 1.8)))
    marks.append(Group(marks=tuple(_result(view, index, branch, t)), opacity=ease(t * 6 - 2.4)))
    view.stage.add(*marks, opacity=ease(t * 10))


def _before(view: View, index: int, branch: Branch, t: float) -> list[AnyMark]:
    """What stands between the input and the last convolution: reduced maps with their weights, or pooled ones."""
    role, count = branch_role(index), len(branch.source)
    if branch.first is None:
        end = ALONE_X - 16 if branch.window == 1 else UNDER_X - 24
        return [Arrow(start=(INPUT_END + 16, MIDDLE), end=(end, MIDDLE), role=role)]
    written = min(SIDE * SIDE, int(ease(t * 5 - 0.3) * SIDE * SIDE))
    marks: list[AnyMark] = []
    for place in reversed(range(count)) if branch.pools else range(count):
        corner = between_corner(place, count, branch.pools)
        marks += view.sheet(
            branch.between[place], corner, NEAR, role, f"{_kind(branch)} map {place + 1}", role,
            shown=written, numbers=not branch.pools or place == 0,
            marked=(view.cell,) if branch.pools and place == 0 else (),
        )  # fmt: skip
        if not branch.pools:
            marks.append(view.branch_frame(index, corner, NEAR, branch.kernel, Role.KERNEL))
            marks += _reduction(view, index, branch, place)
    top = min(between_corner(place, count, branch.pools)[1] for place in range(count))
    shape = f"{count}×{SIDE}×{SIDE}"
    marks.append(heading(BETWEEN_X, top - 32, _kind(branch), shape, role))
    if branch.pools:
        marks += [
            Arrow(start=(INPUT_END + 16, MIDDLE), end=(BETWEEN_X - 16, MIDDLE), role=role),
            lettering((INPUT_END + BETWEEN_X) / 2, MIDDLE - 34, "max", role, bold=True, size=28,
                      anchor="middle"),
        ]  # fmt: skip
    return marks


def _kind(branch: Branch) -> str:
    return "pooled" if branch.pools else "reduced"


def _reduction(view: View, index: int, branch: Branch, place: int) -> list[AnyMark]:
    """The weights of the 1×1 filter that makes a reduced map."""
    assert branch.reduction is not None
    middle = row_middle(place, len(branch.source))
    corner = (WEIGHTS_X, middle - COLUMN * 1.5)
    title = lettering(WEIGHTS_X + COLUMN / 2, corner[1] - 24, "1×1", Role.KERNEL, bold=True, size=24, anchor="middle")
    name = f"reduction {place + 1}"
    return [title, _weights(branch.reduction, place, corner, COLUMN, REDUCED[index], name)]


def _weights(array: Floats, filter_: int, corner: Point, cell: float, knob: str, name: str) -> Grid:
    """The weights (F, C, 1) of a 1×1 filter as a column, to be typed over."""
    column = array[filter_]
    return matrix(
        column, corner, cell, role=Role.KERNEL, scale="weights", name=name,
        grip=EditCell(knob, (filter_,), (0, 0), (len(column), 1), -9.0, 9.0, 1.0),
    )  # fmt: skip


def _product(view: View, index: int, branch: Branch) -> list[AnyMark]:
    """The values under the window, and the weights of the branch's first filter."""
    if branch.weights is None:
        return []
    if branch.first is None and branch.window == 1:
        return _alone(view, branch, index)
    size, count = branch.window, len(branch.source)
    column = size == 1
    cell = min(BLOCK / (count if column else size), 60.0)
    role = Role.INPUT if branch.first is None else branch_role(index)
    marks: list[AnyMark] = []
    top = MIDDLE
    for place in range(1 if column else count):
        middle = row_middle(place, 1 if column else count)
        y = middle - cell * (count if column else size) / 2
        under, weights = ((x + (BLOCK - cell * size) / 2, y) for x in (UNDER_X, KERNEL_X))
        sign = (TextRun("×", Role.MUTED),)
        marks.append(Text(x=(UNDER_X + BLOCK + KERNEL_X) / 2, y=middle, runs=sign, size=36, anchor="middle"))
        if column:
            marks += _column(view, branch, under, cell, role)
            marks.append(_weights(branch.weights[..., 0], 0, weights, cell, EDITED[index], "filter 1"))
        else:
            marks.append(_under(view, branch, place, under, cell, role))
            marks.append(_kernel(branch.weights, place, weights, cell, EDITED[index]))
        top = min(top, y)
    marks.append(heading(UNDER_X + BLOCK / 2, top - 26, "column" if column else "window", "", role, "middle"))
    marks.append(heading(KERNEL_X + BLOCK / 2, top - 26, "filter 1", "", Role.KERNEL, "middle"))
    return marks + (_towards(branch, branch_role(index)) if branch.first is not None else [])


def _alone(view: View, branch: Branch, index: int) -> list[AnyMark]:
    """The numbers of a 1×1 filter on the input itself: the column, the weights, and their products."""
    assert branch.weights is not None
    y, column = MIDDLE - 1.5 * ALONE, branch.under(view.cell)
    product = matrix(
        reference.products(column, branch.weights[0])[:, :, 0], (ALONE_X + 2 * ALONE_PITCH, y), ALONE,
        name="products", role=Role.PRODUCT,
    )  # fmt: skip
    marks = _column(view, branch, (ALONE_X, y), ALONE, Role.INPUT)
    weights = _weights(branch.weights[..., 0], 0, (ALONE_X + ALONE_PITCH, y), ALONE, EDITED[index], "filter 1")
    marks += [weights, product]
    titles = (("column", Role.INPUT), ("filter 1", Role.KERNEL), ("products", Role.PRODUCT))
    for place, (title, role) in enumerate(titles):
        x = ALONE_X + place * ALONE_PITCH + ALONE / 2
        marks.append(heading(x, y - 26, title, "", role, "middle"))
        if place:
            sign = (TextRun("×="[place - 1], Role.MUTED),)
            marks.append(Text(x=x - ALONE_PITCH / 2, y=MIDDLE, runs=sign, size=36, anchor="middle"))
    return marks


def _under(view: View, branch: Branch, place: int, corner: Point, cell: float, role: Role) -> Grid:
    """The values of a map under the window; those of the input can be typed over."""
    size, (row, column) = branch.window, view.cell
    values, outside = branch.under(view.cell)[place], branch.outside(view.cell)
    half = size // 2
    grip = EditCell("pixels", (place,), (row - half, column - half), (SIDE, SIDE), 0.0, 9.0, 1.0)
    return matrix(
        values, corner, cell, role=role, framed=False,
        padding=Values(outside) if outside.any() else None,
        name=f"under the window {place + 1}", first=(row - half, column - half),
        grip=grip if branch.first is None else None,
    )  # fmt: skip


def _column(view: View, branch: Branch, corner: Point, cell: float, role: Role) -> list[AnyMark]:
    """The numbers of the spot in all maps, below each other; those of the input can be typed over."""
    return [
        matrix(
            values, (corner[0], corner[1] + place * cell), cell,
            role=role, name=f"channel {place + 1} of the spot",
            grip=EditCell("pixels", (place, *view.cell), low=0.0, high=9.0) if branch.first is None else None,
        )
        for place, values in enumerate(branch.under(view.cell)[:, :, :1])
    ]  # fmt: skip


def _towards(branch: Branch, role: Role) -> list[AnyMark]:
    """Arrows from the reduced or pooled maps to the values that are taken from them."""
    count = len(branch.source)
    if not branch.pools:
        ends = [(BETWEEN_X + SIDE * NEAR, row_middle(place, count)) for place in range(count)]
        reach = UNDER_X - 8 if branch.kernel == 5 else UNDER_X - 4
        return [Arrow(start=(x + 8, y), end=(reach, y), role=role, head=10.0) for x, y in ends]
    x = between_corner(count - 1, count, True)[0] + SIDE * NEAR
    return [Arrow(start=(x + 10, MIDDLE), end=(UNDER_X + 50, MIDDLE), role=role)]


def _kernel(weights: Floats, place: int, corner: Point, cell: float, knob: str) -> Grid:
    """One kernel of the first filter, to be typed over."""
    size = weights.shape[-1]
    return matrix(
        weights[0, place], corner, cell, role=Role.KERNEL, scale="weights", framed=False,
        name=f"filter 1, kernel {place + 1}",
        grip=EditCell(knob, (0, place), (0, 0), (size, size), -9.0, 9.0, 1.0),
    )  # fmt: skip


def _result(view: View, index: int, branch: Branch, t: float) -> list[AnyMark]:
    """The sum at the spot, and the branch's maps as far as the walk has written them."""
    role, count = branch_role(index), len(branch.maps)
    marks: list[AnyMark] = []
    written = view.written
    if branch.weights is None:
        written = min(SIDE * SIDE, int(ease(t * 3 - 0.8) * SIDE * SIDE))
        start = between_corner(count - 1, count, True)[0] + SIDE * NEAR + 12
        marks.append(Arrow(start=(start, MIDDLE), end=(OUTPUT_X - 14, MIDDLE), role=role))
    else:
        z = float(branch.z[(0, *view.cell)])
        marks += [
            Arrow(start=(_end(branch), MIDDLE), end=(OUTPUT_X - 14, MIDDLE), role=role),
            lettering(SUM_X, MIDDLE - 36, number(z), Role.PRODUCT, bold=True, size=32, anchor="middle",
                      name="sum"),
            lettering(SUM_X, MIDDLE + 32, "ReLU", Role.MUTED, size=22, anchor="middle"),
        ]  # fmt: skip
    for place in reversed(range(count)):
        marks += view.sheet(
            branch.maps[place], output_corner(place, count), NEAR, Role.OUTPUT, f"map {place + 1}", role,
            shown=written, numbers=place == 0, marked=(view.cell,) if place == 0 and written else (),
        )  # fmt: skip
    top = output_corner(count - 1, count)[1]
    marks.append(heading(OUTPUT_X, top - 32, "branch", f"{count}×{SIDE}×{SIDE}", role))
    return marks


def _end(branch: Branch) -> float:
    """Where the account of the first filter ends at the right."""
    assert branch.weights is not None
    size = branch.window
    if size == 1:
        return ALONE_X + 2 * ALONE_PITCH + ALONE + 12 if branch.first is None else KERNEL_X + (BLOCK + COLUMN) / 2 + 18
    return KERNEL_X + BLOCK + 8
