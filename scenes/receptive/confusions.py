"""Mistakes about receptive fields, as turns of this scene's knobs."""

from __future__ import annotations

from collections.abc import Callable

from scenes.receptive.knobs import Knobs, layers_of
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import Edits, as_edits


def _with(knobs: Knobs, what: int, turn: Callable[[int], int]) -> Edits:
    """The layers with the kernel (0), the stride (1) or the dilation (2) of each turned."""
    layers = [list(layer) for layer in layers_of(knobs)]
    for layer in layers:
        layer[what] = turn(layer[what])
    return as_edits(layers)


CONFUSIONS = (
    Confusion(
        "layers", lambda k: _with(k, 1, lambda stride: 1), "The strides are forgotten: every jump is 1.", "C7/jump"
    ),
    Confusion(
        "layers", lambda k: _with(k, 0, lambda size: size + 1), "A layer adds k cells, not k − 1.", "C7/fencepost"
    ),
    Confusion(
        "layers", lambda k: _with(k, 2, lambda gap: 1), "The gaps between the weights are forgotten.", "C4/dilation"
    ),
    Confusion("layers", lambda k: _with(k, 0, lambda size: 3), "Every layer is taken as one of 3×3."),
    Confusion(
        "layers", lambda k: _with(k, 1, lambda stride: stride + 1), "Every stride is taken one too large.", "C7/jump"
    ),
    Confusion(
        "layers", lambda k: _with(k, 0, lambda size: size - 1), "A layer adds k − 2 cells, not k − 1.", "C7/fencepost"
    ),
)
