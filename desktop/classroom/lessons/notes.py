"""The notes of a stop: words for the whole stop, and below lines like "[Title of a step]" those for a step."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKER = re.compile(r"[ \t]*\[([^\[\]]+)\][ \t]*")
"""A line that begins the notes of a step."""


@dataclass(frozen=True)
class Part:
    """Notes in CommonMark under the title of a step; "" are those of the whole stop."""

    title: str
    text: str


def parts(notes: str) -> tuple[Part, ...]:
    """The parts of notes in their order, those of the whole stop first, though they may be empty."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in notes.splitlines():
        marker = MARKER.fullmatch(line)
        if marker:
            found.append((marker[1].strip(), []))
        else:
            found[-1][1].append(line)
    return tuple(Part(title, "\n".join(lines).strip("\n")) for title, lines in found)
