from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from desktop.lab.networks import links
from desktop.lab.networks.links import Known, Link, Place
from desktop.lab.networks.net import Net, nets
from engine.contract.spec.built.wiring import PICTURE
from scenes.stage.data.recording import Recording

NetsOf = Callable[[str], tuple[Net, ...]]
RunOf = Callable[[str], Recording]
NOTHING = Known({}, None)


def index(net: Net, name: str) -> int:
    return next(number for number, layer in enumerate(net.layers) if layer.name == name)


@pytest.fixture
def race(run_of: RunOf) -> tuple[Net, Known]:
    run = run_of("race")
    return nets(run.plan)[1], links.known(run, run.snapshots[-1], 1)


def test_weights_are_those_of_the_nearest_checkpoint_and_the_first_layer_is_the_snapshots(run_of: RunOf) -> None:
    run = run_of("race")
    snapshot = run.snapshots[0]
    found = links.known(run, snapshot, 1)
    checkpoint = run.nearest_checkpoint(snapshot.step)
    assert checkpoint is not None
    assert found.step == checkpoint.step
    assert snapshot.views[1] is not None
    np.testing.assert_array_equal(found.numbers["conv1.weight"], snapshot.views[1].filters.array)
    assert checkpoint.weights[1] is not None
    np.testing.assert_array_equal(found.numbers["conv2.weight"], checkpoint.weights[1]["conv2.weight"].array)


def test_a_filter_is_linked_to_all_maps_by_the_length_of_its_weights(race: tuple[Net, Known]) -> None:
    net, known = race
    conv = index(net, "conv2")
    found = list(links.feeding(net, Place(conv, 3), known))
    weights = known.numbers["conv2.weight"][3]
    assert [link.source for link in found] == [Place(index(net, "pool1"), number) for number in range(8)]
    for link, own in zip(found, weights, strict=True):
        assert link.strength is not None
        assert abs(link.strength) == pytest.approx(np.linalg.norm(own), rel=1e-5)
        assert (link.strength < 0) == (own.sum() < 0)


def test_the_kernel_of_a_link_is_what_slides_over_its_source(race: tuple[Net, Known]) -> None:
    net, known = race
    conv, pool = index(net, "conv2"), index(net, "pool1")
    kernel = links.kernel_of(net, Link(Place(pool, 5), Place(conv, 3)), known)
    np.testing.assert_array_equal(kernel, known.numbers["conv2.weight"][3, 5])
    first = links.kernel_of(net, Link(Place(PICTURE, 0), Place(0, 2)), known)
    np.testing.assert_array_equal(first, known.numbers["conv1.weight"][2, 0])
    assert links.kernel_of(net, Link(Place(0, 0), Place(1, 0)), known) is None


def test_a_dense_layer_weighs_each_number_of_a_map(race: tuple[Net, Known]) -> None:
    net, known = race
    dense, pool = index(net, "fc"), index(net, "pool2")
    found = list(links.feeding(net, Place(dense, 4), known))
    weights = known.numbers["fc.weight"][4].reshape(16, 7, 7)
    assert len(found) == 16
    assert abs(found[2].strength or 0) == pytest.approx(np.linalg.norm(weights[2]), rel=1e-5)
    np.testing.assert_array_equal(links.kernel_of(net, Link(Place(pool, 2), Place(dense, 4)), known), weights[2])


def test_what_only_changes_numbers_is_linked_to_its_own_map(race: tuple[Net, Known]) -> None:
    net, known = race
    for name, before in (("relu1", "conv1"), ("pool1", "relu1")):
        found = list(links.feeding(net, Place(index(net, name), 6), known))
        assert found == [Link(Place(index(net, before), 6), Place(index(net, name), 6))]


def test_without_weights_links_have_no_strength(race: tuple[Net, Known]) -> None:
    net, _ = race
    found = list(links.feeding(net, Place(index(net, "conv2"), 0), NOTHING))
    assert len(found) == 8
    assert {link.strength for link in found} == {None}


def test_a_plus_has_two_sources_a_lane_one_and_a_scaled_map_its_gate(nets_of: NetsOf) -> None:
    residual = nets_of("twins-8")[1]
    add = index(residual, "block1.add")
    assert {link.source.layer for link in links.feeding(residual, Place(add, 3), NOTHING)} == {
        index(residual, "block1.norm2"), index(residual, "stem.relu"),
    }  # fmt: skip
    inception = nets_of("inception")[0]
    join = index(inception, "module1.join")
    one = inception.wire(join).inputs[0]
    count = inception.shape(one)[0]
    (link,) = links.feeding(inception, Place(join, count + 1), NOTHING)
    assert link.source == Place(inception.wire(join).inputs[1], 1)
    gates = nets_of("gates")[1]
    scale = index(gates, "stage1.gate.scale")
    sources = [link.source for link in links.feeding(gates, Place(scale, 7), NOTHING)]
    assert sources == [Place(index(gates, "stage1.relu"), 7), Place(index(gates, "stage1.gate.sigmoid"), 7)]


def test_a_depthwise_filter_sees_its_own_map(nets_of: NetsOf) -> None:
    separable = nets_of("separable")[1]
    layer = index(separable, "stage1.depthwise")
    (link,) = links.feeding(separable, Place(layer, 5), NOTHING)
    assert link.source == Place(separable.wire(layer).inputs[0], 5)


def test_layers_that_are_not_shown_pass_on_what_they_see(race: tuple[Net, Known]) -> None:
    net, known = race
    shown = {index(net, name) for name in ("relu1", "pool1", "relu2", "pool2", "fc")}
    relu, pool = index(net, "relu2"), index(net, "pool1")
    direct = list(links.feeding(net, Place(index(net, "conv2"), 3), known))
    found = list(links.into(net, Place(relu, 3), shown, known))
    assert [(link.source, link.strength) for link in found] == [(link.source, link.strength) for link in direct]
    onwards = list(links.out_of(net, Place(pool, 5), shown, known))
    assert [link.target for link in onwards] == [Place(relu, number) for number in range(16)]
    assert onwards[3].strength == found[5].strength


@pytest.mark.parametrize("preset", ["race", "twins-8", "separable"])
def test_the_window_of_a_cell_holds_just_what_changes_it(preset: str, run_of: RunOf, nets_of: NetsOf) -> None:
    """Sizes: a window at the last cell begins within the map and reaches its end, with the padding."""
    for net in nets_of(preset):
        for layer, wire in enumerate(net.wiring.wires):
            shape, before = net.shape(layer), net.shape(wire.inputs[0])
            if len(shape) != 3 or links.window_of(net, layer, 0, 0) is None:
                continue
            last = links.window_of(net, layer, shape[1] - 1, shape[2] - 1)
            first = links.window_of(net, layer, 0, 0)
            assert first is not None
            assert last is not None
            assert first.top <= 0
            assert last.top < before[1]
            assert last.top + last.side >= before[1] - 2
