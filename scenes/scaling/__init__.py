"""Compound scaling: deeper, wider and finer at once, and what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.scaling import words
from scenes.scaling.confusions import CONFUSIONS
from scenes.scaling.draw_block import all_factors, one_factor
from scenes.scaling.draw_family import networks
from scenes.scaling.draw_rounding import EXAMPLES, eights, stages
from scenes.scaling.draw_ways import gain, ways
from scenes.scaling.knobs import Knobs
from scenes.scaling.words import DEEPER, FINER, WIDER
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.data.efficientnets import efficientnet

KEY_PICTURE = Box(30.0, 90.0, 1080.0)
"""The block that has grown in all three directions, with the layer that it began with."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps; four deform the block, each of the others has a picture of its own."""

    deeper: Span
    wider: Span
    finer: Span
    together: Span
    equal: Span
    family: Span
    multiples: Span
    rules: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""

    def step(title: str, said: tuple[str, str], seconds: float, asked: tuple[str, ...] = ()) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=asked)

    model = efficientnet(knobs.model)
    return Steps(
        deeper=step("Twice as deep", words.deeper(), 4.0),
        wider=step("Twice as wide", words.wider(), 4.6),
        finer=step("Twice the resolution", words.finer(), 4.6),
        together=step("All three at once", words.together(knobs), 5.0, ("phi", "depth", "width", "resolution")),
        equal=step("At equal cost", words.equal(gain()), 6.0),
        family=step("B0 to B7", words.released(model), 7.0, ("model",)),
        multiples=step("Channels in eights", words.multiples(knobs.channels, EXAMPLES[0]), 6.0, ("channels",)),
        rules=step(f"From B0 to {model.name}", words.rules(model), 6.0, ("model",)),
    )


@scene(
    chapter="Going small",
    title="Compound scaling",
    short="Scaling",
    order=21,
    subtitle="EfficientNet: depth, width and resolution grow together",
    try_this=(
        "In “All three at once” set φ to 1, 2 and 3. By how much does each step multiply the work?",
        "Spend four times the work in three ways, with only one factor turned up. How does the block look?",
        "Click B7 among the networks. Which of its factors lies furthest below its power of φ?",
        "Set the channels to 9. Why does 9.9 become 16, although 8 is nearer?",
    ),
    mistaken=(
        "Depth and width don't cost the same. Twice as deep is twice the work, twice as wide is four times.",
        "The coefficients are multiplied, not added. A step of φ costs 1.2 · 1.1² · 1.15², about 1.92 times as much.",
        "B7 is not an exact power of φ. The released factors are rounded, and its depth is 3.1 instead of 3.58.",
        "Scaling did not make B0. A search over architectures found it, with depthwise convolutions and gates.",
    ),
    sources=(
        "Tan, Le: EfficientNet: rethinking model scaling for convolutional neural networks (ICML 2019), sections 3 "
        "and 4, tables 2 and 7",
        "Released coefficients and rounding: tensorflow/tpu, models/official/efficientnet",
    ),
    confusions=CONFUSIONS,
)
def scaling(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the block, four ways to one cost, the family, and its rules of rounding."""
    steps = tell(stage, knobs)
    now = steps.present
    stage.poster(steps.together, KEY_PICTURE)
    doubled = {id(steps.deeper): DEEPER, id(steps.wider): WIDER, id(steps.finer): FINER}
    if id(now) in doubled:
        stage.add(*one_factor(now, doubled[id(now)]))
    elif now is steps.together:
        stage.add(*all_factors(now, knobs))
    elif now is steps.equal:
        stage.add(*ways(now))
    elif now is steps.family:
        stage.add(*networks(now, knobs.model))
    elif now is steps.multiples:
        stage.add(*eights(now, knobs.channels))
    else:
        stage.add(*stages(now, knobs.model))
