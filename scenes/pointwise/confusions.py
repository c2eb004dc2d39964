"""Mistakes about pointwise convolution, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.pointwise.computed import layer
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion("biases", lambda k: as_edits(np.zeros((k.outputs, 1))), "The bias is forgotten.", "C2/bias"),
    Confusion("relu", False, "ReLU is forgotten.", "C5/forgotten"),
    Confusion(
        "weights", lambda k: as_edits(np.abs(layer(k).weights)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "weights",
        lambda k: as_edits(layer(k).weights * np.eye(*layer(k).weights.shape)),
        "Each channel is weighed by itself, and none is mixed with another.",
        "C12/scaling",
    ),
    Confusion(
        "weights", lambda k: as_edits(np.ones_like(layer(k).weights)), "The weights are forgotten.", "C12/weights"
    ),
    Confusion("kernel", "3×3", "The kernel is taken as 3×3.", "C12/kernel"),
)
