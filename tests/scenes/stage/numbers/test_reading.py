"""What people type where a number is wanted, and what is taken for it."""

from __future__ import annotations

import math

import pytest

from scenes.stage.numbers.reading import echoed, number_in_words, read_number, readings


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5),
        ("1,25", 1.25),
        (" −2 ", -2.0),  # a true minus
        ("–1.5", -1.5),  # an en dash, as word processors make of a hyphen
        ("- 5", -5),
        ("+3", 3),
        (".5", 0.5),
        ("-,5", -0.5),
        ("5.", 5),
        ("1e-3", 0.001),
        ("2,5E−3", 0.0025),
        ("1/9", 1 / 9),
        ("-1/9", -1 / 9),
        ("1 / 3", 1 / 3),
        ("½", 0.5),
        ("−⅓", -1 / 3),
        ("2½", 2.5),
        ("2 1/2", 2.5),
        ("1 000", 1000),
        ("1 000 000", 1000000),
        ("1'000", 1000),
        ("1’000’000", 1000000),
        ("1_000", 1000),
        ("1,000,000", 1000000),
        ("1.000.000", 1000000),
        ("1.000,5", 1000.5),
        ("1,000.5", 1000.5),
        ("0,500", 0.5),
        ("0.125", 0.125),
        ("1.125", 1.125),
        ("１,５", 1.5),
        ("١٢٫٥", 12.5),
        ("1e400", math.inf),
        ("9" * 5000, math.inf),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert readings(text) == (value,)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "--1", "1.2.3", "1,,0", "x", "nan", "inf", "0_5", "1 2", "0x10", "1/0", "1/2/3", "5%", "³"),
        *("1²", "e5", "1,23,456", "1,000,00", "[1, 2]", "1;2", "½/2", ".", "1e", "Ⅷ", "1 000e3", "01,000,000"),
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert readings(text) == readings(text, whole=True) == ()
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "whole", "otherwise"),
    [
        ("1,000", (1000, 1.0), (1.0, 1000)),
        ("10,000", (10000, 10.0), (10.0, 10000)),
        ("1.000", (1000, 1.0), (1.0,)),
        ("-1,000", (-1000, -1.0), (-1.0, -1000)),
        ("50,890", (50890, 50.89), (50.89, 50890)),
        ("1000", (1000,), (1000,)),
    ],
)
def test_a_group_of_three_is_a_thousand_among_whole_numbers(
    text: str, whole: tuple[float, ...], otherwise: tuple[float, ...]
) -> None:
    assert readings(text, whole=True) == whole
    assert readings(text) == otherwise


def test_whole_numbers_stay_exact() -> None:
    assert read_number("9007199254740993", whole=True) == 9007199254740993
    assert isinstance(read_number("1,000", whole=True), int)
    assert isinstance(read_number("9" * 300, whole=True), int)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (8, "8"),
        (-99.0, "-99"),
        (0.001, "0.001"),
        (1e-5, "1e-05"),
        (1 / 9, "0.111111"),
        (12.5, "12.5"),
        (1000, "1,000"),
        (1e6, "1,000,000"),
        (1234567.5, "1,234,568"),
        (1e15, "1e+15"),
        (10**400, "1e+400"),
        (-(10**400), "-1e+400"),
        (math.inf, "inf"),
    ],
)
def test_numbers_are_written_for_people(number: float, words: str) -> None:
    assert number_in_words(number) == words


def test_at_most_eighty_letters_are_said_again() -> None:
    assert echoed("x" * 80) == "x" * 80
    assert echoed("a" * 50 + "b" * 50) == "a" * 39 + "…" + "b" * 40
    assert len(echoed("x" * 1000)) == 80
