"""How well class activation maps find digits that a network was never told the places of.

One digit on an empty canvas tells little: there is ink in one place only, and an untrained network's map of the class
that it says lights up there too. With two different digits on one canvas the map of each digit's class has to choose.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.contract.pictures import Pictures, digits
from engine.models import networks

CANVASES = 500
SEED = 2026


class Canvases(NamedTuple):
    """Pictures uint8 (count, 1, side, side), each with some digits: `classes` and `corners` (count, digits[, 2]).

    The corners are (top, left) of the digits' boxes, which don't meet.
    """

    pictures: Pictures
    classes: NDArray[np.int64]
    corners: NDArray[np.int64]


def canvases(side: int, digits_each: int = 2) -> Canvases:
    """Put digits that no network learns from on canvases, `digits_each` of different classes on each."""
    source = digits()
    generator = np.random.default_rng(SEED)
    size = source.validation_x.shape[-1]
    pictures = np.zeros((CANVASES, 1, side, side), np.uint8)
    classes = np.zeros((CANVASES, digits_each), np.int64)
    corners = np.zeros((CANVASES, digits_each, 2), np.int64)
    for canvas in range(CANVASES):
        chosen = _different(source.validation_y, digits_each, generator)
        places = _apart(side, size, digits_each, generator)
        for digit, (top, left) in zip(chosen, places, strict=True):
            pictures[canvas, 0, top : top + size, left : left + size] = source.validation_x[digit, 0]
        classes[canvas], corners[canvas] = source.validation_y[chosen], places
    return Canvases(pictures, classes, corners)


def found(
    module: nn.Module, on: Canvases, prepare: Callable[[Pictures], Tensor], *, said: bool = False
) -> NDArray[np.bool_]:
    """Return for each canvas and digit whether its class's map has its peak inside the digit's box, (count, digits).

    `prepare` makes of pictures what the network reads. With `said` it is the map of the class that the network says,
    whatever the digit.
    """
    seen = list(networks.outputs(module, prepare(on.pictures)).values())
    last = list(networks.leaves(module).values())[-1]
    assert isinstance(last, nn.Linear)
    maps = torch.einsum("kc,nchw->nkhw", last.weight.detach(), seen[-3])
    rows, columns = maps.shape[2:]
    peaks = maps.flatten(2).argmax(2).numpy()
    pixels = on.pictures.shape[-1] / columns
    size = digits().validation_x.shape[-1]
    count = np.arange(len(peaks))[:, None]
    classes = seen[-1].argmax(1, keepdim=True).numpy() if said else on.classes
    cell = peaks[count, classes]
    middles = (np.stack((cell // columns, cell % columns), axis=-1) + 0.5) * pixels
    assert rows == columns
    return np.asarray(((middles >= on.corners) & (middles < on.corners + size)).all(axis=-1))


def shares(module: nn.Module, side: int, prepare: Callable[[Pictures], Tensor]) -> dict[str, float]:
    """Return how often a peak is found.

    "one": of the class that the network says, with one digit alone. "each" and "both": with two digits, of the class
    of each.
    """
    alone = found(module, canvases(side, 1), prepare, said=True)
    pairs = found(module, canvases(side, 2), prepare)
    return {
        name: round(float(values.mean()), 3)
        for name, values in (("one", alone), ("each", pairs), ("both", pairs.all(axis=1)))
    }


def _different(y: NDArray[np.uint8], count: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Draw digits of different classes."""
    while True:
        chosen = generator.integers(0, len(y), count)
        if len(set(y[chosen].tolist())) == count:
            return chosen


def _apart(side: int, size: int, count: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Draw corners of boxes that don't meet."""
    while True:
        corners = generator.integers(0, side - size + 1, (count, 2))
        gaps = np.abs(corners[:, None] - corners[None]).max(axis=-1)
        if (gaps[~np.eye(count, dtype=bool)] >= size).all():
            return corners
