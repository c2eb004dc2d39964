"""Kernels with names: the ones everybody draws by hand, random ones, and ones that a network has learned.

A filter is (channels, size, size). The hand-made ones treat all channels alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import assets
from scenes.reference import Floats

HAND_MADE = ("vertical edge", "horizontal edge", "sharpen", "blur", "identity")
"""In the order in which further filters follow the chosen one."""

PRESETS = (*HAND_MADE, "random", "trained", "example")

# Filters that belong to a worked example of the course: (filters, channels, size, size).
EXAMPLES: dict[str, list[list[list[list[int]]]]] = {
    "counting": [[[[0, 1], [2, 3]]]],
    "channels": [[[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, -1], [-1, 1]]]],
}


@dataclass(frozen=True)
class Filter:
    """A filter's name and its weights, (channels, size, size)."""

    name: str
    weights: Floats


def refusal(preset: str, size: int, channels: int, picture: str) -> str | None:
    """Why a preset can't be had, in one sentence; None if it can."""
    if preset in ("vertical edge", "horizontal edge") and size < 2:
        return "An edge is a difference between neighbours: it needs a kernel of 2×2 at least."
    if preset == "sharpen" and (size < 3 or size % 2 == 0):
        return "Sharpening compares a cell with those around it: it needs a kernel of odd size, 3×3 at least."
    if preset == "trained" and channels != 1:
        return "The trained filters were learned on grey pictures: they have one channel."
    if preset == "trained" and size not in trained():
        return "Trained filters exist in 3×3 and 5×5."
    if preset == "example" and picture not in EXAMPLES:
        return "This picture has no filter of its own; the worked examples Counting and Three channels have."
    if preset == "example" and np.shape(EXAMPLES[picture])[1:] != (channels, size, size):
        _, depth, side, _ = np.shape(EXAMPLES[picture])
        return f"The example's filter is {side}×{side} with {depth} channel{'s' if depth > 1 else ''}."
    return None


def filters(preset: str, count: int, size: int, channels: int, picture: str) -> tuple[Filter, ...]:
    """Return `count` filters that begin with a preset; raises ValueError where `refusal` gives a reason."""
    reason = refusal(preset, size, channels, picture)
    if reason is not None:
        raise ValueError(reason)
    if preset == "random":
        return tuple(_random(index, size, channels) for index in range(count))
    if preset == "trained":
        learned = trained()[size]
        return tuple(Filter(f"trained {index + 1}", learned[index]) for index in range(count))
    start = HAND_MADE.index(preset) if preset in HAND_MADE else 0
    possible = [name for name in HAND_MADE[start:] + HAND_MADE[:start] if not refusal(name, size, channels, picture)]
    made = [hand_made(name, size, channels) for name in possible]
    if preset == "example":
        made = [Filter("example", np.array(one, dtype=float)) for one in EXAMPLES[picture]] + made
    made += [_random(index, size, channels) for index in range(count)]
    return tuple(made[:count])


def hand_made(name: str, size: int, channels: int) -> Filter:
    """One of the filters that people write down by hand, alike in all channels."""
    kernel = np.zeros((size, size))
    middle = size // 2
    if name == "vertical edge":
        kernel[:, : size // 2], kernel[:, (size + 1) // 2 :] = 1, -1
    elif name == "horizontal edge":
        kernel[: size // 2], kernel[(size + 1) // 2 :] = 1, -1
    elif name == "blur":
        kernel[:] = 1 / (size * size * channels)
    elif name == "identity":
        kernel[middle, middle] = 1
    else:
        kernel[middle] = kernel[:, middle] = -1
        kernel[middle, middle] = 2 * size - 1
    return Filter(name, np.repeat(kernel[None], channels, axis=0))


@lru_cache(maxsize=1)
def trained() -> dict[int, Floats]:
    """First-layer filters that our CNN learned on the animals, strongest first: size -> (filters, 1, size, size)."""
    with np.load(assets.path("kernels", "trained.npz"), allow_pickle=False) as arrays:
        stacks = [arrays[name].astype(float) for name in arrays.files if not name.endswith("_biases")]
    return {stack.shape[-1]: stack[np.argsort(-np.abs(stack).sum(axis=(1, 2, 3)), kind="stable")] for stack in stacks}


def _random(index: int, size: int, channels: int) -> Filter:
    """Whole numbers from -2 to 2, not all of them zero, the same every time for the same place."""
    rng = np.random.default_rng((index, size, channels))
    weights = np.zeros((channels, size, size))
    while not weights.any():
        weights = rng.integers(-2, 3, weights.shape).astype(float)
    return Filter(f"random {index + 1}", weights)
