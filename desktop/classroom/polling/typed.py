"""Counting hands by keys: a letter, digits, Enter ("A 1 2 Enter"), as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST = 999


@dataclass(frozen=True)
class Typed:
    """What was typed so far: the index of an option, and a number of hands; None and "" where nothing was."""

    option: int | None = None
    digits: str = ""

    def letter(self, option: int) -> Typed:
        """Begin to count for an option."""
        return Typed(option)

    def digit(self, digit: str) -> Typed:
        """Type one more digit of the number; without an option before it there is nothing to count."""
        if self.option is None or int(self.digits + digit) > MOST:
            return self
        return replace(self, digits=(self.digits + digit).lstrip("0") or "0")

    @property
    def hands(self) -> int | None:
        """The number of hands, if one was typed."""
        return int(self.digits) if self.digits else None
