"""The scenes about the first famous networks: LeNet-5, AlexNet, VGG."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from scenes.alexnet.computed import build as alexnet_for
from scenes.alexnet.knobs import Knobs as AlexNetKnobs
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import (
    FUNCTIONAL,
    NN,
    TORCH,
    cells,
    code,
    filled,
    given,
    listed,
    number,
    tensor,
    value,
)
from scenes.lenet import computed as lenet_computed
from scenes.lenet.knobs import Knobs as LeNetKnobs
from scenes.stage.data.networks import Layer, Network
from scenes.stage.data.weights import trained
from scenes.vgg.computed import build as vgg_for
from scenes.vgg.computed import stack
from scenes.vgg.knobs import Knobs as VGGKnobs

COUNTED = "Work and parameters"
COUNTING = (
    "macs, parameters = [], []",
    "for layer in net:",
    "    x = layer(x)",
    '    if hasattr(layer, "weight"):',
    "        # x[0, 0] is one map, or one unit: each of its numbers uses each weight once",
    "        macs.append(layer.weight.numel() * x[0, 0].numel())",
    "        parameters.append(sum(each.numel() for each in layer.parameters()))",
)
"""Lines that send `x` through `net` and count both in each layer with weights."""


@writes("lenet")
def lenet(knobs: LeNetKnobs) -> Code:
    """The way from a digit to the first maps, the answer, C3's table, and what today's build has in parameters."""
    flow, table = lenet_computed.flow(knobs), lenet_computed.connections(knobs.table)
    reads = [f"({', '.join(map(str, rows))})" for rows in table.reads]
    column = knobs.column[1]
    every = all(len(rows) == table.maps_before for rows in table.reads)
    return code(
        (TORCH, NN, FUNCTIONAL),
        tensor("ink", flow.ink, comment="the digit, 0 to 16"),
        "x = ink.repeat_interleave(3, dim=0).repeat_interleave(3, dim=1)[None, None] / 16",
        "x = F.avg_pool2d(F.pad(x, (4, 4, 4, 4)), 3, stride=1, padding=1)  # smooth, 32×32",
        [f"x = F.pad(x, ({knobs.shift}, {-knobs.shift}))  # shifted to the right"] * (knobs.shift > 0),
        tensor("filter_1", flow.filters[0, 0], "[None, None]", "of C1"),
        tensor("bias_1", _bias()),
        "c1 = F.conv2d(x, filter_1, bias_1).relu()",
        "s2 = F.max_pool2d(c1, 2)",
        tensor("logits", flow.logits, comment="what the whole network gives"),
        "p = logits.softmax(dim=0)",
        "",
        *(
            [f"reads = [range({table.maps_before})] * {len(reads)}  # every map of C3 reads every map of S2"]
            if every else [listed("reads", reads, "which maps of S2 each map of C3 reads (1998)")]
        ),
        "counts = [25 * len(maps) + 1 for maps in reads]  # a 5×5 kernel each, and a bias",
        "",
        "net = nn.Sequential(",
        "    nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),",
        "    nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),",
        "    nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),",
        ")  # as it is built today",
        "parameters = sum(each.numel() for each in net.parameters())",
        results=[
            cells("255 * x[0, 0]", "A digit", "input"),
            cells("c1[0, 0]", "C1: six filters", "C1 map 1"),
            cells("s2[0, 0]", "S2: half the size", "S2 map 1"),
            *(value(f"p[{digit}]", "The answer", f"probability of {digit}") for digit in range(10)),
            number(f"counts[{column}]", "Who reads whom", "parameters of the picked map"),
            number("sum(counts)", "Who reads whom", "parameters of C3"),
            number("parameters", "Two networks, one name", "total today"),
        ],
    )  # fmt: skip


def _bias() -> list[float]:
    """The trained bias of C1's first filter."""
    return [float(trained(lenet_computed.NAME).arrays["features.C1.bias"][0])]


