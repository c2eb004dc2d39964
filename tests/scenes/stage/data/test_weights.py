"""Weights of trained networks as scenes read them."""

import numpy as np
import pytest

from scenes.stage.data import networks, weights


def test_weights_have_the_shapes_that_the_description_counts() -> None:
    found = weights.trained("lenet-5-modern")
    described = networks.network("lenet-5-modern")
    assert sum(array.size for array in found.arrays.values()) == described.parameters == 61706
    for layer in described.weighted:
        size = sum(found.arrays[f"{layer.name}.{part}"].size for part in ("weight", "bias"))
        assert size == layer.parameters


def test_weights_cant_be_changed_by_whoever_reads_them() -> None:
    found = weights.trained("lenet-5-modern")
    with pytest.raises(ValueError, match="read-only"):
        found.arrays["features.C1.bias"][0] = 1.0
    assert found.arrays["features.C1.bias"].dtype == np.float64
    assert len(found.held_out) == found.count
    assert 0.9 < found.accuracy <= 1
