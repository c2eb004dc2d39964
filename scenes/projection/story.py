"""The steps of the projection scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.projection import words
from scenes.projection.knobs import Knobs
from scenes.projection.places import Bottleneck, place
from scenes.projection.small import small, spot_of
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Shapes that differ, the shortcut that changes them, the same in small, where and whether; the bottleneck."""

    shapes: Span
    projection: Span
    small: Span
    lanes: Span
    where: Span
    worth: Span
    bottleneck: Span
    saved: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""

    def step(title: str, said: tuple[str, str], seconds: float, asked: tuple[str, ...] = (), *was: str) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=asked, was=was)

    meeting, narrow = place(knobs.network, knobs.stage), Bottleneck(int(knobs.width))
    block, spot = small(knobs), spot_of(knobs)
    real = ("network", "stage", "option")
    return Steps(
        shapes=step("Shapes must match", words.shapes(meeting, knobs), 4.5, ("network", "stage")),
        projection=step("The shortcut changes the shape", words.projection(meeting, knobs), 5.5, real),
        small=step("The same with small numbers", words.small(block, spot), 6.5, ("option",)),
        lanes=step("Both are added", words.lanes(block, spot), 6.5, ("option",), "Both lanes are added"),
        where=step("Where projections are needed", words.where(knobs), 6.0, ("option", "network")),
        worth=step("Is it worth more weights?", words.worth(), 6.0),
        bottleneck=step("The bottleneck block", words.bottleneck(narrow), 6.0, ("width",)),
        saved=step("What the bottleneck saves", words.saved(narrow), 5.0, ("width",)),
    )
