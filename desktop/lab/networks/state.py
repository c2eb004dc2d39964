"""What the picture of networks shows at one moment: a look inside, the weights, and the gradients of one step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from desktop.lab.networks.links import Known, known
from desktop.lab.networks.net import Net
from scenes.stage.data.recording import Plan, Recording, Snapshot, View
from scenes.stage.numbers.series import number_text, quantile
from scenes.stage.numbers.values import superscript

NEARLY_NONE = 0.01
"""So many of the smallest and of the largest norms may be beyond the ends of the bars."""
LOOKED_AT = 200
"""The ends of the bars are those of so many steps of a run, evenly spread."""
ROUGHLY = 64
"""They are computed anew when so many steps have come."""


@dataclass(frozen=True)
class Gradients:
    """The gradient norm of every trained layer at a step, and the decades that bars reach over."""

    step: int = 0
    norms: tuple[dict[str, float], ...] = ()
    low: float = -3.0
    high: float = 1.0

    def norm(self, contestant: int, layer: str) -> float | None:
        """The norm of a layer, None where there is none: no weights, no step yet, or a contestant that has left."""
        found = self.norms[contestant].get(layer) if contestant < len(self.norms) else None
        return None if found is None or math.isnan(found) else found

    def share(self, norm: float) -> float:
        """How high the bar of a norm is, 0..1; what can't be drawn is as high as can be."""
        if math.isinf(norm):
            return 1.0
        exponent = math.log10(norm) if norm > 0 else -math.inf
        return min(1.0, max(0.0, (exponent - self.low) / (self.high - self.low)))


def gradients(recording: Recording, cursor: int | None) -> Gradients:
    """The norms of the batch at a step, or of the newest one, on one scale for all layers, contestants and steps."""
    row = (len(recording.ticks) if cursor is None else recording.rows_upto(cursor)) - 1
    low, high = _decades(recording, len(recording.ticks) // ROUGHLY)
    if row < 0:
        return Gradients(0, (), low, high)
    norms = tuple(
        dict(zip(contestant.trained, map(float, recording.gradients(index)[row]), strict=True))
        for index, contestant in enumerate(recording.plan.contestants)
    )
    return Gradients(int(recording.steps[row]), norms, low, high)


class _Same:
    """A recording as a key: the same run with about as many steps."""

    def __init__(self, recording: Recording, length: int) -> None:
        self.recording, self._key = recording, (id(recording.plan), length)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._key == self._key


def _decades(recording: Recording, length: int) -> tuple[float, float]:
    return _decades_of(_Same(recording, length))


@lru_cache(8)
def _decades_of(key: _Same) -> tuple[float, float]:
    """Whole powers of ten that hold nearly all norms of a run so far."""
    recording = key.recording
    rows = np.unique(np.linspace(0, max(0, len(recording.ticks) - 1), LOOKED_AT).astype(int))
    if not len(recording.ticks):
        return -3.0, 1.0
    every = [recording.gradients(index)[rows].ravel() for index in range(len(recording.plan.contestants))]
    found = np.concatenate(every)
    found = found[np.isfinite(found) & (found > 0)]
    if not found.size:
        return -3.0, 1.0
    logs = np.log10(found)
    low, high = math.floor(quantile(logs, NEARLY_NONE)), math.ceil(quantile(logs, 1.0 - NEARLY_NONE))
    return float(low), float(max(high, low + 1))


@dataclass(frozen=True)
class Moment:
    """One look inside all networks of a run."""

    plan: Plan
    nets: Sequence[Net]
    snapshot: Snapshot | None
    known: tuple[Known, ...]

    def view(self, contestant: int) -> View | None:
        """The inside of a contestant; None where there is nothing to see."""
        return self.snapshot.views[contestant] if self.snapshot is not None else None

    def missing(self, contestant: int) -> str:
        """Why there is nothing to see, in one sentence."""
        if self.snapshot is None:
            return "No picture was looked at yet."
        name = self.plan.contestants[contestant].name
        if self.snapshot.label < 0:
            return f"{name} gave no answer: its weights of this step are not kept."
        return f"{name} has left the race: its numbers are not finite any more. Look back to see how it went."


def moment(recording: Recording, nets: Sequence[Net], snapshot: Snapshot | None) -> Moment:
    """What a run looked like at a snapshot."""
    nothing = Known({}, None)
    found = [known(recording, snapshot, index) if snapshot is not None else nothing for index in range(len(nets))]
    return Moment(recording.plan, nets, snapshot, tuple(found))


def titles(snapshot: Snapshot | None, shown: Gradients) -> tuple[str, ...]:
    """Of which steps maps and gradients are, the longest form first: in less room the norms go, not that of maps."""
    low, high = (superscript(round(each)) for each in (shown.low, shown.high))
    norms = f"gradient norms 10{low} to 10{high}, step {shown.step:,}" if shown.norms else ""
    if snapshot is None:
        return (norms,)
    maps = f"maps after step {snapshot.step:,}"
    both = (f"{maps}; {norms}", f"{maps}; gradients, step {shown.step:,}") if norms else ()
    return (*both, maps, f"step {snapshot.step:,}")


def norm_words(norm: float | None) -> str:
    """A gradient norm in words."""
    return "" if norm is None else f"gradient norm {number_text(norm)}"
