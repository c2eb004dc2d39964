"""Compound scaling: deeper, wider and finer at once, and what each of them costs."""

from __future__ import annotations

from scenes.scaling.computed import chosen, scaled
from scenes.scaling.draw_block import draw_block
from scenes.scaling.draw_equal import draw_equal
from scenes.scaling.draw_family import draw_family
from scenes.scaling.draw_rules import draw_multiples, draw_rules
from scenes.scaling.formulas import set_formula
from scenes.scaling.knobs import Knobs
from scenes.scaling.story import BLOCK, tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going small",
    title="Compound scaling",
    order=21,
    subtitle="EfficientNet: depth, width and resolution grow together",
    try_this=(
        "At All three at once set φ to 1, 2 and 3: by how much does each step multiply the cost?",
        "Spend a cost of 4 in three ways: only depth, only width, only resolution. How does the block look?",
        "Click B7 in the table: which of its three factors lies furthest below its power of φ?",
        "Set the channels to 9: why does 9.9 become 16, although 8 is nearer?",
    ),
    mistaken=(
        "Depth and width don't cost the same: twice as deep is twice the work, twice as wide is four times.",
        "The coefficients are multiplied, not added: a step of φ costs 1.2 · 1.1² · 1.15², about 1.92 times as much.",
        "B7 is not an exact power: the released factors are rounded, and its depth is 3.1 instead of 3.58.",
        "Scaling didn't invent B0: a search over architectures found it, with depthwise convolutions and gates.",
    ),
    sources=(
        "Tan, Le: EfficientNet: rethinking model scaling for convolutional neural networks, ICML (2019), sections 3 "
        "and 4, tables 2 and 7",
        "Released coefficients and rounding: tensorflow/tpu, models/official/efficientnet",
    ),
)
def scaling(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the block, four ways to one cost, the family, and its rules of rounding."""
    of, model = scaled(knobs), chosen(knobs)
    now = tell(stage, of, model, knobs)
    if now.name in BLOCK:
        draw_block(stage, of, knobs, now)
    elif now.name == "equal":
        draw_equal(stage, now)
    elif now.name == "family":
        draw_family(stage, knobs, now)
    elif now.name == "multiples":
        draw_multiples(stage, knobs, now)
    else:
        draw_rules(stage, knobs, now)
    set_formula(stage, of, knobs, now)
