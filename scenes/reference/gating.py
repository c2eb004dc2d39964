"""Squeeze and excitation: each feature map is multiplied by a gate that depends on the means of all maps.

Source: Hu, Shen and Sun, Squeeze-and-excitation networks, CVPR (2018), section 3, equations 2 to 4.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from scenes.reference.activations import relu, sigmoid
from scenes.reference.arrays import MAPS, Floats, as_floats
from scenes.reference.dense import dense
from scenes.reference.pooling import global_average_pool


@dataclass(frozen=True, eq=False)
class Excitation:
    """What happens on the way from maps to gates: `means` and `gates` (C,), `waist` (C / r,) in between.

    `before` is the waist before its ReLU, `scores` (C,) are the gates before the sigmoid.
    """

    means: Floats
    before: Floats
    waist: Floats
    scores: Floats
    gates: Floats


def excitation(
    x: ArrayLike,
    reduce: ArrayLike,
    restore: ArrayLike,
    reduce_bias: ArrayLike | None = None,
    restore_bias: ArrayLike | None = None,
) -> Excitation:
    """Squeeze maps (C, H, W) to their means, and make a gate between 0 and 1 for each map out of all of them.

    Args:
        x: (C, H, W), feature maps.
        reduce: (C / r, C), the weights of the dense layer that narrows.
        restore: (C, C / r), those of the one that widens again.
        reduce_bias: (C / r,), or None for no bias.
        restore_bias: (C,), or None for no bias.

    Raises:
        ValueError: the shapes don't belong together.
    """
    means = global_average_pool(as_floats(x, "The input", MAPS))
    before = dense(means, reduce, reduce_bias)
    waist = relu(before)
    scores = dense(waist, restore, restore_bias)
    return Excitation(means, before, waist, scores, sigmoid(scores))


def scaled(x: ArrayLike, gates: ArrayLike) -> Floats:
    """Multiply each map (C, H, W) by its own gate of (C,).

    Raises:
        ValueError: there are not as many gates as maps.
    """
    x, gates = as_floats(x, "The input", MAPS), as_floats(gates, "The gates", ("channels",))
    if len(gates) != len(x):
        raise ValueError(f"{len(x)} maps need {len(x)} gates, but {len(gates)} are given.")
    result: Floats = x * gates[:, None, None]
    return result
