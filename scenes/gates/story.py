"""The steps of the scene of gates."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.gates.words import Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story

DIGIT = ("first", "sample", "stage")
PAIR = ("first", "second", "sample", "stage")


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: a trained net's gates, the same in numbers by hand, what gates cost, and a race."""

    maps: Span
    squeeze: Span
    net: Span
    dim: Span
    pull: Span
    other: Span
    digits: Span
    means: Span
    waist: Span
    excite: Span
    scale: Span
    shares: Span
    block: Span
    cost: Span
    race: Span
    right: Span


def tell(stage: Stage, words: Words) -> Steps:
    """Lay out the steps."""

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...] = (), was: str = "") -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=(was,) if was else ())

    def live(title: str, said: tuple[str, str]) -> Span:
        return stage.step(title, said[0], 8.0, live=True, more=said[1])

    return Steps(
        maps=step("Eight maps of a digit", words.maps(), 5.0, DIGIT, "Every map at full strength"),
        squeeze=step("Squeeze: a map becomes its mean", words.squeeze(), 6.0, DIGIT),
        net=step("A small net", words.net(), 5.5, DIGIT),
        dim=step("A dimmer for each map", words.dim(), 5.5, DIGIT),
        pull=step("Pull one mean", words.pull(), 5.0, DIGIT),
        other=step("Another digit", words.other(), 5.0, PAIR, "Gates change with the picture"),
        digits=step("Ten digits, three handwritings", words.digits(), 6.0, ("first", "second", "stage")),
        means=step("Means in numbers", words.means(), 5.5),
        waist=step("The waist", words.waist(), 6.0),
        excite=step("Excite: a gate for each map", words.excite(), 6.0),
        scale=step("Scale: the maps come back dimmed", words.scale(), 5.0),
        shares=step("Gates are no shares", words.shares(), 6.0),
        block=step("In a residual block", words.block(), 5.5),
        cost=step("In ResNet-50", words.cost(), 6.0, ("reduction",)),
        race=live("With and without gates", words.race()),
        right=live("Right answers", words.right()),
    )
