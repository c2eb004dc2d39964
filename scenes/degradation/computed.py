"""The numbers of the degradation scene that no training is needed for: a copied net, and the paper's deepest nets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.degradation.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, nice

MAP = ((0, 1, 2, 0), (1, 3, 4, 1), (0, 2, 5, 2), (0, 1, 2, 3))
"""A map that a ReLU has given: nothing in it is negative."""
IDENTITY = ((0, 0, 0), (0, 1, 0), (0, 0, 0))
SCALES = Scales(nice(MAP))

CIFAR_ERRORS = {20: 8.75, 32: 7.51, 44: 7.17, 56: 6.97, 110: 6.43, 1202: 7.93}
"""Error in percent on CIFAR-10's test pictures by layers, the best of 5 runs at 110 and single runs elsewhere.

He et al. 2016, table 6: residual nets whose shortcuts have no parameters (option A).
"""


@dataclass(frozen=True, eq=False)
class Copy:
    """A trained net's last map (4, 4), layers added behind it, each a kernel (3, 3) and a ReLU, and what they give."""

    maps: tuple[Floats, ...]
    kernels: tuple[Floats, ...]

    def difference(self, layers: int) -> float:
        """How far the map behind so many added layers is from the trained net's, at most."""
        return float(np.abs(self.maps[layers] - self.maps[0]).max())

    @property
    def exact(self) -> bool:
        """Whether nothing is changed on the way: the added layers are the identity for this map."""
        return all(self.difference(layers) == 0 for layers in range(len(self.maps)))


def copied(knobs: Knobs) -> Copy:
    """Compute what the added layers make of the map."""
    return _copied(knobs.added, knobs.slip, knobs.pixels, knobs.kernels)


@lru_cache(maxsize=64)
def _copied(added: int, slip: float, pixels: Edits, changes: Edits) -> Copy:
    kernels = edited(np.array([IDENTITY] * added, dtype=float) + slip, changes)
    maps = [edited(np.array(MAP, dtype=float), pixels)]
    for kernel in kernels:
        (found,) = reference.relu(reference.convolve(maps[-1][None], kernel[None, None], padding=1))
        maps.append(np.asarray(found))
    return Copy(tuple(maps), tuple(kernels))


def cifar_parameters(layers: int, classes: int = 10) -> int:
    """How many parameters the paper's residual net for CIFAR-10 has with so many layers, 6n + 2 for some n."""
    blocks, rest = divmod(layers - 2, 6)
    if rest or blocks < 1:
        raise ValueError(f"A net of {layers} layers is none of the paper's: they have 6n + 2.")
    count, before = _layer(3, 16), 16
    for width in (16, 32, 64):
        count += _layer(before, width) + (2 * blocks - 1) * _layer(width, width)
        before = width
    return count + reference.dense_parameters(before, classes)


def _layer(before: int, after: int) -> int:
    """The parameters of a 3×3 convolution without bias, and of the batch normalisation behind it."""
    weights = reference.convolution_parameters(before, after, 3, bias=False)
    return weights + reference.batch_norm_parameters(after)
