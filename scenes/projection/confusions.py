"""Mistakes about shortcuts between shapes, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.projection.small import small
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion("option", "identity", "The input is added as it is.", "E21"),
    Confusion("option", "A: pad with zeros", "The new channels are filled with zeros: that is option A.", "E22"),
    Confusion("option", "C: project always", "Every shortcut is a projection: that is option C.", "E22"),
    Confusion("option", "B: project", "Only shortcuts that change the shape are projections: that is option B.", "E22"),
    Confusion(
        "weights", lambda k: as_edits(np.abs(small(k).matrix)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "weights", lambda k: as_edits(np.ones_like(small(k).matrix)), "The weights are forgotten.", "C12/weights"
    ),
    Confusion("width", lambda k: f"{2 * int(k.width)}", "The bottleneck is taken twice as wide.", "C17/width"),
    Confusion("width", lambda k: f"{int(k.width) // 2}", "The bottleneck is taken half as wide.", "C17/width"),
)
