"""The scenes about what a unit sees: a chain of layers, real networks, a trained network that looks at drawings."""

from __future__ import annotations

import numpy as np

from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import (
    FUNCTIONAL,
    NN,
    TORCH,
    cells,
    code,
    figure,
    listed,
    number,
    tensor,
    value,
)
from scenes.questions.moments import Target
from scenes.receptive.computed import chain as chain_of
from scenes.receptive.knobs import Knobs as ReceptiveKnobs
from scenes.sight import computed as sight_computed
from scenes.sight.knobs import Knobs as SightKnobs
from scenes.silhouettes import computed as silhouettes_computed
from scenes.silhouettes.knobs import Knobs as SilhouettesKnobs
from scenes.stage.data import trained


@writes("receptive")
def receptive(knobs: ReceptiveKnobs) -> Code:
    """The recursion for r and j, and the same asked of a gradient."""
    chain = chain_of(knobs)
    row, unit = chain.unit
    triples = [f"({each.kernel}, {each.stride}, {each.dilation})" for each in chain.layers[:row]]
    return code(
        (TORCH, FUNCTIONAL),
        listed("layers", triples, "kernel, stride, dilation of each layer below the unit"),
        "r, j = 1, 1",
        "for k, s, d in layers:",
        "    r += d * (k - 1) * j  # with the jump before this layer",
        "    j *= s",
        "",
        "# The same, asked of a gradient: which inputs can move this unit?",
        f"x = torch.zeros(1, 1, {knobs.size}, requires_grad=True)",
        "h = x * 1",
        "for k, s, d in layers:",
        "    h = F.conv1d(h, torch.ones(1, 1, k), stride=s, dilation=d)",
        f"h[0, 0, {unit}].backward()",
        "seen = (x.grad[0] != 0).float()",
        results=[
            number("r", "Layer by layer", f"r of map {row}"),
            number("j", "Strides and the jump", f"j of map {row}"),
            cells("seen", "The cone opens", "input"),
        ],
    )


@writes("sight")
def sight(knobs: SightKnobs) -> Code:
    """The receptive field of the chosen layer in both networks."""
    paths = [sight_computed.path(name, knobs.depth) for name in (knobs.first, knobs.second)]
    told = []
    for name, path in zip(("first", "second"), paths, strict=True):
        pairs = [f"({layer.kernel[0]}, {layer.stride[0]})" for layer in path.layers[: path.chosen + 1] if layer.kernel]
        told += ["", *listed(name, pairs, f"{path.network.title} up to {path.layer.name}")]
    return code(
        (TORCH,),
        "def field(layers):",
        '    """What one unit sees of the photo, in pixels: layers are (kernel, stride)."""',
        "    kernels, strides = torch.tensor(layers).T",
        "    jumps = strides.cumprod(dim=0) // strides  # before each layer",
        "    return 1 + int(((kernels - 1) * jumps).sum())",
        told,
        "",
        "r = [field(first), field(second)]",
        results=[
            number(f"r[{place}]", f"{path.network.title}, layer by layer", "field") for place, path in enumerate(paths)
        ],
    )


@writes("silhouettes")
def silhouettes(knobs: SilhouettesKnobs) -> Code:
    """The network, one slice of the chosen unit's filter in full, what all slices add, and the answer."""
    net, seen = trained.network(), silhouettes_computed.look(knobs.animal, knobs.drawing)
    layer, apart = knobs.layer - 1, "A filter taken apart"
    unit = silhouettes_computed.unit(seen, layer, knobs.chosen[layer])
    bias, *added = np.diff([0.0, *silhouettes_computed.sums(seen, layer, unit)]).tolist()
    largest = int(np.argmax(np.abs(added)))
    weights = net.convolutions[layer][0][unit.map, largest]
    source = np.pad(silhouettes_computed.read_by(seen, layer)[largest], net.kernel // 2)
    under = source[unit.row : unit.row + net.kernel, unit.column : unit.column + net.kernel]
    classes = ", ".join(net.classes)
    return code(
        (TORCH, NN),
        _network(net, seen.picture.shape[-1]),
        f'maps = model[:{3 * layer + 1}](torch.empty({", ".join(map(str, (1, *seen.picture.shape)))}, device="meta"))',
        "",
        f"# Trained layer {knobs.layer}, map {unit.map + 1}, row {unit.row}, column {unit.column}: one slice in full",
        tensor("under", under, comment=f"what slice {largest + 1} reads"),
        tensor("kernel", weights, comment="its weights, as trained"),
        "added = (under * kernel).sum()",
        "# What all slices add, and the bias",
        tensor("slices", added),
        f"y = (slices.sum() {'+' if bias >= 0 else '-'} {figure(abs(bias))}).relu()",
        "",
        f"# The answer: {classes}",
        tensor("logits", seen.logits),
        "p = logits.softmax(dim=0)",
        results=[
            Result("maps.shape[2]", apart, Target("map", read="rows")),
            number("added", apart, f"sum of slice {largest + 1}"),
            number("y", apart, "sum"),
            *(value(f"p[{place}]", "What the network says", f"share of {name}")
              for place, name in enumerate(net.classes)),
        ],
    )  # fmt: skip


def _network(net: trained.Trained, side: int) -> list[str]:
    """The trained network's layers as a model."""
    lines, padding = ["model = nn.Sequential("], net.kernel // 2
    for filters, _ in net.convolutions:
        maps, channels, k, _ = filters.shape
        convolution = f"nn.Conv2d({channels}, {maps}, {k}, padding={padding})"
        lines.append(f"    {convolution}, nn.ReLU(), nn.MaxPool2d({trained.POOL}),")
        side //= trained.POOL
    return [*lines, f"    nn.Flatten(), nn.Linear({maps} * {side} * {side}, {len(net.classes)}),", ').to("meta")']
