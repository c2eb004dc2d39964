"""The weights of a network as safetensors, under the names that they have in its PyTorch code."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from desktop.lab.take_away.layers import as_attribute
from desktop.lab.take_away.taken import Kept, Order, metadata, named_in_the_lab


def tensors(order: Order, kept: Kept) -> bytes:
    """The weights as the bytes of a file; raises `UnfitLayersError`.

    The metadata say beside what the network is how the lab calls each layer of the code ("layers").
    """
    names = {name: as_attribute(own) for own, name in named_in_the_lab(order, kept).items()}
    found: dict[str, NDArray[np.float32]] = {}
    for name, values in kept.numbers().items():
        layer, _, what = name.rpartition(".")
        found[f"{names[layer]}.{what}"] = values
    called = msgspec.json.encode({own: name for name, own in names.items()}).decode()
    return save(found, {"format": "pt", "layers": called, **metadata(order, kept)})
