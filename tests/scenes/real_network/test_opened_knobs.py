"""What is looked at in networks that somebody has opened: their stops, and how far knobs go."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenes.real_network import real_network
from scenes.real_network.account import account
from scenes.real_network.computed import picture_of
from scenes.real_network.knobs import FINE, STRONGEST, Knobs, knobs_for
from scenes.real_network.stops import MOST_STOPS, end, in_short, network, stops
from scenes.real_network.view import MOST_NUMBERS, parts_of
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.knobs import KnobError, change, from_plain, knob, knobs_of, to_plain
from scenes.stage.core.timeline import boundaries
from scenes.stage.data import networks
from scenes.stage.data.published import LITE, GoneError
from scenes.stage.data.reading import Inquiry, Kit, Maps
from scenes.stage.numbers.values import Values
from tests.scenes.real_network.kits import answer, answered, kit, shown, view
from tests.scenes.seen import at_step

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", networks.names())
def test_any_network_has_room_on_the_road_and_its_stops_cost_what_it_costs(name: str) -> None:
    net = networks.network(name)
    assert 1 < len(stops(name)) <= MOST_STOPS
    assert sum(layer.parameters for layer in in_short(name).layers) == net.parameters
    assert sum(layer.macs for layer in in_short(name).layers) == net.macs
    places = range(len(stops(name)))
    assert [stop.place for stop in stops(name)] == list(places)
    first = 0 if stops(name)[0].name == "stem" else 1
    assert [stop.number for stop in stops(name)] == [first + place for place in places]
    assert end(name).classes == net.inference[-1].shape[0]


def test_of_a_large_network_several_answers_are_asked() -> None:
    of = "efficientnet-b7"
    layers = tuple(stop.out.name for stop in stops(of))
    parts = parts_of(of, layers)
    sizes = [sum(int(np.prod(network(of).layer(name).shape)) for name in part) for part in parts]
    assert len(parts) > 1
    assert max(sizes) <= MOST_NUMBERS
    assert [name for part in parts for name in part] == list(layers)


def test_knobs_go_as_far_as_the_network(folder: Path) -> None:
    knobs = shown(kit(folder, "resnet-18"))
    assert {form.name for form in knobs_of(knobs)} == {form.name for form in knobs_of(Knobs)}
    assert knob(knobs, "block").high == 8
    assert knob(knobs, "layer").choices == ("conv1", "conv2", "sum")
    assert knob(knobs, "map").high == 128
    with pytest.raises(KnobError):
        change(knobs, "block", 9)
    with pytest.raises(KnobError):
        change(knobs, "layer", "expand")
    deeper = change(replace(knobs, map=7), "block", 0)
    assert (deeper.layer, deeper.map) == ("conv1", STRONGEST)
    assert change(deeper, "layer", "maxpool").map == STRONGEST
    assert knob(Knobs(), "block").high == 17


def test_what_is_stored_is_read_again_and_of_a_kit_that_is_gone_the_network_that_ships_is_shown(tmp_path: Path) -> None:
    whose = kit(tmp_path, "squeezenet-1.1")
    knobs = shown(whose, block=2, layer="expand.expand3x3.conv", map=5, at=(FINE - 1, 3), label=7)
    stored = json.loads(json.dumps(to_plain(knobs)))
    assert from_plain(Knobs, stored) == knobs
    stored["of"]["folder"] += " that is gone"
    found = from_plain(Knobs, stored)
    assert found.of == LITE
    assert (found.block, found.layer, found.map, found.at) == (5, "depthwise", Knobs().map, Knobs().at)
    assert found.picture == knobs.picture
    with pytest.raises(GoneError):
        knobs_for(Kit("resnet-18", str(tmp_path / "nowhere")))


@pytest.mark.parametrize("folder", ["//host/share", r"\\host\share", "beside", ""])
def test_nobody_is_sent_to_another_computer(folder: str) -> None:
    assert from_plain(Knobs, {"of": {"network": "resnet-18", "folder": folder}}).of == LITE
    for odd in ({"network": "resnet-18"}, {"folder": "/"}, 3, ["resnet-18"], {"network": "no", "folder": "/"}):
        assert from_plain(Knobs, {"of": odd}).of == LITE


def test_the_course_tells_the_network_that_ships(folder: Path) -> None:
    knobs = replace(shown(kit(folder, "resnet-18")), blur=3)
    assert knobs.of_the_course() == Knobs(picture=knobs.picture)
    assert Knobs(blur=3).of_the_course() == Knobs(blur=3)


def test_a_map_that_is_picked_is_the_one_under_the_hand(folder: Path) -> None:
    knobs = shown(kit(folder, "squeezenet-1.1"), block=0, layer="conv1", map=4)
    seen = answered(knobs, "What a cell sees")
    for cell in ((0, 0), (1, 54), (110, 110)):
        chosen = seen.clicked("map of stem", cell)
        assert view(chosen).cell == cell
    wall = [name for name in seen.named if name.startswith("strong map")]
    assert len(wall) == 32
    assert seen.clicked(wall[3]).map == int(wall[3].split()[-1])
    seen = answered(shown(kit(folder, "squeezenet-1.1")), "The whole network")
    assert seen.clicked("front of fire2").block == 1


def test_the_strongest_map_is_shown_once_all_are_at_hand(folder: Path) -> None:
    knobs = shown(kit(folder, "resnet-18"))
    name = knobs.stop.operation(knobs.layer).out.name
    maps = answer(Inquiry(knobs.of, Maps(picture_of(knobs.of, knobs.picture), (name,)))).maps[name].array
    best = int(np.argmax(np.abs(maps).mean((1, 2))))
    shown_map = answered(knobs, "What a cell sees").grid("map of layer2.2").values.array
    np.testing.assert_array_equal(shown_map, maps[best])


def test_answers_that_have_come_in_parts_are_drawn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenes.real_network.view.MOST_NUMBERS", 500_000)
    parts_of.cache_clear()
    knobs = shown(kit(folder, "resnet-18"), block=1)
    end_of_road = boundaries(plan(real_network, knobs))[2]
    bare = render(real_network, knobs, end_of_road)
    assert len(bare.wanted) > 1
    first = {bare.wanted[0].digest: answer(bare.wanted[0])}
    some = render(real_network, knobs, end_of_road, readings=first)
    assert set(some.wanted) == set(bare.wanted[1:])
    assert answered(knobs, "The whole network").frame.wanted == ()
    parts_of.cache_clear()


def test_a_kit_that_has_gone_meanwhile_breaks_nothing(tmp_path: Path) -> None:
    whose = kit(tmp_path, "squeezenet-1.1")
    knobs = shown(whose, block=3, layer="pool")
    assert stops(whose)
    for file in Path(whose.folder).iterdir():
        file.unlink()
    operation = stops(whose)[1].operations[0]
    inputs = (Values(np.ones((64, 55, 55), np.float32)),)
    assert account(operation, inputs, 0, (0, 0), whose) is None
    for step in plan(real_network, knobs):
        at_step(real_network, knobs, step.title)
