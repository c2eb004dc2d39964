"""Batch normalisation in use, folded into the convolution before it: the same numbers from fewer operations."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]

EPSILON = 1e-5
"""What torch adds to the running variance."""


def folded(weights: Mapping[str, NDArray[np.float32]]) -> Weights:
    """Return weights without normalisations: each "norm1" goes into "conv1", which gets a bias.

    In use a normalisation takes what a filter gives, z, to scale * (z - mean) / sqrt(variance + epsilon) + shift with
    numbers that no longer change. A filter multiplied by scale / sqrt(...), and a bias, do the same.
    """
    found: Weights = {}
    for name, values in weights.items():
        layer, _, part = name.rpartition(".")
        norm = layer.replace("conv", "norm")
        if layer.startswith("norm"):
            continue
        if not layer.startswith("conv") or f"{norm}.weight" not in weights:
            found[name] = values
        elif part == "weight":
            deviation = np.sqrt(weights[f"{norm}.running_var"] + np.float32(EPSILON))
            factor = weights[f"{norm}.weight"] / deviation
            found[name] = values * factor[:, None, None, None]
            found[f"{layer}.bias"] = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * factor
    return found
