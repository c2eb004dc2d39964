"""Mistakes about numbers of networks, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("source", "torchvision", "That is torchvision's number, not the paper's.", "C22/source"),
    Confusion("source", "papers", "That is the paper's number, not torchvision's.", "C22/source"),
    Confusion("k", 1, "Only the first guess counts.", "C22/top"),
    Confusion("k", 5, "Five guesses count.", "C22/top"),
)
