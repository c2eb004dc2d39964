"""The arrays that a described network needs are those of the engine's module; drawn ones have the size they should."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop.model_files.needed import by_chance, needed
from engine.models.architectures.catalogue import ARCHITECTURES
from scenes.stage.data import networks


@pytest.mark.parametrize("name", networks.names())
def test_what_is_needed_are_the_arrays_of_the_module(name: str) -> None:
    with torch.device("meta"):
        module = ARCHITECTURES[name].build()
    network = networks.network(name)
    theirs = {each: tuple(values.shape) for each, values in module.state_dict().items()}
    left_out = ("num_batches_tracked",)
    assert needed(network) == {
        each: shape for each, shape in theirs.items() if not each.startswith("aux") and not each.endswith(left_out)
    }


def test_numbers_by_chance_are_the_same_for_a_seed_and_as_large_as_they_should() -> None:
    network = networks.network("resnet-20-cifar")
    first, again, other = by_chance(network), by_chance(network), by_chance(network, seed=1)
    name = "layer2.1.conv1.weight"
    assert np.array_equal(first(name), again(name))
    assert not np.array_equal(first(name), other(name))
    assert not np.array_equal(first(name), first("layer1.2.conv1.weight")[: len(first(name))])
    assert first(name).std() == pytest.approx(np.sqrt(2 / (16 * 9)), rel=0.03)
    assert first("layer2.1.norm1.weight").tolist() == [1.0] * 32
    assert first("layer2.1.norm1.running_mean").tolist() == [0.0] * 32
