"""Training in less time for the same numbers: ReLUs that nobody looks at, and layers that `quick` computes.

A ReLU before maximum pooling is done behind it, on a quarter of the numbers: the largest of some numbers that are cut
at 0 is their largest, cut at 0, and where that is 0 no gradient goes back either way. Another ReLU overwrites what it
is given where that is needed nowhere else. Only training passes are hurried so; whoever looks into a network sees what
its layers give.

Pooling is quick where nothing is learned, to the last digit. Convolutions in pairs round otherwise, which a deep
network would make another run of.
"""

import math
from collections.abc import Collection
from itertools import pairwise

from torch import nn

from engine.models.layers import Add, Conv, MapNorm, MaxPool, Relu, UnitNorm
from engine.models.quick import Pairs

_NOT_NEEDED_AGAIN = (nn.Conv2d, nn.Linear, MapNorm, UnitNorm, nn.MaxPool2d, nn.AvgPool2d, Add)
"""Layers whose output their own backward pass does without."""


MOST_CONVOLUTIONS = 3
"""A network of more makes another run of convolutions that round otherwise."""
MUCH = 16e6
"""From so many multiply-accumulates a step on pairs gain more than their calls take, and stacks of networks nothing."""


def hurry(module: nn.Module, watched: Collection[str] = (), work: float = math.inf) -> None:
    """Let a network train faster, but for the layers of these names, whose outputs somebody watches in training.

    A step takes so many multiply-accumulates: `work`.

    Neighbours among the children of a module follow each other in its forward pass, where the second is a ReLU or a
    pooling and the first one of the layers that give it something.
    """
    looked_at = {module.get_submodule(name) for name in watched}
    if all(parameter.device.type == "cpu" for parameter in module.parameters()):
        _be_quick(module, work)
    for part in module.modules():
        for before, behind in pairwise(part.children()):
            if isinstance(before, Relu) and isinstance(behind, MaxPool) and before not in looked_at:
                before.by_pool = behind.rectifies = True
            elif isinstance(behind, Relu) and isinstance(before, _NOT_NEEDED_AGAIN) and before not in looked_at:
                behind.in_place = not (isinstance(before, Conv) and before.pairs)  # theirs is a view, which can't be


def _be_quick(module: nn.Module, work: float) -> None:
    convolutions = [part for part in module.modules() if isinstance(part, nn.Conv2d)]
    if work >= MUCH and len(convolutions) <= MOST_CONVOLUTIONS:
        for conv in convolutions:
            if isinstance(conv, Conv) and Pairs.gain(conv):
                conv.pairs = Pairs(conv)
    for part in module.modules():
        if isinstance(part, MaxPool):
            part.halves = (part.kernel_size, part.stride, part.padding) == (2, 2, 0)
