"""Drawing the numbers of a question: the same for ever, on every machine, for one item, version and seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

ATTEMPTS = 200
"""How often numbers are drawn anew until they fit together."""

Param = int | float | str


class DrawError(Exception):
    """The numbers that were drawn don't make a question."""


class Draw:
    """Draws named numbers. Each depends on its own name only, so that a new one changes none of the others.

    `fixed` are numbers that are given instead of drawn. `taken` are those of the question in the end.
    """

    def __init__(self, key: str, attempt: int = 0, fixed: Mapping[str, Param] | None = None) -> None:
        self._key, self._attempt, self._fixed = key, attempt, dict(fixed or {})
        self.taken: dict[str, Param] = {}

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return self.choice(name, *(low + step for step in range(high - low + 1)))

    def choice(self, name: str, *values: T) -> T:
        """One of some values. Raises DrawError where the one that is given is none of them."""
        if name in self._fixed:
            given = self._fixed[name]
            fitting: list[T] = [value for value in values if value == given]
            if not fitting:
                raise DrawError(f"{name} can't be {given!r}; it is one of {', '.join(map(str, values))}")
            chosen = fitting[0]
        else:
            chosen = values[self._number(name) % len(values)]
        if isinstance(chosen, int | float | str):
            self.taken[name] = chosen
        return chosen

    def table(self, name: str, rows: int, columns: int, low: int, high: int) -> tuple[tuple[int, ...], ...]:
        """Rows of whole numbers from `low` to `high`; that in row 1 and column 2 of x is named x12."""
        return tuple(
            tuple(self.integer(f"{name}{row}{column}", low, high) for column in range(1, columns + 1))
            for row in range(1, rows + 1)
        )

    def need(self, condition: bool) -> None:
        """Draw all numbers anew unless a condition holds."""
        if not condition:
            raise DrawError("these numbers can't be asked")

    def shuffled(self, things: Sequence[T]) -> tuple[T, ...]:
        """Things in an order that this draw decides."""
        return tuple(things[index] for index in sorted(range(len(things)), key=lambda at: self._number(f"order {at}")))

    def _number(self, name: str) -> int:
        return int.from_bytes(blake2b(f"{self._key}/{self._attempt}/{name}".encode(), digest_size=8).digest(), "big")
