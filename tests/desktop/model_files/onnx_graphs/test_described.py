"""What a file in the format ONNX says of our own networks is what we say of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from desktop.lab.take_away import onnx_file
from desktop.model_files import described_onnx
from desktop.model_files.needed import needed
from desktop.model_files.onnx_graphs.onnx_file import read
from desktop.model_files.onnx_graphs.running import Runner
from desktop.model_files.words import Ran, Run
from engine.contract.numbers import Array
from engine.contract.spec import about
from engine.models.architectures.catalogue import ARCHITECTURES
from scenes.stage.data.networks import INPUT, Layer, names, network
from tests.desktop.lab.take_away.nets import logits, pictures, preset_order
from tests.desktop.model_files.exported import export, settled

SAME = ("kind", "shape", "parameters", "macs", "kernel", "stride", "padding", "behind", "dilation", "groups", "bias")
SEEN = ("ceil", "field", "jump", "start", "epsilon", "responses")
LARGE = 12_000_000
"""Networks with more parameters take longer, and have no other kinds of layers."""
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
pytestmark = pytest.mark.slow


def ours(name: str) -> list[Layer]:
    """Our own description, without what exporters leave out."""
    return [layer for layer in network(name).inference if layer.kind != "dropout"]


def built(name: str, folder: Path) -> tuple[nn.Module, Path]:
    architecture = ARCHITECTURES[name]
    module = settled(architecture.build())
    return module, export(module, torch.zeros(1, *architecture.shape), folder / f"{name}.onnx")


@pytest.mark.parametrize(
    "name",
    [
        "resnet-18",
        "mobilenet-v2",
        "efficientnet-b0",
        "vgg-16-bn",
        "googlenet-torchvision",
        "squeezenet-1.1",
        "se-resnet-50",
    ],
)
def test_a_file_of_our_network_has_our_table(name: str, tmp_path: Path) -> None:
    _, path = built(name, tmp_path)
    found, known = read(path), network(name)
    assert (found.parameters, found.macs, found.shape) == (known.parameters, known.macs, known.shape)
    assert (found.runs, found.why, found.classes) == ("onnx", "", 1000)
    assert len(found.layers) == len(ours(name))
    called = {INPUT: INPUT}
    for layer, mine in zip(found.layers, ours(name), strict=True):
        called |= {mine.name: layer.name}
        for fact in (*SAME, *SEEN):
            assert getattr(layer, fact) == getattr(mine, fact), (layer.name, mine.name, fact)
        skipped = [dropout(name, each) for each in mine.inputs]
        assert set(layer.inputs) == {called[each] for each in skipped}, layer.name
    path.unlink()


def dropout(name: str, read: str) -> str:
    """What a layer reads where dropout is left out."""
    while read != INPUT and network(name).layer(read).kind == "dropout":
        read = network(name).layer(read).inputs[0]
    return read


@pytest.mark.parametrize("name", [each for each in names() if network(each).parameters < LARGE])
def test_every_small_network_that_we_write_comes_back(name: str, tmp_path: Path) -> None:
    known = network(name)
    numbers = {each: np.ones(shape, np.float32) for each, shape in needed(known).items()}
    path = tmp_path / "net.onnx"
    path.write_bytes(described_onnx.model(known, numbers.__getitem__, (0.0,), (1.0,)))
    found = {layer.name: layer for layer in read(path).layers}
    compared = 0
    for layer in known.inference:
        if (
            layer.name in found
            and layer.kind != "table conv"
            and (layer.weighted or layer.kind.endswith(("pool", "norm", "relu")))
        ):
            compared += 1
            for fact in (*SAME, *SEEN):
                assert getattr(found[layer.name], fact) == getattr(layer, fact), (layer.name, fact)
    assert compared >= sum(layer.kind != "table conv" for layer in known.weighted) > 2


@pytest.mark.parametrize("name", ["resnet-18-a", "efficientnet-lite0", "inception-v3", "mobilenet-v1-0.25"])
def test_what_is_told_by_other_operators_comes_to_the_same(name: str, tmp_path: Path) -> None:
    """Paddings of their own, pixels taken in two steps, and three ways into one sum."""
    _, path = built(name, tmp_path)
    found, known = read(path), network(name)
    assert (found.parameters, found.macs, found.shape) == (known.parameters, known.macs, known.shape)
    last = [layer for layer in found.layers if layer.field is not None][-1]
    assert (last.field, last.jump, last.start) == (known.final_map.field, known.final_map.jump, known.final_map.start)


@pytest.mark.parametrize(
    "name", ["resnet-18", "mobilenet-v2", "efficientnet-b0", "squeezenet-1.1", "googlenet-torchvision"]
)
def test_it_answers_as_in_torch(name: str, tmp_path: Path) -> None:
    module, path = built(name, tmp_path)
    picture = np.random.default_rng(1).integers(0, 256, network(name).shape, dtype=np.uint8)
    maps: dict[str, torch.Tensor] = {}
    parts = [layer.name for layer in ours(name) if layer.spatial][::7]
    for part in parts:
        module.get_submodule(part).register_forward_hook(lambda _, __, output, part=part: maps.update({part: output}))
    standardised = (torch.from_numpy(picture) / 255 - torch.tensor(MEAN)[:, None, None]) / torch.tensor(DEVIATION)[
        :, None, None
    ]
    with torch.no_grad():
        expected = module(standardised[None])
    runner = Runner(path)
    called = dict(zip((layer.name for layer in ours(name)), (layer.name for layer in read(path).layers), strict=True))
    ran = runner.run(Run(Array.of(picture), tuple(called[part] for part in parts), MEAN, DEVIATION))
    assert isinstance(ran, Ran)
    assert close(ran.logits, expected[0])
    assert len(ran.maps) == len(parts) > 5
    for part, values in zip(parts, ran.maps, strict=True):
        assert close(values, maps[part][0]), part


def close(values: Array, expected: torch.Tensor) -> bool:
    """Whether numbers are the same to 1e-4 of the largest."""
    wanted = expected.numpy()
    return bool(np.abs(values.numpy() - wanted).max() <= 1e-4 * max(1.0, float(np.abs(wanted).max())))


@pytest.mark.parametrize(
    ("name", "index"), [("race", 0), ("race", 1), ("gates", 1), ("separable", 1), ("inception", 0), ("twins-20", 1)]
)
def test_networks_of_the_lab_come_back(name: str, index: int, tmp_path: Path) -> None:
    """They say what their classes are and standardise pictures themselves, so that pixels are right as they are."""
    net, order = preset_order(name, index, "onnx")
    assert order.kept is not None
    path = tmp_path / "net.onnx"
    path.write_bytes(onnx_file.model(order, order.kept))
    found, known = read(path), about(order.spec.data)
    assert (found.shape, found.labels, found.runs) == (known.shape, known.classes, "onnx")
    assert found.parameters == sum(parameter.numel() for parameter in net.parameters())
    assert (found.mean, found.deviation) == ((0.0,), (1 / 255,))
    assert "It standardises its pictures itself: white is 255 for it." in found.notes
    (picture,) = pictures(1, order)
    ran = Runner(path).run(Run(Array.of(picture), (), found.mean, found.deviation))
    assert isinstance(ran, Ran)
    assert np.allclose(ran.logits.numpy(), logits(net, picture[None])[0], atol=1e-4)
