"""Inquiries of published networks: equal ones have equal digests, and whatever differs makes another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenes.stage.data.reading import SIDE, Ascent, Covering, Explanation, Inquiry, Kit, Maps, Reading
from scenes.stage.numbers.values import Values

GREY = np.full((3, SIDE, SIDE), 127, np.uint8)
MAPS = Maps(Values(GREY), ("stem.conv",))
ASKED = Inquiry("a-network", MAPS)
EXPLAINED = Explanation(Values(GREY), "grad-cam", 3, layer="stem.conv")
COVERED = Covering(Values(GREY), 56, 12)
CLIMBED = Ascent("stem.conv", 3, 64)


def test_equal_inquiries_have_equal_digests() -> None:
    again = Inquiry("a-network", Maps(Values(GREY.copy()), ("stem.conv",)))
    assert again == ASKED
    assert again.digest == ASKED.digest
    assert len(ASKED.digest) == 64


@pytest.mark.parametrize(
    "changed",
    [
        {"picture": Values(GREY + np.uint8(1))},
        {"layers": ("stem.conv", "head.conv")},
        {"layers": ()},
        {"off": (("stem.conv", 3),)},
        {"off": (("stem.conv", None),)},
    ],
)
def test_whatever_differs_makes_another_digest(changed: dict[str, Any]) -> None:
    other = replace(ASKED, question=replace(MAPS, **changed))
    assert other.digest != ASKED.digest
    assert (other.subject == ASKED.subject) == ("layers" in changed)
    assert (other.kin == ASKED.kin) == ("layers" not in changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"network": "another"},
        {"network": Kit("a-network", "")},
        {"network": Kit("a-network", "there")},
        {"drawn": 0},
        {"drawn": 1},
    ],
)
def test_another_network_answers_otherwise(changed: dict[str, Any]) -> None:
    other = replace(ASKED, **changed)
    assert other.digest != ASKED.digest
    assert other.kin != ASKED.kin


@pytest.mark.parametrize(
    ("question", "changed"),
    [
        (EXPLAINED, {"picture": Values(GREY + np.uint8(1))}),
        (EXPLAINED, {"lens": "gradient"}),
        (EXPLAINED, {"of": 4}),
        (EXPLAINED, {"against": 4}),
        (EXPLAINED, {"against": 0}),
        (EXPLAINED, {"layer": "head.conv"}),
        (COVERED, {"side": 28}),
        (COVERED, {"stride": 28}),
        (CLIMBED, {"layer": "head.conv"}),
        (CLIMBED, {"unit": 4}),
        (CLIMBED, {"steps": 8}),
    ],
)
def test_questions_of_all_kinds_have_digests_of_their_own(question: Any, changed: dict[str, Any]) -> None:
    one, other = Inquiry("a-network", question), Inquiry("a-network", replace(question, **changed))
    assert one.digest == Inquiry("a-network", replace(question)).digest
    assert one.digest != other.digest
    assert one.subject != other.subject
    assert (one.kin == other.kin) == ("picture" in changed)


def test_squares_lie_on_the_picture_from_edge_to_edge() -> None:
    assert COVERED.corners == tuple(range(0, 169, 12))


@pytest.mark.parametrize("array", [GREY[0], GREY[None], GREY.astype(np.float32)])
def test_a_network_reads_bytes_in_channels(array: np.ndarray[Any, Any]) -> None:
    with pytest.raises(ValueError, match=r"bytes of the shape \(channels, height, width\)"):
        Inquiry("a-network", Maps(Values(array)))


def test_squares_lie_on_a_picture_of_any_side() -> None:
    assert Covering(Values(np.zeros((3, 299, 299), np.uint8)), 56, 81).corners == (0, 81, 162, 243)


def test_a_reading_may_have_no_maps() -> None:
    assert not Reading(Values(np.zeros(1000, np.float32))).maps
