"""The steps of the channels scene: one filter closely, all filters, a layer of real size."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.channels.computed import Layer
from scenes.channels.words import Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story

REAL_KNOBS = ("real_inputs", "real_filters", "real_size", "real_stride")
SIZE_KNOBS = ("real_side", "real_filters", "real_inputs", "real_size")


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: channels, kernels, adding, the bias; all filters, their maps; a layer of real size and its costs."""

    channels: Span
    kernels: Span
    slide: Span
    add: Span
    bias: Span
    filters: Span
    maps: Span
    real: Span
    costs: Span


def tell(stage: Stage, words: Words) -> Steps:
    """Lay out the steps."""
    layer = words.layer

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...], was: str = "") -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=(was,) if was else ())

    one = ("kernels", "shown", "size")
    return Steps(
        channels=step("The channels slide apart", words.channels(), 4.0, ("picture",), "The planes slide apart"),
        kernels=step("A kernel for each channel", words.kernels(), 4.5, one, "A kernel for each plane"),
        slide=step(words.kernels_title, words.slide(), _slide_seconds(layer), one),
        add=step("Add the maps", words.add(), 2.6 + 1.4 * layer.channels, one),
        bias=step("Add the bias", words.bias(), 5.5, one),
        filters=step("A stack of filters", words.filters(), 2.0 + 2.2 * layer.filters, ("filters", "kernels", "size")),
        maps=step("A stack of maps", words.maps(), 4.5, ("filters", "picture")),
        real=step("A layer of real size", words.layer_of_real_size(), 6.0, REAL_KNOBS),
        costs=step("What it costs", words.costs(), 6.0, SIZE_KNOBS),
    )


def _slide_seconds(layer: Layer) -> float:
    return min(max(1.6 * layer.windows, 5.0), 14.0) if layer.windows <= 150 else 9.0
