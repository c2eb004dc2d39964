"""The scenes about filters: convolution, several channels, padding."""

from __future__ import annotations

from scenes.channels import computed as channels_computed
from scenes.channels.knobs import Knobs as ChannelsKnobs
from scenes.convolution import computed as convolution_computed
from scenes.convolution.computed import Layer
from scenes.convolution.knobs import Knobs as ConvolutionKnobs
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import (
    FUNCTIONAL,
    NN,
    READABLE,
    TORCH,
    batch,
    cells,
    code,
    figure,
    given,
    number,
    tensor,
    under,
    value,
)
from scenes.padding import computed as padding_computed
from scenes.padding.computed import Rule
from scenes.padding.knobs import Knobs as PaddingKnobs
from scenes.reference import Floats, pad
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.draw.maps import COLOURS

FEW_WEIGHTS = 60
"""Filters of up to so many weights are all written out; of more, the first is."""


@writes("convolution")
def convolution(knobs: ConvolutionKnobs) -> Code:
    """The layer on the whole input; on a photograph, the one window that the first steps are about."""
    layer = convolution_computed.layer(knobs)
    whole = layer.x.size <= READABLE
    shown = layer.filters if layer.weights.size <= FEW_WEIGHTS else 1
    at = nearest_cell(knobs.at, *layer.out)
    x = layer.x if whole else under(pad(layer.x, layer.margins), at, knobs.stride, layer.span)
    margins, zeros = _padding(layer) if whole else ("", [])
    flipped = ["kernel = kernel.flip(2, 3)  # true convolution: conv2d does not flip"] * knobs.flip
    stride = knobs.stride if whole else 1
    marks = [f"feature map {each + 1}" if layer.filters > 1 else "feature map" for each in range(shown)]
    if whole:
        results = [cells(f"y[0, {each}]", "The output", mark) for each, mark in enumerate(marks)]
    else:
        results = [value(f"y[0, {each}, 0, 0]", "The output", mark, at) for each, mark in enumerate(marks)]
    return code(
        (TORCH, FUNCTIONAL),
        [] if whole else _window(knobs, at),
        batch("x", x),
        [] if shown == layer.filters else f"# The first of {layer.filters} filters",
        _filters("kernel", layer.weights[:shown]),
        tensor("bias", layer.biases[:shown]),
        flipped,
        zeros,
        f"y = F.conv2d(x, kernel, bias{given(stride=(stride, 1))}{margins}{given(dilation=(knobs.dilation, 1))})",
        *_others(layer, shown, at, whole),
        ["y = y.relu()"] * knobs.relu,
        results=results,
    )


def _others(layer: Layer, shown: int, at: Cell, whole: bool) -> list[str | list[str]]:
    """What maps that are not shown add, on the whole map or in the one cell."""
    if layer.others is None:
        return []
    added = layer.others[:shown] if whole else layer.others[:shown, at[0], at[1]][:, None, None]
    return ["# What the filter finds in the other maps of the layer before", batch("others", added), ["y = y + others"]]


def _window(knobs: ConvolutionKnobs, at: Cell) -> str:
    """What a large picture is cut down to."""
    stride = f"stride {knobs.stride}, " if knobs.stride > 1 else ""
    return f"# Under the window of row {at[0]}, column {at[1]} of the maps ({stride}padding {knobs.padding})"


def _padding(layer: Layer) -> tuple[str, list[str]]:
    """The argument of conv2d, and the lines before it where one argument can't say it."""
    knobs, ((above, below), (left, right)) = layer.knobs, layer.margins
    if (above, left) == (below, right):
        if knobs.padding == "same" and knobs.stride == 1:
            return ', padding="same"', []
        vertical = above if above == left else (above, left)
        return given(padding=(vertical, 0)), []
    told = '# As padding="same", which warns here: one zero more at the right or below'
    if knobs.stride > 1:
        told = '# conv2d refuses padding="same" with a stride: these are the zeros of TensorFlow'
    return "", [told, f"x = F.pad(x, ({left}, {right}, {above}, {below}))"]


def _filters(name: str, weights: Floats) -> str:
    """Filters (F, C, k, k)."""
    filters, channels, k, _ = weights.shape
    comment = f"filters, channels, k, k: ({filters}, {channels}, {k}, {k})"
    if filters == channels == 1:
        return tensor(name, weights[0, 0], "[None, None]", comment)
    return tensor(name, weights[:, 0], "[:, None]", comment) if channels == 1 else tensor(name, weights, "", comment)


