"""Mistakes about gates, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.gates.computed import worked
from scenes.reference import Floats
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits


def _largest(maps: Floats) -> Floats:
    """Maps whose every number is the largest of its map."""
    return np.broadcast_to(maps.max(axis=(1, 2), keepdims=True), maps.shape)


CONFUSIONS = (
    Confusion("maps", lambda k: as_edits(_largest(worked(k).u)), "The largest is taken, not the mean.", "C18/max"),
    Confusion(
        "maps",
        lambda k: as_edits(worked(k).u * worked(k).u[0].size),
        "The numbers are added up, but not divided.",
        "C18/sum",
    ),
    Confusion(
        "reduce", lambda k: as_edits(np.abs(worked(k).reduce)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "restore", lambda k: as_edits(np.abs(worked(k).restore)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion(
        "restore",
        lambda k: as_edits(-worked(k).restore),
        "The signs of the weights are the other way round.",
        "C2/signs",
    ),
    Confusion(
        "restore",
        lambda k: as_edits(0 * worked(k).restore),
        "The scores are taken as 0: such gates are half open.",
        "C20/zero",
    ),
)
