"""The degradation scene: a copied net exactly, the paper's numbers, and losses and norms that are the recording's."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.runs.storage import bundled
from engine.contract.spec import PRESETS
from scenes import reference
from scenes.degradation import degradation
from scenes.degradation.computed import CIFAR_ERRORS, cifar_parameters, copied
from scenes.degradation.draw_race import CHART
from scenes.degradation.knobs import KINDS, NORMS, Knobs
from scenes.degradation.nets import nets, of_kind, training_loss, validation_loss
from scenes.residual_backward import residual_backward
from scenes.stage.charts.layer_norms import LATEST, layer_norms
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Path, Rect, Text
from scenes.stage.data.networks import network
from scenes.stage.data.over_seeds import over_seeds
from scenes.stage.data.paper_results import DEPTHS
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.series import SMOOTHING, number_text
from tests.scenes.seen import Seen, at_step, close, turned

COPY = "Layers that do nothing"
LIVE = ("Three plain", "The same with", "Is it over", "Do gradients", "Gradients while")
PAPER = "The same in the paper"


@cache
def run() -> Recording:
    found = bundled("degradation")
    assert found is not None
    return found


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    knobs = turned(Knobs(), **turns)
    return at_step(degradation, knobs, title, share, run())


def mean_loss(contestant: int, recording: Recording) -> float:
    return float(np.mean(recording.loss(contestant)[-SMOOTHING:]))


def test_added_layers_with_a_1_among_zeros_change_nothing() -> None:
    seen = step(COPY)
    for layer in (1, 2, 3):
        assert seen.written(f"map {layer}") == seen.written("map 0")
        assert seen.value(f"difference behind layer {layer}") == 0
    assert seen.caption == "A kernel of zeros with a 1 in its middle changes nothing."
    assert "its training loss is the same" in seen.more


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
    assert "doing nothing has to be learned" in seen.caption
    assert f"off by up to {number(found[-1])}" in seen.more


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
    seen = step(COPY, added=1)
    assert "map 2" not in seen.named
    assert "1 layer behind it that does nothing" in seen.more


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
    assert "7.93 − 6.43 = 1.50 points above that of 110 layers" in seen.more
    assert "0.27, 0.46, 0.66, 0.85, 1.73 and 19.42 million parameters" in seen.more


def test_the_scene_names_its_run_and_knows_the_nets_by_their_layers() -> None:
    assert degradation.preset is not None
    assert degradation.preset(Knobs()) == "degradation"
    assert plan(degradation, Knobs()) == plan(degradation, Knobs(), run())
    assert [(net.kind, net.layers, net.rank) for net in nets(run())] == [
        ("plain", 8, 0), ("plain", 20, 0.5), ("plain", 32, 1),
        ("residual", 8, 0), ("residual", 20, 0.5), ("residual", 32, 1),
    ]  # fmt: skip


def test_the_deeper_the_plain_net_the_higher_its_training_loss() -> None:
    """At this budget; so it is with every seed (tests/scenes/stage/data/test_over_seeds.py)."""
    losses = [training_loss(run(), net) for net in of_kind(run(), "plain")]
    assert losses[0] < 0.5 * losses[1]
    assert losses[1] < losses[2]
    assert all(training_loss(run(), net) < 0.2 for net in of_kind(run(), "residual"))


def test_beside_the_run_stands_what_other_seeds_give() -> None:
    """One run of a chaotic training is luck, and the rounding of a processor is a part of it."""
    for title in LIVE[:2]:
        seen = step(title)
        bands = [name for name in seen.named if name.startswith("training loss over seeds")]
        assert len(bands) == 3
        assert "from the least to the largest loss of" in seen.more
    more = step(LIVE[0]).more
    assert "3.4 to 10.7 times that of 8 layers" in more
    assert "7.9 to 15.7 times" in more
    assert "Another processor rounds differently, and that moves these curves" in more


def test_longer_training_is_told_by_what_was_measured() -> None:
    more = step(LIVE[0]).more
    assert "With 5 times as many steps all nets end lower, but the one of 32 layers still ends above" in more
    assert "above that of 8: 0.088 and 0.003" in more
    longer = degradation.mistaken[2]
    assert "more steps alone don't find it" in longer
    for place, words in ((2, "ends at a training loss of 0.088"), (0, "of 8 layers at 0.003"), (5, "layers at 0.002")):
        assert words.endswith(number_text(over_seeds("degradation")[place].longer_end))
        assert words in longer
    for words in (more, longer, *(preset.what_to_look_for for preset in PRESETS.values())):
        assert "catch" not in words


def test_gradients_that_grow_are_told_with_those_of_the_residual_net_beside_them() -> None:
    for words in (step(LIVE[3]).more, step(LIVE[3], kind="residual").more):
        assert "109 times in the plain net of 32 layers, 8 times with shortcuts (medians of 9 seeds)" in words
    assert "can't tell what the growth does from what depth does" in step(LIVE[3]).more
    assert all((net.growth > 1).all() for net in over_seeds("degradation")), "with every seed they grow"
    growth = [round(over_seeds("degradation")[place].middle_growth) for place in (2, 5)]
    assert growth == [109, 8]
    for told in (degradation.mistaken[1], residual_backward.mistaken[0]):
        assert "109 times" in told
        assert "8 times in the residual" in told or "in the residual twin 8 times" in told
        assert "healthy here" not in told


def test_depths_are_told_apart_without_their_colour() -> None:
    """By how thick and how strong their lines are, and by their names at the lines' ends."""
    seen = step(LIVE[1])
    for kind in KINDS:
        lines = [seen.named[f"training loss, {kind}, {layers} layers"] for layers in (8, 20, 32)]
        assert all(isinstance(line, Path) for line in lines)
        looks = [(line.line, line.opacity) for line in lines if isinstance(line, Path)]
        assert looks[0][0] < looks[1][0] - 1 < looks[2][0] - 2
        assert looks[0][1] < looks[1][1] < looks[2][1]
    assert [sum(text.startswith(f"{layers} layers  ") for text in seen.texts) for layers in (8, 20, 32)] == [2, 2, 2]


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_the_races_show_the_mean_losses_of_the_latest_batches(share: float) -> None:
    now = run() if share == 1 else run().upto(round(share / 0.7 * 250))
    for title, kinds in ((LIVE[0], KINDS[:1]), (LIVE[1], KINDS)):
        seen = step(title, share)
        for kind in kinds:
            told = now if kind == kinds[-1] else run()  # the plain nets have come to their end in the second race
            for net in of_kind(told, kind):
                line = seen.named[f"training loss, {kind}, {net.name}"]
                assert isinstance(line, Path)
                loss = mean_loss(net.index, told)
                assert f"{net.name}  {number_text(loss)}" in seen.texts
                left, top, width, height = CHART
                assert line.points[-1][0] == pytest.approx(left + width * told.step / 250)
                assert line.points[-1][1] == pytest.approx(top + height * (1 - loss / 4))


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_the_race_says_how_many_times_the_shallow_nets_loss_the_deep_one_has(share: float) -> None:
    seen = step(LIVE[0], share)
    now = run() if share == 1 else run().upto(round(share / 0.7 * 250))
    shallow, _, deep = of_kind(now, "plain")
    ratio = mean_loss(deep.index, now) / mean_loss(shallow.index, now)
    assert figures(seen, "plain, deepest to shallowest") == f"{ratio:.1f} ×"
    assert {"32 layers have", "the loss of 8 layers"} <= set(seen.texts)


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_the_loss_with_shortcuts_is_told_beside_the_plain_twins_after_as_many_steps(share: float) -> None:
    seen = step(LIVE[1], share)
    now = run() if share == 1 else run().upto(round(share / 0.7 * 250))
    plain, residual = (mean_loss(of_kind(now, kind)[-1].index, now) for kind in KINDS)
    assert figures(seen, "residual, deepest") == number_text(residual)
    assert f"instead of {number_text(plain)}" in seen.texts


