"""A sequence and a table that grow: adding gives a new one, leaves the old one as it was, and both share storage."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
T = TypeVar("T")

_FIRST_ROWS = 256
_MOST_EXPECTED = 2**25
"""Room for so many numbers at most is made before they come."""
_LARGE = 2**17
"""Room for more numbers than this is asked of the system, and goes back to it as soon as a table has outgrown it."""


class Log(Sequence[T], Generic[T]):
    """A sequence that grows at its end only; adding gives a new one and leaves the old one as it was."""

    __slots__ = ("_length", "_shared")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._shared = list(items)
        self._length = len(self._shared)

    def added(self, item: T) -> Log[T]:
        """Return this log with one more item."""
        newest = len(self._shared) == self._length
        shared = self._shared if newest else self._shared[: self._length]
        shared.append(item)
        return self._prefix(shared, self._length + 1)

    def first(self, length: int) -> Log[T]:
        """Return the log of the first items."""
        return self._prefix(self._shared, max(0, min(length, self._length)))

    @classmethod
    def _prefix(cls, shared: list[T], length: int) -> Log[T]:
        log: Log[T] = cls.__new__(cls)
        log._shared, log._length = shared, length
        return log

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self._shared[i] for i in range(*index.indices(self._length))]
        return self._shared[range(self._length)[index]]

    def __iter__(self) -> Iterator[T]:
        return (self._shared[i] for i in range(self._length))

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Log):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Log({list(self)})"


class Table:
    """Rows of numbers, a log as a matrix: adding rows gives a new table and leaves the old one as it was.

    The numbers of a column lie beside each other in memory, since columns are what is drawn.
    """

    __slots__ = ("_rows", "_store")

    def __init__(self, columns: int, room: int = _FIRST_ROWS) -> None:
        """`room` is how many rows are expected: so many, within limits, need not be moved while the table grows."""
        room = max(_FIRST_ROWS, min(room, _MOST_EXPECTED // max(1, columns)))
        self._store = _Store(_room(columns, room), 0)
        self._rows = 0

    def added(self, rows: npt.ArrayLike) -> Table:
        """Return this table with more rows (rows, columns); raises ValueError if they have other columns."""
        new, store = np.asarray(rows, np.float64), self._store
        columns = len(store.columns)
        if new.ndim != 2 or new.shape[1] != columns:
            raise ValueError(f"rows of this table hold {columns} numbers each, not {new.shape}")
        needed = self._rows + len(new)
        if store.used != self._rows or needed > store.columns.shape[1]:
            roomier = _room(columns, max(_FIRST_ROWS, 2 * self._rows, needed))
            roomier[:, : self._rows] = store.columns[:, : self._rows]
            store = _Store(roomier, self._rows)
        store.columns[:, self._rows : needed] = new.T
        store.used = needed
        return self._prefix(store, needed)

    def first(self, rows: int) -> Table:
        """Return the table of the first rows."""
        return self._prefix(self._store, max(0, min(rows, self._rows)))

    @property
    def numbers(self) -> Numbers:
        """The numbers, (rows, columns), read-only; nothing is copied."""
        view = self._store.columns[:, : self._rows].T
        view.setflags(write=False)
        return view

    @classmethod
    def _prefix(cls, store: _Store, rows: int) -> Table:
        table = cls.__new__(cls)
        table._store, table._rows = store, rows
        return table

    def __len__(self) -> int:
        return self._rows

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        if self._store is other._store:
            return self._rows == other._rows
        return np.array_equal(self.numbers, other.numbers, equal_nan=True)

    def __hash__(self) -> int:
        """Of the last row: whoever caches by a table that grows can't wait for all of them."""
        return hash((self._rows, self.numbers[-1:].tobytes()))


def _room(columns: int, rows: int) -> Numbers:
    """An array (columns, rows) of any numbers.

    A large one takes no memory where nothing has been written yet. Among all that the allocator holds, each store that
    was outgrown would leave a gap too small for the next one: the memory of a long run would be twice what it records.
    """
    if columns * rows <= _LARGE:
        return np.empty((columns, rows))
    return np.frombuffer(mmap.mmap(-1, columns * rows * 8), np.float64).reshape(columns, rows)


@dataclass
class _Store:
    """What tables share: an array (columns, rows) with room to grow, and how many of its rows are taken."""

    columns: Numbers
    used: int
