"""1×1 convolution: one pixel's column is mixed by a small matrix, then all; what is lost by it, and what is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scenes.pointwise import computed
from scenes.pointwise.confusions import CONFUSIONS
from scenes.pointwise.draw_bottleneck import draw_bottleneck
from scenes.pointwise.draw_collision import draw_collision
from scenes.pointwise.draw_every import draw_every
from scenes.pointwise.draw_maps import draw_real
from scenes.pointwise.draw_matrix import draw_columns, draw_matrix
from scenes.pointwise.draw_needle import draw_needle, draw_weigh
from scenes.pointwise.draw_yellow import draw_learn, draw_seen, draw_task
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.view import View
from scenes.pointwise.words import LEARN, SEEN, TASK, Words
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import AnyMark
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span

LAYER = ("picture", "outputs", "matrix", "relu")
SIZES = ("channels_in", "reduced", "channels_out", "kernel")
KEY_PICTURE = Box(20.0, 60.0, 1250.0)
"""The needle through all channels."""


class Part(NamedTuple):
    """A step: its title, its caption and what more there is to say, its length, its knobs, its picture, old titles."""

    title: str
    said: tuple[str, str]
    seconds: float
    knobs: tuple[str, ...]
    draw: Callable[[Span], list[AnyMark]]
    was: tuple[str, ...] = ()
    live: bool = False
    still: bool = False


@scene(
    chapter="Going deeper",
    title="1×1 convolution",
    order=12,
    subtitle="at every pixel, the channels are mixed by the same small matrix",
    try_this=(
        "Add (1, −2, 1) to the column, so that it is (3, −1, 4). Why does nothing change at the output?",
        "Choose the handwritten digit, which has one channel. What is left of a 1×1 convolution?",
        "Drag A and B over the map to other columns with equal outputs. Then type weights that keep A and B apart. "
        "Which columns collide now?",
        "To how few channels must the bottleneck reduce before it saves weights? Try it with 3×3 instead of 5×5.",
    ),
    mistaken=(
        "A 1×1 convolution doesn't just scale. Each output channel is a weighted sum of all input channels.",
        "With fewer outputs than inputs it does lose information, for different columns become the same. It is linear, "
        "but that doesn't help. It is true that a matrix loses nothing if its columns are linearly independent, but "
        "more columns than rows never are.",
        "It keeps height and width at stride 1. With stride 2, as in the projections of ResNet, it halves them.",
    ),
    sources=(
        "Lin, Chen, Yan: Network in network (ICLR 2014), section 3",
        "Szegedy et al.: Going deeper with convolutions (CVPR 2015), section 4 and table 1: the 5×5 branch of module "
        "3a, and why channels can be reduced before large windows",
        "“Is anything yellow?”: our own example",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA; "
        "digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "yellow",
    confusions=CONFUSIONS,
)
def pointwise(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: one pixel, all pixels, two columns that collide, the bottleneck, and nets that learn a colour."""
    layer, pair, counts = computed.layer(knobs), computed.collision(knobs), computed.bottleneck(knobs)
    stage.scales = computed.scales(knobs.picture, knobs.outputs, knobs.matrix)
    cell = layer.nearest(knobs.at)
    words = Words(layer, cell, pair, counts, knobs)

    def of_layer(draw: Callable[[View], list[AnyMark]]) -> Callable[[Span], list[AnyMark]]:
        return lambda span: draw(View(layer, span, cell))

    parts = (
        Part("A needle through all channels", words.needle(), 5.0, LAYER[:1], of_layer(draw_needle),
             ("The input", "One pixel's column")),
        Part("Multiply and add", words.weigh(), 4.0 + 1.3 * layer.channels, ("picture", "matrix"), of_layer(draw_weigh),
             ("Multiply", "Add")),
        Part("A row for each output", words.matrix(), 2.5 + 2.0 * layer.outputs, LAYER, of_layer(draw_matrix),
             ("Add the bias", "Apply ReLU")),
        Part("The same weights everywhere", words.every(), 9.0, LAYER, of_layer(draw_every),
             ("Drop it back", "All pixels at once")),
        Part("A matrix times columns", words.columns(), 7.0, LAYER, of_layer(draw_columns)),
        Part("Real maps mixed", words.real(), 3.0 + 2.0 * layer.outputs, LAYER[:3],
             lambda span: draw_real(computed.real(knobs), span)),
        Part("Two columns, one output", words.collide(), 7.0, (), lambda span: draw_collision(span, pair)),
        Part("The bottleneck", words.bottleneck(), 7.0, SIZES, lambda span: draw_bottleneck(span, knobs, counts),
             ("Without a bottleneck",)),
        Part("Is anything yellow?", TASK, 6.0, (), lambda span: draw_task(stage, span), live=True, still=True),
        Part("Three nets learn it", LEARN, 8.0, (), lambda span: draw_learn(stage, span), live=True),
        Part("What the nets see", SEEN, 6.0, (), lambda span: draw_seen(stage, span), live=True),
    )  # fmt: skip
    spans = [
        stage.step(part.title, part.said[0], part.seconds, more=part.said[1], knobs=part.knobs, was=part.was,
                   live=part.live, still=part.still)
        for part in parts
    ]  # fmt: skip
    stage.poster(spans[0], KEY_PICTURE)
    draw, span = next((part.draw, span) for part, span in zip(parts, spans, strict=True) if span.active)
    stage.add(*draw(span))
