"""Numbers in frozen marks: equal by content, unchangeable, written as people write them."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scenes.stage.numbers.values import (
    POWERS,
    Values,
    clock_words,
    decimals_for,
    decimals_under,
    figures_text,
    format_number,
    label_width,
    labels,
    limit_text,
    power_text,
    rows_text,
    two_figures,
    widest_label,
)

steadily = settings(derandomize=True, deadline=None, max_examples=60)
matrices = arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=5))


@steadily
@given(matrices)
def test_equal_content_is_equal_and_hashes_alike(array: npt.NDArray[np.float64]) -> None:
    assert Values(array) == Values(array.copy())
    assert hash(Values(array)) == hash(Values(array.copy()))


@steadily
@given(matrices, st.data())
def test_one_other_number_makes_other_values(array: npt.NDArray[np.float64], data: st.DataObject) -> None:
    place = tuple(data.draw(st.integers(0, side - 1)) for side in array.shape)
    changed = array.copy()
    changed[place] = 1.5 if array[place] != 1.5 else 2.5
    assert Values(array) != Values(changed)


def test_shape_and_type_belong_to_the_value() -> None:
    numbers = np.arange(6)
    assert Values(numbers.reshape(2, 3)) != Values(numbers.reshape(3, 2))
    assert Values(numbers) != Values(numbers.astype(float).view(numbers.dtype))
    assert Values(np.zeros(2)) != Values(np.zeros(2, dtype=np.int64))
    assert Values([1.0]) != [1.0]


@pytest.mark.parametrize("part", [slice(None), slice(1, 2)])
def test_values_do_not_change_with_the_array_they_were_made_of(part: slice) -> None:
    array = np.arange(4.0).reshape(2, 2)
    found, before = Values(array[part]), array[part].copy()
    array[:] = 9
    assert np.array_equal(found.array, before)
    with pytest.raises(ValueError, match="read-only"):
        found.array[0, 0] = 1


def test_a_read_only_view_of_a_changing_array_is_copied() -> None:
    array = np.zeros((2, 2))
    view = array[:]
    view.setflags(write=False)
    found = Values(view)
    array[:] = 1
    assert not found.array.any()


def test_values_of_values_share_their_array() -> None:
    first = Values([[1.0]])
    assert Values(first).array is first.array


@pytest.mark.parametrize(
    ("value", "decimals", "plus", "text"),
    [
        (3, 0, False, "3"),
        (-3, 0, False, "−3"),
        (3, 0, True, "+3"),
        (-3, 0, True, "−3"),
        (0, 0, True, "0"),
        (-0.0, 1, False, "0.0"),
        (-0.004, 2, True, "0.00"),
        (-0.006, 2, False, "−0.01"),
        (1234.56, 1, False, "1234.6"),
        (math.nan, 2, True, "NaN"),
        (math.inf, 0, False, "∞"),
        (-math.inf, 0, False, "−∞"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, decimals: int, plus: bool, text: str) -> None:
    assert format_number(value, decimals, plus) == text


@steadily
@given(st.floats(-1e6, 1e6), st.integers(0, 4), st.booleans())
def test_a_written_number_reads_back_to_its_rounding(value: float, decimals: int, plus: bool) -> None:
    text = format_number(value, decimals, plus)
    assert "-" not in text
    assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.5000001 * 10.0**-decimals)


@pytest.mark.parametrize(
    ("numbers", "decimals"),
    [
        ([[1, -20], [300, 0]], 0),
        ([[1 / 9] * 3], 2),
        ([[0.5, 1000.25]], 1),
        ([[3.0000000001, 2]], 0),
        ([[math.nan, math.inf, 2.0]], 0),
        ([[math.nan, 0.25]], 2),
        ([], 0),
    ],
)
def test_decimals_suit_the_numbers(numbers: list[list[float]], decimals: int) -> None:
    assert decimals_for(numbers) == decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1.0, "1"), (2.5937, "2.59"), (0.348678, "0.349"), (0.05033, "0.0503"), (-0.0184528, "−0.0185"),
     (11.467, "11.5"), (1e-10, "10⁻¹⁰"), (2.656e-5, "2.7 × 10⁻⁵"), (-9.5e-7, "−9.5 × 10⁻⁷"), (1.126e15, "1.1 × 10¹⁵")],
)  # fmt: skip
def test_numbers_of_any_size_can_be_read(value: float, text: str) -> None:
    assert power_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-2.0, "−2"), (0.9**50, "0.00515"), (2.0**-10, "0.000977"), (1.1**100, "13,781"),
     (0.9**100, "2.7 × 10⁻⁵"),
     (-0.0184528, "−0.0185"), (1e5, "10⁵"), (116.39, "116")],
)  # fmt: skip
def test_three_digits_are_written_out_as_far_as_can_be_read(value: float, text: str) -> None:
    assert figures_text(value) == text


def test_all_labels_of_an_array_share_their_decimals() -> None:
    assert labels(Values([[1.0, -0.5], [0.0, 2.25]])) == (("1.00", "−0.50"), ("0.00", "2.25"))
    assert labels(Values([[1, -2]]), plus=True) == (("+1", "−2"),)
    assert labels(Values([[1.26]]), 1) == (("1.3",),)


def test_brief_labels_leave_out_what_goes_without_saying() -> None:
    numbers = Values([[0.25, -0.5], [1.5, 0.0], [10.25, -0.999]])
    assert labels(numbers, plus=True, brief=True) == ((".25", "−.50"), ("1.50", ".00"), ("10.25", "−1.00"))
    assert labels(Values([[0, 3]]), plus=True, brief=True) == (("0", "3"),)
    assert widest_label(numbers, brief=True) == label_width("10.25")


def test_the_widest_label_is_measured_as_it_is_written() -> None:
    assert widest_label(Values([[1, 22, -333]])) == label_width("−333")
    assert widest_label(Values([[1, 2]]), plus=True) == label_width("+1")
    assert widest_label(Values(np.zeros((0, 3)))) == label_width("0")


def test_an_array_is_written_as_one_line() -> None:
    assert rows_text([[4.0, -5.0], [6.0, 0.0]]) == "4 −5 / 6 0"
    assert rows_text(Values([[2.5, 2.0]])) == "2.50 2.00"
    assert rows_text([[2.5, 2.0]], 1) == "2.5 2.0"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (130, "2:10"), (3730, "1:02:10")])
def test_spans_of_time_are_written_as_on_a_clock(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(-90.0, "0:00"), (math.nan, "0:00"), (math.inf, "99:59:59"), (4e9, "99:59:59")]
)
def test_a_clock_that_was_set_anew_stays_a_clock(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.44, "0.44"), (-1.234, "−1.23"), (123.4, "123.4"), (0.0123, "0.012"), (0.00999, "0.010"),
     (0.0012, "0.0012"), (0.00012, "1.2·10⁻⁴"), (-8.7e-12, "−8.7·10⁻¹²"), (float("nan"), "NaN")],
)  # fmt: skip
def test_small_numbers_keep_two_significant_digits(value: float, text: str) -> None:
    assert two_figures(value) == text


@given(st.floats(-1e3, 1e3).filter(lambda value: abs(value) > 1e-30))
def test_no_number_but_zero_is_written_as_zero(value: float) -> None:
    assert any(digit in two_figures(value) for digit in "123456789")


@pytest.mark.parametrize(
    ("limit", "text", "decimals"),
    [(15.0, "15", 2), (4.0, "4", 2), (0.3, "0.3", 2), (0.06, "0.06", 3), (0.001, "0.001", 4), (3e-5, "3·10⁻⁵", POWERS),
     (1.5e-7, "1.5·10⁻⁷", POWERS)],
)  # fmt: skip
def test_what_a_limit_is_called_and_how_many_decimals_are_under_it(limit: float, text: str, decimals: int) -> None:
    assert limit_text(limit) == text
    assert decimals_under(limit) == decimals


def test_labels_with_powers_are_as_wide_as_their_letters() -> None:
    small = Values([[1.2e-5, -3e-7, 0.0]])
    assert labels(small, POWERS, plus=True) == (("+1.2·10⁻⁵", "−3.0·10⁻⁷", "0"),)
    assert widest_label(small, POWERS) < widest_label(Values([[0.000012, 0.0, 0.0]]), 8)