def figures(seen: Seen, name: str) -> str:
    """What a text of a name says."""
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


def test_bars_are_losses_on_training_and_on_other_pictures() -> None:
    seen = step(LIVE[2])
    for net in of_kind(run(), "plain"):
        score = run().validations[-1].scores[net.index]
        assert score is not None
        loss = mean_loss(net.index, run())
        for what, value in (("training", loss), ("validation", score.loss)):
            name = f"{what} loss of plain, {net.name}"
            assert seen.value(f"{name} 1") == pytest.approx(value)
            assert figures(seen, f"{name}, in figures") == number_text(value)


def test_a_bar_that_reaches_over_the_axis_still_has_its_number() -> None:
    """Running means of batch normalisation lag behind in the first steps, which makes validation losses huge."""
    seen = step(LIVE[2], 0.7 * 60 / 250)
    largest = max(validation_loss(run().upto(60), net) for net in of_kind(run(), "plain"))
    assert largest > 10
    assert number_text(largest) in seen.texts


@pytest.mark.parametrize("kind", NORMS)
def test_gradients_of_step_1_are_drawn_from_the_last_layer_back(kind: Any) -> None:
    early, late = step(LIVE[3], 0.3, norms=kind), step(LIVE[3], norms=kind)
    for layers in (8, 20):
        part, whole = (seen.named[f"{kind}, {layers} layers"] for seen in (early, late))
        assert isinstance(part, Path)
        assert isinstance(whole, Path)
        assert len(whole.points) == layers
        assert part.points == whole.points[-len(part.points) :]
        assert len(part.points) < layers
    norms = layer_norms(run(), 2, kind)[0]
    bars = [late.value(f"{kind}, 32 layers, layer {layer}") for layer in range(1, 33)]
    assert close(bars, norms)
    assert f"{kind}, 32 layers, layer 1" not in early.named
    assert early.value(f"{kind}, 32 layers, layer 32") == pytest.approx(norms[-1])
    assert figures(late, "32 layers, second to last") == f"{number_text(norms[1] / norms[-2])} ×"
    assert "step 1 of 250" in " ".join(late.texts)


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_while_they_learn_norms_are_means_and_a_click_shows_the_other_kind(share: float) -> None:
    seen = step(LIVE[4])
    knobs = Seen(degradation, seen.clicked("norms = activations"), seen.frame).clicked("kind = residual")
    other = at_step(degradation, knobs, LIVE[4], share, run())
    now = run() if share == 1 else run().upto(round(share / 0.7 * 250))
    for index, layers in ((3, 8), (4, 20), (5, 32)):
        mean = np.exp(np.log(layer_norms(now, index, "activations")[-LATEST:]).mean(axis=0))
        assert figures(other, f"{layers} layers, second to last") == f"{number_text(mean[1] / mean[-2])} ×"
    assert close([other.value(f"activations, 32 layers, layer {layer}") for layer in range(1, 33)], mean)


