"""Mistakes about dense layers and convolutions, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.dense.computed import layer
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion(
        "weights", lambda k: as_edits(np.abs(layer(k).dense)), "The signs of the weights are dropped.", "C1/signs"
    ),
    Confusion("stride", 1, "The stride is forgotten: the window moves by one input each time.", "C4/stride"),
    Confusion("stride", 2, "The window moves by two inputs, not by one.", "C4/stride"),
    Confusion("size", lambda k: k.size - 1, "The window is taken one input too narrow.", "C4/fencepost"),
    Confusion("shift", lambda k: 3 - k.shift, "The input is shifted by another number of places."),
    Confusion("channels", 1, "The channels of the picture are forgotten.", "C3/depth"),
    Confusion("steps", "1", "The stride is forgotten.", "C4/stride"),
    Confusion("filters", 1, "Only one filter is counted.", "C3/filters"),
)
