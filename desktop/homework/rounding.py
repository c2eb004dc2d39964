"""How exact a number is wanted in place of a letter, as a sheet says it."""

from __future__ import annotations

import re

from desktop.homework.checking.grading import figures, is_whole
from desktop.words.plain import counted
from scenes.questions.items import Question

_DECIMALS = re.compile(r"−?[\d,]+\.(\d+)( %)?")


def wanted(question: Question) -> str:
    """How a number is to be rounded that is written in place of a letter; "" where no option is rounded.

    All options together decide that, so it says nothing of which is right.
    """
    rounded = [
        each.text
        for each in question.options
        if isinstance(each.value, float) and not is_whole(each.text, each.value) and figures(each.text)
    ]
    if not rounded:
        return ""
    decimals = [found[1] for found in map(_DECIMALS.fullmatch, rounded) if found]
    if len(decimals) == len(rounded):
        return f"If you write a number, round it to {counted(max(map(len, decimals)), 'decimal')}."
    return f"If you write a number, round it to {counted(max(map(figures, rounded)), 'figure')}."
