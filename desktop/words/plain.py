"""Words that can stand anywhere: in a terminal, in a file's name, in a document."""

from __future__ import annotations

from datetime import date

from scenes.stage.numbers.reading import number_in_words

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""The system's own names of months are those of its language."""


def on_one_line(text: str) -> str:
    """A text without breaks of lines, a terminal's codes, and all else that is no letter."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def counted(number: float, thing: str) -> str:
    """A number of things: "1 page", "2 pages", "1,200 pages"."""
    return f"{number_in_words(number)} {thing}{'' if number == 1 else 's'}"


def size_text(count: int) -> str:
    """So many bytes: 46.8 MB."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return counted(count, "byte")


def day(when: date, year: bool = True) -> str:
    """A day in words, "29 November 2026", or without its year."""
    return f"{when.day} {MONTHS[when.month - 1]}{f' {when.year}' if year else ''}"
