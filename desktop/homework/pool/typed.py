"""Questions that can be answered without options: a number is typed, and known wrong ones are told from others."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from desktop.homework.checking.grading import last_unit
from scenes.questions.items import Option, Question

_WRITTEN = re.compile(r"−?[\d,]+(\.\d+)?( [kM%])?")
_SMALL = re.compile(r"−?([\d.]+ × )?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True)
class TypedAnswer:
    """A number that somebody may type, and how far beside it an answer may lie."""

    option: Option
    number: float
    tolerance: float


@dataclass(frozen=True)
class Typed:
    """A question as one for a number: its answers, the right one first. `percent`: they may end with a sign for it."""

    answers: tuple[TypedAnswer, ...]
    percent: bool
    how: str


def typed(question: Question) -> Typed | None:
    """The question as one for a number; None where its options are not numbers alone."""
    options = question.options
    percent = [option.text.endswith("%") for option in options]
    if any(percent) != all(percent) or not all(map(_is_number, options)) or not _WRITTEN.fullmatch(question.key.text):
        return None
    ordered = sorted(options, key=lambda option: option is not question.key)
    return Typed(tuple(map(_answer, ordered)), all(percent), _how(question.key, all(percent)))


def _is_number(option: Option) -> bool:
    return isinstance(option.value, float) and bool(_WRITTEN.fullmatch(option.text) or _SMALL.fullmatch(option.text))


def _answer(option: Option) -> TypedAnswer:
    """A whole number must be met, others as far as they are written: half a unit of the last figure beside them."""
    value, unit = float(option.value), last_unit(option.text)
    if unit >= 1 and value == round(value):
        return TypedAnswer(option, value, unit / 2 if unit > 1 else 0.0)
    return TypedAnswer(option, round(value / unit) * unit, unit / 2)


def _how(key: Option, percent: bool) -> str:
    """How the answer is to be written."""
    unit, what = last_unit(key.text), "a percentage" if percent else "a number"
    if unit > 1:
        return f"Type {what}. It is enough to give it to the nearest {unit:,.0f}."
    digits = round(-math.log10(unit))
    if digits == 0:
        return f"Type {'a whole percentage' if percent else 'a whole number'}."
    after = "one digit" if digits == 1 else f"{digits} digits"
    return f"Type {what} with {after} after the decimal point."
