"""The blocks divided between two GPUs: their halves pull apart, and arrows say which half reads which."""

from __future__ import annotations

from scenes.alexnet.story import PULLED
from scenes.alexnet.view import PHOTO, View
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.road import Block, spaced
from scenes.stage.draw.travel import front, what_is_on_fronts

ROLES = (Role.PRODUCT, Role.BIAS)


def draw_gpus(view: View) -> None:
    """Draw both halves of every block where they have come to, their names, and the arrows between them."""
    t = view.steps.gpus.t
    pulled = ease(t / PULLED)
    pairs = view.of.pulled(pulled)
    marks: list[AnyMark] = []
    for row in range(2):
        for pair in pairs:
            marks += front(pair[row], ROLES[row], PHOTO, view.zoom, clear=pulled == 1.0)
    for index in range(1, len(pairs)):
        seen = ease((t - PULLED - 0.07 * index) / 0.07)
        if seen > 0.0:
            marks.append(Group(marks=_arrows(view, pairs, index), opacity=seen))
    view.stage.add(*marks, *_names(view, pairs, pulled), what_is_on_fronts())


def _arrows(view: View, pairs: tuple[tuple[Block, Block], ...], index: int) -> tuple[AnyMark, ...]:
    """From the halves that a layer reads to those that read them; those across are white."""
    layer, (sources, targets) = view.of.layers[index], pairs[index - 1 : index + 1]
    marks: list[AnyMark] = []
    for row, target in enumerate(targets):
        for other, source in enumerate(sources):
            if other == row or layer.groups == 1:
                start, end = (source.x + source.width, source.middle[1]), (target.x, target.middle[1])
                marks.append(
                    Arrow(
                        start=start, end=end, role=Role.MUTED if other == row else Role.HIGHLIGHT,
                        line=(4.0 if other == row else 6.0) / view.zoom, head=24.0 / view.zoom,
                        name=f"{source.name} {other + 1} to {target.name} {row + 1}",
                    )
                )  # fmt: skip
    return tuple(marks)


def _names(view: View, pairs: tuple[tuple[Block, Block], ...], pulled: float) -> list[AnyMark]:
    """The names of the lanes at their left, and of the layers under them; of a divided layer in white."""
    zoom, marks = view.zoom, []
    bottom = max(block.foot[1] for _, block in pairs)
    left = pairs[0][0].x - (140.0 / zoom)
    names = ("GPU 1", "GPU 2") if view.of.grouped else ("half 1", "half 2")
    for row, name in enumerate(names):
        y = pairs[0][row].middle[1]
        marks.append(
            lettering(left, y, name, ROLES[row], bold=True, size=40.0 / zoom, opacity=pulled, name=f"lane {row + 1}")
        )
    lower = [pair[1] for pair in pairs]
    standing = spaced(lower, [block.name for block in lower], zoom)
    for layer, block in zip(view.of.layers, lower, strict=True):
        if block not in standing:
            continue
        divided = layer.groups > 1
        marks.append(
            lettering(block.middle[0], bottom + 40.0 / zoom, layer.label, Role.HIGHLIGHT if divided else Role.MUTED,
                      bold=divided, size=36.0 / zoom, anchor="middle", name=f"name of {layer.label}", opacity=pulled)
        )  # fmt: skip
    return [*marks]
