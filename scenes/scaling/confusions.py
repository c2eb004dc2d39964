"""Mistakes about compound scaling, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion(
        "width", lambda k: k.width**0.5, "The width is counted once: its cost grows with its square.", "C21/square"
    ),
    Confusion(
        "resolution",
        lambda k: k.resolution**0.5,
        "The side is counted once: the cost grows with its square.",
        "C21/square",
    ),
    Confusion("depth", lambda k: k.depth**2, "The depth is counted twice: its cost grows as it does.", "C21/square"),
    Confusion("depth", 1.0, "The depth is forgotten.", "C21/depth"),
    Confusion("width", 1.0, "The width is forgotten.", "C21/width"),
    Confusion("resolution", 1.0, "The resolution is forgotten.", "C21/resolution"),
    Confusion("phi", lambda k: k.phi + 1, "The exponent is taken one too large.", "C21/phi"),
    Confusion(
        "channels",
        lambda k: 8 * (k.channels // 8 + 1),
        "The channels are rounded before they are multiplied.",
        "C21/eights",
    ),
)
