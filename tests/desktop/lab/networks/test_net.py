from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from desktop.lab.networks import net as model
from desktop.lab.networks.net import FILTERS, Abreast, Column, Net
from engine.contract.spec import PRESETS
from engine.contract.spec.built.wiring import PICTURE

NetsOf = Callable[[str], tuple[Net, ...]]


def names(net: Net, folded: bool) -> list[str]:
    return [
        "+".join(net.layers[layer].name for layer in column.layers) if not column.filters else "filters"
        for column in model.columns(model.line(net, folded))
    ]


def test_a_column_for_each_layer_or_one_for_those_that_keep_numbers_where_they_stand(nets_of: NetsOf) -> None:
    cnn = nets_of("race")[1]
    assert names(cnn, folded=False) == ["filters", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc"]
    assert names(cnn, folded=True) == ["filters", "conv1+relu1", "pool1", "conv2+relu2", "pool2", "fc"]


def test_a_plus_takes_its_activation_but_no_layer_crosses_a_bracket(nets_of: NetsOf) -> None:
    residual = nets_of("twins-8")[1]
    found = names(residual, folded=True)
    assert "block1.add+block1.relu2" in found
    assert "block1.conv2+block1.norm2" in found


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != "degradation"])
@pytest.mark.parametrize("folded", [True, False])
def test_every_layer_stands_in_one_column(preset: str, folded: bool, nets_of: NetsOf) -> None:
    for net in nets_of(preset):
        columns = [each for each in model.columns(model.line(net, folded)) if not each.filters]
        assert [layer for column in columns for layer in column.layers] == list(range(len(net.layers)))


def test_inception_lanes_lie_above_each_other(nets_of: NetsOf) -> None:
    line = model.line(nets_of("inception")[0], folded=True)
    abreast = [node for node in line if isinstance(node, Abreast)]
    assert [len(node.rows) for node in abreast] == [4] * len(abreast)
    assert [len(row) for row in abreast[0].rows] == [1, 2, 2, 2]


def test_layers_that_the_settings_do_not_explain_stand_one_behind_the_other(story: SimpleNamespace) -> None:
    plan = story.recording_of(story.run_events(0)).plan  # its CNN has three layers, and its settings tell of seven
    cnn = model.nets(plan)[1]
    assert [wire.inputs for wire in cnn.wiring.wires] == [(PICTURE,), (0,), (1,)]
    assert model.line(cnn, folded=True) == (Column((0,), filters=True), Column((0, 1)), Column((2,)))


def test_what_filters_look_like(nets_of: NetsOf) -> None:
    dense, cnn = nets_of("race")
    assert cnn.filters == (8, 5, 5)
    assert dense.filters == (64, 28, 28)
    assert cnn.shape(FILTERS) == (8, 5, 5)
    mixing, *_ = nets_of("yellow")
    assert mixing.filters is None or mixing.filters[1] > 1


def test_operations_in_words(nets_of: NetsOf) -> None:
    separable = nets_of("separable")[1]
    said = {model.operation(layer) for layer in separable.layers}
    assert {"conv 3×3", "depthwise 3×3", "conv 1×1", "batch norm", "ReLU", "mean", "dense"} <= said
    assert model.operations(nets_of("race")[1].layers[:2]).replace("\u2009", " ") == "5×5 · ReLU"
    assert model.shape_words((8, 28, 28)) == "8 × 28×28"
    assert model.short_name("block2.conv1") == "conv1"
    assert model.group_of("block2.conv1") == "block2"
