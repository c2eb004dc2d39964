"""Mistakes about padding and stride, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.padding.computed import layer
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion("padding", 0, "The padding is forgotten.", "C4/padding"),
    Confusion("stride", 1, "The stride is forgotten: the window moves by one cell each time.", "C4/stride"),
    Confusion("k", lambda k: k.k - 1, "The window is counted one cell too narrow.", "C4/fencepost"),
    Confusion("k", lambda k: k.k + 1, "The window is counted one cell too wide.", "C4/fencepost"),
    Confusion("padding", lambda k: 2 * k.padding, "The zeros on each side are counted twice.", "C4/sides"),
    Confusion("padding", lambda k: (k.k - 1) // 2, "So many zeros are taken as keep the size at stride 1.", "E01"),
    Confusion("dilation", 1, "The gaps between the weights are forgotten.", "C4/dilation"),
    Confusion("weights", lambda k: as_edits(layer(k).weights[::-1, ::-1]), "The kernel is turned by 180°.", "C2/flip"),
    Confusion(
        "weights", lambda k: as_edits(np.abs(layer(k).weights)), "The signs of the weights are dropped.", "C2/signs"
    ),
)
