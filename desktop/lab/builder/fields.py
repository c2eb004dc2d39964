"""What of a part can be set, and by which steps. Pure functions, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, get_args

from msgspec.structs import replace

from engine.contract.spec.built.parts import (
    Activate,
    Conv,
    Dense,
    Depthwise,
    Joining,
    Lanes,
    Part,
    Pool,
    PoolKind,
    Residual,
)
from engine.contract.spec.built.shapes import limits_of
from engine.contract.spec.choices import ACTIVATION_TITLES, ACTIVATIONS

MOST_LANES = 6
JOINING_TITLES: dict[Joining, str] = {"identity": "x as it is", "projection": "projection W x", "zeros": "zero padding"}
POOL_TITLES: dict[PoolKind, str] = {"max": "maximum", "mean": "mean"}


@dataclass(frozen=True)
class Field:
    """One thing that can be set: a number, or one of `choices`, each with its title."""

    name: str
    title: str
    choices: tuple[tuple[Any, str], ...] = ()
    percent: bool = False
    off: str = ""


_NUMBERS = {
    "filters": Field("filters", "Filters"),
    "units": Field("units", "Units", off="one a class"),
    "kernel": Field("kernel", "Window"),
    "stride": Field("stride", "Stride"),
    "padding": Field("padding", "Padding"),
    "squeeze": Field("squeeze", "Squeeze by"),
    "share": Field("share", "Share set to 0", percent=True),
}
_YES_NO = ((True, "with bias"), (False, "no bias"))


def fields(part: Part) -> tuple[Field, ...]:
    """What of a part can be set, in the order of its fields."""
    found: list[Field] = []
    for name in part.__struct_fields__:
        if name in _NUMBERS:
            found.append(_NUMBERS[name])
        elif name == "bias":
            found.append(Field("bias", "Bias", _YES_NO))
        elif name == "kind" and isinstance(part, Activate):
            found.append(Field("kind", "Kind", tuple((each, ACTIVATION_TITLES[each]) for each in ACTIVATIONS)))
        elif name == "kind" and isinstance(part, Pool):
            found.append(Field("kind", "Kind", tuple((each, POOL_TITLES[each]) for each in get_args(PoolKind))))
        elif name == "shortcut":
            found.append(
                Field("shortcut", "Shortcut", tuple((each, JOINING_TITLES[each]) for each in get_args(Joining)))
            )
        elif name == "zero_start":
            found.append(Field("zero_start", "Starts", ((False, "as drawn"), (True, "as identity"))))
    return tuple(found)


def with_field(part: Part, name: str, value: Any) -> Part:
    """A part with another value; what kept the size of maps, or windows side by side, goes on doing so."""
    changes = {name: value}
    if name == "kernel" and isinstance(part, Conv | Depthwise) and 2 * part.padding == part.kernel - 1:
        changes["padding"] = max(0, value // 2)
    if name == "kernel" and isinstance(part, Pool) and part.stride == part.kernel:
        low, high = limits_of(part, "stride")
        changes["stride"] = min(max(value, low), high)
    return replace(part, **changes)


def stepped(part: Part, name: str, value: float | None, by: int) -> float | None:
    """The next value up or down: filters and units by halves and doubles, windows by 2, shares by a tenth."""
    if name == "share":
        return round(min(max((value or 0.0) + by / 10, 0.0), 0.9), 4)
    low, high = limits_of(part, name)
    if value is None:
        return 16 if by > 0 else None
    if name in ("filters", "units"):
        power = math.log2(max(1.0, value))
        found = 2 ** (math.floor(power) + 1 if by > 0 else math.ceil(power) - 1) if value > 1 or by > 0 else 0
        return None if found < low and isinstance(part, Dense) else min(max(found, low), high)
    pace = 2 if name == "kernel" and not isinstance(part, Pool) else 1
    return min(max(value + by * pace, low), high)


def with_lanes(part: Lanes, by: int) -> Lanes:
    """Lanes with one more that is empty, or without the last."""
    if by > 0:
        return replace(part, lanes=(*part.lanes, ())) if len(part.lanes) < MOST_LANES else part
    return replace(part, lanes=part.lanes[:-1]) if len(part.lanes) > 2 else part


def is_bracket(part: Part | None) -> bool:
    """Whether a part has others inside."""
    return isinstance(part, Residual | Lanes)
