"""Mistakes about gradients and first weights, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion

CONFUSIONS = (
    Confusion("kernel", 1, "The size of the kernel is forgotten: only channels are counted.", "C15/fan"),
    Confusion("c_in", lambda k: k.c_out, "The channels out are counted, not those in.", "C15/fan"),
    Confusion("rule", "Glorot", "That is Glorot's rule, which has no factor 2 for ReLU.", "C15/rule"),
    Confusion("rule", "twice He", "Those weights start with twice the spread of He's rule.", "C15/rule"),
    Confusion("rule", "He", "That is He's rule.", "C15/rule"),
    Confusion("rule", "PyTorch", "That is what PyTorch's layers have by default.", "C15/rule"),
    Confusion("layers", lambda k: k.layers - 1, "One layer is forgotten.", "C15/layers"),
    Confusion("norms", "weights", "That is the gradient of the weights, not of the activations.", "C15/norms"),
    Confusion("norms", "activations", "That is the gradient of the activations, not of the weights.", "C15/norms"),
)
