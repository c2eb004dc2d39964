"""Mistakes about activations, as turns of this scene's knobs."""

from __future__ import annotations

import numpy as np

from scenes.activation.computed import applied, track
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits

CONFUSIONS = (
    Confusion(
        "cells",
        lambda k: as_edits(np.abs(applied(k).z)),
        "The sign is dropped: that is the absolute value.",
        "C5/absolute",
    ),
    Confusion("function", "ReLU", "Everything below zero becomes zero: that is the ReLU.", "C5/function"),
    Confusion("function", "leaky ReLU", "Below zero a part is left: that is the leaky ReLU.", "C5/function"),
    Confusion("function", "sigmoid", "All numbers lie between 0 and 1: that is the sigmoid.", "C5/function"),
    Confusion("function", "tanh", "All numbers lie between −1 and 1: that is the tanh.", "C5/function"),
    Confusion("first", lambda k: as_edits(np.abs(track(k).first)), "The signs of the weights are dropped.", "C2/signs"),
    Confusion("first", lambda k: as_edits(track(k).first[:, ::-1]), "The first kernel is turned around.", "C2/flip"),
    Confusion(
        "second", lambda k: as_edits(np.abs(track(k).second)), "The signs of the weights are dropped.", "C2/signs"
    ),
    Confusion("second", lambda k: as_edits(track(k).second[:, ::-1]), "The second kernel is turned around.", "C2/flip"),
)
