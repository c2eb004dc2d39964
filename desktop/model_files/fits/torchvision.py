"""What torchvision calls the layers of the networks that it has: for each family a rule that renames ours.

Source: torchvision.models, version 0.28. Its gates are 1x1 convolutions where ours are dense layers, with the same
numbers in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from scenes.stage.data.networks import Layer, Network, Stage

Rule = Callable[[Network], dict[str, str]]
"""From a network to torchvision's name for each of its layers that have weights."""

WITHOUT_NUMBER = ("flatten", "adaptive average pool")
"""What stands beside torchvision's rows of layers, not in them."""
WIDEN, FILTER, NARROW = ("expand", "norm1"), ("depthwise", "norm2"), ("project", "norm3")
GATE = ("se.reduce", "se.expand")
"""The units of an inverted residual block."""
NORMS = {"conv": "conv", "norm": "bn"}
"""The two layers of one of its units."""


def resnet(net: Network) -> dict[str, str]:
    """Blocks are counted from 0, norms are called bn, and a shortcut is a row of two."""

    def renamed(layer: Layer) -> str:
        name = layer.name.removeprefix("stem.").removeprefix("head.")
        name = re.sub(r"^(layer\d)\.(\d+)", lambda found: f"{found[1]}.{int(found[2]) - 1}", name)
        name = name.replace("shortcut.conv", "downsample.0").replace("shortcut.norm", "downsample.1")
        return re.sub(r"norm(\d)$", r"bn\1", name)

    return {layer.name: renamed(layer) for layer in net.layers}


def rows(net: Network) -> dict[str, str]:
    """AlexNet and VGG: two rows of layers, each with its number."""
    features = [layer for layer in net.layers if layer.stage != "classifier"]
    return _row(features, "features") | _row(net.stage("classifier").layers, "classifier")


def squeezenet(net: Network) -> dict[str, str]:
    """The same, where a whole fire module has one number."""
    parts = {"conv_squeeze": "squeeze", "expand.expand1x1.conv": "expand1x1", "expand.expand3x3.conv": "expand3x3"}
    found = _row(net.stage("head").layers, "classifier")
    features = (layer for layer in net.layers if layer.stage != "head")
    units = groupby(features, lambda layer: layer.stage if layer.stage.startswith("fire") else layer.name)
    for number, (unit, layers) in enumerate(units):
        for layer in layers:
            inside = parts.get(layer.name.removeprefix(f"{unit}."))
            found[layer.name] = f"features.{number}" + (f".{inside}" if inside else "")
    return found


def mobilenet_v2(net: Network) -> dict[str, str]:
    """All blocks are counted through; the last convolution in each has a number of its own, and so has its norm."""
    found, blocks = _ends(), _blocks(net)
    for number, block in enumerate(blocks, start=1):
        *units, last = _units(block)
        inside = {part: f"{place}.{at}" for place, unit in enumerate(units) for at, part in enumerate(unit)}
        inside |= {part: str(place) for place, part in enumerate(last, start=len(units))}
        found |= {f"{block.name}.{part}": f"features.{number}.conv.{place}" for part, place in inside.items()}
    return found | _ends(len(blocks) + 1)


def efficientnet(net: Network) -> dict[str, str]:
    """Stages are counted, and the blocks of each from 0; a gate counts as a unit of its block."""
    found, blocks = _ends(), _blocks(net)
    for block in blocks:
        stage, _, number = block.name.removeprefix("stage").partition(".")
        for place, unit in enumerate(_units(block)):
            names = ("fc1", "fc2") if unit == GATE else ("0", "1")
            before = f"features.{stage}.{int(number) - 1}.block.{place}"
            found |= {f"{block.name}.{part}": f"{before}.{name}" for part, name in zip(unit, names, strict=True)}
    return found | _ends(len({block.layers[0].stage for block in blocks}) + 1)


def googlenet(net: Network) -> dict[str, str]:
    """The four branches are numbered, and so are the units of a branch with several."""
    branches = {"branch1x1": "branch1", "branch3x3": "branch2", "branch5x5": "branch3", "branchpool": "branch4"}
    places = {"_reduce": ".0", "_project": ".1"}
    found: dict[str, str] = {}
    for layer in net.layers:
        kind, mark = _unit(layer)
        if layer.stage == "stem":
            found[layer.name] = f"conv{mark}.{kind}"
        elif layer.branch in branches:
            place = places.get(mark, "" if layer.branch == "branch1x1" else ".1")
            found[layer.name] = f"{layer.stage}.{branches[layer.branch]}{place}.{kind}"
        elif layer.auxiliary:
            found[layer.name] = f"{layer.stage}.{layer.label if layer.kind == 'dense' else f'conv.{kind}'}"
    return found | {"head.fc": "fc"}


