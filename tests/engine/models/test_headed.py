"""Published networks without their last layer, and with another one."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from engine.contract.numbers import Array
from engine.contract.teaching import Headed
from engine.models import headed, networks
from engine.models.networks import UnfitWeightsError
from engine.models.published import published
from tests.engine.models.reference_answers import photo

LITE = "efficientnet-lite0"
CAT = (torch.from_numpy(photo("chelsea")).float()[None] - 127) / 128


def head(features: int = 1280, **changes: np.ndarray) -> Headed:
    generator = np.random.default_rng(3)
    parts = {
        "weights": generator.normal(size=(3, features)),
        "bias": generator.normal(size=3),
        "mean": generator.normal(size=features),
        "spread": generator.uniform(0.01, 1, features),
    }
    return Headed(LITE, ("a", "b", "c"), **{name: Array.of(each) for name, each in {**parts, **changes}.items()})


def test_a_bare_network_gives_the_means_of_its_last_maps() -> None:
    expected = networks.outputs(published(LITE).module, CAT)["head.gap"]
    torch.testing.assert_close(headed.bare(LITE).module(CAT), expected, rtol=1e-4, atol=1e-5)
    assert headed.features(LITE) == expected.shape[1] == 1280


def test_a_head_reads_the_means_in_its_own_scale() -> None:
    one = head()
    weights, bias, mean, spread = (each.numpy() for each in (one.weights, one.bias, one.mean, one.spread))
    means = headed.bare(LITE).module(CAT)[0].numpy()
    found = headed.headed(one, (3, 224, 224)).module(CAT)[0].numpy()
    np.testing.assert_allclose(found, weights @ ((means - mean) / spread) + bias, rtol=1e-3, atol=1e-2)


def test_the_network_that_gets_a_head_stays_as_it_was() -> None:
    before = published(LITE).module(CAT)
    module = headed.headed(head(), (3, 224, 224)).module
    assert list(networks.leaves(module)) == list(networks.leaves(published(LITE).module))
    torch.testing.assert_close(published(LITE).module(CAT), before, rtol=0, atol=0)
    own, other = (dict(each.named_parameters()) for each in (module, published(LITE).module))
    assert [name for name in own if own[name] is not other[name]] == ["head.fc.weight", "head.fc.bias"]
    assert not any(each.requires_grad for each in own.values())


def test_a_run_that_goes_on_beside_it_draws_what_it_would_draw() -> None:
    before = torch.get_rng_state()
    headed.headed(head(bias=np.ones(3)), (1, 28, 28))
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(("side", "expected"), [(16, 112), (28, 112), (112, 112), (223, 112), (224, 224)])
def test_pictures_get_the_next_size_that_the_network_is_fast_with(side: int, expected: int) -> None:
    x = torch.rand(2, 1, side, side)
    found = headed.fitted(x)
    assert found.shape == (2, 3, expected, expected)
    torch.testing.assert_close(found[:, 0], found[:, 2], rtol=0, atol=0)
    if side < expected:
        enlarged = functional.interpolate(x, (expected, expected), mode="bilinear", align_corners=False)
        torch.testing.assert_close(found[:, :1], enlarged)
    assert found.mean() == pytest.approx(float(x.mean()), abs=0.02)


def test_grey_is_three_times_grey() -> None:
    grey = CAT[:, :1, ::8, ::8]
    torch.testing.assert_close(headed.bare(LITE).module(grey), headed.bare(LITE).module(grey.repeat(1, 3, 1, 1)))


@pytest.mark.parametrize(
    ("shape", "fit"),
    [
        ((1, 28, 28), True), ((3, 16, 16), True), ((3, 224, 224), True),
        ((2, 28, 28), False), ((3, 15, 15), False), ((3, 225, 225), False), ((3, 28, 32), False), ((28, 28), False),
    ],
)  # fmt: skip
def test_what_pictures_fit(shape: tuple[int, ...], fit: bool) -> None:
    assert headed.is_fit(shape) == fit


@pytest.mark.parametrize(
    "unfit",
    [
        head(1024),
        head(bias=np.zeros(2)),
        head(mean=np.zeros(3)),
        head(spread=np.zeros(1280)),
        head(weights=np.full((3, 1280), np.nan)),
    ],
    ids=["features", "bias", "mean", "no spread", "not finite"],
)
def test_a_head_that_does_not_fit_is_refused(unfit: Headed) -> None:
    with pytest.raises(UnfitWeightsError, match=r"^This head .* teach it anew\.$"):
        headed.headed(unfit, (3, 224, 224))
