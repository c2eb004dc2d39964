"""The scenes about doing more with less: gates, compound scaling, which network to take, and a real one."""

from __future__ import annotations

from scenes.gates.computed import bill, worked
from scenes.gates.knobs import Knobs as GatesKnobs
from scenes.gates.shown import Net
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.opened import block
from scenes.in_torch.writing import FUNCTIONAL, NN, TORCH, cells, code, figure, number, tensor, value
from scenes.real_network.knobs import Knobs as RealNetworkKnobs
from scenes.real_network.stops import layer_before, nearest_block
from scenes.scaling.knobs import Knobs as ScalingKnobs
from scenes.scaling.words import BLOCK
from scenes.stage.data.efficientnets import efficientnet, scaled_stages
from scenes.tradeoff.computed import CLASSES, guess, spot
from scenes.tradeoff.knobs import Knobs as TradeoffKnobs
from scenes.where_it_looks.computed import places
from scenes.where_it_looks.knobs import Knobs as WhereItLooksKnobs

WIDTHS = {"1.1": "narrow", "1.4": "middle", "2": "wide"}
"""The widths that the rule of eights is shown at, and a name for the result of each."""


@writes("gates")
def gates(knobs: GatesKnobs) -> Code:
    """Squeeze and excitation on the worked maps, the trained net's gates, and what gates weigh in ResNet-50."""
    of, cost, net = worked(knobs), bill(int(knobs.reduction)), Net(knobs)
    shown = list(net.shown)
    stages = [f"({row.blocks}, {row.channels})" for row in cost.rows]
    excite, shares = "Excite: a gate for each map", "Gates are no shares"
    maps = range(len(of.u))

    def each(expression: str, at: str, mark: str) -> list[Result]:
        return [value(f"{expression}[{place}]", at, f"{mark} {place + 1}") for place in range(len(shown))]

    return code(
        (TORCH, NN),
        tensor("u", of.u, comment="four maps"),
        tensor("W1", of.reduce, comment="to the waist"),
        tensor("W2", of.restore, comment="and back"),
        "z = u.mean(dim=(1, 2))  # squeeze: a map becomes its mean",
        "h = (W1 @ z).relu()",
        "gates = (W2 @ h).sigmoid()  # excite: each gate for itself",
        "scaled = u * gates[:, None, None]",
        "shares = (W2 @ h).softmax(dim=0)  # these would add up to 1",
        "",
        f"# The trained net, stage {knobs.stage}: scores of the eight maps, and after a mean is pulled",
        tensor("scores", net.way.scores[shown]),
        tensor("pulled", net.after.scores[shown]),
        "trained, after = scores.sigmoid(), pulled.sigmoid()",
        "",
        "# What gates weigh in ResNet-50, counted without any memory",
        f"r, weights = {knobs.reduction}, 0",
        f"for blocks, c in [{', '.join(stages)}]:",
        '    reduce = nn.Linear(c, c // r, bias=False, device="meta")',
        '    restore = nn.Linear(c // r, c, bias=False, device="meta")',
        "    weights += blocks * (reduce.weight.numel() + restore.weight.numel())",
        results=[
            *(value(f"z[{place}]", "Means in numbers", f"z {place + 1}", (0, 0)) for place in maps),
            *(value(f"h[{place}]", "The waist", f"h {place + 1}", (0, 0)) for place in range(len(of.reduce))),
            *(value(f"gates[{place}]", excite, f"gate {place + 1}") for place in maps),
            *(cells(f"scaled[{place}]", "Scale: the maps come back dimmed", f"scaled {place + 1}") for place in maps),
            *(value(f"shares[{place}]", shares, f"share {place + 1}") for place in maps),
            *each("trained", "A small net", "gate"),
            *each("after", "Pull one mean", "gate"),
            number("weights", "In ResNet-50", "weights of all gates"),
        ],
    )


@writes("scaling")
def scaling(knobs: ScalingKnobs) -> Code:
    """The three factors and their cost, the rule of eights, and the stages of an EfficientNet."""
    model = efficientnet(knobs.model)
    stages = scaled_stages(knobs.model)
    factors = (
        [f"phi = {figure(knobs.phi)}", "d, w, r = 1.2 ** phi, 1.1 ** phi, 1.15 ** phi"]
        if knobs.compound else [f"d, w, r = {figure(knobs.depth)}, {figure(knobs.width)}, {figure(knobs.resolution)}"]
    )  # fmt: skip
    together, eights, built = "All three at once", "Channels in eights", f"From B0 to {knobs.model}"
    c, side, k = BLOCK.channels, BLOCK.side, BLOCK.kernel
    return code(
        ("import math", "", TORCH, NN),
        factors,
        "cost = d * w ** 2 * r ** 2",
        "",
        "def eights(channels, width):",
        '    """The nearest multiple of 8, but never less than nine tenths of the product."""',
        "    wanted = channels * width",
        "    nearest = max(8, int(wanted + 4) // 8 * 8)",
        "    return nearest + 8 if nearest < 0.9 * wanted else nearest",
        "",
        "def macs(layers, channels, side):",
        f'    layer = nn.Conv2d(channels, channels, {k}, padding={k // 2}, device="meta")',
        '    out = layer(torch.empty(1, channels, side, side, device="meta"))',
        "    return layers * layer.weight.numel() * out[0, 0].numel()",
        "",
        f"n, c, side = math.ceil(round({BLOCK.layers} * d, 9)), eights({c}, w), round({side} * r)",
        f"as_built = macs(n, c, side) / macs({BLOCK.layers}, {c}, {side})",
        "",
        [f"{name} = eights({knobs.channels}, {width})" for width, name in WIDTHS.items()],
        f"# {knobs.model}: each stage of B0 gets {model.width:g} times the channels, {model.depth:g} times the layers",
        f"stages = [{', '.join(f'({stage.channels}, {stage.layers})' for stage in stages)}]",
        f"channels = [eights(c, {model.width:g}) for c, _ in stages]",
        f"layers = [math.ceil(n * {model.depth:g}) for _, n in stages]",
        results=[
            number("cost", together, "cost"),
            number("as_built", together, "cost as built"),
            *(number(name, eights, f"channels at {width}") for width, name in WIDTHS.items()),
            *(number(f"{what}[{place}]", built, f"{what} of stage{place + 1}")
              for place in range(len(stages)) for what in ("channels", "layers")),
        ],
    )  # fmt: skip


