"""Cards A to D that a class holds up to answer: told apart by their letters alone, and by colours besides."""

from __future__ import annotations

from typing import Literal

from desktop.export.paper import pdf
from desktop.words.letters import LETTERS
from scenes.stage.core.marks import KINDS
from scenes.stage.output.theme import PAPER

CARDS = LETTERS[:4]


def answer_cards(per_page: Literal[1, 4] = 4) -> bytes:
    """A PDF with a card for each letter: one a page, or all four on a page to be cut apart. Raises ExportError."""
    colours = {letter: PAPER.colour(role) for letter, role in zip(CARDS, KINDS, strict=False)}
    return pdf("cards", {"cards": list(colours.items()), "per_page": per_page}, {})
