"""Mistakes about auxiliary heads, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("weight", 1.0, "The auxiliary losses are counted in full.", "C14/weight"),
    Confusion("heads", "none", "The auxiliary losses are forgotten.", "C14/heads"),
    Confusion("heads", "first", "Only the first auxiliary head is counted.", "C14/heads"),
    Confusion("heads", "second", "Only the second auxiliary head is counted.", "C14/heads"),
    Confusion("heads", "both", "Both auxiliary heads are counted.", "C14/heads"),
    Confusion("inside", "second head", "That is the other auxiliary head."),
    Confusion("inside", "first head", "That is the other auxiliary head."),
)
