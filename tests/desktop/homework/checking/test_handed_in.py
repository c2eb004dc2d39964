from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.homework.answers import written
from desktop.homework.checking import handed_in
from desktop.homework.checking.handed_in import collect
from tests.desktop.homework.test_answers import a_sheet


def test_folders_of_a_learning_platform_are_searched(tmp_path: Path) -> None:
    deep = tmp_path / "Lee Ann_123_assignsubmission_file" / "deeper"
    for folder in (tmp_path, deep, tmp_path / "__MACOSX", tmp_path / ".trash"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sheet-a1.answers.toml").write_text(written(a_sheet()))
    (deep / "renamed.txt").write_text(written(a_sheet()))
    (deep / "without-ending").write_text(written(a_sheet()))
    (tmp_path / "sheet-a1.pdf").write_bytes(b"%PDF")
    (deep / "photo.JPG").write_bytes(b"")
    (deep / "other.pdf").write_bytes(b"")
    sheets, problems = collect([tmp_path])
    assert sorted(sheet.path.relative_to(tmp_path).as_posix() for sheet in sheets) == [
        f"{deep.relative_to(tmp_path).as_posix()}/renamed.txt",
        f"{deep.relative_to(tmp_path).as_posix()}/sheet-a1.answers.toml",
        f"{deep.relative_to(tmp_path).as_posix()}/without-ending",
        "sheet-a1.answers.toml",
    ]
    assert [problem.sentence for problem in problems] == [
        "Files of other kinds were passed over: 1 .jpg, 1 .pdf. Answers are files that end in .answers.toml."
    ]


def test_a_file_that_is_named_is_read_whatever_its_ending_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(written(a_sheet()))
    sheets, problems = collect([path, path, tmp_path])
    assert len(sheets) == 1
    assert problems == ()


@pytest.mark.parametrize(
    "name",
    [
        "sheet-a1.answers.toml",
        "sheet-a1.answers (2).toml",
        "sheet-a1.answers.toml.txt",
        "Ada Lovelace_4711_assignsubmission_file_sheet-a1.answers.toml",
    ],
)
def test_whose_a_broken_file_is_can_be_seen_whatever_a_platform_has_called_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("what = is this")
    _, (problem,) = collect([tmp_path])
    assert problem.student == "a1"


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are others there")
def test_links_and_pipes_hold_nothing_up(tmp_path: Path) -> None:
    os.symlink(tmp_path, tmp_path / "loop", target_is_directory=True)
    os.symlink(tmp_path / "gone", tmp_path / "dead.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    sheets, problems = collect([tmp_path])
    assert sheets == ()
    assert [problem.file and problem.file.name for problem in problems] == ["dead.toml", "pipe.toml"]


def test_there_is_an_end_to_how_many_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.toml").write_text("")
    sheets, problems = collect([tmp_path])
    assert (sheets, len(problems)) == ((), 4)
    assert "There are more than 3 files; the rest is not read." in {problem.sentence for problem in problems}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None)
@given(at=st.integers(0, 2000), junk=st.binary(max_size=20), cut=st.integers(0, 60))
def test_a_damaged_file_is_a_sheet_or_a_sentence(tmp_path: Path, at: int, junk: bytes, cut: int) -> None:
    path = tmp_path / "sheet-a1.answers.toml"
    whole = written(a_sheet()).encode()
    path.write_bytes(whole[:at] + junk + whole[at + cut :])
    sheets, problems = collect([path])
    assert len(sheets) + len(problems) == 1
    assert all("\n" not in problem.sentence for problem in problems)
