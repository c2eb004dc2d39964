"""How a run that can't be trained is refused."""

import math


class SpecError(ValueError):
    """A run that can't be trained; the text is one sentence for the user."""


def require(holds: bool, sentence: str) -> None:
    """Raise `SpecError` with the sentence unless the condition holds."""
    if not holds:
        raise SpecError(sentence)


def in_words(number: float) -> str:
    """A number for the sentence that refuses it: 1500, 1,000,000, and 1e+400 where there would be too many digits."""
    if isinstance(number, int) and abs(number) >= 10**15:
        return f"{'-' if number < 0 else ''}1e+{math.floor(math.log10(abs(number)))}"
    return f"{number:,.15g}" if abs(number) >= 10_000 else f"{number:g}"
