"""A training run as a value: what was measured at every step, and what the networks looked like now and then.

A live chart, a replay and a scene about gradients are functions of a recording and a step. Adding to a recording
gives a new one and leaves the old one as it was; both share their storage, so adding costs the same however long the
run is, and whoever holds a recording can read it while the run goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

from scenes.stage.values import Values

Numbers = npt.NDArray[np.float64]
T = TypeVar("T")

MOST_SNAPSHOTS = 200
"""When a recording holds so many snapshots, every second one is dropped: a long run must not fill the memory."""

_FIRST_ROWS = 256
_COMMON = ("step", "epoch", "lr", "batch", "progress", "seconds")


class Log(Sequence[T], Generic[T]):
    """A sequence that grows at its end only; adding gives a new one and leaves the old one as it was."""

    __slots__ = ("_length", "_shared")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._shared = list(items)
        self._length = len(self._shared)

    def added(self, item: T) -> Log[T]:
        """Return this log with one more item."""
        newest = len(self._shared) == self._length
        shared = self._shared if newest else self._shared[: self._length]
        shared.append(item)
        return self._prefix(shared, self._length + 1)

    def first(self, length: int) -> Log[T]:
        """Return the log of the first items."""
        return self._prefix(self._shared, max(0, min(length, self._length)))

    @classmethod
    def _prefix(cls, shared: list[T], length: int) -> Log[T]:
        log: Log[T] = cls.__new__(cls)
        log._shared, log._length = shared, length
        return log

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self._shared[i] for i in range(*index.indices(self._length))]
        return self._shared[range(self._length)[index]]

    def __iter__(self) -> Iterator[T]:
        return (self._shared[i] for i in range(self._length))

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Log):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Log({list(self)})"


class Table:
    """Rows of numbers, a log as a matrix: adding a row gives a new table and leaves the old one as it was."""

    __slots__ = ("_rows", "_store")

    def __init__(self, columns: int) -> None:
        self._store = _Store(np.empty((_FIRST_ROWS, columns)), 0)
        self._rows = 0

    def added(self, row: npt.ArrayLike) -> Table:
        """Return this table with one more row; raises ValueError if it has another number of columns."""
        store = self._store
        if np.shape(row) != (store.numbers.shape[1],):
            raise ValueError(f"a row of this table holds {store.numbers.shape[1]} numbers, not {np.shape(row)}")
        if store.used != self._rows or store.used == len(store.numbers):
            roomier = np.empty((max(_FIRST_ROWS, 2 * self._rows), store.numbers.shape[1]))
            roomier[: self._rows] = store.numbers[: self._rows]
            store = _Store(roomier, self._rows)
        store.numbers[self._rows] = row
        store.used = self._rows + 1
        return self._prefix(store, store.used)

    def first(self, rows: int) -> Table:
        """Return the table of the first rows."""
        return self._prefix(self._store, max(0, min(rows, self._rows)))

    @property
    def numbers(self) -> Numbers:
        """The numbers, (rows, columns), read-only; nothing is copied."""
        view = self._store.numbers[: self._rows]
        view.setflags(write=False)
        return view

    @classmethod
    def _prefix(cls, store: _Store, rows: int) -> Table:
        table = cls.__new__(cls)
        table._store, table._rows = store, rows
        return table

    def __len__(self) -> int:
        return self._rows

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return np.array_equal(self.numbers, other.numbers, equal_nan=True)

    def __hash__(self) -> int:
        return hash(self.numbers.tobytes())


@dataclass
class _Store:
    """What tables share: an array with room to grow, and how many of its rows are taken."""

    numbers: Numbers
    used: int


@dataclass(frozen=True)
class Layer:
    """One layer in the order of the forward pass; `shape` is its output's for one picture."""

    name: str
    kind: str
    text: str
    shape: tuple[int, ...]
    parameters: int
    macs: int


@dataclass(frozen=True)
class Contestant:
    """A network of a race."""

    name: str
    layers: tuple[Layer, ...]

    @property
    def parameters(self) -> int:
        """How many weights and biases it has."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def trained(self) -> tuple[str, ...]:
        """The names of the layers with parameters; gradient norms come in this order."""
        return tuple(layer.name for layer in self.layers if layer.parameters)


@dataclass(frozen=True)
class Plan:
    """What was known when the run began.

    A network sees (picture - `mean`) / `deviation` of pictures that hold 0..255. `total_steps` is where the run was
    going to end, and `spec` the run's description as JSON text.
    """

    contestants: tuple[Contestant, ...]
    data: str
    classes: tuple[str, ...]
    train_count: int
    validation_count: int
    mean: float
    deviation: float
    steps_per_epoch: int
    total_steps: int
    lr: float
    batch: int
    device: str
    threads: int
    spec: str


@dataclass(frozen=True)
class Result:
    """One contestant's step: loss and accuracy on the batch, and the gradient norm of each trained layer."""

    loss: float
    accuracy: float
    gradients: tuple[float, ...]


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
class Score:
    """Mean loss and accuracy over validation pictures."""

    loss: float
    accuracy: float


