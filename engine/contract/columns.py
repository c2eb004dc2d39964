"""Many numbers of one kind as few bytes that lose nothing: how a tape keeps what was measured at every step."""

from collections.abc import Sequence

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


def unpacked(columns: Sequence[bytes], count: int) -> Numbers:
    """The numbers (count, columns) of packed columns; raises ValueError if these are not so many.

    Those of a column lie beside each other in memory.
    """
    wrong = next((data for data in columns if not count or len(data) not in (4 * count, 8 * count)), None)
    if wrong is not None:
        raise ValueError(f"{len(wrong)} bytes are not {count} numbers")
    found = np.empty((len(columns), count))
    for size in (4, 8):
        alike = [place for place, data in enumerate(columns) if len(data) == size * count]
        if alike:
            places = np.frombuffer(b"".join(columns[place] for place in alike), np.uint8)
            items = np.ascontiguousarray(places.reshape(len(alike), size, count).transpose(0, 2, 1))
            found[alike] = items.view(f"<f{size}")[..., 0]
    return found.T
