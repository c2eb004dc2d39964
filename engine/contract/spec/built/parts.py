"""The parts that a network is built of, as plain data. Brackets hold parts; all others are leaves.

Where a size is None it follows from the pictures: a dense layer of None units has one for each class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from engine.contract.spec.choices import ACTIVATION_TITLES, Activation

Joining = Literal["identity", "projection", "zeros"]
PoolKind = Literal["max", "mean"]


class Conv(msgspec.Struct, frozen=True, tag="conv"):
    """A convolution of square kernels; every filter sees all channels."""

    filters: int = 16
    kernel: int = 3
    stride: int = 1
    padding: int = 1
    bias: bool = True


class Depthwise(msgspec.Struct, frozen=True, tag="depthwise"):
    """A convolution with one square filter for each channel."""

    kernel: int = 3
    stride: int = 1
    padding: int = 1
    bias: bool = True


class Pointwise(msgspec.Struct, frozen=True, tag="pointwise"):
    """A 1x1 convolution, which mixes the channels of each pixel."""

    filters: int = 16
    stride: int = 1
    bias: bool = True


class Pool(msgspec.Struct, frozen=True, tag="pool"):
    """The largest number, or the mean, of each window. Zeros of the padding count in means, never as largest."""

    kind: PoolKind = "max"
    kernel: int = 2
    stride: int = 2
    padding: int = 0


class BatchNorm(msgspec.Struct, frozen=True, tag="norm"):
    """Batch normalisation of maps, or of the units of a dense layer."""


class Activate(msgspec.Struct, frozen=True, tag="activation"):
    """An activation."""

    kind: Activation = "relu"


class Dropout(msgspec.Struct, frozen=True, tag="dropout"):
    """Sets a share (0..1) of all numbers to 0 while it trains, and scales the others up."""

    share: float = 0.5


class Dense(msgspec.Struct, frozen=True, tag="dense"):
    """A fully connected layer; None units are one for each class."""

    units: int | None = 64
    bias: bool = True


class Flatten(msgspec.Struct, frozen=True, tag="flatten"):
    """All numbers of all maps as one list."""


class Mean(msgspec.Struct, frozen=True, tag="mean"):
    """The mean of each map (global average pooling, Lin et al. 2014)."""


class SqueezeExcite(msgspec.Struct, frozen=True, tag="gate"):
    """Gates (Hu et al. 2018): the means of C maps, dense to C / `squeeze`, dense to C, sigmoid; they scale the maps."""

    squeeze: int = 4


class SideClassifier(msgspec.Struct, frozen=True, tag="side"):
    """An auxiliary classifier (Szegedy et al. 2015): it passes its input on; of maps it sees the means."""


class Residual(msgspec.Struct, frozen=True, tag="residual"):
    """A shortcut around parts: what they give, plus the input itself (He et al. 2016).

    "identity" adds the input as it is, "zeros" keeps every so many pixels of it and fills new channels with zeros
    (option A), "projection" convolves it with 1x1 filters without bias (option B). With `zero_start` the last weights
    of the parts start at 0.
    """

    parts: tuple[Part, ...] = ()
    shortcut: Joining = "identity"
    zero_start: bool = False


class Lanes(msgspec.Struct, frozen=True, tag="lanes"):
    """Lanes that see the same maps, whose outputs are concatenated; a lane without parts passes the maps on."""

    lanes: tuple[tuple[Part, ...], ...] = ((), ())


Bracket = Residual | Lanes
Leaf = (
    Conv
    | Depthwise
    | Pointwise
    | Pool
    | BatchNorm
    | Activate
    | Dropout
    | Dense
    | Flatten
    | Mean
    | SqueezeExcite
    | SideClassifier
)
Part = Leaf | Bracket
Parts = tuple[Part, ...]

TITLES: dict[type[Part], str] = {
    Conv: "Convolution",
    Depthwise: "Depthwise",
    Pointwise: "1×1",
    Pool: "Pooling",
    BatchNorm: "Batch norm",
    Activate: "Activation",
    Dropout: "Dropout",
    Dense: "Dense",
    Flatten: "Flatten",
    Mean: "Mean",
    SqueezeExcite: "SE gate",
    SideClassifier: "Side classifier",
    Residual: "Residual",
    Lanes: "Lanes",
}


def within(part: Part) -> tuple[Parts, ...]:
    """The rows of parts inside a part: one of a residual bracket, one a lane, none of a leaf."""
    match part:
        case Residual(parts=parts):
            return (parts,)
        case Lanes(lanes=lanes):
            return lanes
        case _:
            return ()


def with_within(part: Part, rows: tuple[Parts, ...]) -> Part:
    """A bracket with other rows of parts inside."""
    if isinstance(part, Residual):
        return msgspec.structs.replace(part, parts=rows[0])
    return msgspec.structs.replace(part, lanes=rows)


def leaves(parts: Parts) -> Iterator[Leaf]:
    """All leaves of a row, in the order of the forward pass."""
    for part in parts:
        if isinstance(part, Residual | Lanes):
            for row in within(part):
                yield from leaves(row)
        else:
            yield part


def depth(parts: Parts) -> int:
    """How many brackets lie inside each other, at most."""
    inside = (1 + max((depth(row) for row in within(part)), default=0) for part in parts if within(part))
    return max(inside, default=0)


def short(part: Part) -> str:
    """A part in a few words: "16 filters 3×3", "dense 64"."""
    match part:
        case Conv(filters=filters, kernel=side):
            return f"{filters} filter{'s' if filters != 1 else ''} {side}×{side}"
        case Depthwise(kernel=side):
            return f"depthwise {side}×{side}"
        case Pointwise(filters=filters):
            return f"{filters} filter{'s' if filters != 1 else ''} 1×1"
        case Pool(kind=kind, kernel=side):
            return f"{kind} pooling {side}×{side}"
        case Activate(kind=kind):
            return ACTIVATION_TITLES[kind]
        case Dropout(share=share):
            return f"dropout {100 * share:g} %"
        case Dense(units=units):
            return "dense" if units is None else f"dense {units}"
        case Residual(parts=parts):
            return f"shortcut around ({', '.join(map(short, parts))})"
        case Lanes(lanes=lanes):
            return f"{len(lanes)} lanes"
        case _:
            return TITLES[type(part)].lower() if not isinstance(part, SqueezeExcite) else "SE gate"
