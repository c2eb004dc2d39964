"""What a sweep varies: fields of a run, and the values that each takes, as they are typed: `lr=1e-4..1e-1:7`."""

import math
import re
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from engine.contract.spec import RunSpec, SpecError, StopAt
from engine.contract.spec.refusal import require

MOST_VALUES = 1000
"""So many values a field takes at most."""
FEW = 2
"""So many values are named one by one where there is little room."""
_replace = msgspec.structs.replace
_RANGE = re.compile(r"(.+?)\.\.(.+?)(?::(.+))?")


class Field(NamedTuple):
    """A field that a sweep can vary: what it is called, whether it counts things, and how a run gets a value of it."""

    title: str
    whole: bool
    put: Callable[[RunSpec, float], RunSpec]


def _altered(name: str) -> Callable[[RunSpec, float], RunSpec]:
    return lambda spec, value: _replace(spec, altered=_replace(spec.altered, **{name: value}))


def _optimised(name: str) -> Callable[[RunSpec, float], RunSpec]:
    return lambda spec, value: _replace(spec, optimiser=_replace(spec.optimiser, **{name: value}))


def _with_gain(spec: RunSpec, gain: float) -> RunSpec:
    """The run whose networks all start with weights of a gain."""
    return _replace(
        spec,
        contestants=tuple(_replace(each, network=_replace(each.network, init=gain)) for each in spec.contestants),
    )


FIELDS: dict[str, Field] = {
    "lr": Field("learning rate", False, lambda spec, value: _replace(spec, lr=value)),
    "seed": Field("seed", True, lambda spec, value: _replace(spec, seed=int(value))),
    "batch": Field("batch size", True, lambda spec, value: _replace(spec, batch=int(value))),
    "steps": Field("steps", True, lambda spec, value: _replace(spec, stop=StopAt(steps=int(value)))),
    "epochs": Field("epochs", False, lambda spec, value: _replace(spec, stop=StopAt(epochs=value))),
    "weight_decay": Field("weight decay", False, _optimised("weight_decay")),
    "momentum": Field("momentum", False, _optimised("momentum")),
    "clip_norm": Field("clipping norm", False, lambda spec, value: _replace(spec, clip_norm=value)),
    "gain": Field("initial gain", False, _with_gain),
    "noise": Field("wrong labels", False, _altered("noise")),
    "share": Field("share of the pictures", False, _altered("share")),
}
"""The fields by the names that they are asked for by."""


class Axis(msgspec.Struct, frozen=True):
    """A field and its values, in the order in which they were asked for, each once."""

    field: str
    values: tuple[float, ...]

    @property
    def title(self) -> str:
        """What the field is called."""
        return FIELDS[self.field].title

    @property
    def words(self) -> str:
        """It in a few words: few values each, of more the first and the last, and how many there are."""
        if len(self.values) <= FEW:
            return f"{self.title} {' and '.join(map(shown, self.values))}"
        ends = f"{shown(min(self.values))} to {shown(max(self.values))}"
        return f"{self.title} {ends} ({len(self.values)} values)"


def read_axis(words: str) -> Axis:
    """Read a field and its values: `lr=0.001,0.003`, `lr=1e-4..1e-1:7`, `seed=0..9`.

    A range with a number behind a colon has so many values, each as many times the one before; a range of whole numbers
    without one has all of them. Raises `SpecError`.
    """
    name, equals, values = words.partition("=")
    name = name.strip().replace("-", "_")
    require(bool(equals and values.strip()), f"{words!r} is not of the form NAME=VALUES, as in lr=0.001,0.003.")
    require(name in FIELDS, f"A sweep can't vary {name!r}; it varies {', '.join(FIELDS)}.")
    return Axis(name, read_values(name, values))


def read_values(field: str, words: str) -> tuple[float, ...]:
    """Read the values of a field, as `read_axis` does; raises `SpecError`."""
    whole, found = FIELDS[field].whole, dict[float, None]()
    for part in words.split(","):
        span = _RANGE.fullmatch(part.strip())
        more = _range(span[1], span[2], span[3], whole) if span else (_number(part, whole),)
        found.update(dict.fromkeys(more))
        require(len(found) <= MOST_VALUES, f"{FIELDS[field].title.capitalize()} takes at most {MOST_VALUES} values.")
    return tuple(found)


def _number(word: str, whole: bool) -> float:
    """A number as it was typed."""
    try:
        value = float(word)
    except ValueError:
        raise SpecError(f"{word.strip()!r} is no number; type values as in 0.001,0.003 or 1e-4..1e-1:7.") from None
    require(math.isfinite(value), f"{word.strip()!r} can't be used as a value; choose a finite number.")
    require(not whole or value == int(value), f"{word.strip()!r} is no whole number; choose whole numbers here.")
    return int(value) if whole else value


def _range(low: str, high: str, count: str | None, whole: bool) -> tuple[float, ...]:
    """The values from one number to another."""
    words = f"{low}..{high}"
    first, last = _number(low, whole), _number(high, whole)
    require(first <= last, f"The range {words} goes backwards; put the smaller number first.")
    if count is None:
        require(whole, f"Say how many values {words} is to have, as in {words}:7.")
        require(last - first < MOST_VALUES, f"The range {words} has too many values; {MOST_VALUES} are the most.")
        return tuple(range(int(first), int(last) + 1))
    many = int(_number(count, True))
    require(2 <= many <= MOST_VALUES, f"A range has 2 to {MOST_VALUES} values, not {many}.")
    require(first > 0, f"The range {words} must begin above 0, since each value is as many times the one before.")
    values = (first * (last / first) ** (index / (many - 1)) for index in range(many))
    return tuple(dict.fromkeys(round(value) if whole else _short(value) for value in values))


def _short(value: float) -> float:
    """A value to three digits, as somebody would type it."""
    return float(f"{value:.3g}")


def shown(value: float) -> str:
    """A value in a few letters."""
    return str(int(value)) if value == int(value) and value < 1e15 else f"{value:g}"
