"""What is said of an opened network and of its layers: short sentences for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from desktop.model_files.words import Contents, Format, Histogram, Tensor
from desktop.words.layers import NOT_COUNTED
from desktop.words.plain import size_text
from scenes.stage.data.networks import Layer, Pair, network
from scenes.stage.draw.blocks import brief, counted, shape_text
from scenes.stage.numbers.series import number_text

Line = Literal["row", "column", ""]
FORMATS: dict[Format, str] = {"safetensors": "safetensors", "onnx": "ONNX", "pytorch": "PyTorch"}
PRIVACY = "Nothing leaves this computer, and nothing in a file is executed."
STRIDE_UNKNOWN = ". The file does not say its stride and its padding."


def facts(contents: Contents) -> tuple[tuple[str, str], ...]:
    """The numbers that a network is known by, each with its unit; what isn't known is left out."""
    return (
        (FORMATS[contents.format], "file"),
        (size_text(contents.bytes), ""),
        _apart(counted(len(contents.layers), "layer")),
        (brief(contents.parameters), "parameters"),
        *_work(contents),
    )


def _apart(number_of_things: str) -> tuple[str, str]:
    number, _, thing = number_of_things.partition(" ")
    return number, thing


def _work(contents: Contents) -> tuple[tuple[str, str], ...]:
    """The multiply-accumulates of all layers; where those of some aren't counted, that is said, too."""
    if not contents.counted:
        return ()
    total = sum(layer.macs for layer in contents.layers) if contents.macs is None else contents.macs
    left = f", {counted(len(contents.uncounted), 'layer')} {NOT_COUNTED}" if contents.uncounted else ""
    return ((brief(total), f"multiply-accumulates{left}"),)


def fits(contents: Contents) -> str:
    """Whether it runs here, and as what; else why not."""
    title = network(contents.network).title if contents.network else ""
    if contents.runs == "engine":
        return f"It fits {title}: it runs here."
    if contents.runs == "onnx":
        return "It runs here in ONNX Runtime." + (f" It fits {title}." if title else "")
    return contents.why


def by(pair: Pair) -> str:
    """A height and a width: 3×3."""
    return shape_text(pair)


def window(layer: Layer) -> str:
    """The window of a layer in few letters: "3×3 /2" moves by two cells; "" of a layer that has none."""
    if layer.kernel is None:
        return ""
    stride = "" if layer.stride == (1, 1) else f" /{layer.stride[0]}"
    return f"{by(layer.kernel)}{stride}"


def share(part: int, whole: int) -> str:
    """A share of a whole: 3.2 %, or less than 0.1 %."""
    if not whole or not part:
        return "0 %"
    percent = 100 * part / whole
    return "less than 0.1 %" if percent < 0.1 else f"{percent:.1f} %"


def about(layer: Layer, contents: Contents) -> tuple[str, ...]:
    """What a layer is, in sentences: how it computes, what comes out, and what it costs."""
    said = [_kind(layer)]
    if layer.shape:
        said.append(_output(layer))
    if layer.parameters:
        part = share(layer.parameters, contents.parameters)
        said.append(f"It has {counted(layer.parameters, 'parameter')} ({part} of all).")
    if layer.name in contents.uncounted:
        said.append("Its multiply-accumulates are not counted.")
    elif layer.macs and contents.counted:
        part = f" ({share(layer.macs, contents.macs)})" if contents.macs else ""
        said.append(f"It takes {brief(layer.macs)} multiply-accumulates{part}.")
    if there := contents.names_there.get(layer.name):
        said.append(f"The file calls it {there}.")
    return tuple(said)


def _kind(layer: Layer) -> str:
    """How it computes."""
    if layer.convolves and layer.kernel is not None:
        groups = f", in {layer.groups:,} groups" if layer.groups > 1 else ""
        apart = f", {by(layer.dilation)} cells apart" if layer.dilation != (1, 1) else ""
        moves = f", stride {_alike(layer.stride)}, padding {_padding(layer)}." if layer.shape else STRIDE_UNKNOWN
        return f"{layer.kind.capitalize()} with windows of {by(layer.kernel)}{apart}{groups}{moves}"
    if layer.kernel is not None:
        return f"{layer.kind.capitalize()} over windows of {by(layer.kernel)}, stride {_alike(layer.stride)}."
    return f"{layer.kind.capitalize()}."


def _padding(layer: Layer) -> str:
    """What lies around the input, and at its right and lower edge if that is something else."""
    behind = "" if layer.behind in (None, layer.padding) else f" ({_alike(layer.behind)} at the right and below)"
    return f"{_alike(layer.padding)}{behind}"


def _alike(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else by(pair)


def _output(layer: Layer) -> str:
    if layer.spatial:
        return f"{counted(layer.shape[0], 'map')} of {shape_text(layer.shape[1:])} come out."
    if len(layer.shape) == 1:
        return f"{counted(layer.shape[0], 'number')} come out."
    return f"Its output has the shape {shape_text(layer.shape)}."


def line_of_an_output(tensor: Tensor, layer: Layer, contents: Contents) -> Line:
    """Which lines of a matrix have the weights of one output each; "" where that can't be told.

    PyTorch's matrices have a row for each output. ONNX multiplies from either side, and the shapes must tell: those of
    a square matrix don't.
    """
    if contents.format != "onnx" or len(tensor.shape) != 2:
        return "row"
    outputs = layer.shape[-1] if layer.kind == "dense" and layer.shape else 0
    by_rows, by_columns = (size == outputs for size in tensor.shape)
    if by_rows == by_columns:
        return ""
    return "row" if by_rows else "column"


def weight_place(line: Line, row: int, column: int) -> str:
    """Which weight of a matrix is pointed at, both counted from 0."""
    if not line:
        return f"Row {row + 1}, column {column + 1}"
    output, given = (row, column) if line == "row" else (column, row)
    return f"Output {output + 1}, input {given + 1}"


def numbers(histogram: Histogram) -> str:
    """The numbers of an array in words: how many, how they lie, and what is odd about them."""
    finite = sum(histogram.counts)
    if not finite:
        return f"None of its {counted(histogram.odd, 'number')} is finite."
    said = [
        f"{counted(finite, 'number')}, mean {number_text(histogram.mean)}, "
        f"deviation {number_text(histogram.deviation)}."
    ]
    if histogram.zeros:
        are = "is" if histogram.zeros == 1 else "are"
        said.append(f"{histogram.zeros:,} {are} exactly 0 ({share(histogram.zeros, finite)}).")
    if histogram.odd:
        said.append(f"{counted(histogram.odd, 'number')} can’t be drawn: not finite.")
    return " ".join(said)


def notes_title(notes: Sequence[str]) -> str:
    """What stands on the button that folds the notes."""
    return counted(len(notes), "note")
