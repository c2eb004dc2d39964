"""Every network of the course says in ONNX Runtime what it says in torch, in its inner layers too."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from desktop.model_files.described_onnx import UnwritableLayerError, model
from desktop.model_files.needed import by_chance, needed
from engine.models.architectures.catalogue import ARCHITECTURES
from scenes.stage.data import networks, published
from scenes.stage.data.networks import Network
from scenes.stage.data.pictures import Picture
from tests import shipped

SMALL = {"inception-v3": 107}
"""Sides of pictures that a network may have instead of 64, whatever it is made for."""
LARGE = 6_000_000
"""Networks with more parameters, and with more layers than `LONG`, are tried by slow tests."""
LONG = 120
MEAN, DEVIATION = (120.0, 115.0, 105.0), (60.0, 57.0, 58.0)


def small(network: Network) -> Network:
    """The network for pictures as small as it takes them; a dense layer behind a map fixes their size."""
    kinds = {layer.kind for layer in network.layers if not layer.auxiliary}
    if "flatten" in kinds or network.shape[1] < 64:
        return network
    side = SMALL.get(network.name, 64)
    return dataclasses.replace(network, shape=(3, side, side))


def settled(network: Network) -> dict[str, npt.NDArray[np.float32]]:
    """Numbers by chance, and statistics and biases that are not neutral, so that they matter.

    The factors are small enough that the sums of fifty blocks don't drive gates to their ends.
    """
    draw, by = by_chance(network, seed=3), np.random.default_rng(4)
    numbers = {name: draw(name) for name in needed(network)}
    for name, values in numbers.items():
        if name.endswith("running_var"):
            values[:] = by.uniform(0.5, 2, values.shape)
            numbers[f"{name.removesuffix('running_var')}weight"][:] = by.uniform(0.4, 0.8, values.shape)
        elif name.endswith(("bias", "running_mean")):
            values[:] = by.normal(0, 0.1, values.shape)
    return numbers


def in_torch(network: Network, numbers: dict[str, npt.NDArray[np.float32]]) -> nn.Module:
    """The engine's module with these numbers; what of it falls off at inference keeps what it has."""
    module = ARCHITECTURES[network.name].build().eval()
    given = {name: torch.from_numpy(values) for name, values in numbers.items()}
    lacking, unknown = module.load_state_dict(given, strict=False, assign=True)
    assert not unknown
    assert all(name.startswith("aux") or name.endswith("num_batches_tracked") for name in lacking)
    return module


def watched(module: nn.Module, layers: list[str], x: torch.Tensor) -> dict[str, npt.NDArray[np.float32]]:
    """What layers give, and as "" what the network does."""
    seen: dict[str, npt.NDArray[np.float32]] = {}

    def note(name: str) -> object:
        return lambda _part, _inputs, output: seen.__setitem__(name, output.numpy().copy())

    hooks = [module.get_submodule(name).register_forward_hook(note(name)) for name in layers]  # type: ignore[arg-type]
    with torch.inference_mode():
        seen[""] = module(x).numpy()
    for hook in hooks:
        hook.remove()
    return seen


def in_onnx(data: bytes, pictures: npt.NDArray[np.uint8]) -> dict[str, npt.NDArray[np.float32]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(None, {"pictures": pictures.astype(np.float32)}), strict=True))


def one_of_each_kind(network: Network) -> list[str]:
    """The last layer of each kind, without that whose output is the network's."""
    found = {layer.kind: layer.name for layer in network.inference[:-1] if layer.kind != "dropout"}
    return list(found.values())


def each_network() -> list[object]:
    return [
        pytest.param(each.name, marks=[pytest.mark.slow] * (each.parameters > LARGE or len(each.layers) > LONG))
        for each in networks.networks()
    ]


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> None:
    """Several tests run at once."""
    torch.set_num_threads(1)


@pytest.mark.parametrize("name", each_network())
def test_every_network_answers_as_in_torch(name: str) -> None:
    network = small(networks.network(name))
    numbers = settled(network)
    layers = one_of_each_kind(network)
    channels = network.shape[0]
    mean, deviation = MEAN[:channels], DEVIATION[:channels]
    pictures = np.random.default_rng(1).integers(0, 256, (2, *network.shape), np.uint8)
    mine = in_onnx(model(network, numbers.__getitem__, mean, deviation, layers), pictures)
    standardised = (pictures - np.reshape(mean, (-1, 1, 1))) / np.reshape(deviation, (-1, 1, 1))
    theirs = watched(in_torch(network, numbers), layers, torch.from_numpy(standardised.astype(np.float32)))
    assert set(mine) == {"logits", *layers}
    for layer, values in theirs.items():
        given = mine[layer or "logits"]
        assert given.shape == values.shape
        assert np.isfinite(values).all()
        assert np.abs(given - values).max() <= 1e-4 * np.abs(values).max(), layer


def test_the_file_is_well_formed_and_says_what_it_is() -> None:
    network = networks.network("lenet-5")
    made = onnx.load_from_string(model(network, by_chance(network), (33,), (78,)))
    onnx.checker.check_model(made, full_check=True)
    assert "LeNet-5, written by Convoscope" in made.doc_string
    assert "(batch, 1, 32, 32)" in made.doc_string
    named = {node.name for node in made.graph.node}
    assert {layer.name for layer in network.inference} <= named
    assert (made.opset_import[0].version, made.ir_version) == (20, 9)


def test_the_shipped_network_knows_the_cat() -> None:
    network = networks.network("efficientnet-lite0")
    picture = published.read_as(Picture("cat"))
    data = model(network, shipped.number, shipped.MEAN, shipped.DEVIATION)
    logits = in_onnx(data, picture.array[None])["logits"][0]
    assert "cat" in published.labels("efficientnet-lite0")[int(logits.argmax())]


def test_what_is_no_node_cannot_be_asked_for() -> None:
    network = networks.network("squeezenet-1.1")
    for name in ("head.drop", "head.nowhere"):
        with pytest.raises(KeyError):
            model(network, by_chance(network), (0,), (1,), [name])


def test_what_has_no_form_in_onnx_is_said_in_a_sentence() -> None:
    network = networks.network("lenet-5-modern")
    layers = {layer.name: layer for layer in network.layers}
    odd = dataclasses.replace(layers["features.S2"], kind="fractional pool")
    changed = tuple((layers | {odd.name: odd}).values())
    with pytest.raises(UnwritableLayerError, match=r"“features.S2” is a layer of the kind “fractional pool”"):
        model(dataclasses.replace(network, layers=changed), by_chance(network), (0,), (1,))
    odd = dataclasses.replace(layers["features.S2"], kind="adaptive average pool", shape=(6, 9, 9))
    changed = tuple((layers | {odd.name: odd}).values())
    with pytest.raises(UnwritableLayerError, match=r"makes 9×9 means of a map of 28×28"):
        model(dataclasses.replace(network, layers=changed), by_chance(network), (0,), (1,))
