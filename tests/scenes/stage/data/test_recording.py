from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.values import Values

LAYERS = (
    rec.Layer("conv1", "conv", "2 filters 3x3", (2, 4, 4), 20, 288),
    rec.Layer("relu1", "relu", "", (2, 4, 4), 0, 0),
    rec.Layer("fc", "dense", "", (3,), 99, 96),
)
PLAN = rec.Plan(
    contestants=(rec.Contestant("CNN", LAYERS), rec.Contestant("Linear", LAYERS[2:])),
    data="digits",
    classes=("a", "b", "c"),
    train_count=100,
    validation_count=50,
    mean=20.0,
    deviation=40.0,
    steps_per_epoch=10,
    total_steps=40,
    lr=0.1,
    batch=10,
    device="cpu",
    threads=1,
    spec="{}",
)


def tick(step: int, gone: bool = False) -> rec.Tick:
    second = None if gone else rec.Result(2.0 / step, 0.5, (0.1 * step,))
    results = (rec.Result(1.0 / step, 0.25, (float(step), 2.0 * step)), second)
    return rec.Tick(step, step / 10, 0.1, 10, step / 40, step * 0.01, results)


def view(layers: tuple[rec.Layer, ...] = LAYERS) -> rec.View:
    count = layers[0].shape[0]
    return rec.View(
        filters=Values(np.zeros((count, 1, 3, 3), np.float32)),
        biases=Values(np.zeros(count, np.float32)),
        maps=tuple(Values(np.zeros(layer.shape, np.float32)) for layer in layers),
        logits=Values(np.zeros(3, np.float32)),
        probabilities=Values(np.full(3, 1 / 3, np.float32)),
    )


def snapshot(step: int, probe: int = 0) -> rec.Snapshot:
    picture = Values(np.zeros((1, 4, 4), np.uint8))
    return rec.Snapshot(step, step / 10, probe, picture, 1, (view(), view(LAYERS[2:])))


def validation(step: int) -> rec.Validation:
    return rec.Validation(step, step / 10, 50, (rec.Score(1.0, 0.5), None))


def run_of(steps: int) -> Recording:
    found = rec.begin(PLAN).with_snapshot(snapshot(0)).with_validation(validation(0))
    for step in range(1, steps + 1):
        found = found.with_tick(tick(step))
        if step % 5 == 0:
            found = found.with_validation(validation(step)).with_snapshot(snapshot(step))
    return found


def test_numbers_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        run_of(3).loss(0)[0] = 1.0


def test_columns_are_where_the_plan_says() -> None:
    run = run_of(4)
    assert run.steps.tolist() == [1, 2, 3, 4]
    assert run.column("epoch").tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert run.loss(0).tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert run.loss(1).tolist() == pytest.approx([2, 2 / 2, 2 / 3, 2 / 4])
    assert run.accuracy(0).tolist() == [0.25] * 4
    assert run.gradients(0).tolist() == [[1, 2], [2, 4], [3, 6], [4, 8]]
    assert run.gradients(1).shape == (4, 1)


def measured(step: int, gone: bool = False) -> rec.Tick:
    """A tick of `MEASURED`, whose CNN alone tells gradients with respect to activations."""
    first = rec.Result(1.0, 0.25, (1.0, 2.0), (0.5 * step, 0.25), 0.01 * step)
    return rec.Tick(step, 0.1, 0.1, 10, 0.1, 0.1, (None if gone else first, rec.Result(2.0, 0.5, (3.0,), (), 0.002)))


MEASURED = replace(PLAN, contestants=(replace(PLAN.contestants[0], activations=("relu1", "fc")), PLAN.contestants[1]))


def test_gradients_of_activations_and_seconds_have_columns_too() -> None:
    run = rec.begin(MEASURED).with_tick(measured(1)).with_tick(measured(2)).with_tick(measured(3, gone=True))
    assert run.activation_gradients(0)[:2].tolist() == [[0.5, 0.25], [1.0, 0.25]]
    assert np.isnan(run.activation_gradients(0)[2]).all()
    assert run.activation_gradients(1).shape == (3, 0)
    assert run.seconds(0)[:2].tolist() == [0.01, 0.02]
    assert run.seconds(1).tolist() == [0.002] * 3
    assert run.gradients(0)[0].tolist() == [1, 2]
    assert run.gradients(1)[:, 0].tolist() == [3, 3, 3]
    assert run.loss(1).tolist() == [2, 2, 2]


@pytest.mark.parametrize("found", [measured(1), measured(1, gone=True)])
def test_a_tick_comes_back_as_it_was_added(found: rec.Tick) -> None:
    assert rec.begin(MEASURED).with_tick(found).tick(0) == found


