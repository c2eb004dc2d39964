"""Mistakes about pooling, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("kind", "average", "The mean is taken, not the largest.", "C6/mean"),
    Confusion("kind", "max", "The largest is taken, not the mean.", "C6/max"),
    Confusion("stride", 1, "The window is moved by one cell each time.", "C6/stride"),
    Confusion("padding", 0, "The padding is forgotten.", "C4/padding"),
    Confusion(
        "stride",
        lambda k: max(k.size, k.stride),
        "The windows are laid side by side, though they overlap.",
        "C6/stride",
    ),
    Confusion("size", lambda k: k.size + 1, "The window is taken one cell too wide.", "C4/fencepost"),
    Confusion("shift", lambda k: k.shift + 1, "The input is moved one cell too far."),
)
