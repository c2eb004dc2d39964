import math

import pytest
import torch
from torch import nn

from engine.contract.spec import (
    ACTIVATIONS,
    DATA,
    ColourNet,
    ConvStack,
    DataName,
    DenseNet,
    Network,
    SmallCNN,
    StagedCNN,
    check_network,
)
from engine.contract.spec import parameters as counted
from engine.models import networks
from engine.models.builders import build

ANIMALS = DATA["animals"].shape
NETWORKS: list[Network] = [
    DenseNet(()),
    DenseNet((5, 6, 7), init=1.5),
    DenseNet((5, 5, 5), "sigmoid", "batch", "glorot", "identity"),
    SmallCNN((3,), 1),
    SmallCNN((4, 5, 6), 7, "tanh", "batch", "he"),
    ConvStack(),
    ConvStack((4, 6), 2, "identity", "gelu", "none", "he", zero_init=True),
    ConvStack((4, 6, 6), 1, "projection", "leaky-relu", zero_init=True),
    StagedCNN(),
    StagedCNN(squeeze=4),
    StagedCNN(4, (5, 6), (1, 2), separable=True),
    StagedCNN(4, (5, 6), (3, 1), separable=True, activation="tanh", norm="none", init=0.5),
    ColourNet(),
    ColourNet(("depthwise",), kernel=1),
    ColourNet(("depthwise", "pointwise", "pointwise"), 5, activation="gelu", init="he"),
]


def parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def test_the_default_cnn_has_far_fewer_parameters_than_the_default_dense_net() -> None:
    assert parameters(build(DenseNet(), ANIMALS, 10)) == 50_890
    assert parameters(build(SmallCNN(), ANIMALS, 10)) == 11_274


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", list(DATA))
def test_networks_map_pictures_to_logits_and_are_described_truly(network: Network, name: DataName) -> None:
    shape, classes = DATA[name].shape, len(DATA[name].classes)
    check_network(network, name)
    module = build(network, shape, classes)
    x = torch.randn(3, *shape)
    assert module(x).shape == (3, classes)
    layers = networks.describe(module, shape)
    seen = networks.outputs(module, x)
    assert [layer.name for layer in layers] == list(seen)
    assert all(seen[layer.name].shape == (3, *layer.shape) for layer in layers)
    assert sum(layer.parameters for layer in layers) == parameters(module) == counted(network, name)
    assert torch.equal(list(seen.values())[-1], module.eval()(x))
    assert {layer.kind for layer in layers if layer.macs} <= {"conv", "dense"}


def test_layers_are_named_after_what_they_do() -> None:
    layers = networks.describe(build(SmallCNN(), ANIMALS, 10), ANIMALS)
    assert [layer.name for layer in layers] == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc"]
    assert [layer.kind for layer in layers] == ["conv", "relu", "pool", "conv", "relu", "pool", "dense"]
    assert layers[0].text == "8 filters 5x5, padding 2"
    assert layers[0].macs == 8 * 28 * 28 * 25
    assert layers[3].macs == 16 * 14 * 14 * 8 * 25
    assert layers[6].macs == 784 * 10


def test_the_seed_decides_the_weights_and_nothing_else_does() -> None:
    before = torch.random.get_rng_state()
    one = networks.seeded(SmallCNN(), ANIMALS, 10, seed=5)
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.rand(7)
    two, other = (networks.seeded(SmallCNN(), ANIMALS, 10, seed=seed) for seed in (5, 6))
    weights = [next(module.parameters()) for module in (one, two, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_known_by_its_name(name: str) -> None:
    layers = networks.describe(build(DenseNet((5, 5), name), ANIMALS, 10), ANIMALS)  # type: ignore[arg-type]
    assert [layer.name for layer in layers] == ["fc1", f"{name}1", "fc2", f"{name}2", "fc3"]
    assert [layer.kind for layer in layers] == ["dense", name, "dense", name, "dense"]
    assert networks.activations(layers) == (f"{name}1", f"{name}2", "fc3")


@pytest.mark.parametrize("gain", [2.0, 2])
def test_a_gain_sets_the_spread_of_the_weights(gain: float) -> None:
    module = networks.seeded(DenseNet((500, 400), init=gain), ANIMALS, 10, seed=1)
    for part in module.modules():
        if isinstance(part, nn.Linear):
            assert float(part.weight.detach().std()) == pytest.approx(2 / math.sqrt(part.in_features), rel=0.05)
            assert not part.bias.any()


def test_channels_last_changes_the_strides_and_not_the_values() -> None:
    module = networks.seeded(SmallCNN(), ANIMALS, 10, seed=1)
    x = torch.randn(4, *ANIMALS)
    before = networks.outputs(module, x)
    networks.channels_last(module)
    after = networks.outputs(module, x)
    assert after["conv1"].is_contiguous(memory_format=torch.channels_last)
    assert not after["conv1"].is_contiguous()
    for name, values in before.items():
        torch.testing.assert_close(after[name], values)


def test_looking_leaves_no_hook_and_no_mode_behind() -> None:
    module = build(SmallCNN(), ANIMALS, 10)
    networks.outputs(module, torch.zeros(1, *ANIMALS))
    assert module.training
    assert not any(part._forward_hooks for part in module.modules())
    with pytest.raises(RuntimeError):
        networks.outputs(module, torch.zeros(1, 3, 5, 5))
    assert module.training
    assert not any(part._forward_hooks for part in module.modules())


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(TypeError, match="int"):
        build(3, ANIMALS, 10)


@pytest.mark.parametrize("network", NETWORKS)
def test_a_network_is_all_that_its_numbers_say(network: Network) -> None:
    learned, other = (networks.seeded(network, (1, 8, 8), 10, seed) for seed in (1, 2))
    learned.train()(torch.randn(16, 1, 8, 8))  # running statistics become its own
    networks.channels_last(learned)
    networks.put(other, {name: values.numpy() for name, values in networks.numbers(learned).items()})
    x = torch.randn(4, 1, 8, 8)
    torch.testing.assert_close(other.eval()(x), learned.eval()(x))


def test_weights_of_another_network_are_refused_and_change_nothing() -> None:
    module, other = (networks.seeded(DenseNet((size,)), (1, 8, 8), 10, 1) for size in (5, 6))
    wrong = {name: values.numpy() for name, values in networks.numbers(other).items()}
    before = {name: values.clone() for name, values in networks.numbers(module).items()}
    for weights in (wrong, {}):
        with pytest.raises(networks.UnfitWeightsError, match=r"belong to another network; .*\.$"):
            networks.put(module, weights)
    for name, values in networks.numbers(module).items():
        torch.testing.assert_close(values, before[name])
