"""A training run as a sequence of events: `train` does in one process all that the engine does over a pipe."""

import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol, TypeVar

import msgspec
import numpy as np
import torch
from torch import Tensor

from engine.contract import events, spec, wire
from engine.contract.spec import RunSpec
from engine.contract.sweeps.messages import AllTrained, TrainAll
from engine.data import altering, data
from engine.machine import device, threads
from engine.models.networks import Trained
from engine.training import by_heart, schedule
from engine.training.checkpoints import Checkpoints
from engine.training.explain import History
from engine.training.pacer import Pacer
from engine.training.racer import Racer, begin_with

SUBSET = 500
SNAPSHOTS_A_RUN = 60
"""So many snapshots are spread evenly over a run, and some more over its beginning."""
MIN_STEPS_BETWEEN_SNAPSHOTS = 10
EXAMINED_GROWTH = 1.02
"""At a validation the layers are examined too, if the run has grown so many times since the last time: that is most of
them at first, and few of a long run's."""
EARLY_GROWTH = 0.25
"""At the beginning, where most happens, the next snapshot comes when the run has grown by this share."""
LARGEST_SNAPSHOT = wire.LIMIT // 2
"""Bytes of feature maps for one picture, of all contestants together; a run keeps many snapshots."""
IN_THE_WAY = "A network can't be measured while another is trained: each would slow the other. End the run first."
RUN_IN_THE_WAY = "Many runs can't be trained while one is: end that first."

T = TypeVar("T")
Clock = Callable[[], float]
Reason = Literal["steps", "epochs", "accuracy", "stopped", "diverged"]
_replace = msgspec.structs.replace


class Commands(Protocol):
    """Where a run looks for commands between two steps."""

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        """Return the next command, or None; with `wait` the first one that comes within `limit` seconds."""


class NoCommands:
    """Commands for a run that nobody steers."""

    def get(self, wait: bool, limit: float | None = None) -> None:
        """Return None, with `wait` after `limit` seconds."""
        if wait and limit is not None:
            time.sleep(limit)


class Drawn(NamedTuple):
    """What a step learns from: pictures (batch, channels, height, width), their classes, and how fast."""

    x: Tensor
    y: Tensor
    lr: float


