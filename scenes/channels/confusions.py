"""Mistakes about channels and filters, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.channels.computed import layer
from scenes.reference import Floats
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits


def _first_alone(weights: Floats) -> Floats:
    """The filters with zeros for all channels but the first."""
    first = np.zeros_like(weights)
    first[:, 0] = weights[:, 0]
    return first


CONFUSIONS = (
    Confusion("biases", lambda k: as_edits(np.zeros(k.filters)), "The bias is forgotten.", "C2/bias"),
    Confusion(
        "weights", lambda k: as_edits(_first_alone(layer(k).weights)), "Only the first channel is read.", "C3/depth"
    ),
    Confusion(
        "weights", lambda k: as_edits(np.abs(layer(k).weights)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "weights", lambda k: as_edits(layer(k).weights[:, :, ::-1, ::-1]), "The kernels are turned by 180°.", "C2/flip"
    ),
    Confusion("filters", lambda k: k.filters - 1, "One filter is forgotten.", "C3/filters"),
    Confusion(
        "real_inputs", "1", "The depth of the filters is forgotten: they are counted on one channel.", "C3/depth"
    ),
    Confusion("real_stride", "1", "The stride is forgotten.", "C4/stride"),
    Confusion("real_filters", "1", "Only one filter is counted.", "C3/filters"),
    Confusion("real_size", "1", "The size of the kernels is forgotten.", "C3/kernel"),
)
