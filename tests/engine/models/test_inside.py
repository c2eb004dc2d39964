import numpy as np
import pytest
import torch
from torch import nn

from engine.contract.spec import DATA, Built, DenseNet, HeadedCNN, SmallCNN
from engine.contract.spec.built import parts as p
from engine.models import inside, networks

SHAPE = DATA["digits"].shape


def test_a_view_shows_filters_maps_and_what_the_network_thinks() -> None:
    module = networks.seeded(SmallCNN((3, 4), 3), SHAPE, 10, seed=1)
    networks.channels_last(module)
    x = torch.randn(1, *SHAPE)
    view = inside.look(module, x)
    assert view.filters.shape == (3, 1, 3, 3)
    assert [one.shape for one in view.maps] == [layer.shape for layer in networks.describe(module, SHAPE)]
    weight, bias = (one.detach() for one in list(module.parameters())[:2])
    np.testing.assert_array_equal(view.filters.numpy(), weight.numpy())
    np.testing.assert_array_equal(view.biases.numpy(), bias.numpy())
    convolved = nn.functional.conv2d(x, weight, bias, padding=1)[0]
    np.testing.assert_allclose(view.maps[0].numpy(), convolved.numpy(), rtol=5e-4, atol=1e-5)
    np.testing.assert_allclose(view.maps[1].numpy(), convolved.relu().numpy(), rtol=5e-4, atol=1e-5)
    assert {one.dtype for one in view.maps} == {"float16"}, "they are most of a tape"
    logits = module(x).detach()[0]
    np.testing.assert_allclose(view.logits.numpy(), logits.numpy(), atol=1e-5)
    np.testing.assert_allclose(view.probabilities.numpy(), logits.softmax(0).numpy(), atol=1e-6)


def test_the_weights_of_a_dense_first_layer_are_shown_as_pictures() -> None:
    module = networks.seeded(DenseNet((7,)), SHAPE, 10, seed=1)
    view = inside.look(module, torch.randn(1, *SHAPE))
    weight = module.get_submodule("fc1").weight.detach()
    np.testing.assert_allclose(view.filters.numpy(), weight.reshape(7, *SHAPE).numpy(), rtol=5e-4, atol=1e-7)
    assert [one.shape for one in view.maps] == [(7,), (7,), (10,)]


BUILT = {
    "a pooling first": (p.Pool(), p.Conv(3), p.Activate(), p.Mean(), p.Dense(None)),
    "means first": (p.Mean(), p.Dense(4), p.Activate(), p.Dense(None)),
    "convolutions only": (p.Conv(10, 3, 2, 1), p.Mean()),
    "flattened last": (p.Pool("mean", 8, 4, 0), p.Conv(10, 1, 1, 0, False), p.Flatten()),
    "a side classifier before the means": (p.Conv(3), p.SideClassifier(), p.Mean(), p.Dense(None)),
    "gates first": (p.SqueezeExcite(1), p.Flatten(), p.Dense(None)),
    "an empty lane first": (p.Lanes(((), (p.Conv(2),))), p.Flatten(), p.Dense(None)),
}


@pytest.mark.parametrize("parts", BUILT.values(), ids=BUILT)
def test_a_view_of_whatever_is_built_fits_its_run(parts: p.Parts) -> None:
    module = networks.seeded(Built(parts), SHAPE, 10, seed=1)
    view, layers = inside.look(module, torch.randn(1, *SHAPE)), networks.describe(module, SHAPE)
    assert view.logits.shape == view.probabilities.shape == (10,)
    assert [one.shape for one in view.maps] == [layer.shape for layer in layers]
    first = next(layer for layer in layers if layer.kind in ("conv", "dense"))
    assert view.filters.shape[0] == first.shape[0] == view.biases.shape[0]
    assert len(view.filters.shape) == 4


def test_class_maps_average_to_the_logits() -> None:
    module = networks.seeded(HeadedCNN(pools=1), DATA["translated24"].shape, 10, seed=1)
    view = inside.look(module, torch.randn(1, *DATA["translated24"].shape))
    assert view.class_maps is not None
    assert view.class_maps.shape == (10, 12, 12)
    (last,) = [part for name, part in module.named_modules() if name == "fc"]
    means = view.class_maps.numpy().mean((1, 2)) + last.bias.detach().numpy()
    assert means == pytest.approx(view.logits.numpy(), abs=1e-5)


def test_there_are_no_class_maps_where_dense_layers_see_every_pixel() -> None:
    shape = DATA["translated24"].shape
    for network in (HeadedCNN(head="dense"), DenseNet((7,))):
        view = inside.look(networks.seeded(network, shape, 10, seed=1), torch.randn(1, *shape))
        assert view.class_maps is None
