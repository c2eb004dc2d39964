import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.contract.events import Array, ContestantInfo, Layer
from engine.contract.spec import SmallCNN

ARRAYS = st.sampled_from([np.uint8, np.float32]).flatmap(
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


def test_the_layers_of_an_entrant_that_train_are_those_with_parameters() -> None:
    layers = (Layer("conv1", "conv", "", (8, 4, 4), 80, 9), Layer("relu1", "relu", "", (8, 4, 4), 0, 0))
    assert ContestantInfo("a", SmallCNN(), layers, 80, 9).trained == ("conv1",)
