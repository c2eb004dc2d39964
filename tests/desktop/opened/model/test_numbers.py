from __future__ import annotations

from pathlib import Path

import pytest

from desktop.opened.model.numbers import Numbers
from desktop.opened.model.opened import Opened
from tests.desktop.opened.fakes import LAYERS, FakeOpener, contents


@pytest.fixture
def opener(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> FakeOpener:
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    return openers[0]


def test_a_layer_shows_its_largest_array_and_others_on_demand(opened: Opened, opener: FakeOpener) -> None:
    numbers = Numbers(opened)
    numbers.choose(LAYERS[0])
    assert numbers.histogram is None
    opener.answer()
    assert numbers.histogram is not None
    assert sum(numbers.histogram.counts) == 108
    assert numbers.values is not None
    assert numbers.values.shape == (4, 3, 3, 3)
    numbers.look_at(numbers.tensors[1])
    assert numbers.values is None, "those of the other array are gone at once"
    opener.answer()
    assert numbers.values is not None
    assert numbers.values.shape == (4,)


def test_numbers_of_a_layer_that_was_left_are_not_shown(opened: Opened, opener: FakeOpener) -> None:
    numbers = Numbers(opened)
    numbers.choose(LAYERS[0])
    numbers.choose(LAYERS[2])
    opener.answer()
    assert numbers.values is None
    opener.answer()
    assert numbers.values is not None
    assert numbers.values.shape == (6, 4, 3, 3)


def test_a_layer_without_numbers_asks_for_none(opened: Opened, opener: FakeOpener) -> None:
    numbers = Numbers(opened)
    numbers.choose(LAYERS[1])
    assert numbers.tensor is None
    assert opener.asked == []


def test_a_refusal_is_told(opened: Opened, opener: FakeOpener) -> None:
    numbers = Numbers(opened)
    numbers.choose(LAYERS[0])
    opener.answer("It takes too much memory.")
    assert numbers.refused == "It takes too much memory."
    assert numbers.values is None
