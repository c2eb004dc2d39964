"""Mistakes about residual blocks, as turns of this scene's knobs."""

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
    Confusion("first", lambda k: as_edits(k.block.first[::-1, ::-1]), "The first kernel is turned by 180°.", "C2/flip"),
    Confusion(
        "second", lambda k: as_edits(k.block.second[::-1, ::-1]), "The second kernel is turned by 180°.", "C2/flip"
    ),
)
