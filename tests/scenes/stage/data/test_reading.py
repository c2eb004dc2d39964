"""Inquiries of published networks: equal ones have equal digests, and whatever differs makes another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenes.stage.data.reading import SIDE, Inquiry, Reading
from scenes.stage.numbers.values import Values

GREY = np.full((3, SIDE, SIDE), 127, np.uint8)
ASKED = Inquiry("a-network", Values(GREY), ("stem.conv",))


def test_equal_inquiries_have_equal_digests() -> None:
    again = Inquiry("a-network", Values(GREY.copy()), ("stem.conv",))
    assert again == ASKED
    assert again.digest == ASKED.digest
    assert len(ASKED.digest) == 64


@pytest.mark.parametrize(
    "changed",
    [
        {"network": "another"},
        {"picture": Values(GREY + np.uint8(1))},
        {"layers": ("stem.conv", "head.conv")},
        {"layers": ()},
        {"off": (("stem.conv", 3),)},
        {"off": (("stem.conv", None),)},
        {"drawn": 1},
    ],
)
def test_whatever_differs_makes_another_digest(changed: dict[str, Any]) -> None:
    other = replace(ASKED, **changed)
    assert other.digest != ASKED.digest
    assert (other.subject == ASKED.subject) == (not {"picture", "off"} & set(changed))
    assert (other.kin == ASKED.kin) == (not {"network", "layers", "drawn"} & set(changed))


@pytest.mark.parametrize("array", [GREY[:1], GREY[:, :100], GREY.astype(np.float32)])
def test_a_network_reads_bytes_of_one_shape(array: np.ndarray[Any, Any]) -> None:
    with pytest.raises(ValueError, match=r"bytes of the shape \(3, 224, 224\)"):
        Inquiry("a-network", Values(array), ())


def test_a_reading_may_have_no_maps() -> None:
    assert not Reading(Values(np.zeros(1000, np.float32))).maps
