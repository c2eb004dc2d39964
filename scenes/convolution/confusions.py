"""Mistakes about the convolution step, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.convolution.computed import layer
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion("flip", True, "The kernel is turned by 180°: that is true convolution.", "C2/flip"),
    Confusion("flip", False, "The kernel is not turned: that is cross-correlation.", "C2/flip"),
    Confusion("biases", lambda k: as_edits(np.zeros(k.filters)), "The bias is forgotten.", "C2/bias"),
    Confusion("relu", False, "ReLU is forgotten.", "C5/forgotten"),
    Confusion(
        "weights", lambda k: as_edits(np.abs(layer(k).weights)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "weights",
        lambda k: as_edits(layer(k).weights.swapaxes(2, 3)),
        "Rows and columns of the kernel are swapped.",
        "C2/swapped",
    ),
    Confusion("stride", 1, "The stride is forgotten: the window moves by one cell each time.", "C4/stride"),
    Confusion("padding", "valid", "The padding is forgotten.", "C4/padding"),
    Confusion(
        "padding",
        lambda k: "same" if k.padding == "valid" else k.padding,
        "Zeros are laid around the picture, but “valid” means that there are none.",
        "E01",
    ),
    Confusion("dilation", 1, "The gaps between the weights are forgotten.", "C4/dilation"),
    Confusion("stride", 2, "The window moves by two cells, not by one.", "C4/stride"),
)
