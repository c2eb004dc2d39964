"""The steps of the global average pooling scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.gap import words
from scenes.gap.computed import Cost, Heads
from scenes.gap.digits import Canvas
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Maps become their means, heads read them and are counted; a trained net sees digits; two heads race."""

    columns: Span
    level: Span
    four: Span
    resnet: Span
    nin: Span
    cost: Span
    real: Span
    canvas: Span
    class_maps: Span
    honest: Span
    race: Span
    account: Span


def tell(stage: Stage, heads: Heads, cost: Cost, canvas: Canvas) -> Steps:
    """Lay out the steps."""

    def step(
        title: str, said: tuple[str, str], seconds: float, *knobs: str, live: bool = False
    ) -> Span:  # fmt: skip
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, live=live)

    return Steps(
        columns=step("Each number a column", words.columns(heads), 6.0, "size"),
        level=step("The columns level out", words.level(), 5.0, "size"),
        four=step("Four maps, four numbers", words.four(heads), 7.0, "size"),
        resnet=step("ResNet's head: then one dense layer", words.resnet(heads), 9.0),
        nin=step("NiN's head: a map for each class", words.nin(heads), 9.0, "size"),
        cost=step("What a head costs", words.cost(cost), 6.0, "channels", "side", "classes"),
        real=step("Heads of real networks", words.real(), 6.0),
        canvas=step("A trained net", words.canvas(canvas), 6.0, "first", "second", "writing", "canvas"),
        class_maps=step("Class activation maps", words.class_maps(canvas), 7.0, "first", "second", "canvas", "trained"),
        honest=step("The honest test", words.honest(), 6.0),
        race=step("Two heads race", words.race(), 9.0, live=True),
        account=step("What the heads cost and give", words.account(), 8.0, live=True),
    )