def inception_v3(net: Network) -> dict[str, str]:
    """The units of a branch are numbered from 1, and those of a fork, which stand side by side, have letters."""
    stem = {"_1a": "1a_3x3", "_2a": "2a_3x3", "_2b": "2b_3x3", "_3b": "3b_1x1", "_4a": "4a_3x3"}
    found = {"head.fc": "fc", "aux.fc": "AuxLogits.fc"}
    for layer in net.layers:
        kind, mark = _unit(layer)
        if layer.stage == "stem":
            found[layer.name] = f"Conv2d_{stem.get(mark)}.{kind}"
        elif layer.auxiliary and layer.name != "aux.fc":
            found[layer.name] = f"AuxLogits.conv{int(mark or 1) - 1}.{kind}"
    modules = [
        layer for layer in net.layers if layer.stage.startswith("Mixed") and layer.kind in ("conv", "batch norm")
    ]
    for (stage, branch), layers in groupby(modules, lambda layer: (layer.stage, layer.branch.partition(".")[0])):
        called = branch.replace("twice", "dbl").replace("branchpool", "branch_pool")
        called = "branch7x7x3" if (stage, branch) == ("Mixed_7a", "branch7x7") else called
        units = [list(unit) for _, unit in groupby(layers, lambda layer: (layer.branch, _unit(layer)[1]))]
        main = [unit for unit in units if "fork" not in unit[0].branch]
        for number, unit in enumerate(main, start=1):
            place = "" if len(units) == 1 else f"_{number}"
            found |= {layer.name: f"{stage}.{called}{place}.{_unit(layer)[0]}" for layer in unit}
        for letter, unit in zip("ab", units[len(main) :], strict=False):
            place = f"_{len(main) + 1}{letter}"
            found |= {layer.name: f"{stage}.{called}{place}.{_unit(layer)[0]}" for layer in unit}
    return found


def _row(layers: Iterable[Layer], place: str) -> dict[str, str]:
    """Layers with their numbers in a row."""
    numbered = (layer for layer in layers if layer.kind not in WITHOUT_NUMBER)
    return {layer.name: f"{place}.{number}" for number, layer in enumerate(numbered)}


def _unit(layer: Layer) -> tuple[str, str]:
    """What a layer is in its unit, and the mark of the unit behind its name."""
    kind = layer.label[:4]
    return NORMS.get(kind, kind), layer.label[4:]


def _ends(last: int | None = None) -> dict[str, str]:
    """The convolution before all inverted blocks; with its number the one behind them, and the classifier."""
    place, names = ("stem", ("conv1", "norm1")) if last is None else ("head", ("conv2", "norm2"))
    found = {f"{place}.{name}": f"features.{last or 0}.{at}" for at, name in enumerate(names)}
    return found | ({} if last is None else {"head.fc": "classifier.1"})


def _blocks(net: Network) -> list[Stage]:
    """The inverted residual blocks of a network."""
    return [block for block in net.blocks if block.name not in ("stem", "head")]


def _units(block: Stage) -> list[tuple[str, str]]:
    """The layers of an inverted residual block that have weights, two by two."""
    labels = {layer.label for layer in block.layers if not layer.branch}
    gated = any(layer.branch for layer in block.layers)
    return [WIDEN] * ("expand" in labels) + [FILTER] + [GATE] * gated + [NARROW]


MODELS: Mapping[str, Rule] = {
    "alexnet-torchvision": rows,
    **dict.fromkeys(("vgg-11", "vgg-13", "vgg-16", "vgg-16-bn", "vgg-19"), rows),
    "googlenet-torchvision": googlenet,
    "inception-v3": inception_v3,
    **dict.fromkeys(("resnet-18", "resnet-34", "resnet-50", "resnet-101", "resnet-152"), resnet),
    **dict.fromkeys(("resnet-50-v1", "resnet-101-v1", "resnet-152-v1"), resnet),
    **dict.fromkeys(("squeezenet-1.0", "squeezenet-1.1"), squeezenet),
    "mobilenet-v2": mobilenet_v2,
    **{f"efficientnet-b{number}": efficientnet for number in range(8)},
}
"""The rule of each network that torchvision has. ResNets as published have the same names and shapes as torchvision's,
which come first."""
