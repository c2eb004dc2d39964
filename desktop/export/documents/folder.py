"""A document as a folder of pictures, numbered, with their titles as names, and an index of what is said of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desktop.export.alt_text import alt_text
from desktop.export.packing import packed
from desktop.export.pages import Document, caption
from desktop.export.progress import Progress, unwatched
from desktop.export.still import SIZE, ExportError, Style, encoded, need_application, require_sizes, to_image
from desktop.export.svg_letters import BundledTypeface, svg_formula
from desktop.words.plain import on_one_line
from scenes.stage.core.stage import Frame
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import PAPER, Theme

INDEX, WORDS = "index.json", "index.txt"
LONGEST = 60
"""The most letters of a title in a file's name."""
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))


@dataclass(frozen=True)
class FolderOptions:
    """What pictures are written: their kind, their theme, and the size of a PNG in pixels."""

    kind: Literal["png", "svg"] = "png"
    theme: Theme = PAPER
    size: tuple[int, int] = SIZE


DEFAULT = FolderOptions()


def files(document: Document, options: FolderOptions = DEFAULT, progress: Progress = unwatched) -> Mapping[str, bytes]:
    """The files of the folder by their names: the pictures, and an index to read and one for programs.

    Raises ExportError, and StoppedError where `progress` does.
    """
    if not document.pages:
        raise ExportError("There is no picture to write: the document has no pages.")
    require_sizes(Style(size=options.size))
    need_application()
    found: dict[str, bytes] = {}
    rows = []
    digits = max(2, len(str(len(document.pages))))
    for number, page in enumerate(document.pages, 1):
        frame, title = page.draw(), on_one_line(page.title) or "Untitled"
        name = f"{number:0{digits}d} {_in_name(title)}.{options.kind}"
        found[name] = _picture(frame, title, options)
        said = {"title": title, "part": on_one_line(page.part), "caption": on_one_line(caption(frame))}
        rows.append({"file": name, **said, "alt": alt_text(title, frame), "notes": page.notes})
        progress(number, len(document.pages))
    title = on_one_line(document.title) or "Untitled"
    index = {"title": title, "by": on_one_line(document.by), "language": document.language, "pictures": rows}
    found[INDEX] = (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    found[WORDS] = _words(title, rows).encode("utf-8", "replace")
    return found


def zipped(document: Document, options: FolderOptions = DEFAULT, progress: Progress = unwatched) -> bytes:
    """The same files in a ZIP file, always the same for the same document. Raises what `files` does."""
    return packed(files(document, options, progress))


def _picture(frame: Frame, title: str, options: FolderOptions) -> bytes:
    if options.kind == "svg":
        return to_svg(frame, options.theme, BundledTypeface(), svg_formula).encode()
    return encoded(to_image(frame, Style(options.theme, options.size)), title)


def _in_name(title: str) -> str:
    """A title as a part of a file's name, on every system."""
    words = " ".join(title.translate(_NOT_IN_NAMES).encode("utf-8", "ignore").decode().split())
    return words[:LONGEST].rstrip(" .") or "Untitled"


def _words(title: str, rows: list[dict[str, Any]]) -> str:
    """The index to read."""
    parts = [f"{title}\n"]
    for row in rows:
        about = f" ({row['part']})" if row["part"] and row["part"] != row["title"] else ""
        parts.append("\n".join(filter(None, [row["file"], f"{row['title']}{about}", row["caption"], row["alt"], ""])))
    return "\n".join(parts)
