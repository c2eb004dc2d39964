"""What it takes to answer a question: parts that come one after the other, and pauses between them."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.contract.questions import Answer


class QuestionError(ValueError):
    """What can't be answered; the text is one sentence for the user."""


class Work(NamedTuple):
    """An answer in the making: `steps` gives its `parts` as they are ready.

    No step takes longer than a fifth of a second, or the engine would seem to hang: None is a step between two parts.
    """

    parts: int
    steps: Iterator[Answer | None]
