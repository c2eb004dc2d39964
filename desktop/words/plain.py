"""Words that can stand anywhere: in a terminal, in a file's name, in a document."""

from __future__ import annotations


def on_one_line(text: str) -> str:
    """A text without breaks of lines, a terminal's codes, and all else that is no letter."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
