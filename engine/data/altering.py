"""What a run does to the pictures that it learns from (`Altered`): once before it, and each time they are drawn."""

import numpy as np
import torch
from torch import Tensor

from engine.contract.altering import chosen
from engine.contract.spec import Altered, RunSpec
from engine.data import data
from engine.data.data import Split

_MOVES = 3
"""What is drawn by chance has numbers of its own; `engine.contract.altering` draws from the others."""


def pictures_of(spec: RunSpec) -> Split:
    """Return the pictures of a run as its networks see them, on the CPU; raises `SpecError` if they are not there."""
    return used(data.load(spec.data, spec.altered.raw), spec.altered, spec.seed)


def used(split: Split, altered: Altered, seed: int) -> Split:
    """Return a split with the training pictures that a run uses, some with wrong labels."""
    classes = int(max(split.train_y.max(), split.validation_y.max())) + 1
    places, labels = chosen(split.train_y.numpy(), classes, altered, seed)
    if len(places) < len(split.train_y):
        kept = torch.from_numpy(places)
        return split._replace(train_x=split.train_x[kept], train_y=torch.from_numpy(labels))
    return split._replace(train_y=torch.from_numpy(labels)) if altered.noise else split


class Moving:
    """Moves and mirrors pictures as they are drawn; every contestant gets them moved alike."""

    def __init__(self, altered: Altered, seed: int) -> None:
        self._shift, self._flip = altered.shift, altered.flip
        self._generator = np.random.default_rng((seed, _MOVES))

    def __call__(self, x: Tensor) -> Tensor:
        """Return pictures (batch, channels, height, width), each moved by chance; as they are where nothing moves."""
        if self._flip:
            mirrored = torch.from_numpy(self._generator.random(len(x)) < 0.5).to(x.device)
            x = torch.where(mirrored[:, None, None, None], x.flip(3), x)
        return self._shifted(x) if self._shift else x

    def _shifted(self, x: Tensor) -> Tensor:
        """Move each picture; what comes in at an edge repeats it."""
        count, channels, height, width = x.shape
        moves = self._generator.integers(-self._shift, self._shift + 1, (2, count, 1))
        rows = torch.from_numpy((np.arange(height) - moves[0]).clip(0, height - 1)).to(x.device)
        columns = torch.from_numpy((np.arange(width) - moves[1]).clip(0, width - 1)).to(x.device)
        pictures = torch.arange(count, device=x.device)[:, None, None, None]
        maps = torch.arange(channels, device=x.device)[None, :, None, None]
        return x[pictures, maps, rows[:, None, :, None], columns[:, None, None, :]]
