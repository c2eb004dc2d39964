"""Writing options: numbers as scenes write them, and wrong answers that can be told apart."""

from __future__ import annotations

import pytest

from scenes.questions.draws import DrawError
from scenes.questions.writing import number, told_apart, written


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(3, 0, "3"), (-2, 0, "−2"), (0.349, 3, "0.349"), (34944, 0, "34,944"), (-1234.5, 1, "−1,234.5"), (-0.0, 0, "0")],
)
def test_numbers_are_written_as_in_scenes(value: float, decimals: int, text: str) -> None:
    assert written(value, decimals) == text
    option = number(value, "So it is.", "E01", decimals=decimals, unit=" %")
    assert (option.value, option.text, option.slip) == (value, f"{text} %", "E01")


def test_what_is_written_as_the_key_or_as_another_is_left_out() -> None:
    key = number(3, "So it is.")
    wrong = [number(value, why) for value, why in ((4, "one"), (3, "right by chance"), (4, "another"), (5, "two"))]
    assert [option.why for option in told_apart(key, wrong)] == ["one", "two"]


def test_one_mistake_is_too_few() -> None:
    with pytest.raises(DrawError, match="too few mistakes"):
        told_apart(number(3, "So it is."), [number(4, "one"), number(3, "right by chance")])
