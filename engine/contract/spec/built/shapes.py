"""What shape a part gives, and what it costs, one function a part. No torch; a test holds all of it to torch's.

A shape is (channels, height, width) of maps or (units,) of a list of numbers, for one picture.
"""

from __future__ import annotations

import math
from functools import singledispatch

import msgspec

from engine.contract.spec.built.parts import (
    TITLES,
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
    Lanes,
    Mean,
    Part,
    Pointwise,
    Pool,
    Residual,
    SideClassifier,
    SqueezeExcite,
)
from engine.contract.spec.sizes import MAX_CHANNELS, MAX_KERNEL, MAX_STRIDE, MAX_WIDTH

Shape = tuple[int, ...]
_replace = msgspec.structs.replace
MAX_JOINED = 4 * MAX_CHANNELS
"""So many maps at most lie one behind the other where lanes meet."""


class Cure(msgspec.Struct, frozen=True):
    """What can be done: the words of a button, and the parts that then stand instead of the faulty one."""

    title: str
    instead: tuple[Part, ...]


class Refusal(msgspec.Struct, frozen=True):
    """Why a part can't stand where it stands, in one sentence, with what can be done."""

    sentence: str
    cures: tuple[Cure, ...] = ()
    sides: tuple[Shape, Shape] | None = None
    """The shapes that come by the shortcut and through the layers, where these can't be added."""


REMOVE = Cure("Remove this one", ())


def in_words(shape: Shape) -> str:
    """A shape as words: "16 maps of 7×7", "64 numbers"."""
    if len(shape) == 1:
        return f"{shape[0]:,} number{'s' if shape[0] != 1 else ''}"
    return f"{shape[0]} map{'s' if shape[0] != 1 else ''} of {shape[1]}×{shape[2]}"


# --- Shapes ---------------------------------------------------------------------------------------------------------


@singledispatch
def out(part: Part, shape: Shape, classes: int) -> Shape | Refusal:
    """The shape that a leaf gives, or why it can't stand there."""
    raise TypeError(f"nothing is known of {type(part).__name__}")


@out.register
def _conv(part: Conv, shape: Shape, classes: int) -> Shape | Refusal:
    return _numbers(part) or _slid(part, part.kernel, part.padding, shape, part.filters)


@out.register
def _depthwise(part: Depthwise, shape: Shape, classes: int) -> Shape | Refusal:
    return _numbers(part) or _slid(part, part.kernel, part.padding, shape, shape[0])


@out.register
def _pointwise(part: Pointwise, shape: Shape, classes: int) -> Shape | Refusal:
    return _numbers(part) or _slid(part, 1, 0, shape, part.filters)


