"""Mistakes about receptive fields in networks, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("depth", lambda k: min(k.depth, 18) - 1, "That is the field one layer before.", "C7/layer"),
    Confusion("depth", lambda k: min(k.depth, 18) - 2, "That is the field two layers before.", "C7/layer"),
    Confusion("depth", lambda k: k.depth + 1, "That is the field one layer later.", "C7/layer"),
)
