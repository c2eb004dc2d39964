"""Depthwise separable convolution: a kernel for each sheet, a needle through all, and what that saves."""

from __future__ import annotations

from scenes.depthwise import computed
from scenes.depthwise.draw_bill import draw_bill, draw_counters
from scenes.depthwise.draw_block import draw_block
from scenes.depthwise.draw_mobile import draw_mobile
from scenes.depthwise.draw_needle import draw_needle, draw_outputs
from scenes.depthwise.draw_race import draw_race
from scenes.depthwise.draw_sheets import draw_depthwise, draw_sheets
from scenes.depthwise.draw_standard import draw_standard
from scenes.depthwise.formulas import set_formula
from scenes.depthwise.knobs import Knobs
from scenes.depthwise.layout import layout
from scenes.depthwise.story import tell
from scenes.depthwise.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going small",
    title="Depthwise separable convolution",
    short="Depthwise",
    order=19,
    subtitle="first each sheet by itself, then a needle through all",
    try_this=(
        "Type over a number of the second sheet: which maps change before the needle, and which after it?",
        "Click a pointwise weight and set it to 0: which sheet does this output map no longer read?",
        "At real size click N = 16, 64, 512, 1024: which of the two terms 1/N and 1/k² decides?",
        "At real size set k to 5 and 7: what does a larger kernel cost the one layer, and what the other?",
        "Halve α and then the picture's side: which of the two changes the parameters, and which the MACs?",
        "Train the two nets live: how many times less time does a step take on your machine?",
    ),
    mistaken=(
        "A depthwise kernel is two-dimensional, k × k; and each channel has one of its own, not all the same.",
        "The depthwise part mixes no channels: only the 1×1 needle does, and each column of weights makes one map.",
        "Fewer weights and multiplications make a step of training cheaper; they don't make it take fewer steps. "
        "And a layer with 8.8 times fewer multiplications is not 8.8 times faster on every machine: with a single "
        "picture at a time it may even be slower.",
        "MobileNet (70.6 % top-1 on ImageNet) comes near GoogLeNet (69.8 %) and VGG-16 (71.5 %), as its paper says; "
        "Inception v3 (78.8 %, single crop) it nearly meets on Stanford Dogs only: 83.3 % against 84 %.",
    ),
    sources=(
        "Howard et al.: MobileNets: Efficient convolutional neural networks for mobile vision applications (2017), "
        "sections 3.1 to 3.4, figure 3; tables 3, 4 and 6 to 10",
        "Szegedy et al.: Rethinking the Inception architecture for computer vision (CVPR 2016)",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA; "
        "digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "separable",
)
def depthwise(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: both parts in rows, the standard convolution beside them, and what each costs."""
    stage.scales = computed.scales(knobs)
    layer, real = computed.layer(knobs), computed.real_cost(knobs)
    steps = tell(stage, layer, real)
    stage.poster(steps.needle, Box(520, 170, 1060))
    view = View(stage, layer, real, layout(layer), steps, knobs.at)
    if steps.layers > 0.01:
        draw_sheets(view)
        if steps.pierced > 0 or steps.standard.motion > 0:
            draw_outputs(view)
    if steps.rows > 0.01:
        draw_depthwise(view)
        draw_needle(view)
    if steps.beside > 0.01:
        draw_standard(view)
    draw_counters(view)
    if steps.first_bill > 0.01:
        draw_bill(view, layer.cost, steps.bill, steps.first_bill, real=False)
    if steps.second_bill > 0.01:
        draw_bill(view, real, steps.real, steps.second_bill, real=True)
    draw_block(stage, steps)
    draw_mobile(stage, knobs, steps)
    draw_race(stage, steps)
    set_formula(view)
