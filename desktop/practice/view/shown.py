"""What the view of a question shows, as a value: whoever asks makes one, whether for practice or for a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.classroom.conducting.posed import Answer
from scenes.questions.misconceptions import MISCONCEPTIONS

Mark = Literal["", "chosen", "right", "wrong"]


@dataclass(frozen=True)
class ShownOption:
    """An option: its words, and what is known of it."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Press:
    """A button: the name of what it does, its words, and the key that does the same, as it is read."""

    name: str
    words: str
    key: str = ""


@dataclass(frozen=True)
class Said:
    """Some words under a heading; `mark` is as for options, and `press` a button that belongs to them."""

    heading: str
    words: str
    mark: Mark = ""
    press: Press | None = None


@dataclass(frozen=True)
class Fields:
    """What can be typed: an answer in place of a letter, and a sentence about how it was found; None where neither."""

    answer: str = ""
    how: str = ""
    writable: bool = True


@dataclass(frozen=True)
class Shown:
    """A question, or a summary of some. The first of the `presses` is what Enter does.

    `place` says where one is ("Question 2 of 5"), `hint` what is to be done.
    """

    place: str
    stem: str
    options: tuple[ShownOption, ...] = ()
    said: tuple[Said, ...] = ()
    presses: tuple[Press, ...] = ()
    fields: Fields | None = None
    hint: str = ""


def truth_of(answer: Answer) -> str:
    """Why a wrong answer is wrong, and what is true instead."""
    found = MISCONCEPTIONS.get(answer.slip)
    return " ".join(part for part in (answer.why, found.truth if found is not None else "") if part)
