"""A block of a network that somebody has opened, as lines of PyTorch: its layers with weights drawn by chance."""

from __future__ import annotations

import re

from scenes.in_torch.code import Code
from scenes.in_torch.writing import FUNCTIONAL, NN, TORCH, code
from scenes.real_network.operations import Operation
from scenes.real_network.stops import Stop, layer_before, network
from scenes.stage.data.networks import INPUT
from scenes.stage.data.reading import Whose

ACTIVATED = {"ReLU": "{}.relu()", "ReLU6": "{}.clamp(0, 6)", "SiLU": "F.silu({})", "tanh": "{}.tanh()",
             "sigmoid": "{}.sigmoid()"}  # fmt: skip


def block(of: Whose, stop: Stop) -> Code:
    """What a block makes of maps by chance; how its layers read each other is as in the network."""
    net = network(of)
    shape = net.shape if stop.reads == INPUT else layer_before(stop.reads, of).shape
    called = {stop.reads: "x"}
    lines = list[str]()
    for operation in stop.operations:
        name = "added" if operation.form == "sum" else re.sub(r"\W", "_", operation.kind)
        reads = [called[each] for each in operation.reads]
        called[operation.out.name] = name
        first = operation.reads[0]
        count = net.shape[0] if first == INPUT else layer_before(first, of).shape[0]
        lines += _lines(operation, name, reads, count)
        if operation.activation:
            lines.append(f"{name} = {ACTIVATED[operation.activation].format(name)}  # {operation.activation}")
    title = net.title.partition(" (")[0]
    return code(
        (TORCH, NN, FUNCTIONAL),
        f"# {stop.name} of {title}, with weights drawn by chance",
        f"x = torch.rand(1, {', '.join(map(str, shape))})",
        lines,
        f"y = {called[stop.out.name]}  # {' × '.join(map(str, stop.out.shape))}",
        results=(),
    )


def _lines(operation: Operation, name: str, reads: list[str], count: int) -> list[str]:
    """The lines of one layer that reads so many maps, without its activation."""
    base, first = operation.base, reads[0]
    (height, width), around = operation.window, base.padding
    size = f"{height}" if height == width else f"({height}, {width})"
    padding = f"{around[0]}" if around[0] == around[1] else f"{around}"
    slides = (f", stride={base.stride[0]}" if base.stride[0] > 1 else "") + (
        f", padding={padding}" if any(around) else "")  # fmt: skip
    ceil = ", ceil_mode=True" if base.ceil else ""
    if operation.form == "conv":
        groups = f", groups={base.groups}" if base.groups > 1 else ""
        bias = "" if base.bias else ", bias=False"
        made = f"nn.Conv2d({count}, {operation.channels}, {size}{slides}{groups}{bias})"
        lines = [f"conv = {made}", f"{name} = conv({first})"]
        return [*lines, f"{name} = nn.BatchNorm2d({operation.channels})({name})"] if operation.norm else lines
    if operation.pools:
        kind = "MaxPool2d" if operation.form == "max" else "AvgPool2d"
        stride = slides if "stride" in slides else f", stride=1{slides}"
        return [f"{name} = nn.{kind}({size}{stride}{ceil})({first})"]
    if operation.form == "gate" and operation.gate is not None:
        units, act = operation.channels, ACTIVATED[operation.gate.activation]
        return [
            f"waist = nn.Linear({units}, {operation.gate.units})({first}.mean((2, 3)))  # squeeze",
            f"gates = nn.Linear({operation.gate.units}, {units})({act.format('waist')}).sigmoid()",
            f"{name} = {first} * gates[:, :, None, None]",
        ]
    if operation.form == "join":
        return [f"{name} = torch.cat(({', '.join(reads)}), dim=1)"]
    if operation.form == "sum":
        return [f"{name} = {' + '.join(reads)}"]
    return [f"{name} = torch.rand(1, {', '.join(map(str, base.shape))})  # what {base.kind} makes is not written here"]
