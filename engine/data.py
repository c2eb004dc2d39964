"""Data sets as tensors: one loader each, a fixed split, and the order in which a run sees the pictures."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

import assets
from engine.spec import DATA, DataName

Pictures = NDArray[np.uint8]
_SPLIT_SEED = 2024


class Split(NamedTuple):
    """A data set as networks see it, on one device.

    `train_x` and `validation_x` are float32 (count, channels, height, width), equal to (picture - `mean`) /
    `deviation`; `train_y` and `validation_y` are int64 class indices; `pictures` are the validation
    pictures as they were, uint8.
    """

    train_x: Tensor
    train_y: Tensor
    validation_x: Tensor
    validation_y: Tensor
    pictures: Pictures
    mean: float
    deviation: float

    def to(self, device: torch.device) -> "Split":
        """Return the same split with its tensors on another device."""
        return self._replace(
            train_x=self.train_x.to(device),
            train_y=self.train_y.to(device),
            validation_x=self.validation_x.to(device),
            validation_y=self.validation_y.to(device),
        )


def animals() -> tuple[Pictures, Pictures, tuple[str, ...]]:
    """Return 10,000 animal silhouettes: x uint8 (10000, 1, 28, 28), y uint8 (10000,), class names."""
    with np.load(assets.path("data", "animals.npz"), allow_pickle=False) as stored:
        return stored["x"][:, None], stored["y"], DATA["animals"].classes


def digits() -> tuple[Pictures, Pictures, tuple[str, ...]]:
    """Return 1797 handwritten digits: x uint8 (1797, 1, 8, 8), y uint8 (1797,), class names.

    The file counts ink from 0 to 16; here it is spread over 0..255 like every other picture.
    """
    with np.load(assets.path("data", "digits.npz"), allow_pickle=False) as stored:
        x = np.rint(stored["x"] * (255 / 16)).astype(np.uint8)
        return x[:, None], stored["y"], DATA["digits"].classes


LOADERS: dict[DataName, Callable[[], tuple[Pictures, Pictures, tuple[str, ...]]]] = {
    "animals": animals,
    "digits": digits,
}


def split_indices(y: Pictures, validation: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the indices of training and validation pictures, the same in every run.

    Each class gives an equal share of the validation pictures, and they take turns, so that the first
    pictures of the validation set are balanced too.
    """
    generator = np.random.default_rng(_SPLIT_SEED)
    by_class = [generator.permutation(np.flatnonzero(y == label)) for label in range(int(y.max()) + 1)]
    held_out, rest = divmod(validation, len(by_class))
    if rest:
        raise ValueError(f"{validation} validation pictures can't be shared by {len(by_class)} classes")
    validated = np.stack([members[:held_out] for members in by_class], axis=1).ravel()
    trained = np.concatenate([members[held_out:] for members in by_class])
    return trained, validated


def moments(x: Pictures) -> tuple[float, float]:
    """Return mean and standard deviation of all pixels; sums of whole numbers make it exact and quick."""
    mean = int(x.sum(dtype=np.int64)) / x.size
    mean_square = int(np.square(x, dtype=np.uint16).sum(dtype=np.int64)) / x.size
    return mean, math.sqrt(mean_square - mean**2)


@cache
def load(name: DataName) -> Split:
    """Load, split and standardise a data set, on the CPU; the training pictures give mean and deviation."""
    x, y, _ = LOADERS[name]()
    trained, validated = split_indices(y, DATA[name].validation)
    mean, deviation = moments(x[trained])

    def inputs(indices: NDArray[Any]) -> Tensor:
        return torch.from_numpy(x[indices]).float().sub_(mean).div_(deviation)

    def targets(indices: NDArray[Any]) -> Tensor:
        return torch.from_numpy(y[indices].astype(np.int64))

    return Split(
        inputs(trained), targets(trained), inputs(validated), targets(validated), x[validated], mean, deviation
    )


class Batches:
    """The order in which a run sees its training pictures: a fresh permutation for every epoch.

    Every picture is seen exactly once an epoch, so the last batch of an epoch is smaller where the size
    doesn't divide the number of pictures. The size may change at any time; the epoch goes on where it is.
    """

    def __init__(self, count: int, seed: int) -> None:
        self._generator = torch.Generator().manual_seed(seed)
        self._count = count
        self._order = torch.empty(0, dtype=torch.int64)
        self._place = count
        self._passes = -1

    @property
    def epoch(self) -> float:
        """Passes over the training pictures so far, with the fraction of the present one."""
        return self._passes + self._place / self._count

    def next(self, size: int) -> Tensor:
        """Return the indices of the next batch: int64 (size,), or fewer at the end of an epoch."""
        if self._place == self._count:
            self._order = torch.randperm(self._count, generator=self._generator)
            self._place = 0
            self._passes += 1
        first = self._place
        self._place = min(first + size, self._count)
        return self._order[first : self._place]
