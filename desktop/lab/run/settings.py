"""What can be set of a run, as functions on `RunSpec`: steps up and down, what follows, what is still to come."""

from __future__ import annotations

import math
import re
from typing import Any, get_args

import msgspec

from engine.contract import spec as contract
from engine.contract.spec import (
    BATCHES,
    LEARNING_RATES,
    PRESETS,
    Altered,
    Data,
    Network,
    OptimiserName,
    OwnData,
    RunSpec,
    ScheduleName,
    StopAt,
    about,
    train_count,
)

OPTIMISERS: tuple[OptimiserName, ...] = get_args(OptimiserName)
SCHEDULES: tuple[ScheduleName, ...] = get_args(ScheduleName)
OPTIMISER_TITLES = {"sgd": "SGD", "momentum": "Momentum 0.9", "adam": "Adam", "adamw": "AdamW"}
SCHEDULE_TITLES = {"constant": "constant", "one-cycle": "one cycle"}

DEFAULT_PRESET = "race"
ENOUGH = 200
"""So many steps a small network needs to learn anything, however few pictures there are."""
_NUMBER = re.compile(r" \d+$")
_LR_LADDER = (1.0, 3.0)


def lr_stepped(lr: float, by: int) -> float:
    """The next learning rate up or down of 0.001, 0.003, 0.01..., within what is possible."""
    low, high = LEARNING_RATES
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ladder = [float(f"{digit:g}e{exponent}") for exponent in exponents for digit in _LR_LADDER]
    beyond = [each for each in ladder if (each > lr * 1.001 if by > 0 else each < lr * 0.999)]
    found = (beyond[0] if by > 0 else beyond[-1]) if beyond else lr
    return min(max(found, low), high)


def batch_stepped(batch: int, by: int, spec: RunSpec) -> int:
    """The next power of two up or down, within what the pictures of a run allow."""
    power = math.log2(max(1, batch))
    found = 1 << (math.floor(power) + 1 if by > 0 else max(0, math.ceil(power) - 1))
    return min(found, BATCHES[1], train_count(spec))


def length_stepped(stop: StopAt, by: int) -> float:
    """The next length up or down: by one epoch, or by 1, 10 or 100 steps; never down to nothing."""
    if stop.epochs is not None:
        return stop.epochs + by if stop.epochs + by > 0 else stop.epochs
    steps = stop.steps or 0
    if steps >= 1000:
        return steps + 100 * by
    return max(1, steps + by * (10 if steps + by >= 20 else 1))


def counted_in_epochs(spec: RunSpec) -> StopAt:
    """The same end for a run that stops after steps, as epochs with one decimal."""
    epochs = (spec.stop.steps or 1) * spec.batch / train_count(spec)
    return StopAt(epochs=max(0.1, round(epochs, 1)), accuracy=spec.stop.accuracy)


def counted_in_steps(spec: RunSpec) -> StopAt:
    """The same end for a run that stops after epochs, as steps."""
    steps = (spec.stop.epochs or 0.0) * train_count(spec) / spec.batch
    return StopAt(steps=max(1, round(steps)), accuracy=spec.stop.accuracy)


def target_stepped(share: float | None, by: int) -> float | None:
    """Target accuracies in steps of one per cent; below 50 % there is none."""
    if share is None:
        return 0.9 if by > 0 else None
    stepped = round(share + by / 100, 4)
    return None if stepped < 0.5 else min(stepped, 1.0)


def clip_stepped(norm: float | None, by: int) -> float | None:
    """Clipping norms by halves and doubles; below 0.1 there is none."""
    if norm is None:
        return 1.0 if by > 0 else None
    stepped = norm * 2.0**by
    return None if stepped < 0.1 else stepped


def seed_stepped(seed: float | None, by: int) -> float:
    """The next seed up or down."""
    return max(0.0, (seed or 0.0) + by)


def with_data(spec: RunSpec, data: Data) -> RunSpec:
    """The run on another data set, with what must follow.

    A small set of one's own is seen often enough to learn. It begins as it is, with nothing done to its pictures,
    unless it is the set of before, which has grown.
    """
    probe = min(spec.probe, about(data).validation - 1)
    altered = spec.altered
    if about(data).classes != about(spec.data).classes:
        altered = msgspec.structs.replace(altered, rare_class=0, rare=1.0)
    if isinstance(data, OwnData) and not _grown(data, spec.data):
        altered = Altered()
    found = _fitting(msgspec.structs.replace(spec, data=data, probe=probe, altered=altered, origin=None))
    steps = spec.stop.steps or counted_in_steps(found).steps or 0
    if isinstance(data, OwnData) and steps < ENOUGH:
        return msgspec.structs.replace(found, stop=StopAt(steps=ENOUGH, accuracy=spec.stop.accuracy))
    return found


