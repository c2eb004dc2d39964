"""Weights of trained networks that ship with the application, for scenes that show real activations.

`python -m engine weights` makes them, by the recipes of `engine.making.weights`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

import assets
from scenes.reference import Floats


@dataclass(frozen=True, eq=False)
class Weights:
    """A trained network's parameters by torch's names, like ``features.C1.weight``, in torch's shapes.

    `accuracy` is the share of right answers for `count` pictures that it never learned from; `held_out` are their
    places in the data set's file. What else was measured of the network, before and after it learned, is `measured`.
    """

    arrays: Mapping[str, Floats]
    accuracy: float
    count: int
    held_out: tuple[int, ...]
    measured: Mapping[str, Mapping[str, float]]


@cache
def trained(name: str) -> Weights:
    """Return the weights of a network by its name, like ``lenet-5-modern``, read-only."""
    with np.load(assets.path("weights", f"{name}.npz"), allow_pickle=False) as stored:
        arrays = {key: stored[key].astype(float) for key in stored.files}
    for array in arrays.values():
        array.setflags(write=False)
    facts = json.loads(assets.path("weights", f"{name}.json").read_text(encoding="utf-8"))
    return Weights(
        MappingProxyType(arrays), facts["validation_accuracy"], facts["validation_count"], tuple(facts["held_out"]),
        MappingProxyType(facts.get("measured", {})),
    )  # fmt: skip
