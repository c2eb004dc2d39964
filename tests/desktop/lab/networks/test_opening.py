from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from desktop.lab.networks import open_filter as opening
from desktop.runs import storage as recordings
from engine.contract import events
from scenes.convolution.computed import layer
from scenes.convolution.knobs import Knobs
from scenes.reference import convolve
from scenes.stage.core.knobs import change
from scenes.stage.data import pictures


@pytest.fixture
def run(story: SimpleNamespace) -> SimpleNamespace:
    recording = story.recording_of(story.run_events(20))
    return SimpleNamespace(plan=recording.plan, snapshot=recording.snapshots[-1])


def test_the_scene_accepts_the_knobs(run: SimpleNamespace) -> None:
    knobs = Knobs(**opening.knobs(run.plan, run.snapshot, 1, 3))
    assert knobs.problem() is None


def test_picture_weights_and_bias_are_the_networks_own(run: SimpleNamespace) -> None:
    found = opening.knobs(run.plan, run.snapshot, 1, 3)
    seen = pictures.pixels(found["picture"])
    np.testing.assert_allclose(seen, (run.snapshot.picture.array - 30.0) / 60.0, rtol=1e-6)
    weights = np.zeros((1, 1, 5, 5))
    for index, value in found["learned"]:
        weights[index] = value
    np.testing.assert_array_equal(weights[0], run.snapshot.views[1].filters.array[3])
    assert dict(found["biases"]) == {(0,): float(run.snapshot.views[1].biases.array[3])}


def test_the_scene_computes_the_networks_map(run: SimpleNamespace) -> None:
    found = layer(Knobs(**opening.knobs(run.plan, run.snapshot, 1, 3)))
    x = (run.snapshot.picture.array - 30.0) / 60.0
    view = run.snapshot.views[1]
    expected = convolve(x, view.filters.array[3:4], view.biases.array[3:4], padding=2)
    np.testing.assert_allclose(found.maps, expected, atol=1e-5)


def test_the_filter_is_called_learned_until_a_hand_changes_it(run: SimpleNamespace) -> None:
    knobs = Knobs(**opening.knobs(run.plan, run.snapshot, 1, 3))
    assert layer(knobs).names == ("learned",)
    edited = change(knobs, "weights", (((0, 0, 1, 1), 4.0),))
    assert layer(edited).names == ("edited",)
    assert layer(edited).weights[0, 0, 1, 1] == 4
    assert layer(edited).weights[0, 0, 0, 0] == layer(knobs).weights[0, 0, 0, 0]
    assert layer(change(edited, "kernel", "blur")).names == ("blur",)


@pytest.mark.parametrize(("contestant", "index"), [(0, 3), (1, 0), (1, 2), (2, 1)])
def test_filters_over_colour_open_too_whether_they_mix_channels_or_not(contestant: int, index: int) -> None:
    """The first layers of the colour nets: 1x1 over all channels, and depthwise."""
    run = recordings.bundled("yellow")
    assert run is not None
    snapshot = run.snapshots[-1]
    knobs = Knobs(**opening.knobs(run.plan, snapshot, contestant, index))
    assert knobs.problem() is None
    view = snapshot.views[contestant]
    assert view is not None
    np.testing.assert_allclose(layer(knobs).maps[0], view.maps[0].array[index], atol=1e-4)


def test_a_dense_unit_is_no_convolution(run: SimpleNamespace) -> None:
    with pytest.raises(opening.NotAConvolutionError, match="Dense net has no filters to slide"):
        opening.knobs(run.plan, run.snapshot, 0, 3)


def test_a_contestant_that_left_has_no_filters(story: SimpleNamespace, run: SimpleNamespace) -> None:
    look = story.snapshot(9)
    recording = story.recording_of(
        [story.started(), events.Snapshot(9, 0.1, 0, look.picture, 3, (look.views[0], None))]
    )
    with pytest.raises(opening.NotAConvolutionError, match="CNN had left the race by step 9"):
        opening.knobs(recording.plan, recording.snapshots[0], 1, 0)
