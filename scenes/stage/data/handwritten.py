"""Handwritten digits that no network which ships has learned from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

import assets
from scenes.reference import Floats
from scenes.stage.data.weights import trained

DIGITS = tuple("0123456789")
SAMPLES = 50
"""How many there are of each class."""
FULL_INK = 16
"""The value of a stroke."""


@lru_cache(maxsize=10)
def handwritten(digit: int) -> Floats:
    """All held-out digits of one class, (count, 8, 8), ink 0 to 16; all networks share the split."""
    held_out = list(trained("lenet-5-modern").held_out)
    with np.load(assets.path("data", "digits.npz"), allow_pickle=False) as stored:
        x, y = stored["x"][held_out], stored["y"][held_out]
    return np.asarray(x[y == digit], dtype=float)
