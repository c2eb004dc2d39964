"""Mistakes about gradients in residual blocks, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion("shortcut", False, "The shortcut is forgotten.", "C16/shortcut"),
    Confusion("shortcut", True, "Here is no shortcut.", "C16/shortcut"),
    Confusion("zero", True, "F is forgotten: only the shortcut is left.", "C16/residual"),
    Confusion(
        "first", lambda k: as_edits(np.abs(k.block.first)), "The signs of the first weights are dropped.", "C2/signs"
    ),
    Confusion(
        "second", lambda k: as_edits(np.abs(k.block.second)), "The signs of the second weights are dropped.", "C2/signs"
    ),
    Confusion(
        "first",
        lambda k: as_edits(k.block.first[::-1, ::-1]),
        "The first kernel is not turned on the way back.",
        "C2/flip",
    ),
    Confusion(
        "second",
        lambda k: as_edits(k.block.second[::-1, ::-1]),
        "The second kernel is not turned on the way back.",
        "C2/flip",
    ),
    Confusion(
        "upstream",
        lambda k: as_edits(np.ones_like(k.block.upstream)),
        "The gradient that arrives is taken as 1.",
        "C16/upstream",
    ),
    Confusion("slope", 0.0, "The gradient through F is forgotten.", "C16/residual"),
    Confusion("slope", lambda k: -k.slope, "The slope has the wrong sign.", "C2/signs"),
    Confusion("norms", "weights", "That is the gradient of the weights, not of the activations.", "C15/norms"),
    Confusion("norms", "activations", "That is the gradient of the activations, not of the weights.", "C15/norms"),
)
