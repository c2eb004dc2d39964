"""Writing the options of a question: numbers as scenes write them, and wrong answers that can be told apart."""

from __future__ import annotations

from collections.abc import Iterable

from scenes.questions.draws import DrawError
from scenes.questions.items import Option
from scenes.questions.moments import Moment, Target
from scenes.stage.numbers.values import format_number

FEWEST = 2
"""A question has so many wrong options at least."""


def number(
    value: float,
    why: str,
    slip: str = "",
    shown: Moment | None = None,
    target: Target | None = None,
    *,
    decimals: int = 0,
    unit: str = "",
) -> Option:
    """An option that is a number."""
    return Option(float(value), written(value, decimals) + unit, why, slip, shown, target)


def written(value: float, decimals: int = 0) -> str:
    """A number with a true minus sign, and with commas in a large one."""
    return format_number(value, decimals) if abs(value) < 1000 else f"{value:,.{decimals}f}".replace("-", "−")


def told_apart(key: Option, wrong: Iterable[Option]) -> tuple[Option, ...]:
    """The wrong options that are written otherwise than the key and than each other, the first of a kind.

    Raises DrawError where fewer than `FEWEST` are left.
    """
    found: dict[str, Option] = {}
    for each in wrong:
        if each.text != key.text:
            found.setdefault(each.text, each)
    if len(found) < FEWEST:
        raise DrawError("too few mistakes give another answer with these numbers")
    return tuple(found.values())
