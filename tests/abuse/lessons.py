"""Texts of lessons that are damaged: there are faults with lines, or a lesson, and changing them says why it can't."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.abuse.mutations import damaged
from tests.desktop.classroom.lessons.lesson_texts import GOOD

PIECES = (
    *(
        "[[stop]]\n",
        "[stop]\n",
        "[[stop.ask]]\n",
        "[homework]\n",
        "'''",
        '"""',
        '"',
        "'",
        "=",
        "{",
        "}",
        "[",
        "]",
        "\n",
    ),
    *("# ", "\\", "\r", "\0", "nan", "inf", "-1", "1e308", "true", "[]", "{}", '"file:../x"', "1979-05-27", "9" * 500),
    *('knobs = { picture = "file:cat.png" }\n', "knobs.stride = 2\n", "stop = 1\n", 'to = "Add"\n', "convoscope = 2\n"),
)
"""What is put where it does not belong."""


def wounded(chance: random.Random) -> str:
    """The text of a lesson with one to six wounds."""
    text = GOOD
    for _ in range(chance.randint(1, 6)):
        text = chance.choice(WOUNDS)(text, chance)
    return text


def _bytes(text: str, chance: random.Random) -> str:
    return damaged(text.encode(), chance).decode(errors="replace")


def _put(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(PIECES) + text[at:]


def _value(text: str, chance: random.Random) -> str:
    """Another value behind an equals sign."""
    places = [at for at, letter in enumerate(text) if letter == "="]
    if not places:
        return text
    at = chance.choice(places)
    end = text.find("\n", at)
    return text[: at + 1] + " " + chance.choice(PIECES) + text[end if end >= 0 else len(text) :]


def _lines(text: str, chance: random.Random) -> str:
    """Lines that are gone, twice there, or elsewhere."""
    lines = text.split("\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines.pop(at) if chance.random() < 0.7 else lines[at]
    if chance.random() < 0.7:
        lines.insert(to, line)
    return "\n".join(lines)


def _letters(text: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(text)))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


WOUNDS: tuple[Callable[[str, random.Random], str], ...] = (_bytes, _put, _put, _value, _value, _lines, _lines, _letters)


def case(seed: int, place: Path) -> str | None:
    """Read a damaged lesson, and change what can be changed in it."""
    from desktop.classroom.lessons import editing
    from desktop.classroom.lessons.faults import LessonError
    from desktop.classroom.lessons.reading import read

    chance = random.Random(seed)
    text = wounded(chance)
    found = read(text, place)
    lines = text.count("\n") + 1
    wrong = [fault for fault in found.faults if not 1 <= fault.line <= lines or "\n" in fault.sentence]
    if wrong:
        return f"not a sentence with a line: {wrong[0]}"
    if found.lesson is None and not found.faults:
        return "neither a lesson nor a fault"
    edits: tuple[Callable[[str], str], ...] = (
        lambda text: editing.append(text, "[[stop]]\nid = 'new'\ncard = 'x'\n"),
        lambda text: editing.move(text, 0, max(0, len(found.entries) - 1)),
        lambda text: editing.set_key(text, 0, "knobs", {"stride": 1}),
        lambda text: editing.set_key(text, 0, "title", "T"),
        lambda text: editing.delete(text, 0),
    )
    for edit in edits:
        try:
            text = edit(text)
        except LessonError:
            continue
        if len(read(text).entries) == 0 and len(found.entries) > 1:
            return "a change has lost the stops"
    return None
