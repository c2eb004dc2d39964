"""The steps of the pointwise scene: one pixel, all pixels, what is lost and what is saved by mixing them."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pointwise.words import LEARN, SEEN, TASK, Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story

LAYER = ("picture", "outputs", "matrix", "relu")


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: one pixel, all pixels, two columns that collide, the bottleneck; nets that learn a colour."""

    needle: Span
    weigh: Span
    matrix: Span
    every: Span
    columns: Span
    real: Span
    collide: Span
    bottleneck: Span
    task: Span
    learn: Span
    watched: Span


def tell(stage: Stage, words: Words) -> Steps:
    """Lay out the steps."""

    def step(
        title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...], *was: str,
        live: bool = False, still: bool = False,
    ) -> Span:  # fmt: skip
        return stage.step(title, said[0], seconds, more=said[1], knobs=knobs, was=was, live=live, still=still)

    layer = words.layer
    return Steps(
        needle=step("A needle through all channels", words.needle(), 5.0, ("picture",), "The input",
                    "One pixel's column"),
        weigh=step("Multiply and add", words.weigh(), 2.5 + 1.3 * (layer.channels + 1), ("picture", "matrix"),
                   "Multiply", "Add"),
        matrix=step("A row for each output", words.matrix(), 2.5 + 2.0 * layer.outputs, LAYER, "Add the bias",
                    "Apply ReLU"),
        every=step("The same weights everywhere", words.every(), 9.0, LAYER, "Drop it back", "All pixels at once"),
        columns=step("A matrix times columns", words.columns(), 7.0, LAYER),
        real=step("Real maps mixed", words.real(), 3.0 + 2.0 * layer.outputs, ("picture", "outputs", "matrix")),
        collide=step("Two columns, one output", words.collide(), 7.0, ()),
        bottleneck=step("The bottleneck", words.bottleneck(), 7.0, ("channels_in", "reduced", "channels_out", "kernel"),
                        "Without a bottleneck"),
        task=step("Is anything yellow?", TASK, 6.0, (), live=True, still=True),
        learn=step("Three nets learn it", LEARN, 8.0, (), live=True),
        watched=step("What the nets see", SEEN, 6.0, (), live=True),
    )  # fmt: skip
