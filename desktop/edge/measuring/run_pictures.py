"""The pictures of a run that has been: those that it was judged by, and some of those that it learned from."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.contract import pictures
from engine.contract.altering import chosen
from engine.contract.spec import RunSpec

CALIBRATING = 256
"""So many of those that it learned from tell the ranges for int8."""


class RunPictures(NamedTuple):
    """Pictures uint8 (count, channels, height, width) that judge, their classes, and pictures that tell ranges."""

    judging: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]
    calibrating: npt.NDArray[np.uint8]


def pictures_of(spec: RunSpec, sets: Path | None = None) -> RunPictures:
    """The pictures of a run, as they are stored; those of the user's own lie in the folder `sets`.

    What tells the ranges is drawn by chance from what the run really used, the same for the same run: the pictures of
    some data sets lie class by class, so that the first of them would be of one class only.

    Raises:
        SpecError: the pictures are not there.
    """
    found = pictures.source(spec.data, sets)
    classes = int(max(found.train_y.max(), found.validation_y.max())) + 1
    used, _ = chosen(found.train_y.astype(np.int64), classes, spec.altered, spec.seed)
    drawn = np.sort(np.random.default_rng(spec.seed).permutation(used)[:CALIBRATING])
    return RunPictures(found.validation_x, found.validation_y.astype(np.int64), found.train_x[drawn])
