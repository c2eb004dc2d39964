"""The trained nets of the vanishing scene: what is drawn are the recording's numbers, and what captions say is so."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.runs.storage import bundled
from scenes.stage.charts.layer_norms import KINDS, layer_norms
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Path, Text
from scenes.stage.data.recording import Recording
from scenes.vanishing import vanishing
from scenes.vanishing.draw_live import ROLES, scale_text, totals
from scenes.vanishing.knobs import NETS, Knobs
from tests.scenes.seen import Seen, at_step, turned

BEGIN, LEARN, FIRST, RACE = "Trained nets", "Gradients over", "Step by step", "Do they learn"


@cache
def run_of(nets: str) -> Recording:
    found = bundled(NETS[nets])
    assert found is not None
    return found


def step(nets: str, title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(vanishing, turned(Knobs(), nets=nets, **turns), title, share, run_of(nets))


def text(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


@pytest.mark.parametrize("nets", NETS)
def test_the_nets_name_the_run(nets: str) -> None:
    assert vanishing.preset is not None
    assert vanishing.preset(turned(Knobs(), nets=nets)) == NETS[nets]
    assert len(ROLES[nets]) == len(run_of(nets).plan.contestants)
    knobs = turned(Knobs(), nets=nets)
    assert plan(vanishing, knobs) == plan(vanishing, knobs, run_of(nets))


@pytest.mark.parametrize("nets", NETS)
def test_the_first_lines_go_through_all_layers_and_end_with_the_last_ones_norm(nets: str) -> None:
    seen, run = step(nets, BEGIN), run_of(nets)
    for index, contestant in enumerate(run.plan.contestants):
        for kind in KINDS:
            line = seen.named[f"{contestant.name}, {kind}"]
            assert isinstance(line, Path)
            assert len(line.points) == layer_norms(run, index, kind).shape[1]
    early = step(nets, BEGIN, 0.3).named[f"{run.plan.contestants[0].name}, weights"]
    assert isinstance(early, Path)
    assert 1 < len(early.points) < len(line.points)


@pytest.mark.parametrize("nets", ["four nets", "sigmoid", "ReLU"])
def test_over_the_steps_lines_are_as_long_as_the_run_has_come(nets: str) -> None:
    name = f"{run_of(nets).plan.contestants[0].name}, activations, layer 1"
    whole, half = (step(nets, LEARN, share).named[name] for share in (1.0, 0.35))
    assert isinstance(whole, Path)
    assert isinstance(half, Path)
    assert half.points[-1][0] < whole.points[-1][0]


@pytest.mark.parametrize("nets", ["exploding", "clipped"])
def test_the_first_steps_are_told_in_the_recordings_numbers(nets: str) -> None:
    seen, run = step(nets, FIRST), run_of(nets)
    for index, contestant in enumerate(run.plan.contestants):
        assert text(seen, f"{contestant.name}, step 1: loss") == f"{run.loss(index)[0]:.{0 if index == 0 else 2}f}"
        total = math.sqrt(sum(norm**2 for norm in run.gradients(index)[0]))
        assert totals(run, index)[0] == pytest.approx(total)
        shown = text(seen, f"{contestant.name}, step 1: norm of all gradients")
        assert float(shown) == pytest.approx(total, rel=0.01)
        if nets == "clipped":
            assert text(seen, f"{contestant.name}, step 1: scaled by") == f"1 / {shown}"


def test_clipping_leaves_short_gradients_alone() -> None:
    assert scale_text(0.5) == scale_text(1.0) == "1"


def test_who_explodes_is_out_of_the_race_after_three_steps() -> None:
    seen, run = step("exploding", FIRST), run_of("exploding")
    assert text(seen, "Gain 2, step 4: loss") == "not finite"
    assert "Gain 2, step 5: loss" not in seen.named
    assert text(seen, "departures").endswith("Gain 2 at step 4.")
    assert np.isfinite(run.loss(0)[:3]).all()
    assert not np.isfinite(run.loss(0)[3:]).any()
    assert "5.3·10¹¹" in seen.numbers


def test_the_captions_of_the_sigmoid_hold() -> None:
    """A straight line on a logarithmic axis, never exactly zero, and nothing learned."""
    run = run_of("sigmoid")
    for norms in (run.gradients(0), run.activation_gradients(0)):
        logs = np.log10(norms[0, 1:-1])
        places = np.arange(len(logs))
        assert np.corrcoef(places, logs)[0, 1] > 0.999
        assert norms[0, 0] < 1e-10
        assert norms.min() > 0
    assert all(score is not None and score.accuracy < 0.2 for each in run.validations for score in each.scores)


def test_the_four_nets_are_a_sigmoid_and_its_cures_in_one_picture() -> None:
    assert Knobs().nets == "four nets"
    assert [net.name for net in run_of("four nets").plan.contestants] == [
        "Sigmoid", "ReLU, He", "Batch norm", "Shortcuts",
    ]  # fmt: skip
    seen = step("four nets", BEGIN)
    sigmoid, *cures = [seen.named[f"{net.name}, activations"] for net in run_of("four nets").plan.contestants]
    assert isinstance(sigmoid, Path)
    heights = [y for _, y in sigmoid.points]
    assert max(heights) - min(heights) > 300
    for cure in cures:
        assert isinstance(cure, Path)
        assert max(y for _, y in cure.points) - min(y for _, y in cure.points) < 60


def test_the_captions_of_the_four_nets_hold() -> None:
    """Twelve powers of ten without a cure, level with one; whose first layer gets no gradient stays at chance."""
    run = run_of("four nets")
    scores = [score.accuracy for score in run.validations[-1].scores if score is not None]
    for kind in KINDS:
        ratios = [np.log10(norms[0] / norms[-1]) for net in range(4) for norms in [layer_norms(run, net, kind)[0]]]
        assert -12.5 < ratios[0] < -11.5
        assert np.abs(ratios[1:]).max() < 2
    assert "fall by about twelve powers of ten" in step("four nets", BEGIN).caption
    assert step("four nets", BEGIN).caption.endswith("shortcuts around sigmoids keep them within two.")
    assert layer_norms(run, 0, "weights").min() > 0
    assert scores[0] < 0.2
    assert min(scores[1:]) > 0.9


def test_the_captions_of_the_relu_nets_hold() -> None:
    """Weights' gradients are flat at any gain; activations' lean, the more the larger the gain."""
    run, leans = run_of("ReLU"), []
    for net in range(3):
        weights, activations = (layer_norms(run, net, kind)[0] for kind in KINDS)
        assert weights.max() / weights.min() < 6
        leans.append(activations[0] / activations[-1])
    assert leans[0] < 2
    assert 30 < leans[1] < leans[2] / 10


def test_the_captions_of_clipping_hold() -> None:
    run = run_of("clipped")
    first, last = run.loss(0)[0], np.mean(run.loss(0)[-25:])
    assert np.isfinite(run.loss(0)).all()
    assert last < first / 10
    scores = run.validations[-1].scores
    assert scores[0] is not None
    assert scores[1] is not None
    assert 0.3 < scores[0].accuracy < scores[1].accuracy - 0.1


def test_a_click_chooses_the_nets_even_without_a_run() -> None:
    seen = at_step(vanishing, Knobs(), BEGIN)
    assert any("no recording" in words for words in seen.texts)
    assert seen.clicked("nets = clipped").nets == "clipped"


@pytest.mark.parametrize("nets", ["four nets", "sigmoid", "exploding", "clipped"])
def test_the_race_ends_with_the_runs_accuracies(nets: str) -> None:
    seen, run = step(nets, RACE), run_of(nets)
    for index, contestant in enumerate(run.plan.contestants):
        score = run.validations[-1].scores[index]
        if score is not None:
            assert f"{contestant.name}  {100 * score.accuracy:.1f} %" in seen.texts
