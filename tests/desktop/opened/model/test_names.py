from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.opened.model.names import NamesError, read_names


def test_one_name_a_line_or_a_list(tmp_path: Path) -> None:
    lines, listed = tmp_path / "names.txt", tmp_path / "names.json"
    lines.write_text("ant\n bee \n\ncat\n", encoding="utf-8-sig")
    listed.write_text(json.dumps(["ant", "bee", "ca\nt"]))
    assert read_names(lines, 3) == ("ant", "bee", "cat")
    assert read_names(listed, 3) == ("ant", "bee", "ca t")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"ant\nbee\n", "has 2 names, but the network has 3 classes"),
        (b"\xff\xfe\x00", "is no text"),
        (b"[1, 2, 3]\n", "has 1 names"),
        (b"x" * 4_000_001, "too large"),
    ],
)
def test_what_gives_no_names_is_a_sentence(tmp_path: Path, written: bytes, says: str) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(written)
    with pytest.raises(NamesError, match=says):
        read_names(path, 3)


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NamesError, match="can’t be read"):
        read_names(tmp_path / "gone.txt", 3)
