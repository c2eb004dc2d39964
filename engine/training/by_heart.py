"""The test before the first step: whether a network can learn ten pictures by heart.

One that can't learn ten pictures won't learn thousands. It takes copies, so that the run is the same without it.
"""

import math
from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor

from engine.contract.events import ByHeart, Learned
from engine.data.data import Split
from engine.models.layers import Dropout
from engine.training.racer import Racer

PICTURES = 10
ENOUGH = 0.05
"""With this loss the pictures are learned."""
STEPS = (40, 150)
"""At least and at most so long it is tried..."""
WORK = 2000
"""...and in between so that steps times layers are about so many: the steps of a deep net take longer."""


def learned(copies: Iterable[Racer], split: Split, lr: float) -> ByHeart:
    """Let networks, which are spoilt by it, learn a few training pictures by heart, each for itself."""
    chosen = _of_each_class(split.train_y)
    x, y = split.train_x[chosen], split.train_y[chosen]
    return ByHeart(len(y), tuple(_learned(racer, x, y, lr) for racer in copies))


def _of_each_class(labels: Tensor) -> Tensor:
    """Return which training pictures are taken: the first of each class, then the second of each, up to ten."""
    y = labels.cpu().numpy()
    order = np.argsort(y, kind="stable")
    place_in_class = np.empty(len(y), int)
    firsts = np.searchsorted(y[order], y[order])
    place_in_class[order] = np.arange(len(y)) - firsts
    chosen = np.lexsort((y, place_in_class))[:PICTURES]
    return torch.from_numpy(chosen).to(labels.device)


def _learned(racer: Racer, x: Tensor, y: Tensor, lr: float) -> Learned:
    for part in racer.module.modules():
        if isinstance(part, Dropout):
            part.share = 0.0  # by heart means to the last picture
    fewest, most = STEPS
    for step in range(1, max(fewest, min(most, WORK // len(racer.entrant.layers))) + 1):
        loss = float(racer.step(x, y, lr)[0])
        if not math.isfinite(loss):
            return Learned(step, math.inf)
        if loss < ENOUGH:
            break
    return Learned(step, loss)
