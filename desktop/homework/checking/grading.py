"""Grading one answer by the key, as a patient teacher reads it: a letter, a number however it is written, or words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.homework.key import KeyQuestion
from scenes.stage.numbers.reading import echoed, readings

NOTHING = {"", "-", "−", "–", "—", "?", ".", "..."}
"""What stands for no answer."""
LONGEST = 200
"""Letters of an answer that can be more than talk."""

_LETTER = re.compile(r"\W*([A-Za-z])\W*")
_LETTER_AND_MORE = re.compile(r"\W*([A-Za-z])\s*[).:=]\s*\S.*")
_POWER = re.compile(
    r"(-?)\s*(?:(.+?)\s*[×x*·]\s*)?10\s*(?:(?:\^|\*\*)\s*\(?\s*([-+]?\d{1,3})\s*\)?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))"
)
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_UNIT = re.compile(r"(.*\d[.,]?|½|¼|¾)\s*([kKM%]|\D*)")
_UNITS = {"k": 1e3, "K": 1e3, "M": 1e6, "thousand": 1e3, "million": 1e6}
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—", "-"))
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?")
_FIGURES = re.compile(r"−?[\d,]+(?:\.(\d+))?( k| M)?")
_TIMES_TEN = re.compile(r"(?:−?[\d,]+(?:\.(\d+))? × |−)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


@dataclass(frozen=True)
class Mark:
    """What an answer comes to: the letter of the option that it is, "" where it is none of them.

    `slip` is the misconception behind a wrong one, and `remark` what a teacher should know of how it was read.
    """

    answer: str
    letter: str
    right: bool
    slip: str = ""
    remark: str = ""

    @property
    def given(self) -> bool:
        """Whether there was an answer at all."""
        return self.answer not in NOTHING


def mark(question: KeyQuestion, answer: str) -> Mark:
    """Grade an answer."""
    answer = " ".join(answer.split())
    if answer in NOTHING:
        return Mark(answer, "", False)
    if len(answer) > LONGEST:
        return Mark(answer, "", False, remark="The answer is a long text. Read it yourself.")
    letter = _letter(question, answer) or _of_words(question, answer)
    letter = letter or _of_number(question, answer) or _of_several_numbers(question, answer)
    if letter:
        return Mark(answer, letter, letter == question.right, question.slips.get(letter, ""))
    return Mark(answer, "", False, remark=_unread(question, answer))


def number_of(text: str) -> tuple[float, ...]:
    """What a text can mean as a number, the likeliest first; () where it is none."""
    text = _translated(text.rpartition("=")[2])
    found = [*_plain(text), *_power(text), *_with_unit(text)]
    return tuple(dict.fromkeys(each for each in found if math.isfinite(each)))


def tolerance(text: str, value: float) -> float:
    """How far an answer may lie from a value that is written so: half a unit of its last figure.

    A whole number that isn't rounded must be met: half a row more is another answer.
    """
    unit = last_unit(text)
    exact = unit == 1 and value == round(value)
    return 1e-9 * abs(value) if exact else unit / 2 * (1 + 1e-9) + 1e-9 * abs(value)


# --- Letters ------------------------------------------------------------------------------------------------------


def _letter(question: KeyQuestion, answer: str) -> str:
    """The letter that an answer is, or begins with; "" where it is none of the question's."""
    found = _LETTER.fullmatch(answer) or _LETTER_AND_MORE.fullmatch(answer)
    letter = found[1].upper() if found else ""
    return letter if letter in question.options else ""


def _unread(question: KeyQuestion, answer: str) -> str:
    """Why an answer is none of the options, where a teacher might want to look at it."""
    found = _LETTER.fullmatch(answer)
    if found:
        return f"There is no option {found[1].upper()}; there are {', '.join(question.options)}."
    if number_of(answer) and question.values:
        return ""
    return f"The answer {echoed(answer)!r} is neither a letter of an option nor a number. Read it yourself."


# --- Numbers ------------------------------------------------------------------------------------------------------


def _of_number(question: KeyQuestion, answer: str) -> str:
    """The option whose number an answer is, the right one first."""
    order = sorted(question.values, key=lambda letter: letter != question.right)
    for meant in (_as_written, _in_other_units):
        for letter in order:
            text, value = question.options[letter], question.values[letter]
            if any(abs(each - value) <= tolerance(text, value) for each in meant(answer, text)):
                return letter
    return ""


