from __future__ import annotations

import pytest
from hypothesis import given, settings

from desktop.lab.take_away.layers import UnfitLayersError, as_attribute, in_the_lab
from engine.contract.spec import DATA, PRESETS, Built, Network, opened
from engine.contract.spec.built import parts as p
from engine.models import networks
from tests.desktop.lab.take_away.nets import PRESET_NETS
from tests.engine.models.test_assembling import nets, settled, shapes


def kinds(network: Network, shape: tuple[int, int, int], classes: int) -> dict[str, str]:
    """What each layer is, by its name in the lab."""
    module = networks.seeded(network, shape, classes, seed=0)
    return {name: type(part).__name__ for name, part in networks.leaves(module).items()}


@pytest.mark.parametrize(("name", "index"), PRESET_NETS)
def test_the_parts_of_a_preset_are_its_layers(name: str, index: int) -> None:
    spec = PRESETS[name].spec
    known, network = DATA[spec.data], spec.contestants[index].network
    built, classes = opened(network, known.shape), len(known.classes)
    in_lab, as_parts = (kinds(each, known.shape, classes) for each in (network, built))
    called = in_the_lab(built, known.shape, classes, tuple(in_lab))
    assert {own: in_lab[called[own]] for own in called} == as_parts


@settings(max_examples=60)
@given(nets, shapes)
def test_a_built_network_calls_its_layers_as_the_lab_does(parts: p.Parts, shape: tuple[int, int, int]) -> None:
    possible = settled(parts, shape)
    if possible is None:
        return
    layers = tuple(kinds(Built(possible), shape, 10))
    assert in_the_lab(Built(possible), shape, 10, layers) == {layer: layer for layer in layers}


def test_layers_of_another_network_are_refused() -> None:
    network, known = PRESETS["race"].spec.contestants[1].network, DATA["animals"]
    with pytest.raises(UnfitLayersError, match="belong to another network"):
        in_the_lab(opened(network, known.shape), known.shape, 10, ("fc1", "relu1", "fc2"))


def test_a_name_becomes_one_of_python() -> None:
    assert as_attribute("lanes.lane2.leaky-relu1") == "lanes_lane2_leaky_relu1"