def test_the_paper_has_the_same_symptom() -> None:
    seen = step(PAPER)
    quoted = {name: seen.value(name) for name in seen.named if name.endswith(("18 layers", "34 layers"))}
    assert quoted == {
        "plain, 18 layers": 27.94, "plain, 34 layers": 28.54,
        "residual, 18 layers": 27.88, "residual, 34 layers": 25.03,
    }  # fmt: skip
    assert figures(seen, "plain, change") == "plain, +0.60 points"
    assert figures(seen, "residual, change") == "residual, −2.85 points"
    assert "10-crop" in " ".join(seen.texts)
    assert "digits of 8 × 8 pixels and seconds here" in seen.more
    assert any("The paper and the toy" in step.was for step in plan(degradation, Knobs()))


def test_the_question_copies_a_net_and_adds_layers() -> None:
    early, late = step("A deeper net", 0.3), step("A deeper net")
    added = [name for name in late.named if name.startswith("added ") and isinstance(late.named[name], Rect)]
    copies = [name for name in late.named if name.startswith("copy ")]
    assert (len(copies), len(added)) == (DEPTHS[0], DEPTHS[1] - DEPTHS[0])
    assert len([name for name in early.named if name.startswith("added ")]) < len(added)
    last, inserted = late.named[f"copy {DEPTHS[0]}"], late.named[added[-1]]
    assert isinstance(last, Rect)
    assert isinstance(inserted, Rect)
    assert last.x > inserted.x, "the last layer stays the last"


@pytest.mark.parametrize("place", [1, 2])
def test_what_the_captions_say_is_so_in_the_bundled_run(place: int) -> None:
    """Deep and plain: high on training and other pictures alike; first layers get gradients as large as the last."""
    of = run()
    plain, residual = of_kind(of, "plain"), of_kind(of, "residual")
    losses = {net: training_loss(of, net) for net in (*plain, *residual)}
    parameters = [[of.plan.contestants[net.index].parameters for net in found] for found in (plain, residual)]
    assert parameters[0] == parameters[1]
    assert losses[plain[place]] > 3 * losses[plain[0]]
    assert losses[residual[place]] < 2 * losses[residual[0]]
    assert losses[plain[place]] > 3 * losses[residual[place]]
    assert validation_loss(of, plain[place]) > 3 * validation_loss(of, plain[0])
    for kind in ("weights", "activations"):
        norms = layer_norms(of, plain[place].index, kind)
        assert norms[0, 0] > norms[0, -2]
        assert norms[-LATEST:, 0].min() > 0.01


def test_without_a_run_the_kind_can_still_be_chosen() -> None:
    for title in LIVE:
        assert any("not recorded" in text for text in at_step(degradation, Knobs(), title).texts)
    assert at_step(degradation, Knobs(), LIVE[3]).clicked("kind = residual").kind == "residual"
    assert at_step(degradation, Knobs(), LIVE[4]).clicked("norms = activations").norms == "activations"
