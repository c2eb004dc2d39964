"""The road: the photo flows through the blocks, and what each layer costs flows into two tanks."""

from __future__ import annotations

from scenes.alexnet.view import PHOTO, View
from scenes.stage.charts.shares import so_far, tanks
from scenes.stage.core.marks import AnyMark, Role
from scenes.stage.draw.blocks import shape_text
from scenes.stage.draw.road import Block, named
from scenes.stage.draw.travel import front


def draw_road(view: View) -> None:
    """Draw the blocks that the picture has come to, their names, and the tanks."""
    steps, of, travel = view.steps, view.of, view.travel
    picture, marks = of.road[0], list[AnyMark]()
    if steps.first.active:
        marks += front(picture, Role.INPUT, PHOTO, view.zoom)
        marks.append(named(picture, ("photo", shape_text(picture.shape)), Role.INPUT, view.zoom))
    names = travel.names(
        lambda block: (block.name, shape_text(block.shape)) if steps.first.active else _standing(block)
    )
    marks += [*travel.blocks(), *names, tanks(of.network, list(travel.passed.values()))]
    if steps.convolutions.active:
        back = travel.leg.drawn_back
        marks.append(named(of.road[1], _standing(of.road[1]), Role.OUTPUT, view.zoom, back))
        marks.append(so_far(of.network, of.convolutions, back))
    view.stage.add(*marks)


def _alone(block: Block) -> tuple[str, str]:
    """What a block is called that stands alone."""
    return block.name, shape_text(block.shape)


def _standing(block: Block) -> tuple[str, str]:
    """What a block is called when many stand in a row, with the height and the width of its maps, or its units."""
    return block.name, shape_text(block.shape[-2:])
