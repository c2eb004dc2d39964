from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.opened.model.doors import LARGEST, MOST_DILATION, MOST_STRIDE, door, refusal
from scenes.convolution.knobs import Knobs
from scenes.stage.core.knobs import knobs_of
from tests.desktop.opened.fakes import LAYERS

FIRST = LAYERS[0]


def kernel(channels: int, rows: int, columns: int | None = None) -> np.ndarray:
    return np.random.default_rng(rows).normal(size=(channels, rows, columns or rows)).astype(np.float32)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("seen", [None, (3, 260, 260), (1, 28, 28), (3, 8, 9)])
def test_the_scene_takes_what_a_door_leads_to(size: int, channels: int, seen: tuple[int, ...] | None) -> None:
    picture = None if seen is None else np.full(seen, 9, np.uint8)
    numbers = kernel(channels, size)
    assert refusal(FIRST, numbers) == ""
    found = door(FIRST, numbers, "Filter 1", picture)
    knobs = Knobs(**dict(found.values))
    assert knobs.problem() is None
    assert len(knobs.learned) == channels * size * size
    assert knobs.learned[-1] == ((0, channels - 1, size - 1, size - 1), float(numbers[-1, -1, -1]))
    assert "Filter 1 of conv1" in found.note


def test_the_bounds_are_those_of_the_scene() -> None:
    forms = {form.name: form for form in knobs_of(Knobs)}
    assert (forms["size"].high, forms["stride"].high, forms["dilation"].high) == (LARGEST, MOST_STRIDE, MOST_DILATION)


@pytest.mark.parametrize(
    ("layer", "numbers", "says"),
    [
        (FIRST, kernel(1, 11), "up to 7×7; this one is 11×11"),
        (FIRST, kernel(1, 3, 5), "square kernels only"),
        (replace(FIRST, stride=(4, 4)), kernel(1, 3), "by 1 to 3 cells"),
        (replace(FIRST, stride=(1, 2)), kernel(1, 3), "by 1 to 3 cells"),
        (replace(FIRST, dilation=(4, 4)), kernel(1, 3), "so far spread"),
        (FIRST, np.full((1, 3, 3), np.nan, np.float32), "not finite"),
    ],
)
def test_what_the_scene_has_no_room_for_is_told(layer: object, numbers: np.ndarray, says: str) -> None:
    assert says in refusal(layer, numbers)  # type: ignore[arg-type]
