from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop.classroom.lessons import document as documents
from desktop.classroom.lessons import editing, files, shelf
from desktop.classroom.lessons.document import LessonDocument
from desktop.classroom.lessons.faults import LessonError
from tests.desktop.classroom.lessons.lesson_texts import GOOD

MINUTES = partial(editing.set_key, index=0, name="minutes", value=7)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "one.lesson.toml"
    path.write_bytes(GOOD.encode())
    return path


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def opened(qapp: object, path: Path, said: list[str]) -> Iterator[Callable[..., LessonDocument]]:
    made = []

    def made_of(where: Path = path) -> LessonDocument:
        document = LessonDocument(where)
        document.told.connect(said.append)
        made.append(document)
        return document

    yield made_of
    for document in made:
        document.close()


@pytest.fixture
def document(opened: Callable[..., LessonDocument]) -> LessonDocument:
    return opened()


def on_disk(path: Path) -> str:
    return path.read_bytes().decode()


def test_a_change_is_written_at_once_and_taken_back(document: LessonDocument, path: Path, qtbot: Any) -> None:
    assert document.title == "One convolution"
    assert not document.read.faults
    with qtbot.waitSignal(document.changed):
        assert document.edit(MINUTES)
    assert on_disk(path) == document.text == GOOD.replace("minutes = 5", "minutes = 7")
    assert document.read.lesson is not None
    assert document.read.lesson.stop[0].minutes == 7
    assert document.undoable
    assert document.undo()
    assert on_disk(path) == GOOD
    assert document.redoable
    assert document.redo()
    assert "minutes = 7" in on_disk(path)


@pytest.mark.parametrize("by_rename", [True, False])
def test_a_change_from_outside_appears_at_once_and_can_be_taken_back(
    document: LessonDocument, path: Path, qtbot: Any, by_rename: bool
) -> None:
    for title in ("Another", "A third"):  # twice: an editor's new file must be followed too
        new = GOOD.replace("One convolution", title)
        target = path.with_name("beside") if by_rename else path
        with qtbot.waitSignal(document.changed):
            target.write_text(new, newline="")
            if by_rename:
                os.replace(target, path)
        assert document.title == title
    assert document.undo()
    assert document.title == "Another"
    assert "Another" in on_disk(path)


def test_faults_from_outside_are_read_and_the_rest_stays(document: LessonDocument, path: Path, qtbot: Any) -> None:
    with qtbot.waitSignal(document.changed):
        path.write_text(GOOD.replace('scene = "convolution"\nfrom', 'scene = "convultion"\nfrom'))
    assert [entry.id for entry in document.read.broken] == ["whole-map"]


def test_a_change_is_made_to_what_stands_in_the_file_by_now(
    document: LessonDocument, path: Path, said: list[str]
) -> None:
    path.write_text(GOOD.replace("One convolution", "Another"))
    assert document.edit(MINUTES)
    assert on_disk(path) == GOOD.replace("One convolution", "Another").replace("minutes = 5", "minutes = 7")
    assert not said
    path.write_text(editing.delete(on_disk(path), 1))
    assert not document.edit(partial(editing.delete, index=1))
    assert said == ["Another program has just changed one.lesson.toml. Look at it, and make your change again."]
    assert [entry.id for entry in document.read.entries] == ["by-hand", "race", "end"]
    assert document.edit(partial(editing.delete, index=1))


def test_what_can_not_be_changed_is_told(document: LessonDocument, said: list[str], path: Path) -> None:
    assert not document.edit(partial(editing.delete, index=9))
    assert said == ["The lesson has 4 stops, so there is no stop 10 to change."]
    assert on_disk(path) == GOOD


def test_a_file_that_can_only_be_read_stays_as_it_is(document: LessonDocument, path: Path, said: list[str]) -> None:
    path.chmod(0o444)
    assert not document.edit(MINUTES)
    assert said == ["one.lesson.toml can only be read, so nothing is changed. Make it writable, or copy it."]
    assert document.text == on_disk(path) == GOOD
    assert not document.undoable


def test_a_full_disk_changes_nothing(
    document: LessonDocument, path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not document.edit(MINUTES)
    assert said[0].startswith("one.lesson.toml can't be written (No space left on device), so nothing is changed.")
    assert document.text == on_disk(path) == GOOD
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_gone_stays_open_and_is_written_again(
    document: LessonDocument, path: Path, said: list[str], qtbot: Any
) -> None:
    with qtbot.waitSignal(document.told):
        path.unlink()
    assert said == [
        "one.lesson.toml is not in its folder any more. It stays open, and its next change writes it again."
    ]
    assert document.edit(MINUTES)
    assert "minutes = 7" in on_disk(path)
    assert len(said) == 1


def test_a_file_that_has_become_something_else_is_not_overwritten(
    document: LessonDocument, path: Path, said: list[str]
) -> None:
    path.write_bytes(b"\xff\xfe" + GOOD.encode())
    assert not document.edit(MINUTES)
    assert said[-1].endswith("So nothing can be changed here.")
    assert path.read_bytes().startswith(b"\xff\xfe")
    assert document.text == GOOD
    path.write_text(GOOD)
    assert document.edit(MINUTES)


def test_a_lesson_that_ships_is_copied_by_its_first_change(
    opened: Callable[..., LessonDocument], path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "ships", lambda other: other == path)
    document = opened()
    assert document.edit(MINUTES)
    copy = shelf.own_folder() / "one.lesson.toml"
    assert document.path == copy
    assert said == [f"This lesson ships with Convoscope and stays as it is. You change a copy of it: {copy}."]
    assert on_disk(path) == GOOD
    assert "minutes = 7" in on_disk(copy)
    assert document.edit(partial(editing.delete, index=0))
    assert len(said) == 1


def test_a_link_stays_one(opened: Callable[..., LessonDocument], path: Path) -> None:
    link = path.with_name("link.lesson.toml")
    link.symlink_to(path)
    assert opened(link).edit(MINUTES)
    assert link.is_symlink()
    assert "minutes = 7" in on_disk(path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\n", r"no text in UTF-8 \(see line 1\)"),
        (b"a = 1\n\xc3(", r"\(see line 2\)"),
        (b"#" * (files.LARGEST + 1), "more than 1 MB"),
    ],
)
def test_what_is_no_text_is_not_opened(qapp: object, path: Path, data: bytes, sentence: str) -> None:
    path.write_bytes(data)
    with pytest.raises(LessonError, match=sentence):
        LessonDocument(path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere", "There is no file nowhere."),
        ("", "is a folder"),
        ("x" * 300, "can't be read"),
        ("a\0b", "can't be read"),
    ],
)
def test_where_there_is_no_file_nothing_is_opened(qapp: object, tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(LessonError, match=sentence):
        LessonDocument(tmp_path / name)
    with pytest.raises(LessonError, match="no file that can be read"):
        files.load(Path("/dev/null"))
