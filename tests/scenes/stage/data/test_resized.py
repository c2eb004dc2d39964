"""Networks for pictures of another size, held against their own descriptions and against torch."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.models.architectures.catalogue import ARCHITECTURES
from scenes.stage.data.networks import network
from scenes.stage.data.resized import resized

ROWS = ("lenet-5-modern", "alexnet", "alexnet-torchvision", "alexnet-ungrouped", "vgg-16", "vgg-16-bn", "mobilenet-v1")


@pytest.mark.parametrize("name", ROWS)
def test_at_its_own_size_a_network_stays_as_it_is(name):
    described = network(name)
    assert resized(described, described.shape[1]) == described


@given(name=st.sampled_from(ROWS[1:]), side=st.integers(100, 300))
@settings(max_examples=25, deadline=None)
def test_maps_have_the_shapes_that_torch_gives(name, side):
    with torch.device("meta"):
        module = ARCHITECTURES[name].build()
        x = torch.empty(1, 3, side, side)
        for stage in module.children():
            if any(isinstance(part, torch.nn.Linear) for part in stage.modules()):
                break
            x = stage(x)
    found = resized(network(name), side)
    maps = [layer for layer in found.layers if layer.spatial]
    assert maps[-1].shape == tuple(x.shape[1:])


def test_a_larger_picture_costs_the_first_dense_layer_weights_and_nobody_else():
    small, large = network("alexnet"), resized(network("alexnet"), 291)
    changed = [a.label for a, b in zip(small.layers, large.layers, strict=True) if a.parameters != b.parameters]
    assert changed == ["fc6"]
    assert large.layer("pool5").shape == (256, 8, 8)
    assert large.layer("fc6").parameters == (256 * 8 * 8 + 1) * 4096


def test_adaptive_pooling_keeps_the_dense_layers_as_they_are():
    assert resized(network("alexnet-torchvision"), 320).parameters == network("alexnet-torchvision").parameters


@pytest.mark.parametrize(
    ("name", "macs"),
    [
        ("mobilenet-v1", (568_740_352, 418_121_728, 290_675_200, 186_400_768)),
        ("mobilenet-v1-0.75", (325_400_448, 239_273_472, 166_396_800, 106_770_432)),
        ("mobilenet-v1-0.5", (149_497_088, 109_970_432, 76_524_800, 49_160_192)),
        ("mobilenet-v1-0.25", (41_030_272, 30_212_608, 21_059_200, 13_570_048)),
    ],
)
def test_thinner_mobilenets_on_smaller_pictures(name, macs):
    found = [resized(network(name), side) for side in (224, 192, 160, 128)]
    assert tuple(each.macs for each in found) == macs
    assert {each.parameters for each in found} == {network(name).parameters}


def test_other_classes_change_the_last_layer_alone():
    found = resized(network("vgg-16"), 224, 10)
    assert found.layer("fc8").parameters == 4096 * 10 + 10
    assert found.parameters == network("vgg-16").parameters - 4097 * 990


def test_pictures_that_are_too_small_and_networks_with_branches_are_refused():
    with pytest.raises(ValueError, match="does not fit"):
        resized(network("alexnet"), 40)
    with pytest.raises(ValueError, match="can't be given another size"):
        resized(network("resnet-18"), 224)
