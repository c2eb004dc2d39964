"""Pages on paper: a template of `assets/paper`, plain data and pictures become a PDF, or images of its pages.

Typst sets them (https://typst.app): it brings tags for screen readers, alt texts, bookmarks and selectable letters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import assets
from desktop.export.still import ExportError
from desktop.words.commonmark import Block, Run, blocks
from desktop.words.plain_formulas import plain_formula

DATA = "data.json"
"""The file that a template reads what it prints from: nothing foreign is ever read as a template."""


def pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Print `data` by the template of that name as a tagged PDF.

    `pictures` are files that the data names. Raises ExportError.
    """
    return _typeset(template, data, pictures, format="pdf")[0]


def images(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], ppi: float) -> list[bytes]:
    """The same pages as PNGs of so many pixels an inch. Raises ExportError."""
    return _typeset(template, data, pictures, format="png", ppi=ppi)


def printed(words: str) -> Sequence[Mapping[str, Any]]:
    """CommonMark as the templates' `words` prints it; formulas in plain letters."""
    return [_plain(block) for block in blocks(words)]


def _plain(block: Block) -> Mapping[str, Any]:
    return {**asdict(block), "lines": [[_run(run) for run in line] for line in block.lines]}


def _run(run: Run) -> Mapping[str, Any]:
    return {**asdict(run), "text": plain_formula(run.text) if run.formula else run.text}


def _typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **how: Any) -> list[bytes]:
    # Imported late: only those wait for it who print.
    import typst

    with TemporaryDirectory(prefix="convoscope-") as name:
        folder = Path(name)
        for source in assets.path("paper").glob("*.typ"):
            (folder / source.name).write_bytes(source.read_bytes())
        (folder / DATA).write_text(json.dumps(data, ensure_ascii=False, allow_nan=False), encoding="utf-8")
        for picture, content in pictures.items():
            (folder / picture).write_bytes(content)
        try:
            found: Any = typst.compile(
                folder / f"{template}.typ",
                root=folder,
                font_paths=[assets.path("fonts")],
                ignore_system_fonts=True,
                **how,
            )
        except typst.TypstError as error:
            raise ExportError(f"The pages could not be printed: {error.message}.") from error
    return found if isinstance(found, list) else [found]
