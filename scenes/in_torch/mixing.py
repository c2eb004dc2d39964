"""The scenes about mixing what there is: dense layers, 1×1 convolutions, depthwise separable ones."""

from __future__ import annotations

from scenes.dense import computed as dense_computed
from scenes.dense.knobs import Knobs as DenseKnobs
from scenes.depthwise import computed as depthwise_computed
from scenes.depthwise.knobs import Knobs as DepthwiseKnobs
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import (
    FUNCTIONAL,
    NN,
    READABLE,
    TORCH,
    batch,
    cells,
    code,
    given,
    number,
    tensor,
    under,
    value,
)
from scenes.pointwise import computed as pointwise_computed
from scenes.pointwise.knobs import Knobs as PointwiseKnobs
from scenes.stage.core.lattice import Cell, nearest_cell


@writes("dense")
def dense(knobs: DenseKnobs) -> Code:
    """The three layers on a few inputs, and the parameters of the three on a picture."""
    layer = dense_computed.layer(knobs)
    k, s, c, side = knobs.size, knobs.stride, knobs.channels, knobs.side
    window, steps = int(knobs.window), int(knobs.steps)
    lost, larger = "A dense layer does not follow", "Larger pictures"
    return code(
        (TORCH, NN, FUNCTIONAL),
        tensor("x", layer.x),
        tensor("W", layer.dense, comment="each output has a weight for each input"),
        "dense = W @ x",
        "",
        "# Look only nearby: outside its window an output has no weights",
        "seen = torch.zeros_like(W)",
        "for i in range(len(W)):",
        f"    seen[i, {'i' if s == 1 else f'{s} * i'}:{'i' if s == 1 else f'{s} * i'} + {k}] = 1",
        "local = (W * seen) @ x",
        "",
        "# Share the weights of the first output: this is a convolution",
        f"kernel = W[0, :{k}]",
        f"shared = F.conv1d(x[None, None], kernel[None, None]{given(stride=(s, 1))})",
        f"moved = F.pad(x, ({knobs.shift}, {-knobs.shift}))  # the input, shifted to the right",
        "lost = W @ moved",
        "",
        "# The same three layers on a picture, counted without any memory",
        f'conv = nn.Conv2d({c}, {knobs.filters}, {window}{given(stride=(steps, 1))}, device="meta")',
        f'picture = torch.empty(1, {c}, {side}, {side}, device="meta")',
        "out, n = conv(picture).numel(), picture.numel()",
        "shared_count = conv.weight.numel() + conv.out_channels",
        "local_count = out * (conv.weight[0].numel() + 1)  # no kernel is shared",
        "dense_count = out * (n + 1)",
        results=[
            cells("dense[:, None]", "A matrix of weights", "outputs"),
            cells("local[:, None]", "Look only nearby", "outputs"),
            cells("shared[0].T", "Share the weights", "outputs"),
            *(value(f"lost[{row}]", lost, f"output of the shifted dense layer {row}", (0, 0))
              for row in range(layer.outputs)),
            *(value(f"{name}_count", larger, f"{name} parameters") for name in ("dense", "local", "shared")),
        ],
    )  # fmt: skip


@writes("pointwise")
def pointwise(knobs: PointwiseKnobs) -> Code:
    """The layer as a convolution and as a matrix; two columns that may collide; the bottleneck, counted."""
    layer, pair = pointwise_computed.layer(knobs), pointwise_computed.collision(knobs)
    side, before, reduced, after, k = knobs.sizes
    whole, at = layer.x.size <= READABLE, layer.nearest(knobs.at)
    x = layer.x if whole else under(layer.x, at, 1, 1)
    everywhere, columns = "The same weights everywhere", "A matrix times columns"

    def read(place: int) -> Result:
        mark = f"output channel {place + 1}"
        if whole:
            return cells(f"y[0, {place}]", everywhere, mark)
        return value(f"y[0, {place}, 0, 0]", everywhere, mark, at)

    relu = ".relu()" * knobs.relu
    matrix = "W @ x.flatten(2) + b[:, None]"
    return code(
        (TORCH, NN, FUNCTIONAL),
        batch("x", x) if whole
        else tensor("x", x[:, 0, 0], "[None, :, None, None]", f"the pixel of row {at[0]}, column {at[1]}"),
        tensor("W", layer.weights, comment="a row for each output channel"),
        tensor("b", layer.biases),
        f"y = F.conv2d(x, W[:, :, None, None], b){relu}",
        f"same = {f'({matrix}){relu}' if relu else matrix}  # a matrix times columns",
        "",
        "# Two columns: what a mix of them tells apart",
        tensor("w", pair.mix),
        tensor("A", pair.first[::-1]),
        tensor("B", pair.second[::-1]),
        "alike = bool(w @ A == w @ B)",
        "",
        "# The bottleneck, counted without any memory",
        f'direct = nn.Conv2d({before}, {after}, {k}, padding={k // 2}, bias=False, device="meta")',
        f'reduce = nn.Conv2d({before}, {reduced}, 1, bias=False, device="meta")',
        f'then = nn.Conv2d({reduced}, {after}, {k}, padding={k // 2}, bias=False, device="meta")',
        "weights = [layer.weight.numel() for layer in (direct, reduce, then)]",
        f"macs = [each * {side} * {side} for each in weights]",
        "saving = weights[0] / (weights[1] + weights[2])",
        results=[
            *map(read, range(layer.outputs)),
            *([cells("same[0]", columns, "columns of the output")] if whole and layer.x[0].size <= 16 else []),
            value("w @ A", "Two columns, one output", "output of A", (0, 0)),
            value("w @ B", "Two columns, one output", "output of B", (0, 0)),
            *(value(f"weights[{place}]", "The bottleneck", f"weights {name}")
              for place, name in enumerate(("1.1", "2.1", "2.2"))),
            number("macs[0]", "The bottleneck", "counts 1"),
        ],
    )  # fmt: skip


