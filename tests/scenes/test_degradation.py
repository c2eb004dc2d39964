"""The degradation scene: a copied net exactly, the paper's numbers, and losses and norms that are the recording's."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.recordings import bundled
from scenes.degradation import degradation
from scenes.degradation.computed import CIFAR_ERRORS, cifar_parameters, copied
from scenes.degradation.knobs import KINDS, RUNS, Knobs
from scenes.degradation.nets import nets, of_kind, training_loss, validation_loss
from scenes.stage import reference
from scenes.stage.catalogue import plan
from scenes.stage.layer_norms import LATEST, layer_norms
from scenes.stage.marks import Path
from scenes.stage.networks import network
from scenes.stage.recording import Recording
from scenes.stage.series import SMOOTHING, number_text
from tests.scenes.seen import Seen, at_step, close, turned

COPY = "Layers that do nothing"
LIVE = ("Two plain", "The same with", "Is it over", "Do gradients", "Gradients while", "The paper and")


@cache
def run(depth: str = "32") -> Recording:
    found = bundled(RUNS[depth])
    assert found is not None
    return found


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    knobs = turned(Knobs(), **turns)
    return at_step(degradation, knobs, title, share, run(knobs.depth))


def mean_loss(contestant: int, recording: Recording) -> float:
    return float(np.mean(recording.loss(contestant)[-SMOOTHING:]))


def test_added_layers_with_a_1_among_zeros_change_nothing() -> None:
    seen = step(COPY)
    for layer in (1, 2, 3):
        assert seen.written(f"map {layer}") == seen.written("map 0")
        assert seen.value(f"difference behind layer {layer}") == 0
    assert seen.numbers.endswith("0")
    assert "its training loss is the same" in seen.caption


def test_any_map_that_is_not_negative_is_handed_on() -> None:
    before = step(COPY)
    changed = Seen(degradation, before.typed("map 0", 9, (3, 0)), before.frame).knobs
    seen = at_step(degradation, changed, COPY, 1.0, run())
    assert seen.written("map 3")[3][0] == 9
    assert seen.value("difference behind layer 3") == 0
    with_less = at_step(degradation, before.typed("map 0", -5, (0, 0)), COPY, 1.0, run())
    assert with_less.written("map 0")[0][0] == 0  # behind a ReLU nothing is negative


def test_a_slip_of_every_weight_grows_from_layer_to_layer() -> None:
    seen = step(COPY, slip=0.05)
    x = np.array(seen.written("map 0"), dtype=float)
    kernel = np.full((3, 3), 0.05) + np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    found = [0.0]
    y = x
    for layer in (1, 2, 3):
        y = np.maximum(reference.convolve(y[None], kernel[None, None], padding=1)[0], 0)
        assert close(seen.written(f"map {layer}"), y)
        difference = seen.value(f"difference behind layer {layer}")
        assert difference == pytest.approx(np.abs(y - x).max())
        found.append(float(difference or 0))
    assert found == sorted(found)
    assert "no longer exact" in seen.caption


def test_one_weight_typed_by_hand_spoils_the_copy_and_a_click_mends_it() -> None:
    seen = step(COPY)
    spoiled = seen.typed("kernel 2", 0.5, (1, 1))
    after = at_step(degradation, spoiled, COPY, 1.0, run())
    assert after.value("difference behind layer 1") == 0
    assert after.value("difference behind layer 2") == 2.5
    assert after.value("difference behind layer 3") == 2.5
    mended = at_step(degradation, after.clicked("slip = 0.01"), COPY, 1.0, run()).clicked("slip = 0")
    assert copied(mended).exact


def test_fewer_layers_can_be_added() -> None:
    assert "map 2" not in step(COPY, added=1).named


@pytest.mark.parametrize("layers", [20, 32, 44, 56, 110])
def test_the_papers_nets_are_counted_as_their_modules_are(layers: int) -> None:
    try:
        counted = network(f"resnet-{layers}-cifar").parameters
    except KeyError:
        pytest.fail("the description is gone")
    assert cifar_parameters(layers) == counted


def test_the_deepest_net_is_counted_too() -> None:
    assert cifar_parameters(1202) == 19_421_274
    with pytest.raises(ValueError, match="6n"):
        cifar_parameters(21)


def test_quoted_errors_stand_with_their_source() -> None:
    seen = step("What overfitting")
    assert {layers: seen.value(f"test error with {layers} layers") for layers in CIFAR_ERRORS} == {
        20: 8.75, 32: 7.51, 44: 7.17, 56: 6.97, 110: 6.43, 1202: 7.93,
    }  # fmt: skip
    words = " ".join(seen.texts)
    assert "CIFAR-10 test" in words
    assert "table 6" in words
    assert "1.50 points" in seen.numbers


@pytest.mark.parametrize("depth", RUNS)
def test_the_scene_names_its_run_and_knows_the_nets_by_their_layers(depth: str) -> None:
    knobs = turned(Knobs(), depth=depth)
    assert degradation.preset is not None
    assert degradation.preset(knobs) == RUNS[depth]
    assert plan(degradation, knobs) == plan(degradation, knobs, run(depth))
    assert [(net.kind, net.layers, net.deep) for net in nets(run(depth))] == [
        ("plain", 8, False), ("plain", int(depth), True), ("residual", 8, False), ("residual", int(depth), True),
    ]  # fmt: skip


@pytest.mark.parametrize("title", LIVE)
def test_a_click_makes_the_deep_nets_deeper(title: str) -> None:
    assert step(title, depth="20").clicked("depth = 32").depth == "32"


def test_the_deeper_the_plain_net_the_higher_its_training_loss() -> None:
    """At this budget; the shallow nets are the same in both runs, and the residual ones stay low."""
    losses = [training_loss(run("20"), of_kind(run("20"), "plain")[0])]
    losses += [training_loss(run(depth), of_kind(run(depth), "plain")[1]) for depth in RUNS]
    assert losses[0] < 0.5 * losses[1] < 0.25 * losses[2]
    assert losses[0] == pytest.approx(training_loss(run("32"), of_kind(run("32"), "plain")[0]))
    assert all(training_loss(run(depth), of_kind(run(depth), "residual")[1]) < 0.2 for depth in RUNS)


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_the_races_show_the_mean_losses_of_the_latest_batches(share: float) -> None:
    for title, kinds in ((LIVE[0], KINDS[:1]), (LIVE[1], KINDS)):
        seen = step(title, share)
        now = run() if share == 1 else run().upto(round(share / 0.7 * 250))
        for kind in kinds:
            shallow, deep = of_kind(now, kind)
            line = seen.named[f"training loss, {kind}, {deep.name}"]
            assert isinstance(line, Path)
            ratio = mean_loss(deep.index, now) / mean_loss(shallow.index, now)
            assert float(seen.numbers.partition(kind)[2].split("= ")[1].split()[0]) == pytest.approx(ratio, rel=0.01)


def test_bars_are_losses_on_training_and_on_other_pictures() -> None:
    seen = step(LIVE[2])
    for net in nets(run()):
        score = run().validations[-1].scores[net.index]
        assert score is not None
        assert seen.value(f"training loss of {net.kind}, {net.name} 1") == pytest.approx(mean_loss(net.index, run()))
        assert seen.value(f"validation loss of {net.kind}, {net.name} 1") == score.loss


def test_a_bar_that_reaches_over_the_axis_still_has_its_number() -> None:
    """Running means of batch normalisation lag behind in the first steps, which makes validation losses huge."""
    seen = step(LIVE[2], 0.7 * 60 / 250)
    largest = max(validation_loss(run().upto(60), net) for net in nets(run()))
    assert largest > 10
    assert number_text(largest) in seen.texts


def test_gradients_of_step_1_are_drawn_from_the_last_layer_back() -> None:
    early, late = step(LIVE[3], 0.3), step(LIVE[3])
    for kind in ("weights", "activations"):
        part, whole = (seen.named[f"{kind}, 32 layers"] for seen in (early, late))
        assert isinstance(part, Path)
        assert isinstance(whole, Path)
        assert len(whole.points) == 32
        assert part.points == whole.points[-len(part.points) :]
        assert len(part.points) < 32
    norms = layer_norms(run(), 1, "weights")[0]
    assert f"= {norms[0] / norms[-2]:.1f}" in late.numbers
    assert "step 1 of 250" in " ".join(late.texts)


def test_while_they_learn_norms_are_means_and_a_click_shows_the_other_kind() -> None:
    seen = step(LIVE[4])
    other = at_step(degradation, seen.clicked("kind = residual"), LIVE[4], 1.0, run())
    norms = layer_norms(run(), 3, "activations")[-LATEST:]
    mean = np.exp(np.log(norms).mean(axis=0))
    assert other.numbers.startswith("residual, 32 layers")
    assert f"= {mean[0] / mean[-2]:.2f}" in other.numbers


def test_the_paper_stands_beside_the_run() -> None:
    seen = step(LIVE[5])
    quoted = {name: seen.value(name) for name in seen.named if "18 layers" in name or "34 layers" in name}
    assert quoted == {
        "plain, 18 layers": 27.94, "plain, 34 layers": 28.54,
        "residual, 18 layers": 27.88, "residual, 34 layers": 25.03,
    }  # fmt: skip
    for net in nets(run()):
        assert seen.value(f"{net.kind}, {net.layers} layers") == pytest.approx(mean_loss(net.index, run()))
    assert "+0.60 points" in seen.numbers
    assert "10-crop" in " ".join(seen.texts)


@pytest.mark.parametrize("depth", RUNS)
def test_what_the_captions_say_is_so_in_the_bundled_runs(depth: str) -> None:
    """Deep and plain: high on training and other pictures alike; first layers get gradients as large as the last."""
    of = run(depth)
    plain, residual = of_kind(of, "plain"), of_kind(of, "residual")
    losses = {net: training_loss(of, net) for net in (*plain, *residual)}
    assert losses[plain[1]] > 3 * losses[plain[0]]
    assert losses[residual[1]] < 2 * losses[residual[0]]
    assert losses[plain[1]] > 3 * losses[residual[1]]
    assert validation_loss(of, plain[1]) > 3 * validation_loss(of, plain[0])
    for kind in ("weights", "activations"):
        norms = layer_norms(of, plain[1].index, kind)  # type: ignore[arg-type]
        assert norms[0, 0] > norms[0, -2]
        assert norms[-LATEST:, 0].min() > 0.01


def test_without_a_run_the_kind_can_still_be_chosen() -> None:
    for title in LIVE:
        assert any("no recording" in text for text in at_step(degradation, Knobs(), title).texts)
    assert at_step(degradation, Knobs(), LIVE[3]).clicked("kind = residual").kind == "residual"
