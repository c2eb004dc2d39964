"""Mistakes about global average pooling, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.gap.computed import heads
from scenes.reference import Floats
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits


def _largest(maps: Floats) -> Floats:
    """Maps whose every number is the largest of its map."""
    return np.broadcast_to(maps.max(axis=(1, 2), keepdims=True), maps.shape)


CONFUSIONS = (
    Confusion("cells", lambda k: as_edits(_largest(heads(k).maps)), "The largest is taken, not the mean.", "C18/max"),
    Confusion(
        "cells",
        lambda k: as_edits(heads(k).maps * heads(k).maps[0].size),
        "The numbers are added up, but not divided.",
        "C18/sum",
    ),
    Confusion(
        "weights", lambda k: as_edits(np.abs(heads(k).weights)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "weights", lambda k: as_edits(np.ones_like(heads(k).weights)), "The weights are forgotten.", "C12/weights"
    ),
    Confusion("side", 1, "Each map is taken as one number.", "C18/flatten"),
    Confusion("channels", lambda k: f"{2 * int(k.channels)}", "Twice as many maps are counted."),
    Confusion("trained", False, "That is the net before its training."),
    Confusion("trained", True, "That is the net after its training."),
)
