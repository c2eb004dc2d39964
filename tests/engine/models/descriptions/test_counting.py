"""What is counted of a network, held to two others' counts: torchinfo's, and that of forward hooks written here."""

from __future__ import annotations

import warnings
from math import prod

import pytest
import torch
import torchinfo
from torch import Tensor, nn

from scenes.stage.data.networks import Layer, network
from tests.torchvision_models import OURS, model

MODELS = ("resnet18", "mobilenet_v2", "efficientnet_b0", "vgg16_bn", "squeezenet1_1")
SHAPE = (1, 3, 224, 224)
pytestmark = pytest.mark.slow


def by_torchinfo(name: str) -> torchinfo.ModelStatistics:
    """What torchinfo says of torchvision's model."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks torch in an old way how large a tensor is
        return torchinfo.summary(model(name).requires_grad_(True), SHAPE, verbose=0, device="cpu")


def uses_of_weights(made: nn.Module) -> int:
    """How often the weights of convolutions and dense layers are used, layer by layer as they are called."""
    uses = 0

    def note(part: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal uses
        assert isinstance(part, nn.Conv2d | nn.Linear)
        if isinstance(part, nn.Linear):
            uses += output.numel() * part.in_features
        else:
            uses += output.numel() * (part.in_channels // part.groups) * prod(part.kernel_size)

    for part in made.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            part.register_forward_hook(note)
    with torch.no_grad():
        made(torch.zeros(SHAPE))
    return uses


def added_by_torchinfo(layer: Layer) -> int:
    """What torchinfo counts beside uses of weights.

    Of every layer it multiplies all parameters, biases too, by the number of positions that a convolution gives; and
    batch normalisation counts with its scale and shift, once each, however large its maps are.
    """
    if layer.kind == "batch norm":
        return layer.parameters
    if not layer.weighted or not layer.bias:
        return 0
    return prod(layer.shape)  # one bias for each unit of a map, at each of its positions


@pytest.mark.parametrize("name", MODELS)
def test_parameters_equal_those_of_torchinfo(name: str) -> None:
    assert network(OURS[name]).parameters == by_torchinfo(name).total_params


@pytest.mark.parametrize("name", MODELS)
def test_macs_equal_a_count_by_hooks(name: str) -> None:
    assert network(OURS[name]).macs == uses_of_weights(model(name))


@pytest.mark.parametrize("name", MODELS)
def test_torchinfo_counts_biases_and_batch_norm_on_top(name: str) -> None:
    """The difference to its "mult-adds" is just that, to the number."""
    found = network(OURS[name])
    more = sum(map(added_by_torchinfo, found.inference))
    assert more > 0
    assert by_torchinfo(name).total_mult_adds - found.macs == more
