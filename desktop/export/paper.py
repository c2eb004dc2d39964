"""Pages on paper: a template of `assets/paper`, plain data and pictures become a PDF, or images of its pages.

Typst sets them (https://typst.app): it brings tags for screen readers, alt texts, bookmarks and selectable letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import assets
from desktop.export.still import ExportError
from desktop.theme import fonts
from desktop.words.commonmark import Block, Run, blocks

DATA = "data.json"
"""The file that a template reads what it prints from: nothing foreign is ever read as a template."""


_LANGUAGE = re.compile(r"[a-z]{2,3}")
UNIVERSAL = "ua-1"
"""The standard of PDFs that everybody can read, also by ear (ISO 14289-1)."""


def pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Print `data` by the template of that name as a PDF that everybody can read; every picture needs an `alt`.

    `pictures` are files that the data names. Where a letter is in no typeface of this machine, the PDF has tags and
    shows a box for it, but is not said to be for everybody. Raises ExportError.
    """
    try:
        return _typeset(template, data, pictures, format="pdf", pdf_standards=UNIVERSAL)[0]
    except _UnknownLetterError:
        return _typeset(template, data, pictures, format="pdf")[0]


def images(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], ppi: float) -> list[bytes]:
    """The same pages as PNGs of so many pixels an inch. Raises ExportError."""
    return _typeset(template, data, pictures, format="png", ppi=ppi)


def printed(words: str) -> Sequence[Mapping[str, Any]]:
    """CommonMark as the templates' `words` prints it; formulas in plain letters."""
    return [_plain(block) for block in blocks(words)]


def language_of(tag: str) -> str:
    """The language of an IETF tag, as the templates take it: "pt" of "pt-BR"; "en" where there is none."""
    language = tag.partition("-")[0].lower()
    return language if _LANGUAGE.fullmatch(language) else "en"


def _plain(block: Block) -> Mapping[str, Any]:
    return {**asdict(block), "lines": [[_run(run) for run in line] for line in block.lines]}


def _run(run: Run) -> Mapping[str, Any]:
    return {**asdict(run), "text": run.plain}


class _UnknownLetterError(ExportError):
    """A letter that no typeface of this machine has."""


def _are_bundled(*texts: bytes) -> bool:
    """Whether the bundled typeface has all letters of some files; those of the machine are looked through else."""
    used = set().union(*(set(text.decode("utf-8", "ignore")) for text in texts))
    return {letter for letter in used if not letter.isascii()} <= _letters()


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(assets.path("fonts", fonts.FILES[0]), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **how: Any) -> list[bytes]:
    try:
        with TemporaryDirectory(prefix="convoscope-") as folder:
            return _typeset_in(Path(folder), template, data, pictures, **how)
    except OSError as error:
        raise ExportError(f"The pages could not be printed ({error.strerror}). Make room, and try again.") from error


def _typeset_in(
    folder: Path, template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **how: Any
) -> list[bytes]:
    # Imported late: only those wait for it who print.
    import typst

    for source in assets.path("paper").glob("*.typ"):
        (folder / source.name).write_bytes(source.read_bytes())
    written = json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    drawings = (content for picture, content in pictures.items() if picture.endswith(".svg"))
    (folder / DATA).write_bytes(written)
    for picture, content in pictures.items():
        (folder / picture).write_bytes(content)
    try:
        found: Any = typst.compile(
            folder / f"{template}.typ",
            root=folder,
            font_paths=[assets.path("fonts")],
            ignore_system_fonts=_are_bundled(written, *drawings),
            **how,
        )
    except typst.TypstError as error:
        if "could not be displayed with" in error.message:
            raise _UnknownLetterError(error.message) from error
        raise ExportError(f"The pages could not be printed: {error.message}.") from error
    return found if isinstance(found, list) else [found]
