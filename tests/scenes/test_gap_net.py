"""The trained net of the global average pooling scene: every number is what torch computes with the same weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.making.weights import averaged
from engine.models import networks
from scenes.gap.net import see, untrained, weights
from scenes.reference import Floats
from scenes.stage.data.handwritten import FULL_INK, handwritten


def picture(side: int) -> Floats:
    found = np.zeros((1, side, side))
    found[0, 5:13, 9:17] = handwritten(3)[0] / FULL_INK
    return found


@pytest.mark.parametrize("side", [20, 24, 40])
@pytest.mark.parametrize("learned", [True, False])
def test_maps_and_logits_are_those_of_torch(side: int, learned: bool) -> None:
    known = weights().arrays if learned else untrained()
    module = averaged().double().eval()
    module.load_state_dict({name: torch.tensor(array) for name, array in known.items()}, strict=False)
    given = networks.outputs(module, torch.tensor(picture(side))[None])
    seen = see(picture(side), learned)
    assert np.allclose(seen.last, given["relu3"][0], atol=1e-9)
    assert np.allclose(seen.means, given["mean"][0], atol=1e-9)
    assert np.allclose(seen.logits, given["fc"][0], atol=1e-9)


def test_the_means_of_class_maps_and_the_biases_make_the_logits() -> None:
    seen = see(picture(24), learned=True)
    assert seen.class_maps.shape == (10, 12, 12)
    assert np.allclose(seen.class_maps.mean(axis=(1, 2)) + seen.biases, seen.logits, atol=1e-9)
    assert seen.shares.argmax() == 3


def test_untrained_weights_are_drawn_as_torch_draws_them() -> None:
    module = averaged()
    for name, values in module.state_dict().items():
        if not values.is_floating_point():
            continue
        drawn, theirs = untrained()[name], values.numpy()
        assert drawn.shape == theirs.shape
        if name.startswith("norm"):
            assert np.array_equal(drawn, theirs)
        elif theirs.size > 100:
            assert np.abs(drawn).max() == pytest.approx(np.abs(theirs).max(), rel=0.05)
            assert drawn.std() == pytest.approx(theirs.std(), rel=0.15)


def test_trained_maps_choose_between_two_digits_and_untrained_ones_do_not() -> None:
    told = weights().measured
    assert told["trained"]["both"] > 0.9
    assert told["untrained"]["both"] < 0.3
    assert told["untrained"]["one"] > told["untrained"]["each"] + 0.2
