"""The steps of the AlexNet scene, from the photo to the contest."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.alexnet.computed import Build
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.words import Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.travel import SLOT, travelled

PULLED = 0.3
"""The share of its step in which the halves of the blocks pull apart; then the arrows come."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: the picture, along the road, where work and parameters are and why, the two GPUs, the contest."""

    picture: Span
    first: Span
    convolutions: Span
    dense: Span
    shares: Span
    account: Span
    gpus: Span
    halved: Span
    result: Span


def tell(stage: Stage, of: Build, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    words = Words(of, of.layers[knobs.layer])

    def step(
        title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...] = (), was: tuple[str, ...] = ()
    ) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=was)

    return Steps(
        picture=step("The picture", words.picture(), 5.0, ("build", "side")),
        first=step("The first filters", words.first(), 5.5, ("build", "side")),
        convolutions=step("Four more convolutions", words.convolutions(), travelled(4), ("build", "side")),
        dense=step("Three dense layers", words.dense(), 3 * SLOT + 2.0, ("build", "side", "classes")),
        shares=step("Work and parameters", words.shares(), 6.0, ("build", "side", "classes"), ("Work and weights",)),
        account=step("Weights times places", words.account(), 5.0, ("build", "side", "classes")),
        gpus=step("Two GPUs", words.gpus(), 7.0, ("build",)),
        halved=step("Half the weights", words.halved(), 5.0, ("build",)),
        result=step("The result", words.result(), 6.0),
    )
