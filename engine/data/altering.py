"""What a run does to the pictures that it learns from (`Altered`): once before it, and each time they are drawn."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.contract.spec import Altered
from engine.data.data import Split

_SHARE, _NOISE, _MOVES = 1, 2, 3
"""What is drawn by chance: each from numbers of its own, so that one setting doesn't change another's draw."""


def used(split: Split, altered: Altered, seed: int) -> Split:
    """Return a split with the training pictures that a run uses, some with wrong labels.

    The same seed uses the same pictures, and more of them include those that fewer are; so it is with wrong labels.
    """
    y = split.train_y.numpy()
    classes = int(max(y.max(), split.validation_y.max())) + 1
    count = altered.used(len(y), classes)
    if count < len(y):
        kept = torch.from_numpy(_kept(y, count, np.random.default_rng((seed, _SHARE))))
        split = split._replace(train_x=split.train_x[kept], train_y=split.train_y[kept])
    if altered.noise:
        wrong = _mistaken(split.train_y.numpy(), classes, altered.noise, np.random.default_rng((seed, _NOISE)))
        split = split._replace(train_y=torch.from_numpy(wrong))
    return split


def _kept(y: NDArray[np.int64], count: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Choose so many pictures, in their order, as equal a share of each class as can be, and at least one."""
    turn = np.empty(len(y))
    for label in np.unique(y):
        members = generator.permutation(np.flatnonzero(y == label))
        turn[members] = np.arange(len(members)) / len(members)
    return np.sort(np.argsort(turn, kind="stable")[:count])


def _mistaken(y: NDArray[np.int64], classes: int, noise: float, generator: np.random.Generator) -> NDArray[np.int64]:
    """Return labels of which exactly that share, rounded to whole pictures, is another than it was."""
    chosen = generator.permutation(len(y))[: round(noise * len(y))]
    beside = generator.integers(1, classes, len(y))
    wrong = y.copy()
    wrong[chosen] = (y[chosen] + beside[chosen]) % classes
    return wrong


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
