"""The steps of the convolution scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.convolution.computed import Layer
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, latest, present
from scenes.stage.draw.blocks import counted, number
from scenes.stage.draw.maps import COLOURS
from scenes.stage.draw.walk import FOLLOWED, Walk, walk

PACE = 0.35
"""The share of a window's time in which it glides in from the window before."""
SWAP = 0.12
"""The share of a further filter's step in which its kernel takes the place of the one before."""


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done); `multiply` and `add` have one a channel.

    `walk` is the window's way over the input, `written` how many cells of map `filter_` are written.
    """

    name: str
    intro: float
    window: float
    multiply: tuple[float, ...]
    add: tuple[float, ...]
    across: float
    bias: float
    relu: float
    write: float
    end: float
    filter_: int
    walk: Walk
    written: int
    swap: float
    channel: int


def tell(stage: Stage, of: Layer, chosen: Cell, one_by_one: bool) -> Moment:
    """Lay out the steps, the first about the `chosen` cell; with `one_by_one` each channel has a step of its own."""
    at = nearest_cell(chosen, *of.out)
    intro = stage.step("The input", _input_caption(of), 2.5)
    window = stage.step("One window", _window_caption(of), 3.0)
    parts: list[Span] = []
    if one_by_one:
        parts = [stage.step(f"Channel {name}", _channel_caption(of, name), 5.0) for name in COLOURS]
        multiply = tuple(ease(part.t / 0.4) for part in parts)
        add = tuple(ease((part.t - 0.45) / 0.4) for part in parts)
        made = {f"channel {index}": part for index, part in enumerate(parts)}
    else:
        products, sums = stage.step("Multiply", _multiply_caption(of), 5.0), stage.step("Add", _add_caption(of), 5.0)
        multiply, add = (products.even,) * of.channels, (sums.even,) * of.channels
        made = {"multiply": products, "add": sums}
    if of.channels > 1:
        made["across"] = stage.step("Add across channels", ACROSS, 3.5)
    made["bias"] = stage.step("Add the bias", _bias_caption(of), 3.0)
    if of.knobs.relu:
        made["relu"] = stage.step("Apply ReLU", RELU, 3.0)
    made["write"] = stage.step("Write the cell", _write_caption(of, at), 2.5)
    slides = [stage.step(*_slide_words(of, index), _slide_seconds(of, index)) for index in range(of.filters)]
    end = stage.step("The output", _end_caption(of), 4.0)

    spans = {"intro": intro, "window": window, **made}
    spans |= {f"slide {index}": span for index, span in enumerate(slides)} | {"end": end}
    name = present(spans)
    filter_ = latest(slides)
    slide = _slide(of, slides, filter_, at)
    return Moment(
        name=name.split()[0],
        intro=intro.motion,
        window=window.motion,
        multiply=multiply,
        add=add,
        across=made["across"].motion if "across" in made else add[0],
        bias=made["bias"].motion,
        relu=made["relu"].motion if "relu" in made else 0.0,
        write=made["write"].motion,
        end=end.motion,
        filter_=filter_,
        walk=slide,
        written=slide.index + (slide.glide >= 1.0) if slide.when else 0,
        swap=ease(slides[filter_].t / SWAP) if filter_ else 1.0,
        channel=latest(parts),
    )


def _slide(of: Layer, slides: list[Span], filter_: int, at: Cell) -> Walk:
    """Where the window is: at the chosen cell before the sliding begins, then on its way over the input.

    While the kernels of a further filter change it goes back to the beginning.
    """
    if filter_ == 0:
        return walk(slides[0], *of.out, at, rest=0.0, pace=PACE)
    end = of.out[0] - 1, of.out[1] - 1
    return walk(slides[filter_], *of.out, end, lead=SWAP, rest=0.0, pace=PACE, early=True)


def _slide_seconds(of: Layer, filter_: int) -> float:
    count = of.out[0] * of.out[1]
    slow = min(1.1 * count, 14.0) if count <= FOLLOWED else 9.0
    return max(slow if filter_ == 0 else slow * 0.6 + 1.5, 2.0)


def _slide_words(of: Layer, filter_: int) -> tuple[str, str]:
    rows, columns = of.out
    if filter_ == 0:
        step = "one cell" if of.knobs.stride == 1 else f"{of.knobs.stride} cells"
        return "Slide", (
            f"The window moves on by {step}, with the same weights and the same bias at every place: "
            f"{rows} × {columns} = {rows * columns:,} windows, as many cells in the feature map." + _left_over(of)
        )
    return f"Filter {filter_ + 1}: {of.names[filter_]}", (
        "Another filter, with weights and a bias of its own, looks at the same input and makes a map of its own."
    )


def _left_over(of: Layer) -> str:
    if of.input.never_met is None:
        return ""
    rows, columns = of.left_over
    if rows or columns:
        return (
            f" The floor in the formula: {counted(rows, 'row')} and {counted(columns, 'column')} "
            "at the end are never reached."
        )
    return " The faded cells lie between the windows: no weight ever meets them."


def _input_caption(of: Layer) -> str:
    channels, height, width = of.x.shape
    kind = "one channel" if channels == 1 else "three channels: red, green and blue"
    words = f"A picture is a block of numbers, channels × height × width: {channels} × {height} × {width}, {kind}."
    if of.padding:
        words += f" Padding lays {counted(of.padding, 'ring')} of zeros around each channel."
    return words


def _window_caption(of: Layer) -> str:
    size, channels = of.knobs.size, of.channels
    words = f"The filter looks at a window of {size} × {size} cells"
    words += " in every channel at once." if channels > 1 else "."
    words += f" It has one weight for each: {size * size * channels} weights, learned in training."
    if of.knobs.dilation > 1:
        words += f" Dilation {of.knobs.dilation} leaves gaps: the window spans {of.span} cells."
    if of.knobs.flip:
        words += " True convolution turns the kernel by 180°; a network that learns its weights needs no flip."
    return words


def _multiply_caption(of: Layer) -> str:
    size = of.knobs.size
    each = "in each channel, by that channel's own kernel" if of.channels > 1 else "by the weight at the same place"
    return f"Each value under the window is multiplied {each}: {size * size * of.channels} products, no matrix product."


def _channel_caption(of: Layer, name: str) -> str:
    return f"In the {name} channel, value times weight, {of.knobs.size**2} times; the products add up to one number."


def _add_caption(of: Layer) -> str:
    if of.channels > 1:
        return "Inside each channel the products are added up: three sums so far."
    return f"The {of.knobs.size**2} products are added up: the whole window has become one number."


def _bias_caption(of: Layer) -> str:
    return (
        f"The filter's one bias, {number(float(of.biases[0]))}, is added. The same bias is used at every window: "
        "it belongs to the filter, not to the place."
    )


def _write_caption(of: Layer, at: Cell) -> str:
    return f"The number is written into the feature map at row {at[0]}, column {at[1]}: where its window stands."


def _end_caption(of: Layer) -> str:
    filters, (rows, columns) = of.filters, of.out
    many = "One filter makes one map" if filters == 1 else f"{filters} filters make {filters} maps"
    return f"{many}: the output is {filters} × {rows} × {columns}, and can be the input of the next layer."


ACROSS = "The sums of the three channels are added as well. One filter spans all channels and makes one map, not three."
RELU = "ReLU is applied: a negative number becomes 0, a positive one passes unchanged."
