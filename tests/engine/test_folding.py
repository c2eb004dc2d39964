"""Normalisations folded into convolutions change nothing."""

import numpy as np
import torch

from engine import networks
from engine.folding import folded
from engine.spec import HeadedCNN, SmallCNN


def test_a_folded_network_gives_the_same_logits() -> None:
    torch.manual_seed(0)
    module = networks.seeded(HeadedCNN(channels=(4, 5), pools=1), (1, 12, 12), 3, seed=2)
    for _ in range(3):  # running statistics that are worth folding
        module(2 * torch.randn(16, 1, 12, 12) + 1)
    with torch.no_grad():
        for name, values in module.named_parameters():
            if name.startswith("norm"):
                values.add_(torch.rand_like(values))
    module.eval()
    kept = {name: values for name, values in module.state_dict().items() if values.is_floating_point()}
    weights = {name: values.detach().numpy() for name, values in kept.items()}
    found = {name: torch.from_numpy(values) for name, values in folded(weights).items()}
    assert sorted(found) == ["conv1.bias", "conv1.weight", "conv2.bias", "conv2.weight", "fc.bias", "fc.weight"]
    x = torch.randn(6, 1, 12, 12)
    maps = torch.relu(torch.conv2d(x, found["conv1.weight"], found["conv1.bias"], padding=1))
    maps = torch.relu(torch.conv2d(torch.max_pool2d(maps, 2), found["conv2.weight"], found["conv2.bias"], padding=1))
    logits = maps.mean((2, 3)) @ found["fc.weight"].T + found["fc.bias"]
    assert torch.allclose(logits, module(x), atol=1e-4)


def test_a_network_without_normalisation_stays_as_it_is() -> None:
    module = networks.seeded(SmallCNN(channels=(2,)), (1, 8, 8), 2, seed=1)
    weights = {name: values.detach().numpy() for name, values in module.named_parameters()}
    found = folded(weights)
    assert found.keys() == weights.keys()
    assert all(np.array_equal(found[name], weights[name]) for name in weights)
