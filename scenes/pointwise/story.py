"""The steps of the pointwise scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pointwise.computed import Bottleneck, Collision, Layer
from scenes.pointwise.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, present
from scenes.stage.draw.blocks import counted, number


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done); `cell` is the pixel that is looked at.

    `live` is the step about nets that learn a colour that is being told, if one is, and `gone` how far the bottleneck
    has made way for it.
    """

    name: str
    cell: Cell
    column: float
    multiply: float
    add: float
    bias: float
    relu: float
    write: float
    every: float
    collide: float
    meet: float
    direct: float
    reduce: float
    live: Span | None
    gone: float


def tell(stage: Stage, of: Layer, pair: Collision, macs: Bottleneck, knobs: Knobs) -> Moment:
    """Lay out the steps: one pixel, all pixels, two columns that collide, and the bottleneck."""
    cell = of.nearest(knobs.at)
    spans = {
        "input": stage.step("The input", _input_caption(of), 2.5),
        "column": stage.step("One pixel's column", _column_caption(of, cell), 4.0),
        "multiply": stage.step("Multiply", _multiply_caption(of), 5.0),
        "add": stage.step("Add", ADD, 4.5),
        "bias": stage.step("Add the bias", BIAS, 3.0),
    }
    if of.relu:
        spans["relu"] = stage.step("Apply ReLU", RELU, 3.0)
    spans["write"] = stage.step("Drop it back", _write_caption(of), 3.0)
    spans["every"] = stage.step("All pixels at once", _every_caption(of), 7.0)
    spans["collide"] = stage.step("Two columns, one output", _collide_caption(pair), 9.0)
    spans["direct"] = stage.step("Without a bottleneck", _direct_caption(knobs, macs), 4.0)
    spans["reduce"] = stage.step("The bottleneck", _reduce_caption(knobs, macs), 6.0)
    spans["task"] = stage.step("Is anything yellow?", TASK, 6.0, live=True, still=True)
    spans["learn"] = stage.step("Three nets learn it", LEARN, 8.0, live=True)
    name = present(spans)
    shares = {name: span.motion for name, span in spans.items()}
    return Moment(
        name=name,
        cell=cell,
        column=shares["column"],
        multiply=spans["multiply"].even,
        add=spans["add"].even,
        bias=shares["bias"],
        relu=shares.get("relu", 0.0),
        write=shares["write"],
        every=spans["every"].t / 0.85,
        collide=min(1.0, spans["collide"].t * 4),
        meet=(spans["collide"].t - 0.25) / 0.6,
        direct=shares["direct"],
        reduce=shares["reduce"],
        live=spans[name] if name in ("task", "learn") else None,
        gone=ease(spans["task"].t * 8),
    )


def _input_caption(of: Layer) -> str:
    channels, (height, width) = of.channels, of.size
    return (
        f"A volume of {channels} × {height} × {width} numbers. A 1×1 convolution has a window of one single pixel: "
        "it never looks at the neighbours."
    )


def _column_caption(of: Layer, cell: Cell) -> str:
    count = f"its column of {of.channels} numbers, one for each channel," if of.channels > 1 else "its only number"
    return f"The pixel in row {cell[0]}, column {cell[1]} is pulled out: {count} is laid flat, ready for the matrix."


def _multiply_caption(of: Layer) -> str:
    if of.channels == 1:
        return "Only with a single input channel is a 1×1 convolution nothing but a scaling: there is nothing to mix."
    return (
        f"The matrix has a row for each output channel and a weight for each input channel: "
        f"{of.outputs} × {of.channels} = {of.outputs * of.channels} products."
    )


def _write_caption(of: Layer) -> str:
    channels = "only the number of channels changes" if of.outputs != of.channels else "here the channels do, too"
    return (
        f"The {counted(of.channels, 'number')} became {of.outputs}, "
        f"dropped back at the same pixel. Height and width stay as they are; {channels}."
    )


def _every_caption(of: Layer) -> str:
    height, width = of.size
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


def _reduce_caption(knobs: Knobs, macs: Bottleneck) -> str:
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
