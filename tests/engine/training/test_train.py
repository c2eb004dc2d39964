import itertools
import math
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract import events
from engine.contract.spec import (
    CNN,
    DENSE,
    PRESETS,
    Contestant,
    ConvStack,
    DenseNet,
    Optimiser,
    Origin,
    RunSpec,
    SmallCNN,
    SpecError,
    StopAt,
)
from engine.data import data
from engine.machine import device, threads
from engine.models import networks
from engine.models.layers import SideHead
from engine.training import checkpoints
from engine.training.racer import Racer
from engine.training.train import NoCommands, Run, play, train
from tests.engine.training.scripted import SMALL, Script, kinds, only


def test_a_run_begins_ends_and_tells_all_between() -> None:
    happened = list(Script().play(SMALL))
    assert kinds(happened) == [
        *("Started", "Validated", "Predicted", "Snapshot", "Checkpoint"),
        *("Tick",) * 6,
        *("Validated", "Predicted", "Snapshot", "Checkpoint", "Finished"),
    ]
    started, *_ = only(happened, events.Started)
    assert [one.name for one in started.contestants] == ["Dense net", "CNN"]
    assert (started.train_count, started.validation_count) == (1297, 500)
    assert (started.steps_per_epoch, started.total_steps) == (13, 6)
    ticks = only(happened, events.Tick)
    assert [tick.step for tick in ticks] == [1, 2, 3, 4, 5, 6]
    assert ticks[-1].epoch == pytest.approx(600 / 1297)
    assert [tick.progress for tick in ticks] == pytest.approx([step / 6 for step in range(1, 7)])
    for tick in ticks:
        for result, entrant in zip(tick.results, started.contestants, strict=True):
            assert result is not None
            assert len(result.gradients) == len(entrant.trained) == 2
            assert all(norm > 0 for norm in result.gradients)
    assert only(happened, events.Finished)[0].reason == "steps"


def test_the_same_spec_gives_the_same_events_byte_for_byte() -> None:
    spec = replace(PRESETS["race"].spec, stop=StopAt(steps=12), threads=1, snapshot_every=5, validate_every=5)

    def run(spec: RunSpec) -> list[bytes]:
        return [msgspec.msgpack.encode(event) for event in Script().play(spec)]

    assert run(spec) == run(spec)
    assert run(spec) != run(replace(spec, seed=2))


def test_a_contestant_learns_the_same_alone_and_in_company() -> None:
    together = only(list(Script().play(SMALL)), events.Tick)
    for index, contestant in enumerate(SMALL.contestants):
        alone = only(list(Script().play(replace(SMALL, contestants=(contestant,)))), events.Tick)
        assert [tick.results[0] for tick in alone] == [tick.results[index] for tick in together]


def test_all_contestants_see_the_same_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[torch.Tensor] = []
    train_one = Racer.step

    def step(self: Racer, x: torch.Tensor, y: torch.Tensor, lr: float) -> torch.Tensor:
        seen.append(x)
        return train_one(self, x, y, lr)

    monkeypatch.setattr(Racer, "step", step)
    list(Script().play(SMALL))
    assert len(seen) == 12
    assert all(torch.equal(one, two) for one, two in zip(seen[::2], seen[1::2], strict=True))
    assert not torch.equal(seen[0], seen[2])


def test_loss_accuracy_and_norms_are_those_before_the_update() -> None:
    spec = replace(SMALL, contestants=(Contestant("CNN", SmallCNN((4,), 3)),), stop=StopAt(steps=1))
    split = data.load("digits")
    indices = data.Batches(1297, spec.seed).next(100)
    reference = Racer(spec.contestants[0], spec, split, 10)._module
    logits = reference(split.train_x[indices])
    loss = torch.nn.functional.cross_entropy(logits, split.train_y[indices])
    loss.backward()
    (tick,) = only(list(Script().play(spec)), events.Tick)
    result = tick.results[0]
    assert result is not None
    assert result.loss == pytest.approx(float(loss.detach()), rel=1e-6)
    assert result.accuracy == int((logits.argmax(1) == split.train_y[indices]).sum()) / 100
    norms = [math.sqrt(sum(float(p.grad.pow(2).sum()) for p in pair)) for pair in _pairs(reference)]
    assert result.gradients == pytest.approx(norms, rel=1e-5)


