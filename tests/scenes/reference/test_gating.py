"""Squeeze and excitation against torch, and the worked example of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.models.layers import Gate
from scenes.reference import excitation, scaled


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_gates_equal_torch(waist, squeeze, height, width, seed):
    random = np.random.default_rng(seed)
    channels = waist * squeeze
    x = random.normal(size=(channels, height, width))
    weights = {
        "reduce.weight": random.normal(size=(waist, channels)),
        "reduce.bias": random.normal(size=waist),
        "restore.weight": random.normal(size=(channels, waist)),
        "restore.bias": random.normal(size=channels),
    }
    gate = Gate(channels, squeeze).double()
    gate.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})
    found = excitation(
        x, weights["reduce.weight"], weights["restore.weight"], weights["reduce.bias"], weights["restore.bias"]
    )
    with torch.no_grad():
        expected = gate(torch.tensor(x)[None])[0].numpy()
    assert scaled(x, found.gates) == pytest.approx(expected, abs=1e-12)
    assert found.waist == pytest.approx(np.maximum(found.before, 0))


def test_the_worked_example():
    x = np.repeat(np.repeat(np.array([4.0, 2, 0, 6])[:, None, None], 2, 1), 3, 2)
    found = excitation(x, [[1, -1, 0, 0], [0, 0, 1, 0.5]], [[1, 0], [-1, 0], [0, -1], [0, 1]])
    assert found.means.tolist() == [4, 2, 0, 6]
    assert found.waist.tolist() == [2, 3]
    assert found.scores.tolist() == [2, -2, -3, 3]
    assert found.gates.round(3).tolist() == [0.881, 0.119, 0.047, 0.953]


def test_a_gate_for_each_map():
    with pytest.raises(ValueError, match="3 maps need 3 gates, but 2 are given"):
        scaled(np.ones((3, 2, 2)), [1, 2])
