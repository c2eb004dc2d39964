"""Mistakes about LeNet-5, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("table", "every map", "Every map of C3 reads all six maps of S2: that is today's network.", "C8/table"),
    Confusion("table", "of 1998", "The maps of C3 read a part of S2: that is the network of 1998.", "C8/table"),
)
