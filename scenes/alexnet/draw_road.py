"""The road: the photo flows through the blocks, and what each layer costs flows into two tanks, which become bars."""

from __future__ import annotations

from scenes.alexnet.view import CLOSER, PHOTO, View
from scenes.stage.charts.shares import bars, so_far, tanks
from scenes.stage.core.camera import MOVE
from scenes.stage.core.marks import AnyMark, Group, Role
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import shape_text
from scenes.stage.draw.road import Block, named
from scenes.stage.draw.travel import front, what_is_on_fronts


def draw_road(view: View) -> None:
    """Draw the blocks that the picture has come to, their names, the tanks, and in the end of a step the shares."""
    steps, of, travel = view.steps, view.of, view.travel
    first, picture = of.road[1], of.road[0]
    marks: list[AnyMark] = []
    if steps.first.active:
        photo = front(picture, Role.INPUT, PHOTO, view.zoom)
        name = named(picture, ("photo", shape_text(picture.shape)), Role.INPUT, view.zoom)
        # It goes with the camera's move: else the stage's edge would cut it.
        left = ease((steps.first.t * steps.first.seconds - CLOSER) / (0.5 * MOVE))
        marks.append(Group(marks=(*photo, name), opacity=1.0 - left))
    marks += [*travel.blocks(), *travel.names(_alone if steps.first.active else _standing)]
    marks.append(tanks(of.network, list(travel.passed.values())))
    if steps.convolutions.active:
        back = travel.leg.drawn_back
        marks.append(named(first, _standing(first), Role.OUTPUT, view.zoom, back))
        marks.append(so_far(of.network, of.convolutions, back))
    if steps.dense.begun:
        marks.append(so_far(of.network, of.dense, ease(6.0 * steps.dense.t - 4.0)))
    else:
        marks.append(what_is_on_fronts())
    view.stage.add(*marks)


def draw_shares(view: View) -> None:
    """Draw both tanks on their way to bars: all multiply-accumulates and all parameters, cut by layer."""
    view.stage.add(*bars(view.of.network, view.steps.shares.motion))


def _alone(block: Block) -> tuple[str, str]:
    """What a block is called that stands alone."""
    return block.name, shape_text(block.shape)


def _standing(block: Block) -> tuple[str, str]:
    """What a block is called when many stand in a row, with the height and the width of its maps, or its units."""
    return block.name, shape_text(block.shape[-2:])
