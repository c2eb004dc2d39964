"""A sweep: one run, repeated with other values of some of its fields, all of them with all others."""

import hashlib
import json
import math
from itertools import product

import msgspec

from engine.contract.spec import RunSpec, SpecError, about, check, train_count
from engine.contract.spec.refusal import require
from engine.contract.sweeps.axes import FIELDS, Axis, read_axis, shown

MOST_RUNS = 1000
SNAPSHOTS = 4
"""So many times a run of a sweep is looked into, beside its beginning: there are many of them."""
_replace = msgspec.structs.replace


class Sweep(msgspec.Struct, frozen=True):
    """A run and what varies of it."""

    base: RunSpec
    axes: tuple[Axis, ...]

    @property
    def points(self) -> tuple[tuple[float, ...], ...]:
        """The values of each run, in the order of the axes; the last axis varies fastest."""
        return tuple(product(*(axis.values for axis in self.axes)))

    @property
    def runs(self) -> tuple[RunSpec, ...]:
        """All runs, in the order of `points`."""
        return tuple(self._run(point) for point in self.points)

    def _run(self, point: tuple[float, ...]) -> RunSpec:
        spec = self.base
        for axis, value in zip(self.axes, point, strict=True):
            spec = FIELDS[axis.field].put(spec, value)
        return spec

    def name(self, point: tuple[float, ...]) -> str:
        """A run in a few words, by what varies."""
        return ", ".join(f"{axis.title} {shown(value)}" for axis, value in zip(self.axes, point, strict=True))

    @property
    def count(self) -> int:
        """How many runs it has."""
        return math.prod(len(axis.values) for axis in self.axes)

    @property
    def words(self) -> str:
        """It in a few words: what is trained, and what varies from where to where."""
        names = ", ".join(each.name for each in self.base.contestants)
        length = [f"{steps(self.base):,} steps"] * (not {"steps", "epochs"} & {axis.field for axis in self.axes})
        return ", ".join([f"{names} on {about(self.base.data).title}", *length, *(axis.words for axis in self.axes)])

    def axis(self, field: str) -> Axis | None:
        """The axis of a field; None if that doesn't vary."""
        return next((axis for axis in self.axes if axis.field == field), None)


def sweep(base: RunSpec, axes: tuple[Axis, ...]) -> Sweep:
    """Put a sweep together whose runs can all be trained; raises `SpecError`.

    Each run begins with weights by chance, and is looked into a few times.
    """
    require(bool(axes), "A sweep needs something that varies, as in --over lr=0.001,0.003.")
    fields = [axis.field for axis in axes]
    require(len(set(fields)) == len(fields), "Each field can be varied once; put all its values together.")
    require(not {"steps", "epochs"} <= set(fields), "Vary either the steps or the epochs: a run has one end.")
    found = Sweep(_replace(base, origin=None), axes)
    require(found.count <= MOST_RUNS, f"This sweep would have {found.count:,} runs; {MOST_RUNS:,} are the most.")
    if base.snapshot_every is None:
        every = max(1, min(map(steps, found.runs)) // SNAPSHOTS)
        found = _replace(found, base=_replace(found.base, snapshot_every=every))
    for point, run in zip(found.points, found.runs, strict=True):
        try:
            check(run)
        except SpecError as error:
            raise SpecError(f"The run with {found.name(point)} can't be trained: {error}") from error
    return found


def read_sweep(base: RunSpec, words: list[str]) -> Sweep:
    """Put a sweep together from what was typed for each axis; raises `SpecError`."""
    return sweep(base, tuple(map(read_axis, words)))


def steps(spec: RunSpec) -> int:
    """How many steps a run takes at most, about."""
    by_steps = math.inf if spec.stop.steps is None else spec.stop.steps
    by_epochs = math.inf if spec.stop.epochs is None else math.ceil(spec.stop.epochs * train_count(spec) / spec.batch)
    return int(max(1, min(by_steps, by_epochs)))


def digest(spec: RunSpec) -> str:
    """The name of a run: the same for the same settings, another for any other.

    What is as usual isn't part of it, so that a later version, which can set more, finds what an earlier one trained.
    """
    return hashlib.sha256(json.dumps(_unusual(spec), sort_keys=True).encode()).hexdigest()[:20]


def _unusual(value: object) -> object:
    """Settings as plain data, without those that are as usual."""
    if isinstance(value, tuple):
        return [_unusual(each) for each in value]
    if not isinstance(value, msgspec.Struct):
        return value
    kept = {
        field.name: _unusual(own)
        for field in msgspec.structs.fields(value)
        if (own := getattr(value, field.name)) != field.default
    }
    return [value.__struct_config__.tag, kept]
