"""The scene says at every step which network it tells, and blocks are called alike everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenes.real_network import real_network
from scenes.real_network.knobs import Knobs, knobs_for
from scenes.real_network.stops import stops
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import knob
from scenes.stage.data import networks
from tests.scenes.real_network.hollow import hollow
from tests.scenes.seen import Seen, at_step

OPENED = ("vgg-11", "resnet-18", "googlenet-torchvision", "mobilenet-v2", "resnet-50", "squeezenet-1.1")


def every_step(knobs: Knobs) -> list[Seen]:
    return [at_step(real_network, knobs, step.title) for step in plan(real_network, knobs)]


def test_the_one_that_ships_is_named_above_the_title() -> None:
    for seen in every_step(Knobs()):
        assert {"A real network", "EfficientNet-Lite0, which comes along"} <= set(seen.texts)


@pytest.mark.parametrize("name", OPENED)
def test_an_opened_one_is_named_in_place_of_the_title_with_its_file(folder: Path, name: str) -> None:
    whose = hollow(folder, name)
    for seen in every_step(Knobs(**knobs_for(whose))):
        assert networks.network(name).title.partition(" (")[0] in seen.texts
        assert "opened from mine.pth" in seen.texts
        assert "A real network" not in seen.texts
        assert not seen.frame.alone().marks[-1:] or "mine.pth" not in str(seen.frame.alone().marks)


def test_a_long_name_of_a_file_keeps_its_ending(tmp_path: Path) -> None:
    whose = hollow(tmp_path, "vgg-11", "my_network_of_the_third_of_may_final_2.safetensors")
    (line,) = (text for text in every_step(Knobs(**knobs_for(whose)))[0].texts if text.startswith("opened from"))
    assert line.endswith("ensors")
    assert len(line) <= 36


@pytest.mark.parametrize("name", OPENED)
def test_a_block_has_one_number_in_all_words(folder: Path, name: str) -> None:
    whose = hollow(folder, name)
    every = stops(whose)
    known = {str(stop.number) for stop in every}
    for stop in every:
        knobs = Knobs(**{**knobs_for(whose), "block": stop.number, "layer": stop.kinds[-1]})
        assert (knob(knobs, "block").low, knob(knobs, "block").high) == (every[0].number, every[-1].number)
        said = [text for seen in every_step(knobs) for text in seen.texts]
        said += [f"{step.caption} {step.more}" for step in plan(real_network, knobs)]
        said += real_network.words(knobs).try_this
        for number in re.findall(r"block ?(\d+)", " ".join(said)):
            assert number in known
        heading = every_step(knobs)[-1].named["what is chosen"]
        assert str(stop.number) in str(heading) or stop.name in ("stem", "head")
        own = re.fullmatch(r"block(\d+)", stop.name)
        assert own is None or int(own[1]) == stop.number
