"""Which layers are shown of all kinds of networks."""

import pytest

from desktop.lab.points.wanted import LAST, LAYER, SOME, THE_PIXELS, Place, choices, heading, places, usual
from scenes.stage.data.recording import Contestant, Layer, Plan
from tests.desktop.fake_runs import recording_of, run_events


def contestant(*layers: str) -> Contestant:
    """Layers by their kinds, each called by its kind and number."""
    made = tuple(Layer(f"{kind}{number}", kind, "", (4,), 1, 1) for number, kind in enumerate(layers))
    return Contestant("net", made)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return recording_of(run_events(0)).plan


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        (("conv", "relu", "pool", "conv", "relu", "pool", "dense"), ("conv0", "conv3", "pool5")),
        (("conv", "norm", "relu") * 6 + ("pool", "dense"), ("conv0", "conv9", "pool18")),
        (("dense", "relu", "dense"), ("dense0", "relu1")),
        (("dense", "dense"), ("dense0",)),
        (("dense",), ()),
    ],
)
def test_some_layers_are_the_first_one_halfway_and_the_one_before_the_last(
    layers: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    assert usual(contestant(*layers)) == wanted


def test_what_is_wanted_is_found_in_each_network(plan: Plan) -> None:
    pixels = Place(None, "")
    dense = (Place(0, "fc1"), Place(0, "relu1"))
    assert places(plan, (0, 1), SOME) == (pixels, *dense, Place(1, "conv1"), Place(1, "relu1"))
    assert places(plan, (0,), SOME) == (pixels, *dense)
    assert places(plan, (0, 1), THE_PIXELS) == (pixels,)
    assert places(plan, (0, 1), LAST) == (Place(0, "relu1"), Place(1, "relu1"))
    assert places(plan, (0, 1), f"{LAYER}conv1") == (Place(1, "conv1"),), "the dense net has none"


def test_every_layer_can_be_chosen(plan: Plan) -> None:
    found = [each.key for each in choices(plan.contestants)]
    assert found[:3] == [SOME, THE_PIXELS, LAST]
    assert found[3:] == [f"{LAYER}{name}" for name in ("fc1", "relu1", "fc2", "conv1", "fc")]
    assert LAST not in [each.key for each in choices([contestant("dense")])]


def test_a_heading_says_which_layer_is_before_the_last(plan: Plan) -> None:
    found = [heading(place, plan) for place in (Place(None, ""), Place(1, "conv1"), Place(1, "relu1"))]
    assert found == ["Pixels", "conv1", "relu1, before the last layer"]
