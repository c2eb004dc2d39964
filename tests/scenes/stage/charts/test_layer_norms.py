from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.layer_norms import (
    LATEST,
    latest_norms,
    layer_norms,
    main_layers,
    norms_axis,
    risen,
)
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Contestant, Layer, Recording, Result, Tick
from tests.scenes.stage.data.test_recording import PLAN

LAYERS = (
    Layer("fc1", "dense", "", (4,), 20, 16),
    Layer("norm1", "norm", "", (4,), 8, 0),
    Layer("relu1", "relu", "", (4,), 0, 0),
    Layer("aux1.fc", "dense", "", (3,), 15, 12),
    Layer("fc2", "dense", "", (3,), 15, 12),
)
NET = Contestant("Net", LAYERS, ("relu1", "fc2"))
AXES = Axes((100, 100, 300, 300), (0.5, 3.5), (1e-3, 1.0), log_y=True)
NORMS = np.array([1e-5, 1e-2, 0.5])


def run_of(steps: int) -> Recording:
    """In step s the weights' norms are s, 10 s, 100 s and 1000 s, the activations' 1 / s and 2 / s."""
    run = rec.begin(replace(PLAN, contestants=(NET,)))
    for s in range(1, steps + 1):
        result = Result(1.0, 0.5, (s, 10.0 * s, 100.0 * s, 1000.0 * s), (1 / s, 2 / s), 0.1)
        run = run.with_tick(Tick(s, 0.1, 0.1, 10, 0.1, 1.0, (result,)))
    return run


def test_normalisations_and_side_heads_are_left_out() -> None:
    assert [layer.name for layer in main_layers(NET)] == ["fc1", "fc2"]
    assert layer_norms(run_of(2), 0, "weights").tolist() == [[1, 1000], [2, 2000]]
    assert layer_norms(run_of(2), 0, "activations").tolist() == [[1, 2], [0.5, 1]]


def test_the_latest_norms_are_geometric_means() -> None:
    steps = np.arange(1, 21)[-LATEST:]
    wanted = math.exp(np.log(steps).mean())
    assert latest_norms(run_of(20), 0, "weights").tolist() == pytest.approx([wanted, 1000 * wanted])
    assert len(latest_norms(run_of(0), 0, "weights")) == 0


def test_who_has_left_has_no_norms() -> None:
    run = run_of(2).with_tick(Tick(3, 0.1, 0.1, 10, 0.1, 1.0, (None,)))
    assert np.isnan(latest_norms(run, 0, "activations")).all()


def test_the_axis_holds_the_whole_run() -> None:
    assert norms_axis(run_of(20), "weights") == (0.1, 100_000.0)
    assert norms_axis(run_of(20), "weights", most=2) == (1000.0, 100_000.0)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_norms_rise_from_the_last_layer_on(share: float) -> None:
    found = risen(AXES, NORMS, share)
    assert all(math.isnan(height) or 1e-3 <= height <= 0.5 for height in found)
    if share == 1.0:
        assert found == [1e-3, 1e-2, 0.5]
    if share == 0.0:
        assert all(math.isnan(height) for height in found)
    if share == 0.2:
        assert found[2] > 1e-3
        assert math.isnan(found[0])
