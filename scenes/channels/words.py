"""All that the channels scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.channels.computed import Layer, Real
from scenes.stage.draw.blocks import bracketed, counted, number, shape_text

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
ALEXNET = (3, 96, 11, 227, 4)
"""Channels, filters, kernel, side and stride of the first layer of AlexNet."""


@dataclass(frozen=True)
class Words:
    """The sentences of one layer, and of one of real size; each with what there is to say beside it."""

    layer: Layer
    real: Real

    @property
    def _channels(self) -> str:
        return NUMBERS.get(self.layer.channels, str(self.layer.channels))

    @property
    def _filters(self) -> str:
        return NUMBERS[self.layer.filters].capitalize()

    @property
    def _shape(self) -> str:
        return " × ".join(str(side) for side in self.layer.x.shape)

    @property
    def kernels_title(self) -> str:
        """The title of the step in which all kernels slide."""
        return f"{self._channels.capitalize()} kernels in parallel"

    def channels(self) -> tuple[str, str]:
        """What the input is."""
        caption = f"This picture is {self._channels} grids of numbers, called its channels."
        if self.layer.channels == 3:
            caption = "A colour picture is three grids of numbers, one for each colour."
        return caption, (
            f"A picture is a block of numbers, channels × height × width: {self._shape}, which makes "
            f"{self.layer.x.size:,} numbers. Each grid is called a channel. "
            "The channels are not a direction in space, and their order has no meaning."
        )

    def kernels(self) -> tuple[str, str]:
        """What a filter is."""
        k, c = self.layer.size, self.layer.channels
        return "One filter has a kernel of its own for each channel.", (
            f"The filter spans all channels but only {k} × {k} cells. "
            f"It has {k} · {k} · {c} = {counted(k * k * c, 'weight')}."
        )

    def slide(self) -> tuple[str, str]:
        """How partial maps come to be."""
        layer, (row, column) = self.layer, self.layer.example
        values = ", ".join(number(layer.sum_at(channel, layer.example)) for channel in range(layer.channels))
        return "Each kernel slides over its own channel and makes a partial map.", (
            "All kernels slide together. "
            f"At every place {layer.size**2 * layer.channels} multiply-accumulates (MACs) are done. "
            f"At row {row} and column {column} the kernels make {values}."
        )

    def add(self) -> tuple[str, str]:
        """How one map comes of the partial maps."""
        layer, (row, column) = self.layer, self.layer.example
        parts = " + ".join(bracketed(layer.sum_at(channel, (row, column))) for channel in range(layer.channels))
        return "The partial maps are added, so one filter makes one map.", (
            f"They are added cell by cell: S[{row}, {column}] = {parts} = {number(layer.sum_of((row, column)))}. "
            "A filter does not make a map for each channel."
        )

    def bias(self) -> tuple[str, str]:
        """What the bias does."""
        layer, (row, column) = self.layer, self.layer.example
        value = number(float(layer.maps[(layer.shown, row, column)]))
        return "The one bias of the filter is added at every cell.", (
            f"The map of this filter is done: y[{row}, {column}] = {number(layer.sum_of((row, column)))} + "
            f"{bracketed(layer.bias)} = {value}."
        )

    def filters(self) -> tuple[str, str]:
        """What further filters do."""
        layer, (height, width) = self.layer, self.layer.out
        f, c, k = layer.filters, layer.channels, layer.size
        counts = (
            f"{f}·({k * k}·{c} + 1) = {layer.parameters:,} parameters, "
            f"{height}·{width}·{f}·{k * k}·{c} = {layer.macs:,} MACs and "
            f"{f}·{height}·{width} = {layer.maps.size:,} {'activations' if layer.maps.size > 1 else 'activation'}."
        )
        if f == 1:
            return "A single filter makes a single map.", f"Ask for more filters. This one has {counts}"
        return f"{self._filters} filters look at the same input, and each makes its own map.", (
            f"Each has its own kernels and its own bias. Parameters and MACs grow with every filter: {counts}"
        )

    def maps(self) -> tuple[str, str]:
        """What the output is."""
        f, shape = self.layer.filters, shape_text(self.layer.maps.shape)
        caption = f"{self._filters} filters make {NUMBERS[f]} channels, however many come in."
        if f == 1:
            caption = "One filter makes one channel, however many come in."
        return caption, (
            f"The maps are the channels of the output, {shape}. Their number is a choice: it is the number of filters. "
            f"It does not depend on the {self.layer.channels} channels of the input."
        )

    def layer_of_real_size(self) -> tuple[str, str]:
        """What a real layer is like."""
        real = self.real
        alexnet = (real.channels, real.filters, real.size, real.side, real.stride) == ALEXNET
        which = "The first layer of AlexNet" if alexnet else "This layer"
        return (
            f"{which} makes {counted(real.filters, 'map')} with {counted(real.filters, 'filter')}.",
            f"Its {counted(real.filters, 'filter')} of {real.size}×{real.size}×{real.channels} "
            f"make{'s' * (real.filters == 1)} {counted(real.filters, 'map')} of {real.out} × {real.out}. "
            "Filters are drawn larger than the window on the input, and boxes less deep than they have channels.",
        )

    def costs(self) -> tuple[str, str]:
        """What it costs."""
        real = self.real
        return "A larger picture takes more MACs, but no additional parameters.", (
            "The same weights are used at every place, so parameters do not depend on height and width. "
            f"Here H' and W' are {real.out}, F is {real.filters}, k is {real.size} and C is {real.channels}."
        )