@writes("tradeoff")
def tradeoff(knobs: TradeoffKnobs) -> Code:
    """Top-k for the one picture, and what the counts of the picked network mean."""
    of, picked = guess(knobs), spot(knobs.source, knobs.picked)
    net, ranked = picked.network, "Among the first k"
    return code(
        (TORCH,),
        f"# One picture's logits: {', '.join(CLASSES)}",
        tensor("logits", of.logits),
        f"label, k = {of.label}, {of.k}  # {CLASSES[of.label]} is right",
        "best, classes = logits.topk(k)",
        f"hit = label in classes  # top-{of.k}",
        "order = logits.sort(descending=True, stable=True).values",
        "",
        f"# {picked.label}, as it is counted",
        f"parameters, macs = {net.parameters:_}, {net.macs:_}",
        "uses = macs / parameters  # how often a parameter is used for one picture",
        "size = parameters * torch.finfo(torch.float32).bits / 8 / 1e6  # in MB",
        results=[
            *(number(f"order[{place}]", ranked, f"logit of place {place + 1}") for place in range(len(CLASSES))),
            number("parameters", "The networks on the map", "card parameters"),
            number("macs", "The networks on the map", "card MACs"),
        ],
    )


@writes("real_network")
def real_network(knobs: RealNetworkKnobs) -> Code:
    """The block that is looked at, layer by layer: how many maps there are, and how large they are."""
    if knobs.foreign:
        return block(knobs.of, nearest_block(knobs.block, knobs.of))
    stop, at = nearest_block(knobs.block), "Inside a block"
    made = [each for each in stop.operations if each.conv is not None]
    channels, height, width = layer_before(stop.reads).shape
    lines, results, before = list[str](), list[Result](), "x"
    for operation in made:
        layer, name = operation.conv, operation.kind
        assert layer is not None
        k, inside = operation.kernel, layer.groups
        of = f"{channels}, {operation.channels}, {k}"
        slides = f", stride={operation.stride}" if operation.stride > 1 else ""
        around = (layer.padding[0], (layer.behind or layer.padding)[0])
        if k > 1:
            lines.append(f"padded = F.pad({before}, {(*around, *around)})  # as TensorFlow pads")
            before = "padded"
        groups = f", groups={inside}" if inside > 1 else ""
        lines += [
            f"conv = nn.Conv2d({of}{slides}{groups}, bias=False)",
            f"{name} = nn.BatchNorm2d({operation.channels}, eps=1e-3)(conv({before}))",
        ]
        if not operation.linear:
            lines.append(f"{name} = {name}.clamp(0, 6)  # ReLU6")
        results += [
            number(f"{name}.shape[1]", at, f"count of {name} maps"),
            number(f"{name}.shape[3]", at, f"size of {name} maps"),
        ]
        before, channels = name, operation.channels
    end = ["y = x + project  # the shortcut"] if stop.shortcut else ["y = project  # no shortcut: another shape"]
    return code(
        (TORCH, NN, FUNCTIONAL),
        f"# {stop.name.capitalize()} of EfficientNet-Lite0, with weights drawn by chance",
        f"x = torch.rand(1, {layer_before(stop.reads).shape[0]}, {height}, {width})",
        lines, end, results=results,
    )  # fmt: skip


@writes("where_it_looks")
def where_it_looks(knobs: WhereItLooksKnobs) -> Code:
    """Grad-CAM at the layer of choice, with maps by chance; at the last layer it is the class activation map."""
    place = places()[knobs.block]
    return code(
        (TORCH, NN),
        f"# The maps of {place.name}, drawn by chance, and what comes after them in short",
        f"maps = torch.rand(1, {place.channels}, {place.side}, {place.side}, requires_grad=True)",
        f"fc = nn.Linear({place.channels}, 1000)",
        "logits = fc(maps.mean((2, 3)))",
        "best = logits.argmax()",
        "",
        "(slopes,) = torch.autograd.grad(logits[0, best], maps)",
        "weights = slopes.mean((2, 3), keepdim=True)  # one for each map",
        "seen = (weights * maps).sum(1).relu()  # Grad-CAM",
        "cells = (fc.weight[best][:, None, None] * maps[0]).sum(0) / maps[0, 0].numel()",
        "logit = fc.bias[best] + cells.sum()  # of the class activation map: logits[0, best]",
        results=[
            number("maps.shape[1]", "Grad-CAM", "maps"),
            number("seen.shape[2]", "Grad-CAM", "cells"),
        ],
    )