class Run:
    """The state of a training run between two steps."""

    def __init__(self, wanted: RunSpec, clock: Clock, paused: bool, weights: Sequence[events.Weights] = ()) -> None:
        """Make what is wanted ready to train; raises `spec.SpecError` if `weights` to begin with don't fit it."""
        spec.check(wanted)
        self._device = device.find(wanted.device)
        split = altering.pictures_of(wanted)
        self._split = split.to(self._device)
        self._moving = altering.Moving(wanted.altered, wanted.seed)
        self._classes = spec.about(wanted.data).classes
        self._count = len(self._split.train_x)
        self._batches = data.Batches(self._count, wanted.seed)
        racers = [Racer(one, wanted, self._split, len(self._classes)) for one in wanted.contestants]
        if weights:
            begin_with(racers, weights)
        self._entrants = tuple(racer.entrant for racer in racers)
        _check_snapshots(self._entrants)
        self.racers: list[Racer | None] = list(racers)
        """The contestants; None for one that has left the race."""
        self._histories = [History(i, one.name, one.trained) for i, one in enumerate(self._entrants)]
        self._checkpoints = Checkpoints(sum(racer.size for racer in racers))
        self._accuracy = 0.0
        self._validated_at = self._pictured_at = 0
        self._examined_at: int | None = None
        self.spec = wanted
        self.step = 0
        self.paused = paused
        self._threads = wanted.threads or threads.choose()
        torch.set_num_threads(self._threads)
        self._watchdog = self._new_watchdog()
        self._clock = clock
        self._begun = clock()
        self.pacer = Pacer(clock)
        self.between: Callable[[], None] = lambda: None
        """Called between two contestants' work, and within what takes one of them long: whoever waits is heard then."""
        self._ahead: set[int] = set()
        """Who has learned from the batch of the step that is being trained."""

    # Where the run stands

    @property
    def epoch(self) -> float:
        """Passes over the training pictures so far, with the fraction of the present one."""
        return self._batches.epoch

    @property
    def validation_count(self) -> int:
        """The number of validation pictures."""
        return len(self._split.validation_x)

    @property
    def _progress(self) -> float:
        return schedule.progress(self.spec.stop, self.step, self.epoch)

    @property
    def _total_steps(self) -> int:
        return schedule.total_steps(self.spec.stop, self.spec.batch, self._count, self.step, self.epoch)

    @property
    def _validate_every(self) -> int:
        return spec.validation_gap(self.spec, self._total_steps)

    @property
    def _snapshot_every(self) -> int:
        """The steps between two snapshots, once the run is no longer at its beginning."""
        return self.spec.snapshot_every or max(MIN_STEPS_BETWEEN_SNAPSHOTS, round(self._total_steps / SNAPSHOTS_A_RUN))

    @property
    def _next_snapshot(self) -> int:
        """The step after which the networks are looked into again."""
        gap = self._snapshot_every
        if self.spec.snapshot_every is None:
            gap = min(gap, max(MIN_STEPS_BETWEEN_SNAPSHOTS, round(self._pictured_at * EARLY_GROWTH)))
        return self._pictured_at + gap

    def ended_by(self) -> Reason | None:
        """Return which limit has been reached, None while the run goes on."""
        stop = self.spec.stop
        if not any(self.racers):
            return "diverged"
        if stop.accuracy is not None and self._accuracy >= stop.accuracy:
            return "accuracy"
        if stop.steps is not None and self.step >= stop.steps:
            return "steps"
        return "epochs" if self._progress >= 1 else None

    # What the run tells

    def started(self) -> events.Started:
        """Describe the run as it begins."""
        return events.Started(
            spec=_replace(
                self.spec,
                threads=self._threads,
                validate_every=self._validate_every,
                snapshot_every=self._snapshot_every,
            ),
            contestants=self._entrants,
            classes=self._classes,
            train_count=self._count,
            validation_count=self.validation_count,
            mean=self._split.mean,
            deviation=self._split.deviation,
            steps_per_epoch=schedule.total_steps(spec.StopAt(epochs=1), self.spec.batch, self._count),
            total_steps=self._total_steps,
            threads=self._threads,
            device=self.spec.device,
            examples=self._examples(),
            labels=events.Array.of(self._split.validation_y.cpu().numpy().astype(np.uint8)),
        )

    def _examples(self) -> events.Array | None:
        """One picture of each class of a data set that others don't have, where it may be shown."""
        if isinstance(self.spec.data, str) or not self.spec.data.shown:
            return None
        firsts = np.unique(self._split.validation_y.cpu().numpy(), return_index=True)[1]
        return events.Array.of(self._split.pictures[firsts])

    def validate(self, count: int) -> tuple[events.Validated, events.Predicted]:
        """Measure every contestant on the first `count` validation pictures, and tell what it said of each."""
        x, y = self._split.validation_x[:count], self._split.validation_y[:count]
        examined = self._examined_at is None or self.step >= EXAMINED_GROWTH * self._examined_at
        if examined:
            self._examined_at = self.step
        judged = [racer.score(x, y, examined, self.between) if racer else None for racer in self.racers]
        scores = tuple(each[0] if each else None for each in judged)
        self._accuracy = max((score.accuracy for score in scores if score), default=0.0)
        self._validated_at = self.step
        predictions = tuple(each[1] if each else None for each in judged)
        validated = events.Validated(self.step, self.epoch, len(x), scores)
        return validated, events.Predicted(self.step, predictions)

    def learned_by_heart(self) -> events.ByHeart:
        """Let copies of the contestants learn a few pictures by heart; that is no part of the run, nor of its time."""
        begun = self._clock()
        found = by_heart.learned(map(self._copy, self.spec.contestants, self.racers), self._split, self.spec.lr)
        self._begun += self._clock() - begun
        return found

    def _copy(self, contestant: spec.Contestant, racer: Racer | None) -> Racer:
        """A contestant as it is now, with nothing remembered of its steps."""
        assert racer is not None
        copy = Racer(contestant, self.spec, self._split, len(self._classes))
        copy.module.load_state_dict(racer.module.state_dict())
        return copy

    def concluded(self) -> Iterator[events.Event]:
        """Measure and look once more when no step will come; whom the last update has broken leaves the race."""
        validated, predicted = self.validate(self.validation_count)
        for index, score in enumerate(validated.scores):
            if score is not None and self.step and not math.isfinite(score.loss):
                self.racers[index] = None
                yield self._histories[index].broken(self.step)
        left = [racer is not None for racer in self.racers]
        yield _replace(validated, scores=_where(left, validated.scores))
        yield _replace(predicted, predictions=_where(left, predicted.predictions))
        yield from self.look_inside(last=True)

    def look_inside(self, last: bool = False) -> Iterator[events.Event]:
        """Look into every contestant, and record it whole where that is due: for sure when it is the last time."""
        yield self.snapshot()
        if self._checkpoints.due() or (last and self._checkpoints.possible):
            yield self.checkpoint()

    def checkpoint(self) -> events.Checkpoint:
        """Record every contestant as it is."""
        return events.Checkpoint(self.step, tuple(racer.weights() if racer else None for racer in self.racers))

    def trained(self, contestant: int) -> Trained | None:
        """Return a contestant as it is now; None if it has left the race, or never was in it."""
        racer = self.racers[contestant] if 0 <= contestant < len(self.racers) else None
        if racer is None:
            return None
        return Trained(racer.module, self._split.pictures.shape[1:], self._split.mean, self._split.deviation)

    def step_of(self, contestant: int) -> int:
        """Return how many steps a contestant has learned from: one more than others, in the middle of a step."""
        return self.step + (contestant in self._ahead)

    def snapshot(self) -> events.Snapshot:
        """Look into every contestant while it sees the probe picture."""
        probe = self.spec.probe
        x = self._split.validation_x[probe : probe + 1]
        self._pictured_at = self.step
        return events.Snapshot(
            step=self.step,
            epoch=self.epoch,
            probe=probe,
            picture=events.Array.of(self._split.pictures[probe]),
            label=int(self._split.validation_y[probe]),
            views=tuple(racer.view(x) if racer else None for racer in self.racers),
        )

    def finished(self, reason: Reason) -> events.Finished:
        """Describe the run as it ends."""
        return events.Finished(reason, self.step, self.epoch, self._clock() - self._begun)

    # What the run does

    def advance(self) -> Iterator[events.Event]:
        """Train one batch; measure and look where it is time to."""
        self.pacer.begin()
        begun = time.perf_counter()
        drawn = self.draw()
        learned = dict(self._learn(drawn))
        tick = self.tick(drawn, learned)
        seconds = time.perf_counter() - begun
        yield from self.follow(tick)
        if self._watchdog is not None and self._watchdog.barks(seconds):
            yield self._use_one_thread()

    def follow(self, tick: events.Tick) -> Iterator[events.Event]:
        """Tell of a step that was trained; measure and look where it is time to."""
        yield tick
        self.pacer.watch(self.step, tick.results)
        yield from self._drop_diverged(tick)
        if self.ended_by() is None and self.step - self._validated_at >= self._validate_every:
            yield from self.validate(SUBSET)
        if self.ended_by() is None and self.step >= self._next_snapshot:
            yield from self.look_inside()
        if self.pacer.pace.stop_at_epochs and self.epoch.is_integer() and self.ended_by() is None and not self.paused:
            self.paused = True
            yield events.Paused(self.step)

    def draw(self) -> Drawn:
        """Draw the next batch, the same one for every contestant."""
        lr = schedule.learning_rate(self.spec.schedule, self.spec.lr, self._progress)
        indices = self._batches.next(self.spec.batch).to(self._device)
        # Indexing with brackets takes ten times as long: 2 % of a step.
        x, y = self._split.train_x.index_select(0, indices), self._split.train_y.index_select(0, indices)
        return Drawn(self._moving(x), y, lr)

    def tick(self, drawn: Drawn, learned: Mapping[int, tuple[Tensor, float]]) -> events.Tick:
        """Count a step; `learned` has what each contestant measured (`Racer.step`), and its seconds.

        All measurements come from the device in one transfer.
        """
        numbers = iter(torch.cat([measured for measured, _ in learned.values()]).tolist())
        results: list[events.StepResult | None] = [None] * len(self.racers)
        for index, (measured, seconds) in learned.items():
            racer = self.racers[index]
            assert racer is not None
            results[index] = racer.result([next(numbers) for _ in range(len(measured))], len(drawn.y), seconds)
        self.step += 1
        elapsed = self._clock() - self._begun
        return events.Tick(self.step, self.epoch, drawn.lr, len(drawn.y), self._progress, elapsed, tuple(results))

    def _learn(self, drawn: Drawn) -> Iterator[tuple[int, tuple[Tensor, float]]]:
        """Let one contestant after the other learn from a batch; see `tick` for what it gives of each."""
        for index, racer in enumerate(self.racers):
            if racer is None:
                continue
            if self._ahead:
                self.between()
            yield index, self._timed(racer, drawn)
            self._ahead.add(index)
        self._ahead.clear()

    def _timed(self, racer: Racer, drawn: Drawn) -> tuple[Tensor, float]:
        """Let one contestant learn from a batch; return what it measured and the seconds that it took."""
        begun = self._clock()
        measured = racer.step(*drawn)
        device.finish_work(self._device)
        return measured, self._clock() - begun

    def _drop_diverged(self, tick: events.Tick) -> Iterator[events.Diverged]:
        """Take contestants whose loss is not finite out of the race, with the reason."""
        for index, result in enumerate(tick.results):
            diverged = self._histories[index].add(tick.step, result) if result else None
            if diverged is not None:
                self.racers[index] = None
                self.pacer.note(self.step)
                yield diverged

    def _new_watchdog(self) -> threads.Watchdog | None:
        """Return a watchdog where the engine chose to use several threads; a user's own choice stays."""
        chosen_here = self.spec.threads is None and self._device.type == "cpu"
        return threads.Watchdog() if chosen_here and self._threads > 1 else None

    def _use_one_thread(self) -> events.Notice:
        self._threads = 1
        self._watchdog = None
        torch.set_num_threads(1)
        return events.Notice("Another program keeps the processor busy, so training goes on with one thread.")

    def obey(self, command: events.Command) -> Iterator[events.Event]:
        """Carry out a command that doesn't end the run."""
        match command:
            case events.Pause():
                self.paused = True
                yield events.Paused(self.step)
            case events.Resume():
                self.paused = False
                yield events.Resumed(self.step)
            case events.Step():
                self.paused = True
                yield from self.advance()
                yield events.Paused(self.step)
            case events.SetPace(pace):
                self.pacer.pace = pace
            case events.Ping(token):
                yield events.Pong(token)
            case events.Measure(network):
                yield events.Unmeasured(network, IN_THE_WAY)
            case TrainAll():
                yield AllTrained("failed", RUN_IN_THE_WAY)
            case _:
                yield from self._change(command)

    def _change(self, command: events.Command) -> Iterator[events.Event]:
        """Put a new setting in force, or say why not."""
        try:
            self.spec = self._with_setting(command)
        except spec.SpecError as error:
            yield events.Failed(str(error), fatal=False)
            return
        now = self.spec
        yield events.Changed(self.step, now.lr, now.batch, now.probe, now.stop, self._total_steps)
        if isinstance(command, events.SetProbe):
            yield self.snapshot()
        else:
            self.pacer.note(self.step)
        if isinstance(command, events.SetBatch):
            self._watchdog = self._new_watchdog()

    def _with_setting(self, command: events.Command) -> RunSpec:
        """Return the spec with the setting that a command gives; raises `SpecError` if it can't be used."""
        match command:
            case events.SetLearningRate(lr):
                spec.check_lr(lr)
                return _replace(self.spec, lr=lr)
            case events.SetBatch(batch):
                spec.check_batch(batch, self.spec)
                return _replace(self.spec, batch=batch)
            case events.SetProbe(index):
                spec.check_probe(index, self.spec.data)
                return _replace(self.spec, probe=index)
            case events.SetStop(stop):
                spec.check_stop(stop)
                return _replace(self.spec, stop=stop)
        raise TypeError(f"a run has no setting for {type(command).__name__}")

    def next_command(self, commands: Commands) -> events.Command | None:
        """Return the next command, None when the next step is due.

        During a pause and before a step is due it waits for one; the wait doesn't count as time of the run.
        """
        left = None if self.paused else self.pacer.left(self.step, self._total_steps)
        if left is not None and left <= 0:
            return commands.get(wait=False)
        asked = self._clock()
        command = commands.get(wait=True, limit=left)
        self._begun += self._clock() - asked
        return command


