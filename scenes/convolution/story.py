"""The steps of the convolution scene, and how far one window and the filters have come."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.convolution.computed import Layer
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease, latest
from scenes.stage.draw.blocks import counted, number
from scenes.stage.draw.maps import COLOURS
from scenes.stage.draw.walk import FOLLOWED

SWAP = 0.12
"""The share of a further filter's step in which its kernel takes the place of the one before."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: one window in the making, then a slide over the input for each filter.

    `multiply` is one step for all channels, with `add` after it; or one for each channel, which adds as well.
    """

    input: Span
    window: Span
    multiply: tuple[Span, ...]
    add: Span | None
    across: Span | None
    bias: Span
    relu: Span | None
    write: Span
    slides: tuple[Span, ...]
    output: Span

    @property
    def making(self) -> float:
        """How visible everything is that makes way for the output at the end."""
        return 1.0 - self.output.motion

    @property
    def channel(self) -> int:
        """The channel at work, where they have their turns one by one."""
        return latest(self.multiply)

    def multiplied(self, channel: int) -> float:
        """How many of a channel's products are made, as a share."""
        return self.multiply[0].even if self.add else ease(self.multiply[channel].t / 0.4)

    def added(self, channel: int) -> float:
        """How many of a channel's products are added up, as a share."""
        return self.add.even if self.add else ease((self.multiply[channel].t - 0.45) / 0.4)

    @property
    def filter_(self) -> int:
        """The filter at work."""
        return latest(self.slides)

    @property
    def swap(self) -> float:
        """How far the kernel of a further filter has taken the place of the one before."""
        return ease(self.slides[self.filter_].t / SWAP) if self.filter_ else 1.0


def tell(stage: Stage, layer: Layer, at: Cell, one_by_one: bool) -> Steps:
    """Lay out the steps, the first about the cell `at`; with `one_by_one` each channel has a step of its own."""
    step = stage.step
    return Steps(
        input=step("The input", _input_caption(layer), 2.5),
        window=step("One window", _window_caption(layer), 3.0),
        multiply=(
            tuple(step(f"Channel {name}", _channel_caption(layer, name), 5.0) for name in COLOURS)
            if one_by_one
            else (step("Multiply", _multiply_caption(layer), 5.0),)
        ),
        add=None if one_by_one else step("Add", _add_caption(layer), 5.0),
        across=step("Add across channels", ACROSS, 3.5) if layer.channels > 1 else None,
        bias=step("Add the bias", _bias_caption(layer), 3.0),
        relu=step("Apply ReLU", RELU, 3.0) if layer.knobs.relu else None,
        write=step("Write the cell", _write_caption(layer, at), 2.5),
        slides=tuple(step(*_slide_words(layer, index), _slide_seconds(layer, index)) for index in range(layer.filters)),
        output=step("The output", _output_caption(layer), 4.0),
    )


def _slide_seconds(layer: Layer, filter_: int) -> float:
    count = layer.out[0] * layer.out[1]
    slow = min(1.1 * count, 14.0) if count <= FOLLOWED else 9.0
    return max(slow if filter_ == 0 else slow * 0.6 + 1.5, 2.0)


def _slide_words(layer: Layer, filter_: int) -> tuple[str, str]:
    rows, columns = layer.out
    if filter_ == 0 and rows == columns == 1:
        return "Slide", "There is room for one window only, so the feature map has one cell." + _left_over(layer)
    if filter_ == 0:
        step = "one cell" if layer.knobs.stride == 1 else f"{layer.knobs.stride} cells"
        return "Slide", (
            f"The window moves on by {step}, with the same weights and the same bias at every place: "
            f"{rows} × {columns} = {rows * columns:,} windows, as many cells in the feature map." + _left_over(layer)
        )
    return f"Filter {filter_ + 1}: {layer.names[filter_]}", (
        "Another filter, with weights and a bias of its own, looks at the same input and makes a map of its own."
    )


def _left_over(layer: Layer) -> str:
    if layer.input.never_met is None:
        return ""
    rows, columns = layer.left_over
    if rows or columns:
        missed = " and ".join(counted(count, name) for count, name in ((rows, "row"), (columns, "column")) if count)
        return f" The floor in the formula: {missed} at the end {'is' if rows + columns == 1 else 'are'} never reached."
    return " The faded cells lie between the windows: no weight ever meets them."


def _input_caption(layer: Layer) -> str:
    channels, height, width = layer.x.shape
    kind = "one channel" if channels == 1 else "three channels: red, green and blue"
    words = f"A picture is a block of numbers, channels × height × width: {channels} × {height} × {width}, {kind}."
    return words + _padding_words(layer)


def _padding_words(layer: Layer) -> str:
    if layer.rings == 0:
        return ""
    if layer.rings is not None:
        words = f" Padding lays {counted(layer.rings, 'ring')} of zeros around each channel."
    else:
        (above, below), (left, right) = layer.margins
        words = f" Padding lays zeros around each channel: {above} above, {below} below, {left} left and {right} right."
    if layer.knobs.padding != "same":
        return words
    if layer.knobs.stride > 1:
        return f"{words} So “same” with a stride gives ⌈n / s⌉ in Keras and TensorFlow; PyTorch refuses it."
    if layer.span % 2 == 0:
        return f"{words} A window without a middle cell needs the odd zero on one side alone."
    return words


def _window_caption(layer: Layer) -> str:
    size, channels = layer.knobs.size, layer.channels
    words = f"The filter looks at a window of {f'{size} × {size} cells' if size > 1 else 'one cell'}"
    words += " in every channel at once." if channels > 1 else "."
    words += f" It has one weight for each: {counted(size * size * channels, 'weight')}, learned in training."
    if layer.knobs.dilation > 1:
        words += f" Dilation {layer.knobs.dilation} leaves gaps: the window spans {layer.span} cells."
    if layer.knobs.flip:
        words += " True convolution turns the kernel by 180°; a network that learns its weights needs no flip."
    return words


def _multiply_caption(layer: Layer) -> str:
    count = layer.knobs.size**2 * layer.channels
    each = "in each channel, by that channel's own kernel" if layer.channels > 1 else "by the weight at the same place"
    return f"Each value under the window is multiplied {each}: {counted(count, 'product')}, no matrix product."


def _channel_caption(layer: Layer, name: str) -> str:
    if layer.knobs.size == 1:
        return f"In the {name} channel, value times weight: one product."
    return f"In the {name} channel, value times weight, {layer.knobs.size**2} times; the products add up to one number."


def _add_caption(layer: Layer) -> str:
    if layer.channels > 1:
        return "Inside each channel the products are added up: three sums so far."
    if layer.knobs.size == 1:
        return "There is only one product, so there is nothing to add: the window has become one number."
    return f"The {layer.knobs.size**2} products are added up: the whole window has become one number."


def _bias_caption(layer: Layer) -> str:
    return (
        f"The filter's one bias, {number(float(layer.biases[0]))}, is added. The same bias is used at every window: "
        "it belongs to the filter, not to the place."
    )


def _write_caption(layer: Layer, at: Cell) -> str:
    return f"The number is written into the feature map at row {at[0]}, column {at[1]}: where its window stands."


def _output_caption(layer: Layer) -> str:
    filters, (rows, columns) = layer.filters, layer.out
    many = "One filter makes one map" if filters == 1 else f"{filters} filters make {filters} maps"
    return f"{many}: the output is {filters} × {rows} × {columns}, and can be the input of the next layer."


ACROSS = "The sums of the three channels are added as well. One filter spans all channels and makes one map, not three."
RELU = "ReLU is applied: a negative number becomes 0, a positive one passes unchanged."
