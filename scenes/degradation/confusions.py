"""Mistakes about deep plain nets, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion(
        "kernels",
        lambda k: as_edits(np.zeros((k.added, 3, 3))),
        "Weights of 0 are taken for a layer that does nothing: such a layer makes a map of zeros.",
        "C16/identity",
    ),
    Confusion(
        "kernels", lambda k: as_edits(np.ones((k.added, 3, 3))), "Weights of 1 add up the whole window.", "C16/identity"
    ),
    Confusion("kind", "residual", "That is a net with shortcuts.", "C16/shortcut"),
    Confusion("kind", "plain", "That is a plain net.", "C16/shortcut"),
    Confusion("norms", "activations", "That is the gradient of the activations, not of the weights.", "C15/norms"),
    Confusion("norms", "weights", "That is the gradient of the weights, not of the activations.", "C15/norms"),
)