def _as_written(answer: str, text: str) -> Iterator[float]:
    """What an answer says as a number; a percentage is a part of 1 where the option is written as one."""
    part = answer.rstrip(" .").endswith("%") and "%" not in text
    return (each / 100 if part else each for each in number_of(answer))


def _in_other_units(answer: str, text: str) -> Iterator[float]:
    """What an answer says that has left the option's unit away."""
    if not re.search(r"[%kKM]", answer):
        by = 100.0 if "%" in text else next((_UNITS[unit] for unit in "kM" if text.endswith(f" {unit}")), None)
        yield from (each * by for each in number_of(answer)) if by is not None else ()


def _plain(text: str) -> Iterator[float]:
    found = (*readings(text), *readings(text, whole=True))  # 3.584 is also how a thousand is grouped elsewhere
    yield from map(float, (each for each in found if abs(each) < 1e300))


def _power(text: str) -> Iterator[float]:
    """A number with a power of ten: 9.5 × 10⁻⁷, 3*10^4."""
    found = _POWER.fullmatch(text)
    if found:
        power, sign = int(found[3] or found[4].translate(_RAISED)), -1.0 if found[1] else 1.0
        factors = readings(found[2]) if found[2] else [1]
        yield from (sign * float(each) * 10.0**power for each in factors if abs(each) < 1e100 and abs(power) < 200)


def _with_unit(text: str) -> Iterator[float]:
    """A number with a unit or some words behind it: 20.5 k, 7 rows, 64×."""
    found = _UNIT.fullmatch(text)
    if found and found[2].strip():
        by = _UNITS.get(found[2].strip(), 1.0)
        yield from (float(each) * by for each in readings(found[1]) if abs(each) < 1e300)


def last_unit(text: str) -> float:
    """What the last figure of a number stands for: 0.1 in 3.8 %, 1000 in 737 k."""
    power = _TIMES_TEN.match(text)
    if power:
        return 10.0 ** (int(power[2].translate(_RAISED)) - len(power[1] or ""))
    found = _FIGURES.match(text)
    if found is None:
        return 1.0
    return 10.0 ** -len(found[1] or "") * _UNITS.get((found[2] or "").strip(), 1.0)


# --- Words, maps and shapes -----------------------------------------------------------------------------------------


def _of_words(question: KeyQuestion, answer: str) -> str:
    """The option that an answer says in the same words."""
    found = [letter for letter, text in question.options.items() if _alike(text) == _alike(answer)]
    return found[0] if len(found) == 1 else ""


def _of_several_numbers(question: KeyQuestion, answer: str) -> str:
    """The option that has the same numbers in their order: a map, a shape."""
    by_numbers = _by_numbers(question.options)
    return next((by_numbers[each] for each in _number_rows(answer) if each in by_numbers), "")


def _by_numbers(options: Mapping[str, str]) -> Mapping[tuple[float, ...], str]:
    """The letters by the numbers of their options; none where these don't tell all options apart."""
    found = {next(_number_rows(text), ()): letter for letter, text in options.items()}
    return found if len(found) == len(options) and () not in found else {}


def _number_rows(text: str) -> Iterator[tuple[float, ...]]:
    """The numbers in a text, in all ways in which its commas can be meant."""
    text = _translated(text)
    for way in (re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text), text.replace(",", " "), text.replace(",", ".")):
        found = tuple(map(float, (each for each in _NUMBER.findall(_spaced(way)) if len(each) < 30)))
        if found:
            yield found


def _spaced(text: str) -> str:
    """A text in which what stands between numbers is a gap: 128x4x4, [[4,5],[6,8]]."""
    return re.sub(r"(?<=\d)\s*[x×*/;]\s*(?=[-+\d])", " ", text)


def _translated(text: str) -> str:
    """A text in one way of writing signs."""
    return " ".join(text.translate(_DASHES).split()).rstrip(" .")


def _alike(text: str) -> str:
    """A text without what makes no difference: capitals, quotes, ways to write a sign or a gap."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    plain = re.sub(r"[\"'“”]|(?<=\D)-(?=\D)", " ", plain.replace("×", "x").replace("*", "x"))
    return " ".join(plain.split()).strip(" .")
