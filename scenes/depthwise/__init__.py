"""Depthwise separable convolution: a kernel for each sheet, a needle through all, and what that saves."""

from __future__ import annotations

from collections.abc import Callable

from scenes.depthwise import computed
from scenes.depthwise.confusions import CONFUSIONS
from scenes.depthwise.draw_mobile import draw_thinner
from scenes.depthwise.draw_needle import draw_needle, draw_needles
from scenes.depthwise.draw_race import draw_price, draw_race
from scenes.depthwise.draw_rectangle import draw_real, draw_rectangle
from scenes.depthwise.draw_sheets import draw_brick, draw_kernels, draw_slide
from scenes.depthwise.draw_standard import draw_counters, draw_standard
from scenes.depthwise.knobs import Knobs
from scenes.depthwise.mobile import chosen
from scenes.depthwise.story import tell
from scenes.depthwise.view import View
from scenes.depthwise.words import Words
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span

KEY_PICTURE = Box(40.0, 116.0, 1180.0)
"""A needle through the maps, and the values that it finds there."""


@scene(
    chapter="Going small",
    title="Depthwise separable layer",
    short="Depthwise",
    order=19,
    subtitle="a convolution in two parts: each sheet by itself, then a needle through all",
    try_this=(
        "Type over a number of the second sheet: which maps change before the needles, and which after them?",
        "Set a weight of a needle to 0: which sheet does its map no longer read?",
        "At real size click N = 16, 64, 512, 1024: which of the two terms 1/N and 1/k² decides?",
        "At real size set k to 5 and 7: what does a larger kernel cost the one layer, and what the other?",
        "Halve α, and then the side of the picture: which of the two changes the weights, and which the MACs?",
        "Train the two nets live: how much less time does a step take on your machine?",
    ),
    mistaken=(
        "A depthwise kernel is two-dimensional, k × k. Each channel has one of its own.",
        "The depthwise part mixes no channels. Only the 1×1 needles do, and each of them makes one map.",
        "Fewer weights and multiplications make a step of training cheaper. They don't make it take fewer steps.",
        "A layer with 8.8 times fewer multiplications is not 8.8 times faster on every machine. With a single picture "
        "at a time it may even be slower.",
        "MobileNet (70.6 % top-1 on ImageNet) comes near GoogLeNet (69.8 %) and VGG-16 (71.5 %), as its paper says. "
        "It nearly meets Inception v3 (78.8 %, single crop) on Stanford Dogs only, with 83.3 % against 84 %.",
    ),
    sources=(
        "Howard et al.: MobileNets: Efficient convolutional neural networks for mobile vision applications (2017), "
        "sections 3.1 to 3.4, figure 3; tables 3, 4 and 6 to 10",
        "Szegedy et al.: Rethinking the Inception architecture for computer vision (CVPR 2016)",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA; "
        "digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "separable",
    confusions=CONFUSIONS,
)
def depthwise(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: both parts closely, the standard layer beside them, what is saved, and MobileNet."""
    stage.scales = computed.scales(knobs)
    layer, real, picked = computed.layer(knobs), computed.real_cost(knobs), chosen(knobs)
    steps = tell(stage, Words(layer, real, picked))
    stage.poster(steps.needle, KEY_PICTURE)
    view = View(stage, layer, steps, knobs.at)
    drawn: tuple[tuple[Span, Callable[[], None]], ...] = (
        (steps.sheets, lambda: draw_brick(view)),
        (steps.kernels, lambda: draw_kernels(view)),
        (steps.slide, lambda: draw_slide(view)),
        (steps.needle, lambda: draw_needle(view)),
        (steps.needles, lambda: draw_needles(view)),
        (steps.standard, lambda: draw_standard(view)),
        (steps.counters, lambda: draw_counters(view)),
        (steps.rectangle, lambda: draw_rectangle(stage, layer.cost, steps.rectangle)),
        (steps.real, lambda: draw_real(stage, real, steps.real)),
        (steps.thinner, lambda: draw_thinner(stage, picked, steps.thinner)),
        (steps.race, lambda: draw_race(stage, steps.race)),
        (steps.price, lambda: draw_price(stage, steps.price)),
    )
    next(draw for span, draw in drawn if span.active)()
