"""The steps of the pointwise scene: one pixel, all pixels, what is lost and what is saved by mixing them."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pointwise.computed import Bottleneck, Collision, Layer
from scenes.pointwise.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease
from scenes.stage.draw.blocks import counted, number


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: one pixel, all pixels, two columns that collide, the bottleneck; nets that learn a colour."""

    input: Span
    column: Span
    multiply: Span
    add: Span
    bias: Span
    relu: Span | None
    write: Span
    every: Span
    collide: Span
    direct: Span
    bottleneck: Span
    task: Span
    learn: Span

    @property
    def all_pixels(self) -> float:
        """How far all pixels have gone through the layer; it goes on beyond 1."""
        return self.every.t / 0.85

    @property
    def making(self) -> float:
        """How visible one pixel's account is, which makes way for all pixels."""
        return 1.0 - ease(self.all_pixels * 8)

    @property
    def leaving(self) -> float:
        """How far the layer has been left for two columns."""
        return min(1.0, self.collide.t * 4)

    @property
    def layer(self) -> float:
        """How visible the layer is, which makes way for two columns and then for the bottleneck."""
        return 1.0 - ease(self.leaving * 3)

    @property
    def two_columns(self) -> float:
        """How visible the two columns are, which make way for the bottleneck."""
        return ease((self.leaving - 0.3) * 6) * (1.0 - ease(self.direct.motion * 4))

    @property
    def meeting(self) -> float:
        """How far the two columns have come to their output; below 0 before they set out."""
        return (self.collide.t - 0.25) / 0.6

    @property
    def lanes(self) -> float:
        """How visible the ways with and without the bottleneck are, which make way for nets that learn."""
        return 1.0 - ease(self.task.t * 8)


def tell(stage: Stage, layer: Layer, cell: Cell, pair: Collision, macs: Bottleneck, knobs: Knobs) -> Steps:
    """Lay out the steps; the first are about the pixel at `cell`."""
    return Steps(
        input=stage.step("The input", _input_caption(layer), 2.5),
        column=stage.step("One pixel's column", _column_caption(layer, cell), 4.0),
        multiply=stage.step("Multiply", _multiply_caption(layer), 5.0),
        add=stage.step("Add", ADD, 4.5),
        bias=stage.step("Add the bias", BIAS, 3.0),
        relu=stage.step("Apply ReLU", RELU, 3.0) if layer.relu else None,
        write=stage.step("Drop it back", _write_caption(layer), 3.0),
        every=stage.step("All pixels at once", _every_caption(layer), 7.0),
        collide=stage.step("Two columns, one output", _collide_caption(pair), 9.0),
        direct=stage.step("Without a bottleneck", _direct_caption(knobs, macs), 4.0),
        bottleneck=stage.step("The bottleneck", _bottleneck_caption(knobs, macs), 6.0),
        task=stage.step("Is anything yellow?", TASK, 6.0, live=True, still=True),
        learn=stage.step("Three nets learn it", LEARN, 8.0, live=True),
    )


def _input_caption(layer: Layer) -> str:
    channels, (height, width) = layer.channels, layer.size
    return (
        f"A block of {channels} × {height} × {width} numbers. A 1×1 convolution has a window of one single pixel: "
        "it never looks at the neighbours."
    )


def _column_caption(layer: Layer, cell: Cell) -> str:
    count = (
        f"its column of {layer.channels} numbers, one for each channel," if layer.channels > 1 else "its only number"
    )
    return f"The pixel in row {cell[0]}, column {cell[1]} is pulled out: {count} is laid flat, ready for the matrix."


def _multiply_caption(layer: Layer) -> str:
    if layer.channels == 1:
        return "Only with a single input channel is a 1×1 convolution nothing but a scaling: there is nothing to mix."
    return (
        f"The matrix has a row for each output channel and a weight for each input channel: "
        f"{layer.outputs} × {layer.channels} = {layer.outputs * layer.channels} products."
    )


def _write_caption(layer: Layer) -> str:
    channels = "only the number of channels changes" if layer.outputs != layer.channels else "here the channels do, too"
    return (
        f"The {counted(layer.channels, 'number')} became {layer.outputs}, "
        f"dropped back at the same pixel. Height and width stay as they are; {channels}."
    )


def _every_caption(layer: Layer) -> str:
    height, width = layer.size
    return (
        f"All {height * width:,} pixels at once, with the same matrix and the same biases: "
        f"a tiny dense layer, used at every pixel."
    )


def _collide_caption(pair: Collision) -> str:
    first, second = (f"({cell[1]}, {cell[0]})" for cell in (pair.first, pair.second))
    if pair.collide:
        words = f"The columns {first} and {second} both become {number(pair.value(pair.first))}"
        words += ": nobody can tell from the output which of them it was."
    elif pair.first == pair.second:
        words = f"Both markers stand on the same column {first}: move one of them."
    elif pair.different == pair.outputs.array.size:
        return "These weights keep all 25 columns of whole numbers apart; columns with fractions still collide."
    else:
        words = f"The columns {first} and {second} become different numbers here, but others share one."
    return words + " Fewer outputs than inputs lose information in general."


def _direct_caption(knobs: Knobs, macs: Bottleneck) -> str:
    example = " These are the sizes in module 3a of GoogLeNet." if knobs.sizes == Knobs().sizes else ""
    return (
        f"A {knobs.kernel} convolution straight on {knobs.channels_in} channels of {knobs.side} × {knobs.side} pixels "
        f"takes {macs.direct:,} multiply-accumulates (MACs).{example}"
    )


def _bottleneck_caption(knobs: Knobs, macs: Bottleneck) -> str:
    words = f"A 1×1 convolution first reduces {knobs.channels_in} channels to {knobs.reduced}. "
    if macs.saving >= 1:
        words += f"Together {macs.saving:.1f} times fewer MACs. It pays off because channels are largely redundant."
    else:
        words += "Together that takes more than the direct way: this bottleneck is too wide."
    return words


ADD = "Each row of products adds up to one number. Every output channel is a weighted mix of all input channels."
BIAS = "Each output channel has one bias of its own, the same at every pixel."
RELU = "ReLU is applied: a negative number becomes 0, and what it was before is lost."
TASK = (
    "Yellow is red and green light at one place. Both pictures hold the same numbers in every channel; only the green "
    "ones lie elsewhere. No channel alone tells which one has yellow."
)
LEARN = (
    "With a handful of parameters a 1×1 convolution mixes the channels of every pixel and learns it. Depthwise alone, "
    "each channel has a filter of its own and nothing is mixed: it stays at chance."
)
