"""`convoscope cards`: the cards A to D that a class holds up, to print."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.cli.words import UsageError

PAGES = (1, 4)


def add_cards_words(parser: argparse.ArgumentParser) -> None:
    """Let answer cards be made."""
    per_page = "cards on a page: 4 to cut apart (default), or 1 as large as the page"
    parser.add_argument("--per-page", type=int, choices=PAGES, default=4, metavar="N", help=per_page)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a .pdf file")
    parser.set_defaults(act=lambda options: make_cards(options.output, options.per_page))


def make_cards(path: Path, per_page: int) -> int:
    """Write the cards and print where. Raises UsageError."""
    from desktop.export.documents.cards import answer_cards
    from desktop.export.still import ExportError, write

    if path.suffix.lower() != ".pdf":
        raise UsageError(f"Answer cards are a PDF: give {path.name!r} a name that ends in .pdf.")
    try:
        write(path, answer_cards(1 if per_page == 1 else 4))
    except ExportError as error:
        raise UsageError(str(error)) from error
    print(path)
    return 0