def test_side_heads_train_along_and_count_three_tenths() -> None:
    net = DenseNet((8,) * 5, aux_every=2)
    spec = replace(SMALL, contestants=(Contestant("Net", net),), stop=StopAt(steps=1))
    split = data.load("digits")
    indices = data.Batches(1297, spec.seed).next(100)
    x, y = split.train_x[indices], split.train_y[indices]
    reference = Racer(spec.contestants[0], spec, split, 10)._module
    logits = reference(x)
    heads = [part.take() for part in reference if isinstance(part, SideHead)]
    assert len(heads) == 2
    loss = torch.nn.functional.cross_entropy(logits, y)
    (loss + 0.3 * sum(torch.nn.functional.cross_entropy(head, y) for head in heads)).backward()
    (tick,) = only(list(Script().play(spec)), events.Tick)
    result = tick.results[0]
    assert result is not None
    assert result.loss == pytest.approx(float(loss.detach()), rel=1e-6)
    norms = [math.sqrt(sum(float(p.grad.pow(2).sum()) for p in pair)) for pair in _pairs(reference)]
    assert result.gradients == pytest.approx(norms, rel=1e-5)


def test_gradients_with_respect_to_activations_are_those_of_autograd() -> None:
    stack = Contestant("Stack", ConvStack((4,), 2, "identity", "tanh"))
    spec = replace(SMALL, contestants=(stack,), stop=StopAt(steps=1), activation_gradients=True)
    started, tick, *_ = _told(spec)
    assert isinstance(started, events.Started)
    assert isinstance(tick, events.Tick)
    names = started.contestants[0].activations
    assert names == ("stem.tanh", "block1.tanh1", "block1.tanh2", "block2.tanh1", "block2.tanh2", "fc")
    split = data.load("digits")
    indices = data.Batches(1297, spec.seed).next(100)
    module = Racer(stack, replace(spec, activation_gradients=False), split, 10)._module
    given: dict[str, torch.Tensor] = {}
    for name in names:
        module.get_submodule(name).register_forward_hook(
            lambda _part, _x, output, name=name: (output.retain_grad(), given.update({name: output}))[0]
        )
    torch.nn.functional.cross_entropy(module(split.train_x[indices]), split.train_y[indices]).backward()
    by_hand = [float(given[name].grad.norm()) for name in names]  # type: ignore[union-attr]
    assert tick.results[0] is not None
    assert tick.results[0].activation_gradients == pytest.approx(by_hand, rel=1e-5)


def _told(spec: RunSpec) -> Iterator[events.Event]:
    """What a run tells but for its measurements at step 0."""
    return (event for event in Script().play(spec) if getattr(event, "step", 1) > 0)


@pytest.mark.parametrize("clip_norm", [None, 0.1])
def test_measuring_activation_gradients_changes_nothing_of_the_training(clip_norm: float | None) -> None:
    with_them, without = (
        only(list(Script().play(replace(SMALL, clip_norm=clip_norm, activation_gradients=flag))), events.Tick)
        for flag in (True, False)
    )
    for one, two in zip(with_them, without, strict=True):
        for mine, theirs in zip(one.results, two.results, strict=True):
            assert mine is not None
            assert theirs is not None
            assert len(mine.activation_gradients) == 2
            assert replace(mine, activation_gradients=()) == theirs
            assert theirs.activation_gradients == ()