def _where(left: Sequence[bool], entries: Sequence[T | None]) -> tuple[T | None, ...]:
    """The entries of those that are left, None for the others."""
    return tuple(entry if stays else None for stays, entry in zip(left, entries, strict=True))


def _check_snapshots(entrants: Sequence[events.ContestantInfo]) -> None:
    """Raise `SpecError` unless what all layers give for one picture can be shown."""
    size = 4 * sum(math.prod(layer.shape) for entrant in entrants for layer in entrant.layers)
    if size > LARGEST_SNAPSHOT:
        raise spec.SpecError(
            f"The feature maps of these networks take {size / 1e6:.0f} MB for one picture, and at most "
            f"{LARGEST_SNAPSHOT / 1e6:.0f} MB can be shown; choose fewer or smaller networks."
        )


def train(
    wanted: RunSpec, commands: Commands | None = None, paused: bool = False, clock: Clock = time.perf_counter
) -> Generator[events.Event, None, events.Command | None]:
    """Train a run and yield its events; between two steps carry out what `commands` has (None: nothing).

    The generator returns the `Start` or `Quit` that ended the run, if one did, for the caller to carry out.
    Raises `spec.SpecError` or `device.DeviceError` if the run can't begin. All contestants see the same
    batches in the same order. On the CPU the same spec gives the same events on the same machine, times
    aside; give the number of threads where the engine would choose it by measuring.
    """
    return (yield from play(Run(wanted, clock, paused), commands or NoCommands()))


def play(run: Run, commands: Commands) -> Generator[events.Event, None, events.Command | None]:
    """Do what `train` does with a run that is made; whoever holds it can have its networks look at more afterwards."""
    yield from begin(run)
    if run.paused:
        yield events.Paused(0)
    left_over: events.Command | None = None
    while (reason := run.ended_by()) is None:
        command = run.next_command(commands)
        if isinstance(command, events.Stop | events.Start | events.Quit):
            reason, left_over = "stopped", None if isinstance(command, events.Stop) else command
            break
        yield from run.advance() if command is None else run.obey(command)
    yield from end(run, reason, measured=left_over is None)
    return left_over


def begin(run: Run) -> Iterator[events.Event]:
    """Tell of a run what there is to tell before its first step."""
    yield run.started()
    yield from run.validate(SUBSET)
    yield from run.look_inside()
    if run.spec.by_heart:
        yield run.learned_by_heart()


def end(run: Run, reason: Reason, measured: bool = True) -> Iterator[events.Event]:
    """Tell how a run ended; it is `measured` once more unless something else is waiting, or nobody is left."""
    if reason != "diverged" and measured:
        yield from run.concluded()
    yield run.finished("diverged" if run.ended_by() == "diverged" else reason)
