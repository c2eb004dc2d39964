import json
import math

import pytest

import assets
from scenes.stage.data.networks import INPUT, Layer, adapted, names, network, networks


def test_networks_come_in_their_order() -> None:
    assert tuple(found.name for found in networks()) == names()
    assert names()[:3] == ("lenet-5", "lenet-5-modern", "alexnet")
    assert len({found.title for found in networks()}) == len(names())


def test_a_wrong_name_gets_one_sentence() -> None:
    with pytest.raises(KeyError, match="no network named 'vgg-17'; the networks are lenet-5, "):
        network("vgg-17")


@pytest.mark.parametrize("name", names())
def test_layers_read_what_stands_before_them(name: str) -> None:
    found = network(name)
    before = {INPUT}
    for layer in found.layers:
        assert layer.inputs
        assert before.issuperset(layer.inputs), layer.name
        assert layer.name not in before
        before.add(layer.name)
    read = {source for layer in found.layers for source in layer.inputs}
    ends = [layer.name for layer in found.layers if layer.name not in read]
    assert len(ends) == 1 + sum(stage.auxiliary for stage in found.stages), (
        "every layer but the classifiers' ends is read"
    )


@pytest.mark.parametrize("name", names())
def test_stages_and_blocks_divide_the_layers(name: str) -> None:
    found = network(name)
    for parts in (found.stages, found.blocks):
        assert tuple(layer for part in parts for layer in part.layers) == found.layers
        assert len({part.name for part in parts}) == len(parts)


@pytest.mark.parametrize("name", names())
def test_sizes_add_up(name: str) -> None:
    found = network(name)
    for layer in found.layers:
        sources = found.read_by(layer)
        if layer.kind == "add":
            assert set(sources) == {layer.shape}
        if layer.kind == "concat":
            assert layer.shape == (sum(shape[0] for shape in sources), *sources[0][1:])
        if layer.kind == "scale":
            assert (sources[0], sources[1]) == (layer.shape, layer.shape[:1])
        if layer.kernel is not None:
            assert layer.shape[1:] == tuple(
                _length(layer, axis, before) for axis, before in enumerate(sources[0][1:])
            ), layer.name


def _length(layer: Layer, axis: int, before: int) -> int:
    assert layer.kernel is not None
    room = before + sum(layer.sides(axis)) - layer.dilation[axis] * (layer.kernel[axis] - 1) - 1
    after = (-(-room // layer.stride[axis]) if layer.ceil else room // layer.stride[axis]) + 1
    # A last window must begin inside the picture or its padding.
    return after - (layer.ceil and (after - 1) * layer.stride[axis] >= before + layer.padding[axis])


def test_what_is_stored_is_small() -> None:
    assert sum(file.stat().st_size for file in assets.path("networks").iterdir()) < 2_000_000
    assert isinstance(json.loads(assets.path("networks", "index.json").read_text(encoding="utf-8")), list)


def test_a_name_says_where_a_layer_stands() -> None:
    layer = network("resnet-18").layer("layer2.1.shortcut.conv")
    assert (layer.stage, layer.block, layer.branch, layer.label) == ("layer2", "layer2.1", "shortcut", "conv")
    layer = network("googlenet").layer("inception3a.branch3x3.conv_reduce")
    assert (layer.stage, layer.block, layer.branch, layer.label) == (
        "inception3a", "inception3a", "branch3x3", "conv_reduce",
    )  # fmt: skip
    layer = network("vgg-16").layer("pool5")
    assert (layer.name, layer.block, layer.branch) == ("block5.pool5", "block5", "")
    layer = network("googlenet").layer("maxpool3")
    assert (layer.stage, layer.block, layer.branch, layer.label) == ("maxpool3", "maxpool3", "", "maxpool3")


def test_an_ending_must_be_clear() -> None:
    assert network("resnet-18").layer("fc").name == "head.fc"
    with pytest.raises(KeyError, match="ResNet-18 has 9 layers named 'conv1'"):
        network("resnet-18").layer("conv1")
    with pytest.raises(KeyError, match="VGG-16 has no layer named 'conv6_1'"):
        network("vgg-16").layer("conv6_1")


def test_stages_have_names() -> None:
    found = network("resnet-18")
    assert found.stage("layer2").layers[: len(found.stage("layer2.1").layers)] == found.stage("layer2.1").layers
    with pytest.raises(KeyError, match="no stage named 'layer9'; the stages are stem, layer1, "):
        found.stage("layer9")


def test_a_layer_knows_what_it_reads() -> None:
    found = network("resnet-18")
    assert found.read_by(found.layers[0]) == ((3, 224, 224),)
    assert found.read_by(found.layer("layer2.1.shortcut.conv")) == ((64, 56, 56),)


@pytest.mark.parametrize("name", ["squeezenet-1.1", "resnet-18", "inception-v3", "googlenet"])
def test_a_network_can_be_adapted_to_other_classes(name: str) -> None:
    before = network(name)
    sides = {layer.stage for layer in before.layers if layer.auxiliary}
    found = adapted(before, 10, sides)
    assert (found.classes, len(found.layers)) == (10, len(before.layers))
    assert adapted(before, before.classes, sides) == before
    changed = [(old, new) for old, new in zip(before.layers, found.layers, strict=True) if old != new]
    assert {new.shape[0] for _, new in changed} == {10}
    for old, new in changed:
        assert old.shape == (1000, *new.shape[1:])
        if new.weighted:
            positions, (read, *_) = math.prod(new.shape[1:]), found.read_by(new)[0]
            assert (new.parameters, new.macs) == ((read + 1) * 10, read * 10 * positions)
    assert sum(new.weighted for _, new in changed) == 1 + len(sides)


def test_auxiliary_classifiers_may_be_left_out() -> None:
    found = adapted(network("googlenet"), 1000, ("aux2",))
    assert {layer.stage for layer in found.layers if layer.auxiliary} == {"aux2"}
    assert found.macs == network("googlenet").macs


def test_without_a_unit_for_each_class_there_is_no_classifier() -> None:
    assert network("lenet-5").classifier is None
    assert adapted(network("lenet-5"), 10, ()) == network("lenet-5")
