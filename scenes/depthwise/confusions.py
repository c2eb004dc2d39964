"""Mistakes about depthwise separable layers, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.depthwise.computed import layer
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion(
        "depthwise", lambda k: as_edits(layer(k).kernels[:, ::-1, ::-1]), "The kernels are turned by 180°.", "C2/flip"
    ),
    Confusion(
        "depthwise", lambda k: as_edits(np.abs(layer(k).kernels)), "The signs of the kernels are dropped.", "C2/signs"
    ),
    Confusion(
        "depthwise",
        lambda k: as_edits(np.broadcast_to(layer(k).kernels[0], layer(k).kernels.shape)),
        "All channels are taken to share the first kernel.",
        "E25",
    ),
    Confusion(
        "pointwise", lambda k: as_edits(np.ones_like(layer(k).weights)), "The pointwise weights are forgotten.", "E26"
    ),
    Confusion(
        "pointwise", lambda k: as_edits(np.abs(layer(k).weights)), "The signs of the needles are dropped.", "C2/signs"
    ),
    Confusion("maps", lambda k: k.maps - 1, "One map is forgotten.", "C3/filters"),
    Confusion("alpha", "1", "The width multiplier is forgotten.", "C19/alpha"),
    Confusion("picture_side", "224", "The smaller picture is forgotten.", "C19/side"),
    Confusion(
        "alpha",
        lambda k: "0.25" if k.alpha == "0.5" else k.alpha,
        "The width multiplier is applied twice.",
        "C19/alpha",
    ),
)
