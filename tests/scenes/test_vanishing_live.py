"""The trained nets of the vanishing scene: what is drawn are the recording's numbers, and what captions say is so."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.runs.storage import bundled
from scenes.stage.charts.layer_norms import KINDS, layer_norms
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Path, Rect, Text
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text
from scenes.vanishing import vanishing
from scenes.vanishing.draw_live import ROLES, totals
from scenes.vanishing.knobs import NETS, Knobs
from tests.audit.aims import OPACITY, PLACE
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
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
@pytest.mark.parametrize("kind", KINDS)
def test_in_the_first_step_one_net_has_bars_and_the_others_lines_through_all_layers(nets: str, kind: str) -> None:
    title = (
        "Trained nets: gradients of the weights" if nets == "ReLU" and kind == "weights" else "Trained nets: the first"
    )
    seen, run = step(nets, title, norms=kind), run_of(nets)
    norms = [layer_norms(run, net, kind)[0] for net in range(len(run.plan.contestants))]  # type: ignore[arg-type]
    names = [f"{contestant.name}, {kind}" for contestant in run.plan.contestants]
    lines = [name for name in names if name in seen.named]
    assert len(lines) == len(names) - 1
    for name in lines:
        line = seen.named[name]
        assert isinstance(line, Path)
        assert len(line.points) == len(norms[0])
    (last,) = (net for net, name in enumerate(names) if name not in lines)
    words = "gradient behind layer" if kind == "activations" else "gradient of layer"
    assert [seen.value(f"{words} {layer}") for layer in range(1, len(norms[0]) + 1)] == norms[last].tolist()
    leans = [abs(math.log(each[0] / each[-1])) for each in norms]
    assert leans[last] == max(leans)
    for contestant, each in zip(run.plan.contestants, norms, strict=True):
        assert text(seen, f"{contestant.name}, first / last") == number_text(float(each[0] / each[-1]))
    early = step(nets, title, 0.3 / len(names), norms=kind)
    bars = [mark for mark in early.named.values() if isinstance(mark, Rect) and mark.name.startswith(words)]
    assert 1 < len(bars) < len(norms[0])


@pytest.mark.parametrize("nets", ["four nets", "sigmoid", "ReLU"])
def test_over_the_steps_lines_are_as_long_as_the_run_has_come(nets: str) -> None:
    name = f"{run_of(nets).plan.contestants[0].name}, activations, layer 1"
    whole, half = (step(nets, LEARN, share).named[name] for share in (1.0, 0.35))
    assert isinstance(whole, Path)
    assert isinstance(half, Path)
    assert half.points[-1][0] < whole.points[-1][0]


@pytest.mark.parametrize("nets", ["four nets", "ReLU"])
def test_of_several_nets_each_has_one_line(nets: str) -> None:
    names = [net.name for net in run_of(nets).plan.contestants]
    lines = [name for name in step(nets, LEARN).named if ", activations, layer " in name]
    assert lines == [f"{name}, activations, layer 1" for name in names]


@pytest.mark.parametrize("nets", ["exploding", "clipped"])
def test_the_first_steps_are_told_in_the_recordings_numbers(nets: str) -> None:
    seen, run = step(nets, FIRST), run_of(nets)
    for index, contestant in enumerate(run.plan.contestants):
        assert text(seen, f"{contestant.name}, step 1: loss") == f"{run.loss(index)[0]:.{0 if index == 0 else 2}f}"
        total = math.sqrt(sum(norm**2 for norm in run.gradients(index)[0]))
        assert totals(run, index)[0] == pytest.approx(total)
        shown = text(seen, f"{contestant.name}, step 1: norm of all gradients")
        assert float(shown) == pytest.approx(total, rel=0.01)


def test_clipping_cuts_long_gradients_down_to_1() -> None:
    seen = step("clipped", FIRST)
    outlines, bars = ([each.mark for each in seen.placed if isinstance(each.mark, Rect) and wanted(each.mark)]
                      for wanted in (lambda mark: mark.dashed and mark.width == 100.0,
                                     lambda mark: not mark.dashed and mark.width == 100.0))  # fmt: skip
    assert len(outlines) == len(bars) == 10
    assert len({bar.y for bar in bars}) == 1, "all are longer than 1, and are cut down to it"
    assert all(outline.y < bar.y for outline, bar in zip(outlines, bars, strict=True))
    assert not [each for each in step("exploding", FIRST).placed if isinstance(each.mark, Rect) and each.mark.dashed]


def test_who_explodes_is_out_of_the_race_after_three_steps() -> None:
    seen, run = step("exploding", FIRST), run_of("exploding")
    assert text(seen, "Gain 2, step 4: loss") == "not finite"
    assert "Gain 2, step 5: loss" not in seen.named
    assert text(step("exploding", RACE), "departures").endswith("Gain 2 at step 4.")
    assert np.isfinite(run.loss(0)[:3]).all()
    assert not np.isfinite(run.loss(0)[3:]).any()
    assert text(seen, "Gain 2, step 3: norm of all gradients") == number_text(totals(run, 0)[2])


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
    sigmoid = [seen.named[f"gradient behind layer {layer}"] for layer in (1, 20)]
    assert sigmoid[0].y - sigmoid[1].y > 250  # type: ignore[union-attr]
    for net in run_of("four nets").plan.contestants[1:]:
        cure = seen.named[f"{net.name}, activations"]
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
    assert "fall by about twelve powers of ten" in step("four nets", BEGIN).more
    assert "shortcuts around sigmoids keep them within two." in step("four nets", BEGIN).more
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
    assert any("not recorded" in words for words in seen.texts)
    assert seen.clicked("nets = clipped").nets == "clipped"


@pytest.mark.parametrize("nets", ["four nets", "sigmoid", "exploding", "clipped"])
def test_the_race_ends_with_the_runs_accuracies(nets: str) -> None:
    seen, run = step(nets, RACE), run_of(nets)
    for index, contestant in enumerate(run.plan.contestants):
        score = run.validations[-1].scores[index]
        if score is not None:
            assert f"{contestant.name}  {100 * score.accuracy:.1f} %" in seen.texts


@pytest.mark.parametrize("turns", [
    {"nets": "four nets"}, {"nets": "ReLU", "rule": "twice He", "gain": 1.5}, {"nets": "clipped", "clip": True},
    {"nets": "exploding", "activation": "sigmoid", "layers": 100}, {"nets": "sigmoid", "norms": "weights"},
])  # fmt: skip
def test_every_step_turns_gently_into_the_next(turns: dict[str, Any]) -> None:
    knobs = turned(Knobs(), **turns)
    run, steps = run_of(knobs.nets), plan(vanishing, knobs)
    for each, end in zip(steps[1:], boundaries(steps), strict=False):
        moments = [end + index * FRAME for index in range(math.ceil(each.lead / FRAME) + 1)]
        found = largest_jump([render(vanishing, knobs, t, run) for t in moments])
        assert found.opacity <= OPACITY, each.title
        assert found.place <= PLACE, each.title