def test_every_contestant_is_timed_alone() -> None:
    now = itertools.count()
    ticks = [event for event in train(SMALL, clock=lambda: float(next(now))) if isinstance(event, events.Tick)]
    assert all(result is not None and result.seconds == 1.0 for tick in ticks for result in tick.results)


def _pairs(module: torch.nn.Module) -> list[list[torch.nn.Parameter]]:
    parameters = list(module.parameters())
    return [parameters[at : at + 2] for at in range(0, len(parameters), 2)]


def test_the_last_batch_of_an_epoch_holds_what_is_left() -> None:
    ticks = only(list(Script().play(replace(SMALL, stop=StopAt(epochs=2)))), events.Tick)
    assert [tick.batch for tick in ticks] == ([100] * 12 + [97]) * 2
    assert (ticks[12].epoch, ticks[25].epoch) == (1.0, 2.0)


def test_the_learning_rate_changes_at_the_next_step() -> None:
    happened = list(Script((3, events.SetLearningRate(0.5))).play(SMALL))
    assert [tick.lr for tick in only(happened, events.Tick)] == [0.003] * 3 + [0.5] * 3
    (changed,) = only(happened, events.Changed)
    assert (changed.step, changed.lr, changed.batch) == (3, 0.5, 100)


def test_a_learning_rate_that_is_new_is_the_one_that_trains() -> None:
    def fourth_and_fifth(*lines: tuple[int, events.Command]) -> list[events.StepResult | None]:
        ticks = only(list(Script(*lines).play(SMALL)), events.Tick)
        return [tick.results[0] for tick in ticks[3:5]]

    usual, changed = fourth_and_fifth(), fourth_and_fifth((3, events.SetLearningRate(0.5)))
    assert usual[0] == changed[0]
    assert usual[1] != changed[1]


def test_the_batch_changes_at_the_next_step_and_the_epoch_goes_on() -> None:
    script = Script((2, events.SetBatch(300)))
    happened = list(script.play(replace(SMALL, stop=StopAt(epochs=1))))
    ticks = only(happened, events.Tick)
    assert [tick.batch for tick in ticks] == [100, 100, 300, 300, 300, 197]
    assert ticks[-1].epoch == 1.0
    assert only(happened, events.Changed)[0].total_steps == 6
    assert only(happened, events.Finished)[0].reason == "epochs"