@out.register
def _pool(part: Pool, shape: Shape, classes: int) -> Shape | Refusal:
    if part.padding > part.kernel // 2:
        cure = Cure(f"Padding {part.kernel // 2}", (_replace(part, padding=part.kernel // 2),))
        return Refusal(
            f"Padding {part.padding} is more than half of a window of {part.kernel}, so some windows would see "
            "nothing.",
            (cure, REMOVE),
        )
    return _numbers(part) or _slid(part, part.kernel, part.padding, shape, shape[0])


@out.register(BatchNorm)
@out.register(SideClassifier)
@out.register(Activate)
def _kept(part: Part, shape: Shape, classes: int) -> Shape | Refusal:
    return shape


@out.register
def _dropout(part: Dropout, shape: Shape, classes: int) -> Shape | Refusal:
    if not 0 <= part.share < 1:
        return Refusal(
            f"Dropout of {100 * part.share:g} % would leave nothing; choose 0 to less than 100 %.",
            (Cure("50 %", (Dropout(0.5),)), REMOVE),
        )
    return shape


@out.register
def _dense(part: Dense, shape: Shape, classes: int) -> Shape | Refusal:
    if len(shape) == 3:
        return Refusal(
            f"Dense needs a list of numbers and gets {in_words(shape)}.",
            (Cure("Put Flatten before it", (Flatten(), part)), Cure("Put Mean before it", (Mean(), part))),
        )
    return _numbers(part) or (classes if part.units is None else part.units,)


@out.register
def _flatten(part: Flatten, shape: Shape, classes: int) -> Shape | Refusal:
    return (math.prod(shape),) if len(shape) == 3 else _no_maps(part, shape)


@out.register
def _mean(part: Mean, shape: Shape, classes: int) -> Shape | Refusal:
    return shape[:1] if len(shape) == 3 else _no_maps(part, shape)


@out.register
def _gate(part: SqueezeExcite, shape: Shape, classes: int) -> Shape | Refusal:
    if len(shape) != 3:
        return _no_maps(part, shape)
    if not 1 <= part.squeeze <= shape[0]:
        cure = Cure(f"Squeeze by {shape[0]}", (SqueezeExcite(shape[0]),))
        return Refusal(f"{shape[0]} maps can't be squeezed by {part.squeeze}.", (cure, REMOVE))
    return shape


def sum_of(part: Residual, before: Shape, after: Shape) -> Shape | Refusal:
    """The shape behind the plus of a residual bracket whose parts give `after` of `before`."""
    if not part.parts:
        return Refusal("A shortcut around nothing only doubles its input; put layers inside.", (REMOVE,))
    if part.shortcut == "identity" and before == after:
        return after
    pace = pace_of(before, after)
    fitting: list[Cure] = []
    if pace is not None:
        fitting.append(Cure("Projection", (_replace(part, shortcut="projection"),)))
        if before[0] <= after[0]:
            fitting.append(Cure("Zero padding", (_replace(part, shortcut="zeros"),)))
        if (part.shortcut == "zeros" and before[0] <= after[0]) or part.shortcut == "projection":
            return after
    kept = _keeping(part.parts, before)
    if kept is not None:
        fitting.append(Cure("Make the layers keep the shape", (_replace(part, parts=kept),)))
    if part.shortcut == "zeros" and pace is not None:
        return Refusal(
            f"A shortcut without weights can't drop maps: {in_words(before)} go in, {in_words(after)} come out.",
            tuple(fitting),
        )
    fitting.append(Cure("No shortcut", part.parts))
    return Refusal(
        f"The two sides of the plus differ: {in_words(before)} come by the shortcut, {in_words(after)} through the "
        "layers.",
        tuple(fitting),
        (before, after),
    )


def pace_of(before: Shape, after: Shape) -> int | None:
    """Of every so many pixels of a map a shortcut must keep one; None where no such number fits."""
    if len(before) != 3 or len(after) != 3:
        return None
    fits = (s for s in range(1, 2 * MAX_STRIDE**2 + 1) if tuple(-(-n // s) for n in before[1:]) == after[1:])
    return next(fits, None)


def joined(part: Lanes, shapes: tuple[Shape, ...]) -> Shape | Refusal:
    """The shape where lanes of those shapes meet."""
    if len(shapes) < 2:
        return Refusal(
            "There is one lane only; add another, or take the bracket off.",
            (Cure("Take it off", part.lanes[0] if part.lanes else ()),),
        )
    if any(len(shape) != 3 for shape in shapes):
        return Refusal("Lanes are joined as maps, and one of them gives a list of numbers; take its last layer out.")
    if len({shape[1:] for shape in shapes}) > 1:
        sizes = ", ".join(f"{shape[1]}×{shape[2]}" for shape in shapes)
        return Refusal(f"Lanes can be joined only where their maps are equally large; these are {sizes}.")
    count = sum(shape[0] for shape in shapes)
    if count > MAX_JOINED:
        return Refusal(f"The lanes give {count} maps together; at most {MAX_JOINED} can be joined.")
    return (count, *shapes[0][1:])


def _keeping(parts: tuple[Part, ...], shape: Shape) -> tuple[Part, ...] | None:
    """The parts with stride 1, same padding and in the end as many filters as there are maps; None if that fails."""
    if len(shape) != 3 or any(isinstance(part, Flatten | Mean | Dense | Residual | Lanes) for part in parts):
        return None
    kept: list[Part] = []
    for part in parts:
        match part:
            case Conv() | Depthwise():
                side = part.kernel if part.kernel % 2 else part.kernel + 1
                kept.append(_replace(part, stride=1, kernel=side, padding=side // 2))
            case Pointwise():
                kept.append(_replace(part, stride=1))
            case Pool():
                kept.append(_replace(part, kernel=3, stride=1, padding=1))
            case _:
                kept.append(part)
    mixing = [index for index, part in enumerate(kept) if isinstance(part, Conv | Pointwise)]
    if mixing:
        kept[mixing[-1]] = _replace(kept[mixing[-1]], filters=shape[0])
    return tuple(kept)


def _no_maps(part: Part, shape: Shape) -> Refusal:
    return Refusal(f"{TITLES[type(part)]} needs maps and gets {in_words(shape)}.", (REMOVE,))


def _slid(part: Part, kernel: int, padding: int, shape: Shape, channels: int) -> Shape | Refusal:
    """What a window that slides gives: floor((n + 2 padding - kernel) / stride) + 1 places along each side."""
    if len(shape) != 3:
        return _no_maps(part, shape)
    stride: int = part.stride  # type: ignore[union-attr]
    height, width = ((n + 2 * padding - kernel) // stride + 1 for n in shape[1:])
    if height >= 1 and width >= 1:
        return channels, height, width
    fits = min(shape[1:]) + 2 * padding
    smaller = fits if fits % 2 or isinstance(part, Pool) else fits - 1
    cures = [REMOVE]
    if smaller >= 1 and not (isinstance(part, Pool) and smaller == 1):
        cures.insert(0, Cure(f"A window of {smaller}×{smaller}", (_replace(part, kernel=smaller),)))
    return Refusal(f"A window of {kernel}×{kernel} does not fit into {in_words(shape)}.", tuple(cures))


_LIMITS: dict[str, tuple[int, int, str]] = {
    "filters": (1, MAX_CHANNELS, "filters"),
    "units": (1, MAX_WIDTH, "units"),
    "kernel": (1, MAX_KERNEL, "as the side of its window"),
    "stride": (1, MAX_STRIDE, "as its stride"),
}


def limits_of(part: Part, field: str) -> tuple[int, int]:
    """The smallest and the largest value that a number of a part may have."""
    if field == "padding":
        return 0, max(0, (part.kernel // 2 if isinstance(part, Pool) else part.kernel - 1))  # type: ignore[union-attr]
    if field == "squeeze":
        return 1, MAX_CHANNELS
    low, high, _ = _LIMITS[field]
    return low, high


def _numbers(part: Part) -> Refusal | None:
    """Why one of a part's numbers is out of range; None if all are fine."""
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if type(value) is not int or field not in (*_LIMITS, "padding"):
            continue
        low, high = limits_of(part, field)
        if not low <= value <= high:
            words = _LIMITS[field][2] if field in _LIMITS else "as its padding"
            nearest = min(max(value, low), high)
            return Refusal(
                f"{TITLES[type(part)]} can't have {value:,} {words}; choose {low} to {high}.",
                (Cure(f"Use {nearest}", (_replace(part, **{field: nearest}),)), REMOVE),
            )
    return None


# --- Costs ----------------------------------------------------------------------------------------------------------


def parameters_of(part: Part, before: Shape, after: Shape, classes: int) -> int:
    """How many weights and biases a part has itself, without what is inside of it."""
    match part:
        case Conv(filters=filters, kernel=side, bias=bias):
            return filters * (before[0] * side**2 + bias)
        case Depthwise(kernel=side, bias=bias):
            return before[0] * (side**2 + bias)
        case Pointwise(filters=filters, bias=bias):
            return filters * (before[0] + bias)
        case BatchNorm():
            return 2 * before[0]
        case Dense(bias=bias):
            return after[0] * (before[0] + bias)
        case SqueezeExcite(squeeze=squeeze):
            waist = before[0] // squeeze
            return (before[0] + 1) * waist + (waist + 1) * before[0]
        case SideClassifier():
            return (before[0] + 1) * classes
        case Residual(shortcut="projection"):
            return before[0] * after[0]
        case _:
            return 0


def macs_of(part: Part, before: Shape, after: Shape, classes: int) -> int:
    """How many multiply-accumulates a part takes itself for one picture, those of convolutions and dense layers."""
    match part:
        case Conv(kernel=side):
            return math.prod(after) * before[0] * side**2
        case Depthwise(kernel=side):
            return math.prod(after) * side**2
        case Pointwise():
            return math.prod(after) * before[0]
        case Dense():
            return before[0] * after[0]
        case SqueezeExcite(squeeze=squeeze):
            return 2 * before[0] * (before[0] // squeeze)
        case SideClassifier():
            return before[0] * classes
        case Residual(shortcut="projection"):
            return math.prod(after) * before[0]
        case _:
            return 0
