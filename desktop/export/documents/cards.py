"""Cards A to D that a class holds up to answer: told apart by their letters alone, and by colours besides."""

from __future__ import annotations

from typing import Literal

from desktop.export.paper import pdf
from scenes.stage.core.marks import KINDS
from scenes.stage.output.theme import PAPER

LETTERS = "ABCD"


def answer_cards(a_page: Literal[1, 4] = 4) -> bytes:
    """A PDF with a card for each letter: one a page, or all four on a page to be cut apart. Raises ExportError."""
    colours = {letter: PAPER.colour(role) for letter, role in zip(LETTERS, KINDS, strict=False)}
    return pdf("cards", {"cards": list(colours.items()), "a_page": a_page}, {})
