"""Is anything yellow? What is drawn comes from the recording; the counterpart is made of the same numbers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.runs.storage import bundled
from scenes.pointwise import pointwise
from scenes.pointwise.draw_yellow import PLOT
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.yellow import YELLOW, counterpart
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Image, Path
from scenes.stage.core.timeline import REST
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
        assert np.array_equal(seen.grid(f"{colour} channel of no yellow").values.array, snapshot.picture.array[index])


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
    account = next(text for text in step("Three nets").texts if text.startswith(f"{name}:  "))
    terms, total = account.removeprefix(f"{name}:  ").split(" = ")
    assert sum(int(term) for term in terms.split(" + ")) == int(total) == parameters


def test_accuracies_are_those_of_the_run() -> None:
    """26 parameters learn it, and depthwise alone stays at chance."""
    seen = step("Three nets")
    for index, name in enumerate(NETS):
        score = run().validations[-1].scores[index]
        assert score is not None
        assert seen.named[f"{name} now"].text == f"{100 * score.accuracy:.1f} %"
        assert (score.accuracy > 0.95) == (name != "Depthwise")
    assert "guessing: 1 of 2" in seen.texts


def test_the_chart_is_the_largest_thing_while_it_grows() -> None:
    width, height = PLOT[2:]
    assert width >= 1100
    assert height >= 480
    curves = [each.mark for each in step("Three nets", 0.4).placed if each.mark.name.startswith("accuracy ")]
    assert len(curves) == len(NETS)
    assert all(isinstance(curve, Path) and curve.line >= 7 for curve in curves)


@pytest.mark.parametrize("share", [0.35, 1.0])
def test_maps_and_verdicts_are_what_the_nets_made_of_the_picture_at_that_time(share: float) -> None:
    seen = step("What the nets see", share)
    snapshot = run().upto(round(min(share / REST, 1.0) * 200)).snapshots[-1]
    assert snapshot.step == (80 if share < 1 else 200)
    for index, name in enumerate(NETS):
        view, layers = snapshot.views[index], run().plan.contestants[index].layers
        assert view is not None
        behind = max(place for place, layer in enumerate(layers) if layer.kind == "relu")
        for place, wanted in enumerate(view.maps[behind].array):
            assert np.array_equal(seen.grid(f"{name}, map {place + 1}").values.array, wanted)
        assert f"{100 * view.probabilities.array[YELLOW]:.1f} % yellow" in seen.texts


def test_the_bottleneck_has_made_way() -> None:
    assert not any(name.startswith("weights") for name in step("Is anything yellow", 0.5).named)
