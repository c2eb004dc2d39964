"""The road: the photo flows through the blocks, and what each layer costs flows into two tanks."""

from __future__ import annotations

from scenes.alexnet.view import PHOTO, View
from scenes.stage.charts.shares import TANKS, TITLES, Total, tanks
from scenes.stage.core.marks import AnyMark, Group, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import shape_text
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.road import Block, in_view, named, solid, spaced

GROWS, FLOWS = (0.3, 0.75), (0.55, 0.95)
"""When in its slot a block grows, and when its counts flow into the tanks."""


def draw_road(view: View) -> None:
    """Draw the blocks that the picture has come to, their names, and the tanks."""
    steps, of = view.steps, view.of
    grown, line = steps.passed(of, *GROWS), 2.5 / view.zoom
    picture = of.road[0]
    marks: list[AnyMark] = []
    if steps.first.active:
        marks += solid(picture, Role.INPUT, face=photograph(PHOTO, picture.shape[1]), line=line)
        marks.append(named(picture, ("photo", shape_text(picture.shape)), Role.INPUT, view.zoom))
    for block, share in zip(view.blocks, grown, strict=True):
        if share > 0.0 and in_view(block, view.stage.view):
            marks += _block(block, ease(share), line)
    view.stage.add(*marks, *_names(view, grown), tanks(of.network, steps.passed(of, *FLOWS)))
    if steps.convolutions.active:
        view.stage.add(Group(marks=_so_far(view), pinned=True, opacity=view.drawn_back))


def _block(block: Block, share: float, line: float) -> tuple[AnyMark, ...]:
    """A block as far as it has grown; a convolution's has the photo at the resolution of its maps on its front."""
    face = photograph(PHOTO, block.shape[1]) if len(block.shape) == 3 else None
    return solid(block, Role.OUTPUT, face=face, grown=share, line=line)


def _names(view: View, grown: tuple[float, ...]) -> list[AnyMark]:
    """The name of the block that is being passed, with its shape; in the end those of all that the step is about."""
    last, back = len(view.of.convolutions), view.drawn_back
    standing = spaced(view.blocks[:last], view.row.zoom)
    marks: list[AnyMark] = []
    for index, (block, share) in enumerate(zip(view.blocks, grown, strict=True)):
        is_dense = index >= last
        if share <= 0.0 or is_dense != view.steps.dense.begun:
            continue
        after = 0.0 if is_dense else back if index == last - 1 else ease(2 * grown[index + 1])
        marks.append(named(block, (block.name, shape_text(block.shape)), Role.OUTPUT, view.zoom, ease(share) - after))
        if back > 0.0 and block in standing:
            marks.append(named(block, (block.name, shape_text(block.shape[1:])), Role.OUTPUT, view.zoom, back))
    return marks


def _so_far(view: View) -> tuple[AnyMark, ...]:
    """Which shares of all work and of all weights the convolutions have."""
    marks: list[AnyMark] = []
    for index, kind in enumerate(TANKS):
        total = Total(view.of.network, kind)
        x, share = LEFT + 500.0 * index, total.share(convolutions=True)
        runs = (TextRun(f"{100 * share:.0f} %", total.role, bold=True),)
        marks += [
            Text(x=x, y=668, runs=runs, size=104, name=f"{kind} so far in percent"),
            lettering(x, 770, f"of the {TITLES[kind]}", size=44),
        ]
    return tuple(marks)