@dataclass(frozen=True)
class Validation:
    """All contestants on the same `count` validation pictures."""

    step: int
    epoch: float
    count: int
    scores: tuple[Score | None, ...]


@dataclass(frozen=True)
class View:
    """The inside of one contestant for one picture.

    `filters` (filters, channels, height, width) and `biases` (filters,) are the first layer's, `maps` the outputs of
    all layers, `logits` and `probabilities` (classes,).
    """

    filters: Values
    biases: Values
    maps: tuple[Values, ...]
    logits: Values
    probabilities: Values


@dataclass(frozen=True)
class Snapshot:
    """What the contestants made of the probe picture (uint8, (channels, height, width)) after a step."""

    step: int
    epoch: float
    probe: int
    picture: Values
    label: int
    views: tuple[View | None, ...]


@dataclass(frozen=True)
class Change:
    """Settings in force from the step after `step` on."""

    step: int
    lr: float
    batch: int
    total_steps: int


@dataclass(frozen=True)
class Divergence:
    """A contestant's loss stopped being finite at `step`; `norm` was its largest gradient norm shortly before."""

    step: int
    contestant: int
    layer: str
    norm: float
    norm_step: int
    reason: str


@dataclass(frozen=True)
class Ending:
    """How the run came to its end."""

    reason: str
    step: int
    epoch: float
    seconds: float


@dataclass(frozen=True)
class Recording:
    """A run so far. Make one by `begin`; the `with_...` methods return a longer one."""

    plan: Plan
    ticks: Table
    validations: Log[Validation] = field(default_factory=Log)
    snapshots: Log[Snapshot] = field(default_factory=Log)
    changes: Log[Change] = field(default_factory=Log)
    divergences: Log[Divergence] = field(default_factory=Log)
    ending: Ending | None = None

    def with_tick(self, tick: Tick) -> Recording:
        """Add a step; raises ValueError if it doesn't follow or has other contestants or layers than the plan."""
        if tick.step <= self.step:
            raise ValueError(f"step {tick.step} can't follow step {self.step}")
        row = [tick.step, tick.epoch, tick.lr, tick.batch, tick.progress, tick.seconds]
        for contestant, result in zip(self.plan.contestants, tick.results, strict=True):
            layers = len(contestant.trained)
            gone = Result(np.nan, np.nan, (np.nan,) * layers)
            found = result or gone
            if len(found.gradients) != layers:
                raise ValueError(f"{contestant.name} has {layers} trained layers, not {len(found.gradients)}")
            row += [found.loss, found.accuracy, *found.gradients]
        return replace(self, ticks=self.ticks.added(row))

    def with_validation(self, validation: Validation) -> Recording:
        """Add a measurement; raises ValueError if it doesn't measure each contestant of the plan."""
        self._require_each(validation.scores)
        return replace(self, validations=self.validations.added(validation))

    def with_snapshot(self, snapshot: Snapshot) -> Recording:
        """Add a look inside; older ones are thinned out when there are many. Raises ValueError if it doesn't fit."""
        self._require_each(snapshot.views)
        for contestant, view in zip(self.plan.contestants, snapshot.views, strict=True):
            if view is not None and [each.shape for each in view.maps] != [each.shape for each in contestant.layers]:
                raise ValueError(f"the feature maps of {contestant.name} don't have the shapes of its layers")
        if not 0 <= snapshot.label < len(self.plan.classes):
            raise ValueError(f"there is no class {snapshot.label}")
        kept = self.snapshots if len(self.snapshots) < MOST_SNAPSHOTS else Log(self.snapshots[::2])
        return replace(self, snapshots=kept.added(snapshot))

    def with_change(self, change: Change) -> Recording:
        """Add new settings."""
        return replace(self, changes=self.changes.added(change))

    def with_divergence(self, divergence: Divergence) -> Recording:
        """Add that a contestant left the race; raises ValueError if there is no such contestant."""
        if not 0 <= divergence.contestant < len(self.plan.contestants):
            raise ValueError(f"there is no contestant {divergence.contestant}")
        return replace(self, divergences=self.divergences.added(divergence))

    def with_ending(self, ending: Ending) -> Recording:
        """Add that the run is over."""
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
            snapshots=_upto(self.snapshots, step, lambda each: each.step),
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
        first = self._first_column(contestant) + 2
        return self.ticks.numbers[:, first : first + len(self.plan.contestants[contestant].trained)]

    def _first_column(self, contestant: int) -> int:
        return len(_COMMON) + sum(2 + len(each.trained) for each in self.plan.contestants[:contestant])


def begin(plan: Plan) -> Recording:
    """An empty recording of a run."""
    columns = len(_COMMON) + sum(2 + len(each.trained) for each in plan.contestants)
    return Recording(plan, Table(columns))


def _upto(entries: Log[T], step: int, step_of: Callable[[T], int]) -> Log[T]:
    """The entries up to and including a step; they are in order of their steps."""
    return entries.first(bisect_right(entries, step, key=step_of))