def test_a_broken_tick_comes_back_broken_and_not_gone() -> None:
    broken = rec.Result(np.inf, 0.0, (np.nan, np.inf), (), 0.1)
    run = rec.begin(PLAN).with_tick(replace(tick(1), results=(broken, None)))
    first, second = run.tick(0).results
    assert first is not None
    assert (first.loss, first.seconds, second) == (np.inf, 0.1, None)
    assert np.isnan(first.gradients[0])


def test_layers_that_train_are_told_with_their_kind() -> None:
    contestant = PLAN.contestants[0]
    assert [layer.kind for layer in contestant.trained_layers] == ["conv", "dense"]
    assert contestant.macs == 288 + 96


def test_a_contestant_that_left_has_no_numbers() -> None:
    run = run_of(2).with_tick(tick(3, gone=True))
    assert np.isnan(run.loss(1)).tolist() == [False, False, True]
    assert np.isnan(run.gradients(1)[:, 0]).tolist() == [False, False, True]
    assert np.isfinite(run.loss(0)).all()


@given(st.integers(0, 30), st.integers(-1, 35))
def test_the_view_up_to_a_step_is_the_recording_of_then(steps: int, at: int) -> None:
    found = run_of(steps).upto(at)
    if at < 0:
        assert len(found.ticks) == len(found.snapshots) == len(found.validations) == 0
    else:
        assert found == run_of(min(steps, at))


def test_a_view_can_be_continued_without_harm_to_the_recording() -> None:
    run = run_of(10)
    other = run.upto(4).with_tick(tick(7))
    assert other.steps.tolist() == [1, 2, 3, 4, 7]
    assert run == run_of(10)


def test_changes_and_endings_have_their_time() -> None:
    run = run_of(10).with_change(rec.Change(10, 0.01, 20, 25)).with_ending(rec.Ending("stopped", 10, 1.0, 0.1))
    assert (run.total_steps, run.upto(9).total_steps) == (25, 40)
    assert run.upto(9).ending is None
    assert run.upto(10).ending == run.ending


def test_what_does_not_fit_the_plan_is_refused() -> None:
    run = run_of(5)
    with pytest.raises(ValueError, match="step 5 can't follow step 5"):
        run.with_tick(tick(5))
    with pytest.raises(ValueError, match="shorter"):
        run.with_tick(replace(tick(6), results=(None,)))
    with pytest.raises(ValueError, match="CNN has 2 trained layers, not 1"):
        run.with_tick(replace(tick(6), results=(rec.Result(1, 1, (1.0,)), None)))
    with pytest.raises(ValueError, match="CNN has 2 measured activations, not 0"):
        rec.begin(MEASURED).with_tick(tick(1))
    with pytest.raises(ValueError, match="2 contestants, not 1"):
        run.with_validation(rec.Validation(6, 0.6, 50, (None,)))
    with pytest.raises(ValueError, match="feature maps of Linear"):
        run.with_snapshot(replace(snapshot(6), views=(view(), view())))
    with pytest.raises(ValueError, match="no class 3"):
        run.with_snapshot(replace(snapshot(6), label=3))
    with pytest.raises(ValueError, match="no contestant 2"):
        run.with_divergence(rec.Divergence(6, 2, "fc", 1.0, 5, ""))


def zeros(*shape: int) -> Values:
    return Values(np.zeros(shape, np.float32))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"filters": zeros(3, 1, 3, 3)}, "the filters of CNN"),
        ({"filters": zeros(2, 1, 3, 0)}, "the filters of CNN"),
        ({"filters": zeros(2)}, "the filters of CNN"),
        ({"biases": zeros(3)}, "the filters of CNN"),
        ({"logits": zeros(4), "probabilities": zeros(4)}, "CNN has other classes than the run"),
        ({"probabilities": zeros(2)}, "CNN has other classes than the run"),
        ({"class_maps": zeros(2, 4, 4)}, "CNN has other class maps than the run has classes"),
    ],
)
def test_arrays_that_do_not_fit_the_network_are_refused(changed: dict[str, Values], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rec.begin(PLAN).with_snapshot(replace(snapshot(0), views=(replace(view(), **changed), None)))


def test_a_picture_that_is_none_is_refused() -> None:
    for shape in ((4, 4), (1, 4, 0)):
        with pytest.raises(ValueError, match="a picture can't have the shape"):
            rec.begin(PLAN).with_snapshot(replace(snapshot(0), picture=Values(np.zeros(shape, np.uint8))))


@pytest.mark.parametrize(
    "shape", [(2**63 - 1, 6, 6), (600_000, 1, 1), (1, 5000, 5000), (2, 0, 2), (2, 2), (1, 1, 1, 1), (-1,), ()]
)
def test_a_layer_that_cannot_be_is_refused(shape: tuple[int, ...]) -> None:
    layers = (LAYERS[0], replace(LAYERS[1], shape=shape))
    said = re.escape(f"layer relu1 of CNN can't have the shape {'×'.join(map(str, shape))}")
    with pytest.raises(ValueError, match=said + "$"):
        rec.begin(replace(PLAN, contestants=(rec.Contestant("CNN", layers),)))


@pytest.mark.parametrize("time", [{"step": 2**62}, {"epoch": float("inf")}, {"seconds": float("nan")}])
def test_a_step_at_no_time_is_refused(time: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="there is no step"):
        rec.begin(PLAN).with_tick(replace(tick(1), **time))
    with pytest.raises(ValueError, match="there is no step"):
        rec.begin(PLAN).with_ending(replace(rec.Ending("steps", 1, 0.1, 0.5), **time))


def test_a_run_without_networks_layers_or_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="CNN has no layers"):
        rec.begin(replace(PLAN, contestants=(rec.Contestant("CNN", ()),)))
    for nothing in ({"contestants": ()}, {"classes": ()}):
        with pytest.raises(ValueError, match="at least one contestant and one class"):
            rec.begin(replace(PLAN, **nothing))


