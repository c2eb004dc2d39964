"""What runs over seeds tell, and which runs they speak of."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from desktop.runs.storage import bundled
from scenes.stage.data.over_seeds import of_run, over_seeds
from scenes.stage.data.recording import Change, Recording
from scenes.stage.numbers.series import SMOOTHING


def run(name: str) -> Recording:
    found = bundled(name)
    assert found is not None
    return found


def test_the_figures_of_degradation_over_nine_seeds() -> None:
    nets = over_seeds("degradation")
    assert [round(net.end, 2) for net in nets] == [0.12, 0.89, 1.24, 0.08, 0.08, 0.10]
    assert [(round(net.ends.min(), 2), round(net.ends.max(), 2)) for net in nets[:3]] == [
        (0.08, 0.16), (0.54, 1.08), (1.13, 1.65)
    ]  # fmt: skip
    assert [round(net.middle_growth, 1) for net in nets] == [2.2, 14.8, 109.2, 1.9, 4.7, 7.9]
    assert [round(net.longer_end, 3) for net in nets] == [0.003, 0.016, 0.088, 0.003, 0.001, 0.002]
    assert {(net.count, net.times, len(net.longer)) for net in nets} == {(9, 5, 5)}


def test_what_is_said_of_depth_holds_with_every_seed() -> None:
    shallow, middle, deep, *residual = over_seeds("degradation")
    assert (shallow.ends < 0.5 * middle.ends).all()
    assert (middle.ends < deep.ends).all()
    assert (residual[1].ends < 0.5 * middle.ends).all()
    assert (residual[2].ends < 0.5 * deep.ends).all()
    assert (deep.longer.mean(axis=1) > 5 * shallow.longer.mean(axis=1)).all()
    assert (deep.longer.mean(axis=1) > 10 * residual[2].longer.mean(axis=1)).all()
    assert (deep.growth > 4 * residual[2].growth).all()
    assert (middle.growth > residual[1].growth).all()


def test_a_band_holds_the_smoothed_losses_of_all_seeds() -> None:
    net = over_seeds("degradation")[1]
    low, high = net.band()
    assert len(low) == len(high) == 250
    assert (low <= high).all()
    assert low[-1] == pytest.approx(net.losses[:, -SMOOTHING:].mean(axis=1).min())


@pytest.mark.parametrize(("name", "places"), [("degradation", range(6)), ("twins-20", (1, 4)), ("twins-8", (0, 3))])
def test_runs_trained_like_it_are_found_net_by_net(name: str, places: tuple[int, ...]) -> None:
    nets = over_seeds("degradation")
    found = of_run(run(name))
    assert found == tuple(nets[place] for place in places)
    for index, net in enumerate(found):
        assert net.ends.min() - 1e-3 < np.mean(run(name).loss(index)[-SMOOTHING:]) < net.ends.max() + 1e-3


def test_runs_trained_otherwise_are_not() -> None:
    assert of_run(run("gap")) == ()
    degradation = run("degradation")
    spec = json.loads(degradation.plan.spec)
    elsewhere = json.dumps(spec | {"seed": 99, "device": "cuda", "threads": 4})
    assert of_run(replace(degradation, plan=replace(degradation.plan, spec=elsewhere)))
    faster = json.dumps(spec | {"lr": 0.2})
    assert of_run(replace(degradation, plan=replace(degradation.plan, spec=faster))) == ()
    assert of_run(degradation.with_change(Change(250, 0.01, 32, 300))) == ()
