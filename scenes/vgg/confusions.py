"""Mistakes about VGG, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion(
        "depth",
        lambda k: "19" if k.depth == "16" else k.depth,
        "The 16 are taken as convolutions alone: with three dense layers that is VGG-19.",
        "E08",
    ),
    Confusion("depth", "11", "That is VGG-11.", "E08"),
    Confusion("depth", "13", "That is VGG-13.", "E08"),
    Confusion("depth", "16", "That is VGG-16.", "E08"),
    Confusion("depth", "19", "That is VGG-19.", "E08"),
    Confusion("stacked", lambda k: k.stacked - 1, "One layer of the stack is forgotten.", "C10/stack"),
    Confusion("stacked", lambda k: k.stacked + 1, "One layer too many is stacked.", "C10/stack"),
    Confusion("channels", "3", "The channels are taken as those of a picture.", "C3/depth"),
    Confusion("side", lambda k: k.side // 2, "The picture is halved once too often.", "C10/halving"),
    Confusion("side", lambda k: 2 * k.side, "The picture is halved once too few times.", "C10/halving"),
)