@writes("depthwise")
def depthwise(knobs: DepthwiseKnobs) -> Code:
    """Both parts, and the standard layer that makes the same maps; both of real size, counted."""
    layer = depthwise_computed.layer(knobs)
    whole, at = layer.readable, nearest_cell(knobs.at, *layer.out)
    x = layer.x if whole else under(layer.x, at, 1, layer.size)
    inputs, maps, k, side = (
        int(each) for each in (knobs.real_inputs, knobs.real_maps, knobs.real_size, knobs.real_side)
    )

    def read(name: str, place: int, step: str, mark: str) -> Result:
        cell: Cell = at
        here = f"{name}[0, {place}]"
        return cells(here, step, mark) if whole else value(f"{here}[0, 0]", step, mark, cell)

    return code(
        (TORCH, NN, FUNCTIONAL),
        [] if whole else f"# What lies under the window of row {at[0]}, column {at[1]} of the maps",
        batch("x", x),
        tensor("kernels", layer.kernels, "[:, None]", "a kernel for each channel"),
        tensor("weights", layer.weights, "[:, :, None, None]", "a row for each output map"),
        f"between = F.conv2d(x, kernels, groups={layer.channels})  # depthwise: nothing is mixed",
        "y = F.conv2d(between, weights)  # pointwise: mixed at every place",
        "",
        "# One standard layer that makes the same maps",
        "filters = weights * kernels.transpose(0, 1)  # maps, channels, k, k",
        "same = F.conv2d(x, filters)",
        "",
        "# Of real size, counted without any memory",
        f'standard = nn.Conv2d({inputs}, {maps}, {k}, bias=False, device="meta")',
        f'depthwise = nn.Conv2d({inputs}, {inputs}, {k}, groups={inputs}, bias=False, device="meta")',
        f'pointwise = nn.Conv2d({inputs}, {maps}, 1, bias=False, device="meta")',
        f"places = {side} * {side}",
        "macs = standard.weight.numel() * places",
        "fewer = (depthwise.weight.numel() + pointwise.weight.numel()) * places",
        "saving = macs / fewer",
        "",
        _mobilenet(float(knobs.alpha), int(knobs.picture_side)),
        results=[
            *(read("y", place, "All needles at once", f"output map {place + 1}") for place in range(layer.maps)),
            *(read("same", place, "Two counters", f"output map {place + 1}") for place in range(layer.maps)),
            *([value("filters.numel() * same[0, 0].numel()", "Two counters", "standard bar")] if whole else []),
            number("macs", "At real size", "standard"),
            number("fewer", "At real size", "separable"),
            number("saving", "At real size", "saving"),
            number("total_macs", "Thinner, for smaller pictures", "MACs, smaller"),
            number("total_weights", "Thinner, for smaller pictures", "weights, smaller"),
        ],
    )  # fmt: skip


def _mobilenet(alpha: float, side: int) -> list[str]:
    """MobileNet with a width multiplier, for pictures of a side, counted."""
    return [
        f"# MobileNet with {alpha:g} times the channels, for pictures of {side}×{side}",
        "plan = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5]",
        "plan += [(1024, 2), (1024, 1)]  # channels and stride of each block",
        f"m = int({alpha:g} * 32)",
        'with torch.device("meta"):',
        f"    picture = torch.empty(1, 3, {side}, {side})",
        "    first = nn.Conv2d(3, m, 3, 2, 1, bias=False)",
        "    net = nn.Sequential(first, nn.BatchNorm2d(m), nn.ReLU())",
        "    for channels, stride in plan:",
        f"        n = int({alpha:g} * channels)",
        "        depthwise = nn.Conv2d(m, m, 3, stride, 1, groups=m, bias=False)",
        "        net.extend([depthwise, nn.BatchNorm2d(m), nn.ReLU()])",
        "        net.extend([nn.Conv2d(m, n, 1, bias=False), nn.BatchNorm2d(n), nn.ReLU()])",
        "        m = n",
        "    net.extend([nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(m, 1000)])",
        "total_macs = 0",
        "for layer in net:",
        "    picture = layer(picture)",
        "    if isinstance(layer, (nn.Conv2d, nn.Linear)):",
        "        total_macs += layer.weight.numel() * picture[0, 0].numel()",
        "total_weights = sum(each.numel() for each in net.parameters())",
    ]
