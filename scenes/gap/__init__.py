"""Global average pooling: each map becomes its mean, what that saves, and where a net sees what it says."""

from __future__ import annotations

from scenes.gap import computed, digits
from scenes.gap.draw_canvas import draw_canvas
from scenes.gap.draw_cost import draw_cost
from scenes.gap.draw_heads import draw_heads
from scenes.gap.draw_honest import draw_honest
from scenes.gap.draw_level import draw_level
from scenes.gap.draw_live import draw_live
from scenes.gap.formulas import set_formula
from scenes.gap.knobs import Knobs
from scenes.gap.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="Global average pooling",
    short="Global average",
    order=18,
    subtitle="each map becomes one number, its mean",
    try_this=(
        "Move the numbers of a map to other cells: what do the head and its logits notice of it?",
        "Choose maps of 4 × 4: does the dense layer need other weights?",
        "Drag a digit around the canvas. Does its class's map follow, and how much does the answer change?",
        "Turn training off: with one digit alone, and with two, where do the peaks lie?",
        "Make the canvas 40 pixels wide. Which head could not even be used there?",
    ),
    mistaken=(
        "Global average pooling does not give one number: it gives one for each map, 512 or 2,048 in the ResNets for "
        "ImageNet.",
        "ResNet is not without dense layers: behind the means comes one, from those numbers to 1,000 logits. "
        "In Network in Network, and in SqueezeNet after it, the means are the logits.",
        "Not the maps go into the softmax: the logits do, 1,000 numbers in ResNet-50.",
        "A class map that lights up on a lone digit proves little: there is ink in one place only.",
    ),
    sources=(
        "Lin, Chen, Yan: Network in network (ICLR 2014), section 3.2",
        "Iandola et al.: SqueezeNet (2016), section 3.3",
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), section 3.3",
        "Zhou, Khosla, Lapedriza, Oliva, Torralba: Learning deep features for discriminative localization (CVPR 2016)",
        "Digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda knobs: "gap",
)
def gap(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: maps level out, two heads, what they cost, a trained net's canvas, and two heads raced."""
    stage.scales = digits.scales(knobs.trained)
    heads, cost, canvas = computed.heads(knobs), computed.cost(knobs), digits.canvas(knobs)
    steps = tell(stage, heads, cost, canvas)
    stage.poster(steps.level, Box(95, 180, 1060))
    if steps.telling(steps.columns, steps.resnet):
        draw_level(stage, heads, steps)
    if steps.telling(steps.resnet, steps.cost):
        draw_heads(stage, heads, steps)
    if steps.telling(steps.cost, steps.canvas):
        draw_cost(stage, cost, knobs, steps)
    if steps.telling(steps.canvas, steps.honest):
        draw_canvas(stage, canvas, knobs, steps)
    if steps.telling(steps.honest, steps.race):
        draw_honest(stage, steps)
    if steps.telling(steps.race, steps.account):
        draw_live(stage, steps)
    set_formula(stage, steps, heads, cost, canvas)
