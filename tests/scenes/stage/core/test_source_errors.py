"""Mistakes are told with the line of the scene's own file, whatever that line called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import scenes
from scenes.stage.core.marks import Role
from scenes.stage.core.source_errors import what, where
from scenes.stage.draw.matrices import matrix

KIT = """
from scenes.stage.draw.matrices import matrix

matrix([1, 2, 3], (0, 0), 10)
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules count as scenes."""
    monkeypatch.setattr(scenes, "__path__", [*scenes.__path__, str(tmp_path)])
    return tmp_path


def failure(path: Path, content: str) -> Exception:
    """What comes of running a file."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    with pytest.raises(Exception) as caught:
        exec(compile(path.read_text(), str(path), "exec"), {})
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "place", "words"),
    [
        ("plain.py", "x = 1\nx / 0\n", "scenes/plain.py, line 2", "ZeroDivisionError: division by zero"),
        ("large/draw.py", "\n\nx\n", "scenes/large/draw.py, line 3", "NameError: name 'x' is not defined"),
        ("words.py", "a = (1\nb = 2)\n", "scenes/words.py, line 1", "SyntaxError: invalid syntax"),
        ("kit.py", KIT, "scenes/kit.py, line 4", "ValueError: a grid shows (rows, columns) of numbers"),
    ],
)
def test_the_line_of_the_scene_is_named(shelf: Path, name: str, content: str, place: str, words: str) -> None:
    error = failure(shelf / name, content)
    assert where(error) == place
    assert what(error).startswith(words)


def test_what_happens_elsewhere_has_no_place_in_a_scene(tmp_path: Path) -> None:
    assert where(failure(tmp_path / "other.py", "1 / 0")) is None
    with pytest.raises(ValueError, match="a grid shows") as caught:
        matrix(np.zeros(3), (0, 0), 10, role=Role.INPUT)
    assert where(caught.value) is None
