"""The map of the house, in CONTRIBUTING.md, is true: every room is on it, with the sentence that stands in the room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 17
"""So many modules in one folder can be held in the head."""


def rooms(folder: Path, depth: int = 0) -> Iterator[tuple[Path, int]]:
    """Walk over a package and what is inside it, each folder with how deep it lies; scenes count as one room."""
    yield folder, depth
    for inner in sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file()):
        if folder.name != "scenes" or inner.name in ("stage", "reference", "questions"):
            yield from rooms(inner, depth + 1)


def sentence(folder: Path) -> str:
    """Return the first line of what a package says of itself."""
    words = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert words, f"{folder} says nothing of itself"
    return words.splitlines()[0]


def the_map() -> str:
    lines = []
    for top in ("desktop", "scenes", "engine", "assets"):
        for folder, depth in rooms(ROOT / top):
            name = "  " * depth + folder.name + "/"
            lines.append(f"{name:20}{sentence(folder)}")
    return "\n".join(lines)


def test_the_map_of_the_house_is_true() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert the_map() in page, f"put this map into CONTRIBUTING.md:\n{the_map()}"


def test_the_map_can_be_read_without_turning_lines() -> None:
    assert max(map(len, the_map().splitlines())) <= 120


def test_no_room_is_too_full() -> None:
    full = {
        folder.relative_to(ROOT).as_posix(): count
        for top in ("desktop", "scenes", "engine", "assets")
        for folder, _ in rooms(ROOT / top)
        if folder != ROOT / "scenes"  # a file or folder there is a scene
        if (count := len([path for path in folder.glob("*.py") if path.name != "__init__.py"])) > MOST
    }
    assert not full, "divide them by subject"
