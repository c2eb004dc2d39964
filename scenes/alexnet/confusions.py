"""Mistakes about AlexNet, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("build", "2012, one GPU", "The two groups are forgotten: every filter reads all maps.", "C9/groups"),
    Confusion("build", "2012, two GPUs", "The maps are split in two groups, as for two GPUs.", "C9/groups"),
    Confusion("build", "torchvision", "That is the network of torchvision, which has fewer maps.", "C9/build"),
    Confusion("classes", lambda k: k.classes + 1, "A class for “nothing of it” is counted."),
    Confusion("side", 224, "The picture is taken as 224 wide, as the paper says; 227 fits the windows.", "C9/side"),
    Confusion("side", lambda k: 2 * k.side, "Height and width are doubled."),
)
