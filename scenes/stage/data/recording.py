"""A training run as a value: what was measured at every step, and what the networks looked like now and then.

A live chart, a replay and a scene about gradients are functions of a recording and a step. Adding to a recording
gives a new one and leaves the old one as it was; both share their storage, so adding costs the same however long the
run is, and whoever holds a recording can read it while the run goes on.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

import numpy as np

from scenes.stage.data.measured import ByHeart as ByHeart
from scenes.stage.data.measured import Change as Change
from scenes.stage.data.measured import Divergence as Divergence
from scenes.stage.data.measured import Ending as Ending
from scenes.stage.data.measured import Health as Health
from scenes.stage.data.measured import Learned as Learned
from scenes.stage.data.measured import Predicted as Predicted
from scenes.stage.data.measured import Predictions as Predictions
from scenes.stage.data.measured import Score as Score
from scenes.stage.data.measured import Validation as Validation
from scenes.stage.data.plan import Contestant as Contestant
from scenes.stage.data.plan import Layer as Layer
from scenes.stage.data.plan import Plan as Plan
from scenes.stage.data.plan import require_possible
from scenes.stage.numbers.growing import Log, Numbers, Table
from scenes.stage.numbers.values import Values

T = TypeVar("T")

MOST_SNAPSHOTS, MOST_SNAPSHOT_BYTES = 200, 64_000_000
"""When a recording holds so many snapshots, or they take so much, every second one is dropped: a long run must not
fill the memory."""

MOST_CHECKPOINT_BYTES = 5_000_000
"""When the weights that a recording holds take so much, every second of its checkpoints is dropped."""

MOST_PREDICTION_BYTES = 2_000_000
"""When what was said of the validation pictures takes so much, every second of these is dropped."""

MOST_STEPS = 2**31 - 1
"""So many steps a run has at most."""

_COMMON = ("step", "epoch", "lr", "batch", "progress", "seconds")
_OWN = 3
"""Loss, accuracy and seconds of a contestant stand before its gradient norms."""


@dataclass(frozen=True)
class Result:
    """One contestant's step: loss and accuracy on the batch, and the gradient norm of each trained layer.

    `activation_gradients` follows `Contestant.activations`: the norm of the gradient with respect to what a layer
    gives for the whole batch. `seconds` is how long this contestant took for the step.
    """

    loss: float
    accuracy: float
    gradients: tuple[float, ...]
    activation_gradients: tuple[float, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Tick:
    """One step; the result of a contestant that has left the race is None."""

    step: int
    epoch: float
    lr: float
    batch: int
    progress: float
    seconds: float
    results: tuple[Result | None, ...]


@dataclass(frozen=True)
class View:
    """The inside of one contestant for one picture.

    `filters` (filters, channels, height, width) and `biases` (filters,) are the first layer's, `maps` the outputs of
    all layers, `logits` and `probabilities` (classes,). `class_maps` (classes, height, width) are the class activation
    maps of a network that ends in means of maps and one dense layer.
    """

    filters: Values
    biases: Values
    maps: tuple[Values, ...]
    logits: Values
    probabilities: Values
    class_maps: Values | None = None


@dataclass(frozen=True)
class Snapshot:
    """What the contestants made of the probe picture (uint8, (channels, height, width)) after a step.

    `probe` is its number among the validation pictures and `label` its class; both are -1 for a picture of the user's
    own, which is in no recording.
    """

    step: int
    epoch: float
    probe: int
    picture: Values
    label: int
    views: tuple[View | None, ...]

    @property
    def size(self) -> int:
        """How many bytes its filters and maps take."""
        seen = [view for view in self.views if view is not None]
        return sum(values.array.nbytes for view in seen for values in (view.filters, *view.maps))


@dataclass(frozen=True)
class Checkpoint:
    """All that made the contestants after a step: the numbers of each by name, None for one that has left the race."""

    step: int
    weights: tuple[Mapping[str, Values] | None, ...] = field(hash=False)

    @property
    def size(self) -> int:
        """How many bytes the numbers take."""
        return sum(values.array.nbytes for each in self.weights if each is not None for values in each.values())


@dataclass(frozen=True)
class Recording:
    """A run so far. Make one by `begin`; the `with_...` methods return a longer one."""

    plan: Plan
    ticks: Table
    validations: Log[Validation] = field(default_factory=Log)
    predicted: Log[Predicted] = field(default_factory=Log, hash=False)
    """What was said at the validations, at the newest ones and some of the others."""
    snapshots: Log[Snapshot] = field(default_factory=Log)
    checkpoints: Log[Checkpoint] = field(default_factory=Log, hash=False)
    """Hashing passes over both: scenes, which are cached by their recordings, don't look at weights or predictions."""
    changes: Log[Change] = field(default_factory=Log)
    divergences: Log[Divergence] = field(default_factory=Log)
    by_heart: ByHeart | None = None
    ending: Ending | None = None

    def with_tick(self, tick: Tick) -> Recording:
        """Add a step as `with_ticks` does."""
        return self.with_ticks((tick,))

    def with_ticks(self, ticks: Iterable[Tick]) -> Recording:
        """Add steps; raises ValueError if they don't follow or have other contestants or layers than the plan."""
        rows = []
        for tick in ticks:
            row = [tick.step, tick.epoch, tick.lr, tick.batch, tick.progress, tick.seconds]
            for contestant, result in zip(self.plan.contestants, tick.results, strict=True):
                row += _numbers(contestant, result)
            rows.append(row)
        return self.with_rows(np.array(rows, np.float64)) if rows else self

    def with_rows(self, rows: Numbers) -> Recording:
        """Add steps as rows of `ticks`, (steps, columns); raises ValueError if they don't follow or don't fit."""
        longer = self.ticks.added(rows)
        steps, epochs, seconds = (rows[:, _COMMON.index(name)] for name in ("step", "epoch", "seconds"))
        before = np.concatenate(([self.step], steps))[:-1]
        if not (follows := steps > before).all():
            place = int(np.argmin(follows))
            raise ValueError(f"step {steps[place]:.0f} can't follow step {before[place]:.0f}")
        possible = (steps <= MOST_STEPS) & np.isfinite(epochs) & np.isfinite(seconds)
        if not possible.all():
            place = int(np.argmin(possible))
            _require_time(steps[place], epochs[place], seconds[place])
        return replace(self, ticks=longer)

    def with_validation(self, validation: Validation) -> Recording:
        """Add a measurement; raises ValueError if it doesn't measure each contestant of the plan."""
        self._require_each(validation.scores)
        for contestant, score in zip(self.plan.contestants, validation.scores, strict=True):
            if score is not None and score.health is not None:
                score.health.require(len(contestant.judged), len(contestant.trained))
        return replace(self, validations=self.validations.added(validation))

    def with_by_heart(self, by_heart: ByHeart) -> Recording:
        """Add what came of the test before the first step; raises ValueError if it isn't one of each contestant."""
        self._require_each(by_heart.results)
        return replace(self, by_heart=by_heart)

    def with_predicted(self, predicted: Predicted) -> Recording:
        """Add what was said of the validation pictures, in the place of an earlier one after the same step.

        Older ones are thinned out when they take much room. Raises ValueError if it doesn't fit.
        """
        self._require_each(predicted.predictions)
        for each in predicted.predictions:
            if each is not None:
                _require_said(each, self.plan)
        again = len(self.predicted) > 0 and self.predicted[-1].step == predicted.step
        kept = self.predicted.first(len(self.predicted) - again)
        if kept and predicted.step < kept[-1].step:
            raise ValueError(f"what was said after step {predicted.step} can't follow step {kept[-1].step}")
        if len(kept) >= max(2, MOST_PREDICTION_BYTES // max(1, kept[0].size if kept else 0)):
            kept = Log(kept[::2])
        return replace(self, predicted=kept.added(predicted))

    def with_snapshot(self, snapshot: Snapshot) -> Recording:
        """Add a look inside, in the place of an earlier one after the same step (of another probe picture).

        Older ones are thinned out when there are many. Raises ValueError if it doesn't fit.
        """
        self._require_each(snapshot.views)
        for contestant, view in zip(self.plan.contestants, snapshot.views, strict=True):
            if view is not None:
                _require_fit(view, contestant, len(self.plan.classes))
        if len(snapshot.picture.shape) != 3 or min(snapshot.picture.shape) < 1:
            raise ValueError(f"a picture can't have the shape {snapshot.picture.shape}")
        if not 0 <= snapshot.label < len(self.plan.classes):
            raise ValueError(f"there is no class {snapshot.label}")
        again = len(self.snapshots) > 0 and self.snapshots[-1].step == snapshot.step
        kept = self.snapshots.first(len(self.snapshots) - again)
        if len(kept) >= min(MOST_SNAPSHOTS, max(2, MOST_SNAPSHOT_BYTES // max(1, snapshot.size))):
            kept = Log(kept[::2])
        return replace(self, snapshots=kept.added(snapshot))

    def with_checkpoint(self, checkpoint: Checkpoint) -> Recording:
        """Add weights; older ones are thinned out when they take much room. Raises ValueError if they don't fit."""
        self._require_each(checkpoint.weights)
        kept = self.checkpoints
        if kept and checkpoint.step <= kept[-1].step:
            raise ValueError(f"the weights of step {checkpoint.step} can't follow those of step {kept[-1].step}")
        if len(kept) >= max(2, MOST_CHECKPOINT_BYTES // max(1, kept[0].size if kept else 0)):
            kept = Log(kept[::2])
        return replace(self, checkpoints=kept.added(checkpoint))

    def checkpoint_by(self, step: int) -> Checkpoint | None:
        """The last weights that were recorded by a step, for later ones were not there yet; None without any."""
        return next((each for each in reversed(self.checkpoints) if each.step <= step), None)

    def with_change(self, change: Change) -> Recording:
        """Add new settings."""
        return replace(self, changes=self.changes.added(change))

    def with_divergence(self, divergence: Divergence) -> Recording:
        """Add that a contestant left the race; raises ValueError if there is no such contestant."""
        if not 0 <= divergence.contestant < len(self.plan.contestants):
            raise ValueError(f"there is no contestant {divergence.contestant}")
        return replace(self, divergences=self.divergences.added(divergence))

    def with_ending(self, ending: Ending) -> Recording:
        """Add that the run is over; raises ValueError if it can't be at such a time."""
        _require_time(ending.step, ending.epoch, ending.seconds)
        return replace(self, ending=ending)

    def _require_each(self, entries: tuple[object, ...]) -> None:
        if len(entries) != len(self.plan.contestants):
            raise ValueError(f"the run has {len(self.plan.contestants)} contestants, not {len(entries)}")

    def upto(self, step: int) -> Recording:
        """The recording as it was after a step; nothing is copied."""
        ended = self.ending is not None and self.ending.step <= step
        return replace(
            self,
            ticks=self.ticks.first(self.rows_upto(step)),
            validations=_upto(self.validations, step, lambda each: each.step),
            predicted=_upto(self.predicted, step, lambda each: each.step),
            snapshots=_upto(self.snapshots, step, lambda each: each.step),
            checkpoints=_upto(self.checkpoints, step, lambda each: each.step),
            changes=_upto(self.changes, step, lambda each: each.step),
            divergences=_upto(self.divergences, step, lambda each: each.step),
            ending=self.ending if ended else None,
        )

    def rows_upto(self, step: int) -> int:
        """How many ticks there are up to and including a step."""
        return int(np.searchsorted(self.steps, step, side="right"))

    @property
    def step(self) -> int:
        """The last step; 0 before the first."""
        return int(self.ticks.numbers[-1, 0]) if len(self.ticks) else 0

    def tick(self, row: int) -> Tick:
        """The measurements of one row of `ticks`, as they were added."""
        step, epoch, lr, batch, progress, seconds, *rest = self.ticks.numbers[row].tolist()
        numbers = iter(rest)
        results = tuple(_result(contestant, numbers) for contestant in self.plan.contestants)
        return Tick(int(step), epoch, lr, int(batch), progress, seconds, results)

    @property
    def total_steps(self) -> int:
        """Where the run ends unless something stops it before."""
        return self.changes[-1].total_steps if self.changes else self.plan.total_steps

    @property
    def steps(self) -> Numbers:
        """The step of every tick, (ticks,)."""
        return self.column("step")

    def column(self, name: str) -> Numbers:
        """One of "step", "epoch", "lr", "batch", "progress" and "seconds" at every tick, (ticks,)."""
        return self.ticks.numbers[:, _COMMON.index(name)]

    def loss(self, contestant: int) -> Numbers:
        """The batch loss at every tick, (ticks,), in nats; NaN where the contestant had left."""
        return self.ticks.numbers[:, self._first_column(contestant)]

    def accuracy(self, contestant: int) -> Numbers:
        """The batch accuracy at every tick, (ticks,), 0..1; NaN where the contestant had left."""
        return self.ticks.numbers[:, self._first_column(contestant) + 1]

    def gradients(self, contestant: int) -> Numbers:
        """The gradient norms at every tick, (ticks, trained layers); NaN where the contestant had left."""
        first = self._first_column(contestant) + _OWN
        return self.ticks.numbers[:, first : first + len(self.plan.contestants[contestant].trained)]

    def activation_gradients(self, contestant: int) -> Numbers:
        """The norms of the gradients with respect to activations at every tick, (ticks, activations).

        NaN where the contestant had left.
        """
        racer = self.plan.contestants[contestant]
        first = self._first_column(contestant) + _OWN + len(racer.trained)
        return self.ticks.numbers[:, first : first + len(racer.activations)]

    def seconds(self, contestant: int) -> Numbers:
        """How long this contestant took for each step, (ticks,), in seconds; NaN where it had left."""
        return self.ticks.numbers[:, self._first_column(contestant) + 2]

    def _first_column(self, contestant: int) -> int:
        return len(_COMMON) + sum(map(_columns, self.plan.contestants[:contestant]))


def begin(plan: Plan, steps: int = 0) -> Recording:
    """An empty recording of a run, with room for so many steps; raises ValueError if there can be no such run."""
    require_possible(plan)
    return Recording(plan, Table(len(_COMMON) + sum(map(_columns, plan.contestants)), steps))


def _require_time(step: float, epoch: float, seconds: float) -> None:
    if not (0 <= step <= MOST_STEPS and math.isfinite(epoch) and math.isfinite(seconds)):
        raise ValueError(f"there is no step {step} in epoch {epoch} after {seconds} s")


def _require_fit(view: View, contestant: Contestant, classes: int) -> None:
    """Hold the arrays of a view against its network; raises ValueError if they don't fit."""
    if [each.shape for each in view.maps] != [each.shape for each in contestant.layers]:
        raise ValueError(f"the feature maps of {contestant.name} don't have the shapes of its layers")
    count = contestant.layers[contestant.first].shape[0]
    filters = view.filters.shape
    if len(filters) != 4 or filters[0] != count or min(filters) < 1 or view.biases.shape != (count,):
        raise ValueError(f"the filters of {contestant.name} aren't those of its first layer")
    if not view.logits.shape == view.probabilities.shape == (classes,):
        raise ValueError(f"{contestant.name} has other classes than the run")
    if view.class_maps is not None and (len(view.class_maps.shape) != 3 or view.class_maps.shape[0] != classes):
        raise ValueError(f"{contestant.name} has other class maps than the run has classes")


def _require_said(said: Predictions, plan: Plan) -> None:
    """Hold what was said of pictures against the plan of its run; raises ValueError if it doesn't fit."""
    count = said.said.array.size
    known = plan.labels.array.size if plan.labels is not None else 0
    if not said.said.shape == said.sure.shape == said.losses.shape == (count,) or not 0 < count <= known:
        raise ValueError(f"the run has the labels of {known} validation pictures, and {count} were judged")
    if int(said.said.array.max()) >= len(plan.classes):
        raise ValueError(f"there is no class {int(said.said.array.max())}")


def _columns(contestant: Contestant) -> int:
    """How many numbers a contestant has at every tick."""
    return _OWN + len(contestant.trained) + len(contestant.activations)


def _numbers(contestant: Contestant, result: Result | None) -> list[float]:
    """A contestant's numbers at a tick; raises ValueError if it has other layers."""
    trained, activations = len(contestant.trained), len(contestant.activations)
    if result is None:
        return [np.nan] * _columns(contestant)
    if len(result.gradients) != trained:
        raise ValueError(f"{contestant.name} has {trained} trained layers, not {len(result.gradients)}")
    if len(result.activation_gradients) != activations:
        raise ValueError(
            f"{contestant.name} has {activations} measured activations, not {len(result.activation_gradients)}"
        )
    return [result.loss, result.accuracy, result.seconds, *result.gradients, *result.activation_gradients]


def _result(contestant: Contestant, numbers: Iterator[float]) -> Result | None:
    """Take a contestant's numbers at a tick back apart; only one that had left took no time."""
    loss, accuracy, seconds = islice(numbers, _OWN)
    gradients = tuple(islice(numbers, len(contestant.trained)))
    activation_gradients = tuple(islice(numbers, len(contestant.activations)))
    return None if np.isnan(seconds) else Result(loss, accuracy, gradients, activation_gradients, seconds)


def _upto(entries: Log[T], step: int, step_of: Callable[[T], int]) -> Log[T]:
    """The entries up to and including a step; they are in order of their steps."""
    return entries.first(bisect_right(entries, step, key=step_of))


Recorded = Callable[[str], Recording | None]
"""Finds the run of a preset by its name; None where there is none."""
