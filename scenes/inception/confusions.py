"""Mistakes about Inception modules, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("reductions", False, "The 1×1 reductions are forgotten.", "C13/reductions"),
    Confusion("reductions", True, "There are no 1×1 reductions here.", "C13/reductions"),
    Confusion("r3", lambda k: 3 - k.r3, "The 1×1 convolution makes another number of maps."),
    Confusion("r5", lambda k: 3 - k.r5, "The 1×1 convolution makes another number of maps."),
)
