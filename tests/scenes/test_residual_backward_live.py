"""The twins of the residual block: what is drawn are the numbers of the recording, and hands choose what is seen."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.runs.storage import bundled
from scenes.residual_backward import residual_backward
from scenes.residual_backward.knobs import DEPTHS, Knobs
from scenes.stage.charts.layer_norms import KINDS, LATEST, main_layers
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Rect, Text
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import SMOOTHING, number_text
from tests.scenes.seen import Seen, at_step, turned

LIVE = ("Twins, trained", "The first step's", "Gradients while")
NAMES = ("Plain", "Residual")
PLAIN, RESIDUAL = 0, 1


@cache
def run_of(depth: str) -> Recording:
    assert residual_backward.preset is not None
    found = bundled(residual_backward.preset(turned(Knobs(), depth=depth)))
    assert found is not None
    return found


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    knobs = turned(Knobs(), **turns)
    return at_step(residual_backward, knobs, title, share, run_of(knobs.depth))


def weights(recording: Recording, twin: int) -> Numbers:
    """The norms of the weights of all layers but the normalisations, (steps, layers), picked by their names."""
    racer = recording.plan.contestants[twin]
    columns = [index for index, name in enumerate(racer.trained) if "norm" not in name]
    return recording.gradients(twin)[:, columns]


def norms(recording: Recording, twin: int, kind: str) -> Numbers:
    return weights(recording, twin) if kind == "weights" else recording.activation_gradients(twin)


def bars(seen: Seen, kind: str, twin: int) -> list[float | None]:
    names = [name for name in seen.named if name.startswith(f"{NAMES[twin]}, {kind}, layer ")]
    return [seen.value(name) for name in sorted(names, key=lambda name: int(name.split()[-1]))]


def growth(seen: Seen, twin: int) -> str:
    words = seen.named[f"growth {NAMES[twin]}"]
    assert isinstance(words, Text)
    return words.text.removesuffix(" ×")


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_depth_names_the_run_and_it_has_so_many_layers(depth: str) -> None:
    knobs = turned(Knobs(), depth=depth)
    assert residual_backward.preset is not None
    assert residual_backward.preset(knobs) == f"twins-{depth}"
    contestants = run_of(depth).plan.contestants
    assert [each.name for each in contestants] == list(NAMES)
    assert len(main_layers(contestants[PLAIN])) == int(depth)
    assert len(bars(step(LIVE[2], depth=depth), "activations", PLAIN)) == int(depth)


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
        assert words.text.split()[-1] == number_text(float(mean))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("twin", [PLAIN, RESIDUAL])
def test_the_first_bars_are_the_norms_of_step_1(twin: int, kind: str) -> None:
    seen, found = step(LIVE[1], norms=kind), norms(run_of("20"), twin, kind)[0]
    assert bars(seen, kind, twin) == pytest.approx(found.tolist())
    assert growth(seen, twin) == number_text(float(found[1] / found[18]))
    assert "layer 2 ÷ 19" in seen.texts
    assert "step 1 of 250" in " ".join(seen.texts)


def test_the_first_bars_rise_from_the_last_layer_on() -> None:
    seen = step(LIVE[1], 0.3)
    found = {
        name: mark.height for name, mark in seen.named.items() if "Plain, activations, layer" in name
        if isinstance(mark, Rect)
    }  # fmt: skip
    assert 0 < len(found) < 20
    assert [*found][-1].endswith("layer 20")
    assert next(iter(found.values())) < [*found.values()][-1]


@pytest.mark.parametrize("twin", [PLAIN, RESIDUAL])
def test_while_they_learn_bars_are_geometric_means_of_the_latest_steps(twin: int) -> None:
    seen, run = step(LIVE[2], 0.35), run_of("20").upto(125)
    wanted = np.exp(np.log(run.activation_gradients(twin)[-LATEST:]).mean(axis=0))
    assert bars(seen, "activations", twin) == pytest.approx(wanted.tolist())
    assert growth(seen, twin) == number_text(float(wanted[1] / wanted[18]))


def test_clicks_choose_the_depth_and_which_gradients_are_seen() -> None:
    for title in LIVE:
        assert step(title).clicked("depth = 32").depth == "32"
    for title in LIVE[1:]:
        assert step(title).clicked("norms = weights").norms == "weights"
    assert "norms = weights" not in step(LIVE[0]).named


@pytest.mark.parametrize("depth", ["20", "32"])
def test_degradation_is_no_vanishing_and_no_overfitting_in_the_bundled_runs(depth: str) -> None:
    """What is said: at 20 and 32 layers norms grow towards the input; the training loss itself is high."""
    run = run_of(depth)
    assert np.mean(run.loss(PLAIN)[-SMOOTHING:]) > 3 * np.mean(run.loss(RESIDUAL)[-SMOOTHING:])
    for kind in KINDS:
        plain, residual = (norms(run, twin, kind)[0] for twin in (PLAIN, RESIDUAL))
        assert plain[0] > plain[-2]
        assert residual[0] > residual[-2]
        assert plain[1] / plain[-2] > residual[1] / residual[-2]
    assert run.activation_gradients(PLAIN)[:, 0].min() > 1e-3


def test_it_is_told_what_the_bands_are_and_that_rounding_moves_the_curves() -> None:
    for depth in DEPTHS:
        more = step(LIVE[0], depth=depth).more
        assert "the least to the largest loss of 9 seeds. Another processor rounds differently" in more


def test_steps_and_captions_are_the_same_with_and_without_a_run() -> None:
    for depth in DEPTHS:
        knobs = turned(Knobs(), depth=depth)
        assert plan(residual_backward, knobs) == plan(residual_backward, knobs, run_of(depth))


@pytest.mark.parametrize("title", LIVE)
def test_without_a_run_the_depth_can_still_be_chosen(title: str) -> None:
    seen = at_step(residual_backward, Knobs(), title)
    assert any("not recorded" in text for text in seen.texts)
    assert seen.clicked("depth = 8").depth == "8"
