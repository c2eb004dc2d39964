"""The module as a whole: the input goes to four lanes, and the maps at their ends become one stack."""

from __future__ import annotations

from scenes.inception.layout import (
    CELL,
    FIRST_X,
    INPUT,
    INPUT_END,
    MAPS_X,
    MIDDLE,
    PATCH,
    PATCH_X,
    PILE_CELL,
    PILE_X,
    PLATE,
    SECOND_X,
    SMALL,
    branch_role,
    lane_map,
    lane_middle,
    pile,
)
from scenes.inception.small import SIDE, Branch
from scenes.inception.view import View
from scenes.reference import window
from scenes.stage.core.lattice import between, midway
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, shape_text
from scenes.stage.draw.matrices import matrix


def draw_belts(view: View) -> None:
    """Draw the lanes at the beginning, one after the other, and at the end, when their maps join."""
    steps = view.steps
    begun, joining = steps.seen(steps.windows, steps.branches[0]), steps.seen(steps.concatenate, steps.module)
    opacity = max(begun, joining)
    if opacity <= 0:
        return
    open_ = [1.0 if joining > 0 else steps.windows.part(index, 4) for index in range(4)]
    marks: list[AnyMark] = view.input()
    for index, branch in enumerate(view.small.branches):
        if open_[index] > 0:
            marks.append(Group(marks=tuple(_lane(view, index, branch)), opacity=open_[index]))
    marks += _joining(view) if joining > 0 else _places(view)
    view.stage.add(*marks, opacity=opacity)


def _lane(view: View, index: int, branch: Branch) -> list[AnyMark]:
    """The window of a branch at the spot, what the branch does, and how many maps it makes."""
    y, role = lane_middle(index), branch_role(index)
    size = branch.kernel
    side = size * PATCH
    under = window(view.small.x, *view.cell, size, padding=size // 2)
    patch = matrix(
        under[0], (PATCH_X + 60 - side / 2, y - side / 2), PATCH,
        role=Role.INPUT, framed=False, numbers=False, name=f"spot of branch {index + 1}",
    )  # fmt: skip
    edge = Rect(
        x=patch.origin[0] - 5, y=patch.origin[1] - 5, width=side + 10, height=side + 10, radius=8, line=4.0, role=role
    )
    words = operations(branch)
    places = (FIRST_X, SECOND_X) if len(words) == 2 else ((FIRST_X + SECOND_X) / 2,)
    stops = [PATCH_X + 60 + side / 2 + 10, *(x for place in places for x in (place, place + PLATE[0])), MAPS_X - 8]
    marks: list[AnyMark] = [
        Arrow(start=(INPUT_END + 16, MIDDLE), end=(PATCH_X + 48 - side / 2, y), role=role),
        view.branch_frame(index, INPUT, CELL, size),
        edge,
        patch,
    ]
    for start, end in zip(stops[::2], stops[1::2], strict=True):
        marks.append(Arrow(start=(start + 8, y), end=(end - 8, y), role=role))
    for x, word in zip(places, words, strict=True):
        marks += [
            Rect(x=x, y=y - PLATE[1] / 2, width=PLATE[0], height=PLATE[1], radius=10, fill=0.22, role=role),
            lettering(x + PLATE[0] / 2, y, word, role, bold=True, size=26, anchor="middle"),
        ]
    return marks


def operations(branch: Branch) -> tuple[str, ...]:
    """What a branch does, in one or two words."""
    if branch.pools:
        return ("max 3×3",) if branch.weights is None else ("max 3×3", "1×1")
    return (branch.name,) if branch.reduction is None else ("1×1", branch.name)


def _places(view: View) -> list[AnyMark]:
    """Where the maps will be, as empty sheets with their number."""
    total, share = sum(view.small.widths), ease(view.steps.windows.t * 4 - 2.4)
    side = SIDE * SMALL
    marks: list[AnyMark] = []
    for branch, count in enumerate(view.small.widths):
        for index in reversed(range(count)):
            x, y = lane_map(branch, index, count)
            marks.append(Rect(x=x, y=y, width=side, height=side, line=2.0, dashed=True, role=branch_role(branch)))
    for index, branch in reversed(tuple(enumerate(_owners(view)))):
        x, y = pile(index, total)
        whole = SIDE * PILE_CELL
        marks.append(Rect(x=x, y=y, width=whole, height=whole, fill=1.0, radius=8, role=Role.SURFACE, opacity=0.35))
        marks.append(
            Rect(x=x, y=y, width=whole, height=whole, line=2.0, dashed=True, radius=8, role=branch_role(branch))
        )
    marks += [_title(view), _onwards()]
    return [Group(marks=tuple(marks), opacity=share)]


def _joining(view: View) -> list[AnyMark]:
    """The maps of all branches on their way from the lanes into the one stack, one after the other."""
    total, span = len(view.small.y), view.steps.concatenate
    sheets: list[tuple[float, list[AnyMark]]] = []
    marks = [mark for branch in range(4) for mark in _maps(view, branch)]
    index = 0
    for branch, found in enumerate(view.small.branches):
        count = len(found.maps)
        for map_, values in enumerate(found.maps):
            share = ease(span.t / 0.8 * total * 0.85 - index * 0.85)
            corner = midway(lane_map(branch, map_, count), pile(index, total), share)
            cell = between(SMALL, PILE_CELL, share)
            spot = (view.cell,) if share >= 1 and index == 0 else ()
            sheet = view.sheet(
                values, corner, cell, Role.OUTPUT, f"output {index + 1}", branch_role(branch), numbers=False,
                marked=spot,
            )  # fmt: skip
            sheets.append((share, sheet))
            index += 1
    for share, sheet in reversed(sheets):
        marks += sheet if share > 0 else []
    return [*marks, Group(marks=(_title(view), _onwards()), opacity=ease(span.t * 3))]


def _maps(view: View, branch: int) -> list[AnyMark]:
    """The maps of a branch at the end of its lane; they stay while their copies go on."""
    found = view.small.branches[branch].maps
    marks: list[AnyMark] = []
    for index, values in reversed(tuple(enumerate(found))):
        corner = lane_map(branch, index, len(found))
        name = f"branch {branch + 1}, map {index + 1}"
        marks += view.sheet(values, corner, SMALL, Role.OUTPUT, name, branch_role(branch), numbers=False)
    return marks


def _title(view: View) -> Text:
    """What the stack at the right is."""
    y = pile(len(view.small.y) - 1, len(view.small.y))[1] - 34
    shape = shape_text(view.small.y.shape)
    return heading(PILE_X, y, "output", shape, Role.OUTPUT)


def _onwards() -> Arrow:
    """From the lanes to the one stack."""
    return Arrow(start=(PILE_X - 96, MIDDLE), end=(PILE_X - 20, MIDDLE), role=Role.OUTPUT, line=5.0, head=20.0)


def _owners(view: View) -> list[int]:
    """The branch that each map of the stack comes from."""
    return [branch for branch, count in enumerate(view.small.widths) for _ in range(count)]