@pytest.mark.parametrize(
    "command",
    [
        events.SetLearningRate(-1.0),
        events.SetBatch(0),
        events.SetProbe(500),
        events.SetStop(StopAt()),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_and_the_run_goes_on(command: events.Command) -> None:
    happened = list(Script((2, command)).play(SMALL))
    (failed,) = only(happened, events.Failed)
    assert not failed.fatal
    assert failed.message.endswith(".")
    assert not only(happened, events.Changed)
    assert len(only(happened, events.Tick)) == 6


def test_a_pause_lasts_until_the_run_is_resumed() -> None:
    script = Script((2, events.Pause()), (2, events.Ping(9)), (2, events.Resume()))
    assert kinds(list(script.play(SMALL)))[5:] == [
        *("Tick", "Tick", "Paused", "Pong", "Resumed"),
        *("Tick",) * 4,
        *("Validated", "Predicted", "Snapshot", "Checkpoint", "Finished"),
    ]


def test_one_batch_is_one_batch() -> None:
    script = Script((0, events.Step()), (0, events.Step()), (0, events.Stop()))
    happened = list(script.play(SMALL, paused=True))
    assert kinds(happened)[5:] == [
        *("Paused", "Tick", "Paused", "Tick", "Paused"),
        *("Validated", "Predicted", "Snapshot", "Checkpoint", "Finished"),
    ]
    finished = only(happened, events.Finished)[0]
    assert (finished.reason, finished.step) == ("stopped", 2)


def test_one_batch_pauses_a_run_that_goes() -> None:
    script = Script((2, events.Step()), (3, events.Stop()))
    assert kinds(list(script.play(SMALL)))[5:10] == ["Tick", "Tick", "Tick", "Paused", "Validated"]


def test_a_pause_takes_no_time_of_the_run() -> None:
    now = 0.0

    class Slow(Script):
        def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
            nonlocal now
            now += 100.0 if wait else 1.0
            return super().get(wait)

    script = Slow((0, events.Pause()), (0, events.Ping(1)), (0, events.Ping(2)), (0, events.Resume()))
    happened = list(train(SMALL, script, clock=lambda: now))
    assert len(only(happened, events.Pong)) == 2
    assert now == 307.0
    assert only(happened, events.Finished)[0].seconds == 7.0


@pytest.mark.parametrize("command", [events.Quit(), events.Start(SMALL)])
def test_what_the_engine_has_to_carry_out_is_handed_back(command: events.Command) -> None:
    handed_back: list[events.Command | None] = []

    def caller() -> Iterator[events.Event]:
        handed_back.append((yield from train(SMALL, Script((0, command)))))

    happened = list(caller())
    assert handed_back == [command]
    assert kinds(happened) == ["Started", "Validated", "Predicted", "Snapshot", "Checkpoint", "Finished"]


def test_a_new_probe_is_shown_at_once_even_in_a_pause() -> None:
    script = Script((0, events.SetProbe(7)), (0, events.Stop()))
    happened = list(script.play(SMALL, paused=True))
    snapshots = only(happened, events.Snapshot)
    assert [one.probe for one in snapshots] == [0, 7, 7]
    split = data.load("digits")
    for one in snapshots:
        np.testing.assert_array_equal(one.picture.numpy(), split.pictures[one.probe])
        assert one.label == int(split.validation_y[one.probe])
    views = [view for view in snapshots[1].views if view is not None]
    assert [view.filters.shape for view in views] == [(12, 1, 8, 8), (4, 1, 3, 3)]
    assert all(float(view.probabilities.numpy().sum()) == pytest.approx(1) for view in views)


def test_a_run_that_is_over_looks_at_another_picture_as_if_it_had_done_so_all_along() -> None:
    run = Run(SMALL, lambda: 0.0, paused=False)
    assert kinds(list(play(run, NoCommands())))[-1] == "Finished"
    changed, snapshot = run.obey(events.SetProbe(7))
    assert isinstance(changed, events.Changed)
    assert (changed.step, changed.probe, changed.total_steps) == (6, 7, 6)
    assert snapshot == only(list(train(replace(SMALL, probe=7))), events.Snapshot)[-1]


def test_weights_are_told_with_the_first_the_last_and_some_snapshots_between() -> None:
    spec = replace(SMALL, contestants=(Contestant("Stack", ConvStack()), SMALL.contestants[0]), snapshot_every=2)
    run = Run(spec, lambda: 0.0, paused=False)
    happened = list(play(run, NoCommands()))
    found = only(happened, events.Checkpoint)
    assert [one.step for one in found] == [0, 2, 4, 6]
    for index, contestant in enumerate(spec.contestants):
        racer = run.racers[index]
        assert racer is not None
        fresh = networks.seeded(contestant.network, (1, 8, 8), 10, seed=2)
        last = found[-1].weights[index]
        assert last is not None
        assert sum(values.numpy().nbytes for values in last.values()) == racer.size
        networks.put(fresh, {name: values.numpy() for name, values in last.items()})
        x = data.load("digits").validation_x[:50]
        torch.testing.assert_close(fresh.eval()(x), racer._module.eval()(x))
    running = [name for name in found[0].weights[0] or {} if "running_" in name]
    assert running
    first, last = found[0].weights[0], found[-1].weights[0]
    assert first
    assert last
    assert all(first[name] != last[name] for name in running)


def test_a_run_goes_on_with_weights_that_another_had() -> None:
    first = Run(SMALL, lambda: 0.0, paused=False)
    *_, last, _ = list(play(first, NoCommands()))
    assert isinstance(last, events.Checkpoint)
    weights = [each for each in last.weights if each is not None]
    other = replace(SMALL, optimiser=Optimiser("sgd"), lr=0.01, origin=Origin("run", "The first", 6))
    second = Run(other, lambda: 0.0, paused=False, weights=weights)
    begun, *ticks = list(play(second, NoCommands()))
    assert isinstance(begun, events.Started)
    assert begun.spec.origin == other.origin
    assert only(ticks, events.Checkpoint)[0] == replace(last, step=0)
    assert [tick.step for tick in only(ticks, events.Tick)] == [1, 2, 3, 4, 5, 6]
    begins, ends = (only(said, events.Validated)[0].scores for said in (ticks, list(first.concluded())))
    assert [score and (score.loss, score.accuracy) for score in begins] == [
        score and (score.loss, score.accuracy) for score in ends
    ]


def test_weights_of_other_networks_are_refused() -> None:
    run = Run(SMALL, lambda: 0.0, paused=False)
    weights = [each for each in run.checkpoint().weights if each is not None]
    for wrong in (weights[:1], [*weights, weights[0]], weights[::-1]):
        with pytest.raises(SpecError, match=r"are of other networks; begin with fresh ones"):
            Run(SMALL, lambda: 0.0, paused=False, weights=wrong)


def test_networks_that_are_too_large_are_not_recorded_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "ROOM", 5000)
    assert not only(list(Script().play(SMALL)), events.Checkpoint)


def test_a_snapshot_does_not_disturb_the_training() -> None:
    often = only(list(Script().play(replace(SMALL, snapshot_every=1, validate_every=1))), events.Tick)
    assert often == only(list(Script().play(SMALL)), events.Tick)


def test_intervals_are_kept_and_the_subset_is_said() -> None:
    spec = replace(SMALL, data="animals", validate_every=2, snapshot_every=3, stop=StopAt(steps=7))
    happened = list(Script().play(spec))
    assert [(one.step, one.count) for one in only(happened, events.Validated)] == [
        *((0, 500), (2, 500), (4, 500), (6, 500)),
        (7, 1500),
    ]
    assert [one.step for one in only(happened, events.Snapshot)] == [0, 3, 6, 7]


def _snapshots(steps: int) -> list[int]:
    """The steps after which a run of so many is looked into, but for its end."""
    run = Run(replace(SMALL, batch=1, stop=StopAt(steps=steps)), lambda: 0.0, paused=False)
    at = [0]
    while (following := run._next_snapshot) < steps:
        run._pictured_at = following
        at.append(following)
    return at


def test_a_long_run_is_looked_into_often_at_its_beginning() -> None:
    at = _snapshots(1_000_000)
    assert at[:8] == [0, 10, 20, 30, 40, 50, 62, 78]
    gaps = np.diff([*at, 1_000_000])
    assert (np.diff(gaps[:-1]) >= 0).all()
    assert gaps.max() == 16_667
    assert len(at) < 100
    assert _snapshots(531) == list(range(0, 531, 10)), "a short one in equal steps"


def test_validation_measures_what_it_says() -> None:
    happened = list(Script().play(replace(SMALL, stop=StopAt(steps=1))))
    split = data.load("digits")
    racer = Racer(SMALL.contestants[1], SMALL, split, 10)
    with torch.no_grad():
        logits = racer._module(split.validation_x)
        loss = float(torch.nn.functional.cross_entropy(logits, split.validation_y))
    score = only(happened, events.Validated)[0].scores[1]
    assert score is not None
    assert score.loss == pytest.approx(loss, rel=1e-6)
    assert score.accuracy == int((logits.argmax(1) == split.validation_y).sum()) / 500


def test_a_target_accuracy_ends_the_run() -> None:
    spec = replace(SMALL, lr=0.01, validate_every=5, stop=StopAt(epochs=30, accuracy=0.8))
    happened = list(Script().play(spec))
    finished = only(happened, events.Finished)[0]
    assert finished.reason == "accuracy"
    assert finished.step % 5 == 0
    reached = [max(score.accuracy for score in one.scores if score) for one in only(happened, events.Validated)]
    assert reached[-1] >= 0.8
    assert all(accuracy < 0.8 for accuracy in reached[:-2])


def test_new_limits_replace_the_old_ones() -> None:
    longer = list(Script((2, events.SetStop(StopAt(steps=9)))).play(SMALL))
    assert only(longer, events.Changed)[0].total_steps == 9
    assert only(longer, events.Finished)[0].step == 9
    shorter = list(Script((4, events.SetStop(StopAt(steps=3)))).play(SMALL))
    assert only(shorter, events.Finished)[0].step == 4


def test_one_cycle_runs_through_its_learning_rates() -> None:
    ticks = only(list(Script().play(replace(SMALL, schedule="one-cycle", stop=StopAt(steps=40)))), events.Tick)
    rates = [tick.lr for tick in ticks]
    assert rates[6] == max(rates) == pytest.approx(0.003)
    assert rates[0] < rates[3] < rates[6] > rates[20] > rates[39]
    assert rates[39] < 0.0001


def test_what_cannot_be_trained_is_refused_before_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SpecError):
        next(train(replace(SMALL, lr=0.0)))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(device.DeviceError):
        next(train(replace(SMALL, device="cuda")))


