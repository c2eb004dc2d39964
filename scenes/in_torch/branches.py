"""The scenes about GoogLeNet and what came of it: inception modules, auxiliary heads, global average pooling."""

from __future__ import annotations

from scenes.auxiliary import computed as auxiliary_computed
from scenes.auxiliary.knobs import INSIDE
from scenes.auxiliary.knobs import Knobs as AuxiliaryKnobs
from scenes.gap import computed as gap_computed
from scenes.gap import digits
from scenes.gap.knobs import Knobs as GapKnobs
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import FUNCTIONAL, NN, TORCH, batch, cells, code, figure, number, tensor, value
from scenes.inception.knobs import Knobs as InceptionKnobs
from scenes.inception.module import Lane, module
from scenes.inception.small import Branch, small
from scenes.stage.data.networks import network


@writes("inception")
def inception(knobs: InceptionKnobs) -> Code:
    """The module in small, its maps behind one another; then the real one's work, counted."""
    little, real = small(knobs), module(knobs, knobs.reductions)
    names = ("one", "three", "five", "pool")
    weights = [line for name, branch in zip(names, little.branches, strict=True) for line in _weights(name, branch)]
    calls = [_call(name, branch) for name, branch in zip(names, little.branches, strict=True)]
    side, channels = real.side, real.channels
    title = f"Module {knobs.module} of GoogLeNet" + ", its widths edited" * bool(knobs.widths)
    return code(
        (TORCH, NN, FUNCTIONAL),
        batch("x", little.x),
        weights,
        "y = torch.cat([  # the maps of all branches, one behind the other",
        [f"    {call}," for call in calls],
        "], dim=1)",
        "",
        f"# Module {knobs.module} of GoogLeNet: {channels} maps of {side}×{side} come in",
        "def macs(before, maps, k):",
        f'    return nn.Conv2d(before, maps, k, device="meta").weight.numel() * {side} * {side}',
        "",
        "work = [",
        [f"    {_lane(channels, lane, k)}," for lane, k in zip(real.lanes, (1, 3, 5, 1), strict=True)],
        "]",
        f"out = {' + '.join(str(lane.out) for lane in real.lanes)}  # maps go out",
        results=[
            *(cells(f"y[0, {place}]", "Concatenate", f"output {place + 1}") for place in range(len(little.y))),
            *(value(f"work[{place}]", "What the 1×1 reductions save", f"{lane.name} with")
              for place, lane in enumerate(module(knobs, True).lanes if knobs.reductions else ())),
            number("out", title, "channels out"),
        ],
    )  # fmt: skip


def _weights(name: str, branch: Branch) -> list[str]:
    """The weights of a branch; those of a 1×1 convolution as the matrix that they are."""
    lines = []
    if branch.reduction is not None:
        lines.append(tensor(f"reduce_{name}", branch.reduction[..., 0], "[:, :, None, None]"))
    if branch.weights is not None and branch.window == 1:
        lines.append(tensor(name, branch.weights[:, :, 0, 0], "[:, :, None, None]"))
    elif branch.weights is not None:
        lines.append(tensor(name, branch.weights))
    return lines


def _call(name: str, branch: Branch) -> str:
    """What a branch computes."""
    source = "x"
    if branch.pools:
        source = "F.max_pool2d(x, 3, stride=1, padding=1)"
    elif branch.reduction is not None:
        source = f"F.conv2d(x, reduce_{name}).relu()"
    if branch.weights is None:
        return source
    padding = f", padding={branch.window // 2}" if branch.window > 1 else ""
    return f"F.conv2d({source}, {name}{padding}).relu()"


def _lane(channels: int, lane: Lane, k: int) -> str:
    """What a branch of the real module takes."""
    if lane.macs == 0:
        return "0"
    if lane.reduced:
        return f"macs({channels}, {lane.reduced}, 1) + macs({lane.reduced}, {lane.out}, {k})"
    return f"macs({channels}, {lane.out}, {k})"


