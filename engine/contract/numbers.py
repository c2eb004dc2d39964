"""Arrays of numbers as plain data: what a network is, and what it makes of a picture."""

import math
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

MAX_AXES = 4
HALF_LIMIT = float(np.finfo(np.float16).max)
"""Beyond it there is no float16."""
Item = Literal["uint8", "float16", "float32"]
_ITEM_TYPES: dict[Item, np.dtype[Any]] = {
    "uint8": np.dtype("u1"),
    "float16": np.dtype("<f2"),
    "float32": np.dtype("<f4"),
}


class Array(msgspec.Struct, frozen=True):
    """A numpy array as plain data: item type, shape, and the items in row-major order, little-endian.

    Raises ValueError if the shape and the length of the data disagree.
    """

    dtype: Item
    shape: tuple[int, ...]
    data: bytes

    def __post_init__(self) -> None:
        if len(self.shape) > MAX_AXES or any(length < 0 for length in self.shape):
            raise ValueError(f"an array can't have the shape {self.shape}")
        expected = math.prod(self.shape) * _ITEM_TYPES[self.dtype].itemsize
        if len(self.data) != expected:
            raise ValueError(f"{self.dtype} {self.shape} takes {expected} bytes, not {len(self.data)}")

    @classmethod
    def of(cls, values: NDArray[Any]) -> "Array":
        """Wrap a numpy array: uint8 and float16 stay as they are, all else becomes float32."""
        name: Item = "float32"
        if values.dtype == np.uint8:
            name = "uint8"
        elif values.dtype == np.float16:
            name = "float16"
        return cls(name, values.shape, values.astype(_ITEM_TYPES[name], copy=False).tobytes())

    @classmethod
    def half(cls, values: NDArray[np.floating[Any]]) -> "Array":
        """Wrap a numpy array as float16, in half the room and to three digits; as float32 where it holds too much."""
        largest = np.abs(values).max(initial=0)
        return cls.of(values.astype(np.float16) if largest <= HALF_LIMIT else values)

    @classmethod
    def compact(cls, values: NDArray[Any]) -> "Array":
        """Wrap a numpy array in as little room as loses nothing."""
        half = cls.half(values)
        return half if np.array_equal(half.numpy(), values, equal_nan=True) else cls.of(values)

    def numpy(self) -> NDArray[Any]:
        """Return the values as a read-only numpy array of the same shape; nothing is copied."""
        values: NDArray[Any] = np.frombuffer(self.data, _ITEM_TYPES[self.dtype])
        return values.reshape(self.shape)


Weights = dict[str, Array]
"""All that makes a trained network, by name (like "conv1.weight"): its parameters, and the running means and variances
of batch normalisation. All float32."""


class View(msgspec.Struct, frozen=True):
    """The inside of one contestant for the probe picture.

    `filters` (filters, channels, height, width) and `biases` (filters,) are the first layer's; a dense
    layer's weights are shaped like the picture. `maps` holds the output of every layer of `ContestantInfo.layers`,
    in that order and of the shapes given there; `logits` and `probabilities` are (classes,). `class_maps` (classes,
    height, width) says where a network that ends in means of maps and one dense layer sees each class (class
    activation maps, Zhou et al. 2016): its mean over a map, plus the class's bias, is the logit. All float32, but
    maps and the weights of a dense layer mostly float16.
    """

    filters: Array
    biases: Array
    maps: tuple[Array, ...]
    logits: Array
    probabilities: Array
    class_maps: Array | None = None
