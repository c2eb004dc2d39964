"""The road: the photo flows through the blocks, and what each layer costs flows into two tanks."""

from __future__ import annotations

from scenes.stage.charts.shares import bars, so_far, tanks
from scenes.stage.core.marks import AnyMark, Group, Role
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import shape_text
from scenes.stage.draw.road import Block, named
from scenes.stage.draw.travel import GROWS, front, what_is_on_fronts
from scenes.vgg.view import PHOTO, View


def draw_road(view: View) -> None:
    """Draw the blocks that the picture has come to, their names, and the tanks."""
    of, travel, steps = view.of, view.travel, view.steps
    marks: list[AnyMark] = []
    if steps.road.active:
        picture = of.road[0]
        back, alone = travel.leg.drawn_back, 1.0 - ease(2.0 * travel.leg.share(0, GROWS))
        photo = (
            *front(picture, Role.INPUT, PHOTO, travel.zoom),
            named(picture, ("photo", shape_text(picture.shape)), Role.INPUT, travel.zoom, alone),
        )
        marks += [
            Group(marks=photo, opacity=1.0 - back),
            so_far(of.network, of.convolutions, back),
            what_is_on_fronts(),
        ]
    else:
        told = ease(2.0 * steps.dense.t - 0.5)
        marks.append(so_far(of.network, of.dense[:1], told, f" in {of.dense[0].label}"))
    passed = travel.passed
    flowed = [passed[of.in_stop(layer)] for layer in of.network.weighted]
    view.stage.add(*travel.blocks(), *marks, *travel.names(_standing), tanks(of.network, flowed))


def draw_shares(view: View) -> None:
    """Draw both tanks on their way to bars."""
    view.stage.add(*bars(view.of.network, view.steps.shares.motion))


def _standing(block: Block) -> tuple[str, ...]:
    """What stands under a block in the end: the side of its maps; of a dense layer the name and the units."""
    return (str(block.shape[1]),) if len(block.shape) == 3 else (block.name, str(block.shape[0]))
