"""What is said for and against naming a unit after a class."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.lab.unit_card import words
from engine.contract.numbers import Array
from engine.contract.questions import StrongestFound, SwitchedOff

CLASSES = ("bear", "bird", "cat")
WHOLE = SwitchedOff(None, (45, 50, 46), (50, 50, 50))


def found(*spread: int, strength: float = 3.0) -> StrongestFound:
    pictures = Array.of(np.zeros((1, 1, 8, 8), np.uint8))
    return StrongestFound(pictures, (0,), (0,), (strength,), ((0, 0),), spread, sum(spread))


@pytest.mark.parametrize(
    ("spread", "right", "begins", "holds"),
    [
        ((5, 15, 80), (45, 50, 16), "For calling it the “cat” map: 80 of", "“cat” goes from 92 to 32 %"),
        ((5, 15, 80), (45, 50, 46), "Against calling it", "“cat” stays at 92 %: others carry it"),
        ((5, 15, 80), (45, 20, 16), "Against calling it", "but “bird” goes from 100 to 40 % as well"),
        ((5, 15, 80), (45, 20, 46), "Against calling it", "stays at 92 %, and “bird” goes from 100 to 40 %"),
        ((30, 40, 30), (45, 20, 46), "No class has half", "“bird” falls most: it goes from 100 to 40 %"),
        ((30, 40, 30), (44, 50, 46), "No class has half", "no class falls by 10 points"),
        ((5, 15, 80), (49, 50, 46), "Against calling it", "others carry it"),
    ],
)
def test_both_sides_count(spread: tuple[int, ...], right: tuple[int, ...], begins: str, holds: str) -> None:
    said = words.verdict(found(*spread), WHOLE, SwitchedOff(3, right, (50, 50, 50)), CLASSES, "map")
    assert said.startswith(begins)
    assert holds in said


def test_the_spread_names_the_most_frequent_classes() -> None:
    assert words.spread(found(10, 60, 30), CLASSES) == (
        "Of these 1: 1 “bear”. Of its strongest 100: 60 “bird”, 30 “cat”, 10 “bear”."
    )
    assert words.spread(found(0, 100, 0), CLASSES).endswith("Of its strongest 100: 100 “bird”.")
    many = words.spread(found(10, 60, 20, 6, 4), (*CLASSES, "dog", "fox"))
    assert many.endswith("20 “cat”, 10 “bear”, 10 others.")


def test_a_dead_unit_is_called_so() -> None:
    assert words.spread(found(50, 40, 10, strength=0.0), CLASSES) == words.DEAD


def test_accuracy_over_all_classes() -> None:
    assert words.whole_fall(WHOLE, SwitchedOff(1, (45, 20, 46), (50, 50, 50))) == "94.0 → 74.0 %"


def test_a_class_without_pictures_falls_by_nothing() -> None:
    empty = SwitchedOff(None, (45, 0, 46), (50, 0, 50))
    assert "no class falls" in words.verdict(found(30, 40, 30), empty, empty, CLASSES, "unit")