def test_snapshots_of_a_long_run_thin_out_and_keep_their_ends() -> None:
    run = rec.begin(PLAN)
    for step in range(5 * rec.MOST_SNAPSHOTS):
        run = run.with_snapshot(snapshot(step))
        assert len(run.snapshots) <= rec.MOST_SNAPSHOTS
    steps = [each.step for each in run.snapshots]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, 5 * rec.MOST_SNAPSHOTS - 1)
    assert len(steps) > rec.MOST_SNAPSHOTS / 2


def test_large_snapshots_thin_out_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rec, "MOST_SNAPSHOT_BYTES", 10 * snapshot(0).size)
    run = rec.begin(PLAN)
    for step in range(100):
        run = run.with_snapshot(snapshot(step))
        assert sum(each.size for each in run.snapshots) <= rec.MOST_SNAPSHOT_BYTES
    assert (run.snapshots[0].step, run.snapshots[-1].step) == (0, 99)
    assert len(run.snapshots) > 5


def test_looking_at_many_pictures_after_one_step_keeps_the_last_of_them_and_all_earlier_steps() -> None:
    before = rec.begin(PLAN).with_snapshot(snapshot(0)).with_snapshot(snapshot(5))
    run = before
    for probe in range(2 * rec.MOST_SNAPSHOTS):
        run = run.with_snapshot(replace(snapshot(9), probe=probe))
    assert [each.step for each in run.snapshots] == [0, 5, 9]
    assert run.snapshots[-1].probe == 2 * rec.MOST_SNAPSHOTS - 1
    assert [each.step for each in before.snapshots] == [0, 5]


def test_recordings_are_compared_by_value() -> None:
    assert run_of(7) == run_of(7)
    assert run_of(7) != run_of(8)
    assert hash(run_of(7).ticks) == hash(run_of(7).ticks)


def checkpoint(step: int) -> rec.Checkpoint:
    return rec.Checkpoint(step, ({"fc.weight": Values(np.full(100, step, np.float32))}, None))


def test_weights_are_looked_up_by_the_nearest_step() -> None:
    run = run_of(20)
    assert run.nearest_checkpoint(7) is None
    for step in (0, 10, 20):
        run = run.with_checkpoint(checkpoint(step))
    assert [run.nearest_checkpoint(step) for step in (0, 4, 6, 15, 99)] == [*map(checkpoint, (0, 0, 10, 10, 20))]
    assert [each.step for each in run.upto(19).checkpoints] == [0, 10]
    assert run != run.upto(19)
    assert hash(run) == hash(run_of(20)), "scenes are cached by recordings, and weights are long to hash"


def test_weights_that_do_not_fit_are_refused() -> None:
    run = run_of(1).with_checkpoint(checkpoint(1))
    with pytest.raises(ValueError, match=r"the weights of step 1 can't follow those of step 1"):
        run.with_checkpoint(checkpoint(1))
    with pytest.raises(ValueError, match=r"2 contestants, not 1"):
        run.with_checkpoint(rec.Checkpoint(2, (None,)))


def test_weights_of_a_long_run_thin_out_and_keep_their_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rec, "MOST_CHECKPOINT_BYTES", 8 * checkpoint(0).size)
    run = run_of(1)
    for step in range(100):
        run = run.with_checkpoint(checkpoint(step))
        assert sum(each.size for each in run.checkpoints) <= rec.MOST_CHECKPOINT_BYTES
    steps = [each.step for each in run.checkpoints]
    assert (steps[0], steps[-1]) == (0, 99)
    assert 5 <= len(steps) <= 8


def test_weights_that_fit_hardly_even_once_leave_the_first_and_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rec, "MOST_CHECKPOINT_BYTES", 1)
    run = run_of(1)
    for step in range(10):
        run = run.with_checkpoint(checkpoint(step))
    assert [each.step for each in run.checkpoints] == [0, 9]
