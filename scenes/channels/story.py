"""The steps of the channels scene: one filter closely, all filters, a layer of real size."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.channels.computed import Layer, Real
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease
from scenes.stage.draw.blocks import counted, number

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: planes, kernels, adding, the bias; all filters, their maps; a layer of real size."""

    planes: Span
    kernels: Span
    slide: Span
    add: Span
    bias: Span
    filters: Span
    maps: Span
    real: Span

    @property
    def rows(self) -> float:
        """How far the planes have gone to the rows of their kernels."""
        return ease(self.kernels.t / 0.3)

    @property
    def given(self) -> float:
        """How far the planes have been given their kernels, one after the other."""
        return ease((self.kernels.t - 0.3) / 0.5)

    @property
    def leaving(self) -> float:
        """How far the one filter is being left for all of them: for good after two seconds, when it is 1."""
        return self.filters.t * self.filters.seconds / 2.0

    @property
    def close(self) -> float:
        """How visible the one filter is, which makes way for all filters."""
        return 1.0 - ease(self.leaving * 3)

    @property
    def all_filters(self) -> float:
        """How visible all filters are, which make way for a layer of real size."""
        return ease(self.leaving * 3 - 1) * (1.0 - ease(self.real.even * 4))


def tell(stage: Stage, layer: Layer, real: Real) -> Steps:
    """Lay out the steps."""
    kernels = _in_words(layer.channels) + " kernels in parallel"
    return Steps(
        planes=stage.step("The planes slide apart", _planes_caption(layer), 4.0),
        kernels=stage.step("A kernel for each plane", _kernels_caption(layer), 5.0),
        slide=stage.step(kernels, _slide_caption(layer), _slide_seconds(layer)),
        add=stage.step("Add the maps", _add_caption(layer), 2.0 + 1.5 * layer.channels),
        bias=stage.step("Add the bias", _bias_caption(layer), 4.0),
        filters=stage.step("A stack of filters", _filters_caption(layer), 2.0 + 2.5 * layer.filters),
        maps=stage.step("A stack of maps", _maps_caption(layer), 5.0),
        real=stage.step("A layer of real size", _real_caption(real), 7.0),
    )


def _slide_seconds(layer: Layer) -> float:
    return min(max(1.4 * layer.windows, 5.0), 14.0) if layer.windows <= 150 else 9.0


def _in_words(channels: int) -> str:
    return NUMBERS.get(channels, str(channels)).capitalize()


def _planes_caption(layer: Layer) -> str:
    channels, height, width = layer.x.shape
    kind = "a plane each for red, green and blue" if channels == 3 else f"{_in_words(channels).lower()} planes"
    return (
        f"A picture is a block of numbers, channels × height × width: {channels} × {height} × {width}, {kind}. "
        "The channels are not a direction in space; their order has no meaning."
    )


def _kernels_caption(layer: Layer) -> str:
    k, c = layer.size, layer.channels
    return (
        f"One filter spans all channels but only {k} × {k} cells: "
        f"a kernel of its own for each plane, {k} · {k} · {c} = {counted(k * k * c, 'weight')}."
    )


def _slide_caption(layer: Layer) -> str:
    return (
        "All kernels slide together, each over its own plane, and each makes a partial map. "
        f"At every place {layer.size * layer.size * layer.channels} multiply-accumulates (MACs)."
    )


def _add_caption(layer: Layer) -> str:
    return (
        f"The {NUMBERS.get(layer.channels, str(layer.channels))} partial maps are added, cell by cell. "
        "One filter makes one map, not one for each channel."
    )


def _bias_caption(layer: Layer) -> str:
    return f"The filter's one bias, {number(layer.bias)}, is added at every cell. The map of this filter is done."


def _filters_caption(layer: Layer) -> str:
    if layer.filters == 1:
        return "With a single filter the output has a single channel, whatever the input has. Ask for more filters."
    return (
        f"{_in_words(layer.filters)} filters, each with its own kernels and bias, look at the same input. "
        "Parameters and MACs grow with every one of them."
    )


def _maps_caption(layer: Layer) -> str:
    height, width = layer.out
    return (
        f"The maps are the channels of the output: {layer.filters} × {height} × {width}. "
        f"How many there are is chosen, by the number of filters; the {layer.channels} channels of the input "
        "don't matter."
    )


def _real_caption(real: Real) -> str:
    alexnet = (real.channels, real.filters, real.size, real.side, real.stride) == (3, 96, 11, 227, 4)
    where = "The first layer of AlexNet" if alexnet else "This layer"
    return (
        f"{where}: {counted(real.filters, 'filter')} of {real.size}×{real.size}×{real.channels} "
        f"make{'s' * (real.filters == 1)} "
        f"{counted(real.filters, 'map')} of {real.out} × {real.out}. The same weights are used at every place: "
        "a larger picture takes more MACs and activations, but not one parameter more."
    )