@writes("channels")
def channels(knobs: ChannelsKnobs) -> Code:
    """One filter, channel by channel and at once; then the layer of real size, counted."""
    layer, real = channels_computed.layer(knobs), channels_computed.real(knobs)
    whole, at = layer.readable, nearest_cell(knobs.at, *layer.out)
    x = layer.x if whole else under(layer.x, at, 1, layer.size)
    names = COLOURS if layer.channels == len(COLOURS) else tuple(str(each + 1) for each in range(layer.channels))
    mark, count = f"map {layer.shown + 1}", layer.channels

    def read(expression: str, step: str, name: str) -> Result:
        return cells(expression, step, name) if whole else value(f"{expression}[0, 0]", step, name, at)

    stride = f", stride={real.stride}" if real.stride != 1 else ""
    return code(
        (TORCH, NN, FUNCTIONAL),
        [] if whole else f"# What lies under the window of row {at[0]}, column {at[1]} of the maps",
        batch("x", x),
        f"# Filter {layer.shown + 1} alone: it has a kernel for each channel",
        tensor("kernel", layer.weights[layer.shown], "[None]"),
        "",
        f"parts = F.conv2d(x, kernel.transpose(0, 1), groups={count})  # a map for each channel",
        f"y = parts.sum(dim=1){_plus(layer.bias)}",
        f"same = F.conv2d(x, kernel, torch.tensor([{float(layer.bias)!r}]))",
        "",
        f"stack = nn.Conv2d({count}, {layer.filters}, {layer.size})  # all filters of the layer",
        "stacked = stack.weight.numel() + stack.bias.numel()",
        "",
        "# A layer of real size, counted without any memory",
        f'layer = nn.Conv2d({real.channels}, {real.filters}, {real.size}{stride}, device="meta")',
        f'out = layer(torch.empty(1, {real.channels}, {real.side}, {real.side}, device="meta"))',
        "parameters = layer.weight.numel() + layer.bias.numel()",
        "activations = out.numel()",
        "macs = layer.weight.numel() * out.shape[2] * out.shape[3]",
        results=[
            *(read(f"parts[0, {each}]", "Add the maps", f"partial map {name}") for each, name in enumerate(names)),
            read("y[0]", "Add the bias", mark),
            read("same[0, 0]", "A stack of filters", mark),
            number("stacked", "A stack of filters", "parameters"),
            *(number(each, "What it costs", "MACs" if each == "macs" else each)
              for each in ("parameters", "activations", "macs")),
        ],
    )  # fmt: skip


def _plus(number: float) -> str:
    """What is added behind a sum; nothing for 0."""
    return "" if number == 0 else f" {'+' if number > 0 else '-'} {figure(abs(number))}"


@writes("padding")
def padding(knobs: PaddingKnobs) -> Code:
    """The layer as it is asked for, the three rules at stride 1, and the formula of the output size."""
    layer = padding_computed.layer(knobs)
    n, k, p, s, d = knobs.n, knobs.k, knobs.padding, knobs.stride, knobs.dilation
    rules = [rule for rule in layer.rules if rule.y is not None and knobs.span > 1]
    return code(
        (TORCH, FUNCTIONAL),
        tensor("x", layer.x, "[None, None]"),
        tensor("kernel", layer.weights, "[None, None]"),
        f"y = F.conv2d(x, kernel{given(stride=(s, 1), padding=(p, 0), dilation=(d, 1))})",
        "",
        *([["# The rules, at stride 1", *(line for rule in rules for line in _rule(rule, d)), ""]] if rules else []),
        f"n, k, p, s, d = {n}, {k}, {p}, {s}, {d}",
        "size = (n + 2 * p - d * (k - 1) - 1) // s + 1  # of y, per side",
        results=[
            cells("y[0, 0]", "Every position", "feature map"),
            *(cells(f"{rule.name}[0, 0]", f"{rule.name.title()} padding", f"map, {rule.name}") for rule in rules),
            value("size", "The formula", "odometer"),
        ],
    )


def _rule(rule: Rule, dilation: int) -> list[str]:
    """The lines that pad by a rule and convolve."""
    before, behind = rule.sides
    apart = given(dilation=(dilation, 1))
    if before != behind:
        return [
            f"# {rule.name}: one zero more at the right and below",
            f"padded = F.pad(x, ({before}, {behind}, {before}, {behind}))",
            f"{rule.name} = F.conv2d(padded, kernel{apart})",
        ]
    argument = {"valid": "", "same": ', padding="same"', "full": f", padding={before}"}[rule.name]
    comment = "  # d * (k - 1) zeros on each side" if rule.name == "full" else ""
    return [f"{rule.name} = F.conv2d(x, kernel{argument}{apart}){comment}"]