def test_networks_with_more_maps_than_can_be_shown_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = 4 * (12 + 12 + 10 + 4 * 64 * 2 + 4 * 16 + 10)
    monkeypatch.setattr("engine.training.train.LARGEST_SNAPSHOT", shown)
    assert isinstance(next(train(SMALL)), events.Started)
    monkeypatch.setattr("engine.training.train.LARGEST_SNAPSHOT", shown - 1)
    with pytest.raises(SpecError, match="choose fewer or smaller networks"):
        next(train(SMALL))


def test_what_was_left_open_is_chosen_and_said() -> None:
    spec = RunSpec(contestants=(DENSE, CNN), stop=StopAt(steps=1))
    (started,) = only(list(Script().play(spec)), events.Started)
    assert started.spec.threads == started.threads == threads.choose()
    assert started.spec.validate_every == 1
    assert started.spec.snapshot_every == 10
    assert replace(started.spec, threads=None, validate_every=None, snapshot_every=None) == spec


@pytest.mark.parametrize("stop", [StopAt(steps=40), StopAt(epochs=0.5)])
def test_a_run_is_judged_ten_times_at_least_and_at_its_end(stop: StopAt) -> None:
    happened = list(Script().play(replace(SMALL, validate_every=None, batch=20, stop=stop)))
    steps = [each.step for each in only(happened, events.Validated)]
    assert len(steps) > 10
    assert steps[-1] == only(happened, events.Finished)[0].step


def test_a_long_run_is_judged_after_so_many_pictures() -> None:
    spec = RunSpec(contestants=(DENSE, CNN), stop=StopAt(steps=1000))
    assert next(train(spec)).spec.validate_every == 47


def test_a_busy_machine_gets_one_thread_and_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    before = torch.get_num_threads()
    monkeypatch.setattr(threads, "choose", lambda: 2)
    monkeypatch.setattr(threads.Watchdog, "barks", lambda self, seconds: True)
    try:
        happened = list(Script().play(replace(SMALL, threads=None)))
        assert len(only(happened, events.Notice)) == 1
        assert torch.get_num_threads() == 1
        assert not only(list(Script().play(replace(SMALL, threads=2))), events.Notice)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_a_setting_that_a_run_does_not_have_is_a_mistake_of_the_caller() -> None:
    run = Run(SMALL, lambda: 0.0, paused=False)
    with pytest.raises(TypeError, match="Quit"):
        list(run.obey(events.Quit()))
