import math

import pytest
import torch
from torch import nn

from engine.contract.spec import DATA, ConvStack, DenseNet, Network, SmallCNN
from engine.models import networks
from engine.training import probe

SHAPE = DATA["digits"].shape


@pytest.mark.parametrize("network", [DenseNet((7, 5)), SmallCNN((3, 4), 3), ConvStack((3, 4), 2, "projection")])
def test_layer_norms_are_those_of_autograd(network: Network) -> None:
    module = networks.seeded(network, SHAPE, 10, seed=1)
    networks.channels_last(module)
    x, y = torch.randn(6, *SHAPE), torch.arange(6)
    gradients = torch.autograd.grad(nn.functional.cross_entropy(module(x), y), list(module.parameters()))
    measured = probe.layer_norms(probe.gradient_norms(gradients).tolist(), probe.layer_slices(module))
    nn.functional.cross_entropy(module(x), y).backward()
    by_hand = []
    for layer in networks.describe(module, SHAPE):
        if layer.parameters:
            own = module.get_submodule(layer.name).parameters()
            squares = [float(value) ** 2 for one in own if one.grad is not None for value in one.grad.flatten()]
            by_hand.append(math.sqrt(sum(squares)))
    assert measured == pytest.approx(by_hand, rel=1e-5)


def test_taps_catch_what_layers_give_in_training_and_only_then() -> None:
    module = networks.seeded(SmallCNN((3, 4), 3), SHAPE, 10, seed=1)
    taps = probe.Taps(module, ("relu1", "relu2", "fc"))
    x = torch.randn(2, *SHAPE)
    networks.outputs(module, x)
    assert taps.take() == []
    logits = module(x)
    caught = taps.take()
    assert [tuple(each.shape) for each in caught] == [(2, 3, 8, 8), (2, 4, 4, 4), (2, 10)]
    assert caught[2] is logits
    assert taps.take() == []
