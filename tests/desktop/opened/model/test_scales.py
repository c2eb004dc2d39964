from __future__ import annotations

import numpy as np
import pytest

from desktop.opened.model.scales import full_colour


def test_a_few_large_numbers_leave_the_others_their_colours() -> None:
    numbers = np.linspace(-1, 1, 2000).astype(np.float32)
    numbers[:4] = 1000
    assert full_colour(numbers) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    ("numbers", "full"), [([0.0, 0.0], 1), ([], 1), ([np.nan, np.inf], 1), ([0.0, np.nan, -3.0], 3), ([2.0], 2)]
)
def test_there_is_always_a_scale(numbers: list[float], full: float) -> None:
    assert full_colour(np.array(numbers, np.float32)) == full
