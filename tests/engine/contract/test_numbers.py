import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.contract.numbers import HALF_LIMIT, Array

ARRAYS = st.sampled_from([np.uint8, np.float16, np.float32]).flatmap(
    lambda kind: hnp.arrays(kind, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)


@given(ARRAYS)
def test_an_array_comes_back_as_it_was(values: np.ndarray) -> None:
    wrapped = Array.of(values)
    back = wrapped.numpy()
    assert back.dtype == values.dtype
    assert back.shape == values.shape
    np.testing.assert_array_equal(back, values)
    assert not back.flags.writeable


def test_an_array_keeps_its_order_whatever_its_strides() -> None:
    values = np.arange(24, dtype=np.float32).reshape(2, 3, 4).transpose(2, 0, 1)
    np.testing.assert_array_equal(Array.of(values).numpy(), values)


def test_other_numbers_become_float32() -> None:
    assert Array.of(np.array([1.5, 2.5])).dtype == "float32"
    np.testing.assert_array_equal(Array.of(np.array([1, 300])).numpy(), np.float32([1, 300]))


@pytest.mark.parametrize(
    ("shape", "data"),
    [((2, 3), b"\0" * 23), ((2,), b""), ((-1, -4), b"\0" * 16), ((1, 1, 1, 1, 1), b"\0" * 4)],
)
def test_an_array_whose_shape_and_data_disagree_is_refused(shape: tuple[int, ...], data: bytes) -> None:
    with pytest.raises(ValueError):
        Array("float32", shape, data)
    sent = msgspec.msgpack.encode({"dtype": "float32", "shape": shape, "data": data})
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(sent, type=Array)


def test_an_unknown_item_type_is_refused() -> None:
    sent = msgspec.msgpack.encode({"dtype": "float64", "shape": [1], "data": b"\0" * 8})
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(sent, type=Array)


@given(hnp.arrays(np.float32, st.integers(0, 5), elements=st.floats(-60000, 60000, width=32)))
def test_halves_take_half_the_room_and_keep_three_digits(values: np.ndarray) -> None:
    half = Array.half(values)
    assert len(half.data) == 2 * values.size
    np.testing.assert_allclose(half.numpy().astype(np.float32), values, rtol=5e-4, atol=1e-7)


@pytest.mark.parametrize("value", [2 * HALF_LIMIT, -2 * HALF_LIMIT, np.inf, np.nan])
def test_what_no_half_can_be_stays_whole(value: float) -> None:
    values = np.float32([1.0, value])
    assert Array.half(values).dtype == "float32"
    np.testing.assert_array_equal(Array.half(values).numpy(), values)


@given(hnp.arrays(np.float32, st.integers(0, 5)))
def test_the_compact_form_loses_nothing(values: np.ndarray) -> None:
    np.testing.assert_array_equal(Array.compact(values).numpy(), values)
    with np.errstate(over="ignore"):
        rounded = values.astype(np.float16).astype(np.float32)
    if np.isfinite(rounded).all():
        assert Array.compact(rounded).dtype == "float16"
