"""Is anything yellow? What is drawn comes from the recording; the counterpart is made of the same numbers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.runs.storage import bundled
from scenes.pointwise import pointwise
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.yellow import YELLOW, counterpart
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Image
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.values import Values
from tests.scenes.seen import Seen, at_step

NETS = ("1×1", "Depthwise", "Depthwise + 1×1")


@cache
def run() -> Recording:
    found = bundled("yellow")
    assert found is not None
    return found


def step(title: str, share: float = 1.0) -> Seen:
    return at_step(pointwise, Knobs(), title, share, run())


def test_the_scene_names_its_run() -> None:
    assert pointwise.preset is not None
    assert pointwise.preset(Knobs()) == "yellow"
    assert tuple(each.name for each in run().plan.contestants) == NETS
    assert run().plan.classes[YELLOW] == "yellow"
    assert plan(pointwise, Knobs()) == plan(pointwise, Knobs(), run())


def test_the_picture_and_its_channels_are_those_that_the_nets_were_watched_with() -> None:
    seen, snapshot = step("Is anything yellow"), run().snapshots[0]
    picture = seen.named["picture, no yellow"]
    assert isinstance(picture, Image)
    assert np.array_equal(np.moveaxis(picture.pixels.array, -1, 0), snapshot.picture.array)
    for index, colour in enumerate(("red", "green", "blue")):
        assert np.array_equal(seen.grid(f"{colour} channel, no yellow").values.array, snapshot.picture.array[index])


@given(st.integers(0, 2**32 - 1), st.integers(0, 1))
def test_a_counterpart_has_the_same_numbers_in_every_channel(seed: int, label: int) -> None:
    picture = Values(np.random.default_rng(seed).integers(0, 256, (3, 4, 4), np.uint8))
    other = counterpart(picture, label).array
    assert np.array_equal(other[[0, 2]], picture.array[[0, 2]])
    assert sorted(other[1].flat) == sorted(picture.array[1].flat)


def test_the_counterpart_of_the_picture_has_yellow_in_it() -> None:
    """Yellow is where red and green are bright at once: nowhere in the one picture, in the other wherever red is."""
    snapshot = run().snapshots[0]
    assert snapshot.label != YELLOW
    for picture, count in ((snapshot.picture, 0), (counterpart(snapshot.picture, snapshot.label), 48)):
        red, green, _ = picture.array > 150
        assert (red & green).sum() == count
    other = counterpart(snapshot.picture, snapshot.label)
    red, green, _ = counterpart(other, YELLOW).array > 150
    assert not (red & green).any()


@pytest.mark.parametrize(("name", "parameters"), list(zip(NETS, (26, 38, 56), strict=True)))
def test_parameters_add_up(name: str, parameters: int) -> None:
    seen = step("Three nets")
    assert f"{name}  {parameters} parameters" in seen.texts
    account = next(part for part in seen.numbers.split("          ") if part.startswith(f"{name}: "))
    terms, total = account.removeprefix(f"{name}: ").split(" = ")
    assert sum(int(term) for term in terms.split(" + ")) == int(total) == parameters


def test_accuracies_and_verdicts_are_those_of_the_run() -> None:
    """26 parameters learn it, and depthwise alone stays at chance."""
    seen, snapshot = step("Three nets"), run().snapshots[-1]
    for index, name in enumerate(NETS):
        score, view = run().validations[-1].scores[index], snapshot.views[index]
        assert score is not None
        assert view is not None
        assert f"{name}  {100 * score.accuracy:.1f} %" in seen.texts
        assert f"{100 * view.probabilities.array[YELLOW]:.1f} %" in seen.texts
        assert (score.accuracy > 0.95) == (name != "Depthwise")
    assert "guessing: 1 of 2" in seen.texts


def test_maps_are_what_the_nets_made_of_the_picture_at_that_time() -> None:
    seen = step("Three nets", 0.35)
    snapshot = run().upto(100).snapshots[-1]
    assert snapshot.step == 80
    for index, name in enumerate(NETS):
        view, layers = snapshot.views[index], run().plan.contestants[index].layers
        assert view is not None
        behind = max(place for place, layer in enumerate(layers) if layer.kind == "relu")
        for place, wanted in enumerate(view.maps[behind].array):
            assert np.array_equal(seen.grid(f"{name}, map {place + 1}").values.array, wanted)


def test_the_bottleneck_has_made_way() -> None:
    assert not any(name.startswith("MACs") for name in step("Is anything yellow", 0.5).named)
