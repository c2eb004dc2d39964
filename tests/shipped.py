"""The numbers of the network that ships, as those who write models ask for them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenes.stage.data import networks, published

MEAN, DEVIATION = (127.0,), (128.0,)
"""It reads (pixels - MEAN) / DEVIATION."""


def number(name: str) -> npt.NDArray[np.float32]:
    """One array, "layer.weight" and so on."""
    layer, _, what = name.rpartition(".")
    if networks.network(published.LITE).layer(layer).kind == "batch norm":
        norm = published.norm(published.LITE, layer)
        parts = {"weight": norm.gamma, "bias": norm.beta, "running_mean": norm.mean, "running_var": norm.variance}
        return parts[what].astype(np.float32)
    read = published.weights if what == "weight" else published.biases
    return read(published.LITE, layer).astype(np.float32)
