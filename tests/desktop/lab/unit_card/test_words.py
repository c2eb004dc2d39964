"""What is said for and against naming a unit after a class."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.unit_card import words
from desktop.lab.unit_card.table import ClassTable
from desktop.theme.appearance import Appearance
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
    assert words.spread(found(10, 60, 29, 1), (*CLASSES, "dog")).endswith("10 “bear”, 1 other.")


def test_a_dead_unit_is_called_so() -> None:
    assert words.spread(found(50, 40, 10, strength=0.0), CLASSES) == words.DEAD


def test_accuracy_over_all_classes() -> None:
    assert words.whole_fall(WHOLE, SwitchedOff(1, (45, 20, 46), (50, 50, 50))) == "94.0 → 74.0 % OF 150"


def test_a_class_without_pictures_falls_by_nothing() -> None:
    empty = SwitchedOff(None, (45, 0, 46), (50, 0, 50))
    assert "no class falls" in words.verdict(found(30, 40, 30), empty, empty, CLASSES, "unit")


def test_red_is_what_its_rule_says(qtbot: QtBot, looks: Appearance) -> None:
    """Also at exactly ten points, where the difference of two rounded shares would be a little less."""
    table = ClassTable(looks)
    qtbot.addWidget(table)
    table.show_found(
        CLASSES, None, SwitchedOff(None, (50, 21, 46), (50,) * 3), SwitchedOff(1, (45, 17, 46), (50,) * 3), 13
    )
    assert [table.is_missed(label) for label in range(3)] == [True, False, False]
    assert words.RULE == "Red is a class that loses 10 points or more."


def test_what_is_climbed_is_what_is_told() -> None:
    assert "Its strongest cell is 5.34 here, and 4.89" in words.strength(5.34, 4.89, True)
    assert "the gradient of its strongest cell" in words.strength(5.34, 4.89, True)
    assert "the gradient of its number" in words.strength(5.34, None, False)
    assert "This climb ended below it." in words.strength(4.44, 4.7, True)
    assert "below" not in words.strength(5.34, 4.89, True)
