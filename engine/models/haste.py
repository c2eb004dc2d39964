"""Training in less time for the very same numbers: ReLUs that nobody looks at.

A ReLU before maximum pooling is done behind it, on a quarter of the numbers: the largest of some numbers that are cut
at 0 is their largest, cut at 0, and where that is 0 no gradient goes back either way. Another ReLU overwrites what it
is given where that is needed nowhere else. Only training passes are hurried; whoever looks into a network sees what
its layers give.
"""

from collections.abc import Collection
from itertools import pairwise

from torch import nn

from engine.models.layers import Add, MapNorm, MaxPool, Relu, UnitNorm

_NOT_NEEDED_AGAIN = (nn.Conv2d, nn.Linear, MapNorm, UnitNorm, nn.MaxPool2d, nn.AvgPool2d, Add)
"""Layers whose output their own backward pass does without."""


def hurry(module: nn.Module, watched: Collection[str] = ()) -> None:
    """Let a network train faster, but for the layers of these names, whose outputs somebody watches in training.

    Neighbours among the children of a module follow each other in its forward pass, where the second is a ReLU or a
    pooling and the first one of the layers that give it something.
    """
    looked_at = {module.get_submodule(name) for name in watched}
    for part in module.modules():
        for before, behind in pairwise(part.children()):
            if isinstance(before, Relu) and isinstance(behind, MaxPool) and before not in looked_at:
                before.by_pool = behind.rectifies = True
            elif isinstance(behind, Relu) and isinstance(before, _NOT_NEEDED_AGAIN) and before not in looked_at:
                behind.in_place = True
