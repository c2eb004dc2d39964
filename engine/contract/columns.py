"""Many numbers of one kind as few bytes that lose nothing: how a tape keeps what was measured at every step."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def packed(column: Numbers) -> bytes:
    """Pack numbers (count,) as float32 where that is exact, else as float64; all first bytes first, then all second.

    Bytes of one place lie together because they are alike, which compression finds.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        short = column.astype("<f4")
    exact = np.array_equal(short.astype(np.float64), column, equal_nan=True)
    items = np.ascontiguousarray(short if exact else column.astype("<f8"))
    return items.view(np.uint8).reshape(len(items), items.itemsize).T.tobytes()


def unpacked(data: bytes, count: int) -> Numbers:
    """The numbers (count,) that were packed; raises ValueError if these are not so many."""
    if not count or len(data) not in (4 * count, 8 * count):
        raise ValueError(f"{len(data)} bytes are not {count} numbers")
    size = len(data) // count
    places = np.frombuffer(data, np.uint8).reshape(size, count)
    return np.ascontiguousarray(places.T).view(f"<f{size}").ravel().astype(np.float64)
