"""The twins of the residual scene: what is drawn are the numbers of the recording, and hands choose what is seen."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.runs.storage import bundled
from scenes.residual import residual
from scenes.residual.knobs import DEPTHS, Knobs
from scenes.residual.twins import PLAIN, RESIDUAL, Twins, chosen
from scenes.stage.charts.layer_norms import KINDS, LATEST
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Path, Rect, Text
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import SMOOTHING, number_text
from tests.scenes.seen import Seen, at_step, turned

LIVE = ("Twins, trained", "The first step's", "Gradients while", "Gradients over")
NAMES = ("Plain", "Residual")


@cache
def run_of(depth: str) -> Recording:
    assert residual.preset is not None
    found = bundled(residual.preset(turned(Knobs(), depth=depth)))
    assert found is not None
    return found


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    knobs = turned(Knobs(), **turns)
    return at_step(residual, knobs, title, share, run_of(knobs.depth))


def convolutions(recording: Recording, twin: int) -> Numbers:
    """The norms of the weights of all layers but the normalisations, (steps, layers), picked by their names."""
    racer = recording.plan.contestants[twin]
    columns = [index for index, name in enumerate(racer.trained) if "norm" not in name]
    return recording.gradients(twin)[:, columns]


def bars(seen: Seen, kind: str, twin: int) -> list[float | None]:
    names = [name for name in seen.named if name.startswith(f"{NAMES[twin]}, {kind}, layer ")]
    return [seen.value(name) for name in sorted(names, key=lambda name: int(name.split()[-1]))]


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_depth_names_the_run_and_it_has_so_many_layers(depth: str) -> None:
    knobs = turned(Knobs(), depth=depth)
    assert residual.preset is not None
    assert residual.preset(knobs) == f"twins-{depth}"
    twins = Twins(run_of(depth), run_of(depth))
    assert len(twins.layers) == int(depth)
    assert len(twins.blocks) == (int(depth) - 2) // 2
    assert [each.name for each in twins.run.plan.contestants] == list(NAMES)
    assert len(twins.norms(PLAIN, "activations")[0]) == int(depth)


def test_there_are_no_other_depths() -> None:
    with pytest.raises(KnobError):
        change(Knobs(), "depth", "56")


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_race_ends_with_the_losses_and_accuracies_of_the_run(depth: str) -> None:
    seen, run = step(LIVE[0], depth=depth), run_of(depth)
    for twin, name in enumerate(NAMES):
        mean = np.mean(run.loss(twin)[-SMOOTHING:])
        score = run.validations[-1].scores[twin]
        assert score is not None
        assert f"{name}  {100 * score.accuracy:.1f} %" in seen.texts
        words = seen.named[f"{name} now"]
        assert isinstance(words, Text)
        now = words.text.split()[-1]
        assert now == number_text(float(mean))
        assert f"{name} {now}" in seen.numbers


@pytest.mark.parametrize("twin", [PLAIN, RESIDUAL])
def test_the_first_bars_are_the_norms_of_step_1(twin: int) -> None:
    seen, run = step(LIVE[1], shortcut=twin == RESIDUAL), run_of("20")
    assert bars(seen, "weights", twin) == pytest.approx(convolutions(run, twin)[0].tolist())
    assert bars(seen, "activations", twin) == pytest.approx(run.activation_gradients(twin)[0].tolist())
    assert not bars(seen, "weights", 1 - twin)
    assert "step 1 of 250" in " ".join(seen.texts)


def test_the_first_bars_rise_from_the_last_layer_on() -> None:
    seen = step(LIVE[1], 0.3)
    heights = [mark.height for name, mark in seen.named.items() if ", weights, layer" in name if isinstance(mark, Rect)]
    shown = [name for name in seen.named if ", weights, layer" in name]
    assert 0 < len(shown) < 20
    assert shown[-1].endswith("layer 20")
    assert heights[0] < heights[-1]


def test_while_they_learn_bars_are_geometric_means_of_the_latest_steps() -> None:
    seen, run = step(LIVE[2], 0.35), run_of("20").upto(125)
    wanted = np.exp(np.log(convolutions(run, RESIDUAL)[-LATEST:]).mean(axis=0))
    assert bars(seen, "weights", RESIDUAL) == pytest.approx(wanted.tolist())
    assert f"{number_text(wanted[1])} / " in seen.numbers


def test_lines_go_through_the_norms_of_the_chosen_twin() -> None:
    seen = step(LIVE[3], shortcut=False)
    for kind in KINDS:
        for word in ("first", "middle", "last"):
            line = seen.named[f"{kind}, {word} convolution"]
            assert isinstance(line, Path)
            assert len(line.points) > 100
    early = step(LIVE[3], 0.1, shortcut=False).named["weights, first convolution"]
    whole = seen.named["weights, first convolution"]
    assert isinstance(early, Path)
    assert isinstance(whole, Path)
    assert early.points[-1][0] < whole.points[-1][0]


def test_a_click_on_the_network_takes_the_shortcuts_away_and_brings_them_back() -> None:
    seen = step(LIVE[2])
    assert chosen(seen.knobs) == RESIDUAL
    plain = seen.clicked("shortcuts of the network")
    assert chosen(plain) == PLAIN
    again = at_step(residual, plain, LIVE[2], 1.0, run_of("20"))
    assert bars(again, "weights", PLAIN)
    assert chosen(again.clicked("shortcuts of the network")) == RESIDUAL


def test_a_click_chooses_the_depth() -> None:
    assert step(LIVE[0]).clicked("depth = 32").depth == "32"


def test_degradation_is_no_vanishing_and_no_overfitting_in_the_bundled_runs() -> None:
    """What the captions say: at 20 and 32 layers norms grow towards the input; the training loss itself is high."""
    for depth in ("20", "32"):
        run = run_of(depth)
        assert np.mean(run.loss(PLAIN)[-SMOOTHING:]) > 3 * np.mean(run.loss(RESIDUAL)[-SMOOTHING:])
        for twin in (PLAIN, RESIDUAL):
            for norms in (convolutions(run, twin), run.activation_gradients(twin)):
                assert norms[0, 0] > norms[0, -2]
        assert run.activation_gradients(PLAIN)[:, 0].min() > 1e-3


def test_steps_and_captions_are_the_same_with_and_without_a_run() -> None:
    for depth in DEPTHS:
        knobs = turned(Knobs(), depth=depth)
        assert plan(residual, knobs) == plan(residual, knobs, run_of(depth))


@pytest.mark.parametrize("title", LIVE)
def test_without_a_run_the_depth_can_still_be_chosen(title: str) -> None:
    seen = at_step(residual, Knobs(), title)
    assert any("no recording" in text for text in seen.texts)
    assert seen.clicked("depth = 8").depth == "8"