def _grown(data: OwnData, before: Data) -> bool:
    """Whether a set is another state of the one before: its name may have got a number."""
    now, then = ((_NUMBER.sub("", about(each).title), about(each).classes) for each in (data, before))
    return now == then


def _fitting(spec: RunSpec) -> RunSpec:
    """The run with a batch that can be drawn from its pictures, measured as often as suits them."""
    batch = min(spec.batch, train_count(spec))
    return _measured(msgspec.structs.replace(spec, batch=batch))


def _measured(spec: RunSpec) -> RunSpec:
    """The run, measured as the preset of the same race and length says, or as the engine chooses."""
    alike = (each.spec for each in PRESETS.values() if _extent(each.spec) == _extent(spec))
    own = next(alike, None)
    return msgspec.structs.replace(
        spec,
        validate_every=own.validate_every if own else None,
        snapshot_every=own.snapshot_every if own else None,
    )


def _extent(spec: RunSpec) -> object:
    """What of a run decides at which steps it makes sense to measure."""
    return spec.race, spec.batch, spec.stop


def with_field(spec: RunSpec, field: str, value: Any) -> RunSpec:
    """The run with another value of one of its fields, or of its stop's, with what must follow."""
    if field == "data":
        return with_data(spec, value)
    if field in Altered.__struct_fields__:
        altered = msgspec.structs.replace(spec.altered, **{field: value})
        return _fitting(msgspec.structs.replace(spec, altered=altered))
    if field in StopAt.__struct_fields__:
        return with_field(spec, "stop", msgspec.structs.replace(spec.stop, **{field: value}))
    found = msgspec.structs.replace(spec, **{field: value})
    return _measured(found) if field in ("batch", "stop") else found


def moved(spec: RunSpec, here: RunSpec) -> RunSpec:
    """A run as it can be repeated where another would train, measured as its preset says or as the engine chooses."""
    return _measured(msgspec.structs.replace(spec, device=here.device, threads=here.threads))


def cured(spec: RunSpec, cure: str) -> RunSpec:
    """A run with what may keep its numbers finite: a "lower" learning rate, or gradients "clip"ped to norm 1."""
    if cure == "lower":
        return msgspec.structs.replace(spec, lr=max(LEARNING_RATES[0], spec.lr / 10))
    return msgspec.structs.replace(spec, clip_norm=1.0)


def differences(wanted: RunSpec, running: RunSpec) -> list[str]:
    """What of the wanted settings is not in force in a run, in words."""
    pairs = {
        "networks": (wanted.contestants, running.contestants),
        "data": (wanted.data, running.data),
        "label noise": (wanted.altered.noise, running.altered.noise),
        "share of the pictures": (wanted.altered.share, running.altered.share),
        "shift": (wanted.altered.shift, running.altered.shift),
        "mirrored pictures": (wanted.altered.flip, running.altered.flip),
        "a rarer class": (_rare(wanted), _rare(running)),
        "raw pixels": (wanted.altered.raw, running.altered.raw),
        "optimiser": (wanted.optimiser, running.optimiser),
        "learning rate": (wanted.lr, running.lr),
        "schedule": (wanted.schedule, running.schedule),
        "batch": (wanted.batch, running.batch),
        "stop": (wanted.stop, running.stop),
        "seed": (wanted.seed, running.seed),
        "clipping": (wanted.clip_norm, running.clip_norm),
        "gradients of activations": (wanted.activation_gradients, running.activation_gradients),
        "beginning": (wanted.origin, running.origin),
        "device": (wanted.device, running.device),
    }
    return [name for name, (mine, theirs) in pairs.items() if mine != theirs]


def _rare(spec: RunSpec) -> tuple[int, float] | None:
    """The class that is made rarer, and how much of it is left; None where none is."""
    return (spec.altered.rare_class, spec.altered.rare) if spec.altered.rare < 1 else None


def described(network: Network, data: Data) -> str:
    """A network in a few plain words."""
    return network.words(about(data).shape)


def read(plain: object) -> RunSpec:
    """Read settings from plain data; raises ValueError (one sentence) where they are no run."""
    try:
        spec = msgspec.convert(plain, RunSpec)
    except msgspec.ValidationError as error:
        raise ValueError(f"The stored settings of the lab can't be read ({error}); they are as at first.") from error
    try:
        contract.check(spec)
    except contract.SpecError as error:
        raise ValueError(f"The stored settings of the lab don't fit: {error}") from error
    return spec
