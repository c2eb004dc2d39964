"""A unit: its filter by the layers before it, what it sees of the picture, whether the answer depends on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from desktop.lab.networks.links import Known
from desktop.lab.networks.net import Net, nets
from desktop.lab.networks.state import Moment, moment
from desktop.lab.unit_card.unit import (
    NO_FILTER,
    NO_WEIGHTS,
    NOT_KEPT,
    Filter,
    Unit,
    answers,
    filter_of,
    kind_of,
    patch_of,
)
from engine.contract.spec.built.sight import Patch
from scenes.stage.data.recording import Recording


def place_of(net: Net, name: str) -> int:
    return [layer.name for layer in net.layers].index(name)


def seen(recording: Recording) -> Moment:
    return moment(recording, nets(recording.plan), recording.snapshots[-1])


def shown(recording: Recording, contestant: int, layer: str, index: int) -> Filter | str:
    found = seen(recording)
    net = found.nets[contestant]
    return filter_of(net, Unit(contestant, place_of(net, layer), index), found.known[contestant])


def weights(recording: Recording, contestant: int, name: str) -> np.ndarray:
    kept = recording.checkpoints[-1].weights[contestant]
    assert kept is not None
    return np.asarray(kept[name].array)


def test_a_pooled_map_has_the_filter_of_the_convolution_before_it(run_of: Callable[[str], Recording]) -> None:
    run = run_of("race")
    found = shown(run, 1, "pool2", 5)
    assert isinstance(found, Filter)
    np.testing.assert_array_equal(found.kernels, weights(run, 1, "conv2.weight")[5])
    assert found.sources[7] == "map 8 of pool1"
    assert found.bias == float(weights(run, 1, "conv2.bias")[5])
    assert found.largest == np.abs(weights(run, 1, "conv2.weight")).max()


def test_a_dense_layer_shows_its_weights_as_what_it_sees(run_of: Callable[[str], Recording]) -> None:
    run = run_of("race")
    first, last = shown(run, 0, "relu1", 3), shown(run, 1, "fc", 2)
    assert isinstance(first, Filter)
    assert isinstance(last, Filter)
    assert first.kernels.shape == (1, 28, 28)
    assert first.sources == ("the picture",)
    np.testing.assert_array_equal(last.kernels, weights(run, 1, "fc.weight")[2].reshape(16, 7, 7))
    behind = shown(run, 0, "fc2", 1)
    assert isinstance(behind, Filter)
    assert behind.kernels.shape == (64, 1, 1)
    assert behind.sources[9] == "unit 10 of relu1"


def test_a_joined_map_has_the_filter_of_its_branch_and_a_gated_one_that_of_the_map(
    run_of: Callable[[str], Recording],
) -> None:
    run = run_of("inception")
    found = shown(run, 0, "module1.join", 8 + 16 + 3)
    assert isinstance(found, Filter)
    np.testing.assert_array_equal(found.kernels, weights(run, 0, "module1.five.conv2.weight")[3])
    gates = run_of("gates")
    found = shown(gates, 1, "stage1.gate.scale", 2)
    assert isinstance(found, Filter)
    np.testing.assert_array_equal(found.kernels, weights(gates, 1, "stage1.conv.weight")[2])


def test_a_depthwise_filter_slides_over_its_own_map(run_of: Callable[[str], Recording]) -> None:
    run = run_of("separable")
    contestant = len(run.plan.contestants) - 1
    names = [layer.name for layer in run.plan.contestants[contestant].layers]
    name = next(each for each in names if "depthwise" in each and "1." in each)
    found = shown(run, contestant, name, 3)
    assert isinstance(found, Filter)
    assert len(found.kernels) == 1
    assert found.sources[0].startswith("map 4 of ")


def test_why_there_is_no_filter(run_of: Callable[[str], Recording], nets_of: Callable[[str], tuple[Net, ...]]) -> None:
    run = run_of("twins-8")
    contestant = len(run.plan.contestants) - 1
    assert shown(run, contestant, "block1.add", 0) == NO_FILTER
    net = nets_of("race")[1]
    assert filter_of(net, Unit(1, place_of(net, "relu2"), 0), Known({}, None)) == NOT_KEPT
    assert NO_WEIGHTS


def test_the_patch_of_a_cell_is_what_its_windows_add_up_to(nets_of: Callable[[str], tuple[Net, ...]]) -> None:
    dense, cnn = nets_of("race")
    assert patch_of(cnn, place_of(cnn, "relu1"), 10, 3) == Patch(8, 1, 13, 6)
    assert patch_of(cnn, place_of(cnn, "relu2"), 7, 7) == Patch(8, 8, 22, 22)
    assert patch_of(cnn, place_of(cnn, "fc"), 0, 0) is None
    assert patch_of(dense, 0, 0, 0) is None


def test_the_answer_does_not_depend_on_side_classifiers(nets_of: Callable[[str], tuple[Net, ...]]) -> None:
    net = nets_of("inception")[1]
    apart = [layer.name for place, layer in enumerate(net.layers) if not answers(net, place)]
    assert apart == ["aux1.mean", "aux1.fc"]


def test_from_unit_to_unit(nets_of: Callable[[str], tuple[Net, ...]]) -> None:
    net = nets_of("race")[1]
    unit = Unit(1, place_of(net, "relu2"), 15)
    assert unit.beside(net, 1) == Unit(1, unit.layer, 0)
    assert unit.beside(net, -1).index == 14
    assert unit.behind(net, -10) == Unit(1, 0, 7)
    assert unit.behind(net, 10) == Unit(1, place_of(net, "fc"), 9)
    assert Unit(1, 99, 99).within(net) == Unit(1, place_of(net, "fc"), 9)
    assert [kind_of(net, place) for place in (0, len(net.layers) - 1)] == ["map", "class"]
    assert kind_of(nets_of("race")[0], 1) == "unit"