@writes("auxiliary")
def auxiliary(knobs: AuxiliaryKnobs) -> Code:
    """One loss from three, the pulses that go back, and the head that is looked into."""
    loss, pulses = auxiliary_computed.loss(knobs), auxiliary_computed.pulses(knobs)
    names = [name for name, there in zip(("aux1", "aux2"), loss.there, strict=True) if there]
    values = dict(zip(("main", "aux1", "aux2"), loss.values, strict=True))
    weight, gain = figure(knobs.weight), figure(knobs.gain)
    auxiliaries = " + ".join(names)
    added = f" + {weight} * {auxiliaries if len(names) == 1 else f'({auxiliaries})'}" if names else ""
    head = ("aux1", "aux2")[INSIDE.index(knobs.inside)]
    told = {"main": "main head", "aux1": "auxiliary head 1", "aux2": "auxiliary head 2"}
    lines = []
    for name, found in pulses.items():
        share = f"{weight} * " if name != "main" else ""
        lines.append(f"pulse_{name} = torch.autograd.grad({share}stem * {gain} ** {len(found) - 1}, stem)[0]")
    return code(
        (TORCH, NN),
        *(f"{name} = torch.tensor({float(values[name])!r})" for name in ("main", *names)),
        f"loss = main{added}  # at inference: main alone",
        "",
        f"# Each part between a head and the stem multiplies its gradient by {gain}",
        "stem = torch.ones((), requires_grad=True)",
        lines,
        "",
        f"# Inside {told[head]}",
        _head(head),
        "parameters = [sum(each.numel() for each in layer.parameters()) for layer in head]",
        results=[
            number("loss", "One loss from three", "whole loss"),
            *(value(f"pulse_{name}", "Pulses go back from every head", f"from the {told[name]}, part 1")
              for name in pulses),
            *(value(f"parameters[{place}]", "Inside an auxiliary head", f"{head}.{name}")
              for place, name in ((1, "conv"), (4, "fc1"), (7, "fc2"))),
        ],
    )  # fmt: skip


def _head(name: str) -> list[str]:
    """An auxiliary head of GoogLeNet as modules."""
    googlenet = network("googlenet")
    pool, conv, dense, last = (googlenet.layer(f"{name}.{part}") for part in ("pool", "conv", "fc1", "fc2"))
    channels, flat = pool.shape[0], googlenet.read_by(dense)[0][0]
    return [
        "head = nn.Sequential(",
        f"    nn.AvgPool2d(5, stride=3), nn.Conv2d({channels}, {conv.shape[0]}, 1), nn.ReLU(), nn.Flatten(),",
        f"    nn.Linear({flat}, {dense.shape[0]}), nn.ReLU(), nn.Dropout({googlenet.layer(f'{name}.drop').rate:g}),",
        f"    nn.Linear({dense.shape[0]}, {last.shape[0]}),",
        ")",
    ]


@writes("gap")
def gap(knobs: GapKnobs) -> Code:
    """Means of maps, both heads on them, what heads cost, and the trained net's answer."""
    heads, canvas = gap_computed.heads(knobs), digits.canvas(knobs)
    cost = gap_computed.cost(knobs)
    c, side, k = cost.channels, cost.side, cost.classes
    resnet, nin = "ResNet's head: then one dense layer", "NiN's head: a map for each class"

    def each(expression: str, at: str, mark: str, cell: tuple[int, int] | None = (0, 0)) -> list[Result]:
        return [value(f"{expression}[{row}]", at, f"{mark} {name}", cell) for row, name in enumerate("ABC")]

    return code(
        (TORCH, NN, FUNCTIONAL),
        tensor("maps", heads.maps, comment="four maps"),
        tensor("W", heads.weights, comment="classes A, B, C"),
        "means = maps.mean(dim=(1, 2))  # nn.AdaptiveAvgPool2d(1) does the same",
        "logits = W @ means",
        "p = logits.softmax(dim=0)",
        "class_maps = F.conv2d(maps, W[:, :, None, None])  # NiN: a map for each class",
        "same = class_maps.mean(dim=(1, 2))",
        "",
        "# What a head costs, counted without any memory",
        f'flat = nn.Linear({c} * {side} * {side}, {k}, device="meta")',
        f'mean = nn.Linear({c}, {k}, device="meta")',
        "flat_count = flat.weight.numel() + flat.bias.numel()",
        "mean_count = mean.weight.numel() + mean.bias.numel()",
        "",
        f"# The {'trained' if knobs.trained else 'untrained'} net's logits for the canvas, digits 0 to 9",
        tensor("digits", canvas.seen.logits),
        "answer = digits.softmax(dim=0)",
        results=[
            *(value(f"means[{row}]", "Four maps, four numbers", f"mean {row + 1}", (0, 0)) for row in range(4)),
            *each("logits", resnet, "logit"),
            *each("p", resnet, "share", None),
            *(cells(f"class_maps[{row}]", nin, f"map of class {name}") for row, name in enumerate("ABC")),
            *each("same", nin, "logit"),
            value("flat_count", "What a head costs", "weights for all numbers"),
            value("mean_count", "What a head costs", "weights for means"),
            *(value(f"answer[{digit}]", "A trained net", f"share of {digit}") for digit in canvas.best),
        ],
    )  # fmt: skip
