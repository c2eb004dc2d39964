"""A typeface for tests of SVG files: every letter is half as wide as it is high, and a font file is a list of them."""

from __future__ import annotations


class EvenLetters:
    def width(self, text: str, bold: bool) -> float:
        return 0.5 * len(text)

    def file(self, letters: str, bold: bool) -> bytes:
        return f"{'bold' if bold else 'regular'}: {letters}".encode()
