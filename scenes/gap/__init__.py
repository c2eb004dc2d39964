"""Global average pooling: each map becomes its mean, what that saves, and where a net sees what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scenes.gap import computed, digits, words
from scenes.gap.computed import Cost, Heads
from scenes.gap.confusions import CONFUSIONS
from scenes.gap.digits import Canvas
from scenes.gap.draw_canvas import adding, reading
from scenes.gap.draw_cost import real, two_heads
from scenes.gap.draw_heads import nin_head, resnet_head
from scenes.gap.draw_honest import honest
from scenes.gap.draw_level import four, level, pour
from scenes.gap.draw_live import draw_account, draw_race
from scenes.gap.knobs import Knobs
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import AnyMark
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story

KEY_PICTURE = Box(600.0, 330.0, 960.0)
"""The water that has levelled out, and its mean."""


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
        level=step("The columns level out", words.LEVEL, 5.0, "size"),
        four=step("Four maps, four numbers", words.four(heads), 7.0, "size"),
        resnet=step("ResNet's head: then one dense layer", words.resnet(heads), 9.0),
        nin=step("NiN's head: a map for each class", words.nin(heads), 9.0, "size"),
        cost=step("What a head costs", words.cost(cost), 6.0, "channels", "side", "classes"),
        real=step("Heads of real networks", words.real(), 6.0),
        canvas=step("A trained net", words.canvas(canvas), 6.0, "first", "second", "writing", "canvas"),
        class_maps=step("Class activation maps", words.class_maps(canvas), 7.0, "first", "second", "canvas", "trained"),
        honest=step("The honest test", words.honest(), 6.0),
        race=step("Two heads race", words.RACE, 9.0, live=True),
        account=step("What the heads cost and give", words.ACCOUNT, 8.0, live=True),
    )


@scene(
    chapter="Going deeper",
    title="Global average pooling",
    short="Global average",
    order=18,
    subtitle="each map becomes one number, its mean",
    try_this=(
        "Move the numbers of a map to other cells. Does its mean change, or a logit?",
        "Choose maps of 4 × 4. Does the dense layer need other weights?",
        "Drag a digit around the canvas. Does the map of its class follow, and how much does its logit change?",
        "Choose “untrained”. Where do the peaks lie with one digit alone, and where with two?",
        "Make the canvas 40 pixels wide. Which head could not even be used there?",
    ),
    mistaken=(
        "Global average pooling does not give one number. It gives one for each map, 512 or 2,048 in the ResNets for "
        "ImageNet.",
        "ResNet does have a dense layer. It comes after the means, and it turns them into 1,000 logits. "
        "In Network in Network, and in SqueezeNet after it, the means are the logits.",
        "The maps don't go into softmax. The logits do, 1,000 numbers in ResNet-50.",
        "A class map with its peak on a lone digit proves little. There is ink in one place only.",
    ),
    sources=(
        "Lin, Chen, Yan: Network in network (ICLR 2014), section 3.2",
        "Iandola et al.: SqueezeNet (2016), section 3.3",
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), section 3.3",
        "Zhou, Khosla, Lapedriza, Oliva, Torralba: Learning deep features for discriminative localization (CVPR 2016)",
        "Digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda knobs: "gap",
    confusions=CONFUSIONS,
)
def gap(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: maps level out, two heads, what they cost, a trained net's canvas, and two heads raced."""
    stage.scales = digits.scales(knobs.trained)
    heads, cost, canvas = computed.heads(knobs), computed.cost(knobs), digits.canvas(knobs)
    steps = tell(stage, heads, cost, canvas)
    stage.poster(steps.level, KEY_PICTURE)
    now = steps.present
    if now is steps.race:
        draw_race(stage, now)
    elif now is steps.account:
        draw_account(stage, now)
    else:
        pictures: tuple[tuple[Span, Callable[[], Sequence[AnyMark]]], ...] = (
            (steps.columns, lambda: pour(now, heads)),
            (steps.level, lambda: level(now, heads)),
            (steps.four, lambda: four(now, heads)),
            (steps.resnet, lambda: resnet_head(now, heads)),
            (steps.nin, lambda: nin_head(now, heads)),
            (steps.cost, lambda: two_heads(now, cost, knobs)),
            (steps.real, lambda: real(now)),
            (steps.canvas, lambda: reading(now, canvas, knobs)),
            (steps.class_maps, lambda: adding(now, canvas, knobs)),
            (steps.honest, lambda: honest(now)),
        )
        stage.add(*next(marks() for span, marks in pictures if span is now))
