"""Data sets as tensors, and the order in which a run sees the pictures."""

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.contract.pictures import Pictures, source
from engine.contract.spec import Data, DataName


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


def moments(x: Pictures) -> tuple[float, float]:
    """Return mean and standard deviation of all pixels; sums of whole numbers make it exact and quick."""
    mean = int(x.sum(dtype=np.int64)) / x.size
    mean_square = int(np.square(x, dtype=np.uint16).sum(dtype=np.int64)) / x.size
    return mean, math.sqrt(max(0.0, mean_square - mean**2))


def load(data: Data, raw: bool = False) -> Split:
    """Load a data set, on the CPU, as networks see it: `raw` as it is stored, else standardised.

    All training pictures together give mean and deviation.

    Raises `SpecError` where the pictures of one of the user's own are not there.
    """
    return _load_bundled(data, raw) if isinstance(data, str) else _split(data, raw)


@cache
def _load_bundled(name: DataName, raw: bool) -> Split:
    return _split(name, raw)


def _split(data: Data, raw: bool) -> Split:
    found = source(data)
    mean, deviation = (0.0, 1.0) if raw else moments(found.train_x)
    deviation = deviation or 1.0  # of pictures that are all alike

    def inputs(pictures: Pictures) -> Tensor:
        return torch.from_numpy(pictures).float().sub_(mean).div_(deviation)

    def targets(labels: Pictures) -> Tensor:
        return torch.from_numpy(labels.astype(np.int64))

    return Split(
        inputs(found.train_x),
        targets(found.train_y),
        inputs(found.validation_x),
        targets(found.validation_y),
        found.validation_x,
        mean,
        deviation,
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
