"""The digits that no network learned from: as many of each class as is told, and none of the training pictures."""

from __future__ import annotations

import numpy as np

from engine.contract.pictures import digits
from scenes.stage.data.handwritten import DIGITS, FULL_INK, SAMPLES, handwritten


def test_they_are_the_validation_digits_of_every_data_set() -> None:
    source = digits()
    for digit in range(len(DIGITS)):
        found = handwritten(digit)
        assert found.shape == (SAMPLES, 8, 8)
        assert 0 <= found.min() <= found.max() <= FULL_INK
        judged = source.validation_x[source.validation_y == digit, 0]
        assert np.array_equal(np.rint(found * (255 / FULL_INK)), judged)