@writes("alexnet")
def alexnet(knobs: AlexNetKnobs) -> Code:
    """The build as modules, counted layer by layer, and one layer's account."""
    of = alexnet_for(knobs)
    chosen = of.layers[knobs.layer]
    factors, places = of.weights(chosen), prod(chosen.shape[1:])
    label = chosen.label
    return code(
        (TORCH, NN),
        'with torch.device("meta"):  # counted without any memory',
        f"    x = torch.empty({_sides((1, *of.network.shape))})",
        "    net = nn.Sequential(",
        [f"        {line}" for line in _modules(of.network)],
        "    )",
        COUNTING,
        "",
        f"# Weights times places in {label}",
        f"weights = {' * '.join(map(str, factors))}",
        f"account = weights * {places}",
        results=[
            *_counts((layer.label for layer in of.layers), COUNTED),
            number("account", "Weights times places", "macs"),
            number("weights", "Weights times places", "weights"),
        ],
    )


def _counts(labels: Iterable[str], at: str) -> list[Result]:
    """The counts of layers, in their order."""
    return [
        value(f"{what}[{place}]", at, f"{what} of {label}")
        for place, label in enumerate(labels)
        for what in ("macs", "parameters")
    ]


def _sides(shape: Iterable[int]) -> str:
    return ", ".join(map(str, shape))


def _modules(network: Network) -> list[str]:
    """The layers of a network in a single row, a convolution or a dense layer in a line with what follows it."""
    rows: list[list[str]] = []
    for layer in network.inference:
        made = f"{_module(layer, network.read_by(layer)[0])},"
        if layer.weighted or not rows:
            rows.append([made])
        else:
            rows[-1].append(made)
    return [line for row in rows for line in filled(row, 79)]


def _module(layer: Layer, before: tuple[int, ...]) -> str:
    """One layer as a module of torch."""
    if layer.convolves:
        assert layer.kernel is not None
        more = given(stride=(layer.stride[0], 1), padding=(layer.padding[0], 0), groups=(layer.groups, 1))
        return f"nn.Conv2d({before[0]}, {layer.shape[0]}, {layer.kernel[0]}{more})"
    if layer.kind == "max pool":
        assert layer.kernel is not None
        stride = given(stride=(layer.stride[0], layer.kernel[0]))
        return f"nn.MaxPool2d({layer.kernel[0]}{stride})"
    return {
        "relu": "nn.ReLU()", "local response norm": "nn.LocalResponseNorm(5)", "flatten": "nn.Flatten()",
        "dropout": "nn.Dropout()", "adaptive average pool": f"nn.AdaptiveAvgPool2d({layer.shape[-1]})",
        "dense": f"nn.Linear({prod(before)}, {layer.shape[0]})",
    }[layer.kind]  # fmt: skip


@writes("vgg")
def vgg(knobs: VGGKnobs) -> Code:
    """The network in a loop over its widths, counted, and stacked small windows beside one large one."""
    of, stacked = vgg_for(knobs), stack(knobs)
    widths = [item for block in of.blocks for item in (*(str(layer.shape[0]) for layer in block[:-1]), '"pool"')]
    inputs, units = prod(of.stops[-1].shape), [layer.shape[0] for layer in of.dense]
    c, many, one = stacked.channels, f"{stacked.count} times 3×3", f"one {stacked.large}×{stacked.large}"
    return code(
        (TORCH, NN),
        listed("widths", widths),
        "net, channels = nn.Sequential(), 3",
        'with torch.device("meta"):  # counted without any memory',
        f"    x = torch.empty({_sides((1, *of.network.shape))})",
        "    for width in widths:",
        '        if width == "pool":',
        "            net.append(nn.MaxPool2d(2))",
        "        else:",
        "            net.extend([nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()])",
        "            channels = width",
        f"    net.extend([nn.Flatten(), nn.Linear({inputs}, {units[0]}), nn.ReLU(), nn.Dropout()])",
        f"    net.extend([nn.Linear({units[0]}, {units[1]}), nn.ReLU(), nn.Dropout()])",
        f"    net.append(nn.Linear({units[1]}, {units[2]}))",
        COUNTING,
        "",
        f"# Stacked small windows see as much as a large one, on {c} channels",
        f"large = nn.Conv2d({c}, {c}, {stacked.large}, bias=False).weight.numel()",
        f"small = {stacked.count} * nn.Conv2d({c}, {c}, 3, bias=False).weight.numel()",
        results=[
            *_counts((layer.label for layer in (*of.convolutions, *of.dense)), COUNTED),
            value("large", _windows(stacked.count), f"bar of {one}"),
            value("small", _windows(stacked.count), f"bar of {many}"),
        ],
    )


def _windows(count: int) -> str:
    return f"{('Two', 'Three', 'Four')[count - 2]} small windows"
