from __future__ import annotations

from pathlib import Path

import pytest

import assets
from desktop.classroom.lessons import shelf
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import create
from desktop.classroom.lessons.reading import read
from desktop.classroom.lessons.writing import new_lesson


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CNNs in 60 minutes", "cnns-in-60-minutes"),
        ("Über die Größe!", "uber-die-groe"),
        ("日本", "lesson"),
        ("../..", "lesson"),
    ],
)
def test_a_title_becomes_the_name_of_a_file_that_is_free(home: Path, title: str, name: str) -> None:
    assert shelf.own() == ()
    first = shelf.free_path(title)
    assert first == home / "lessons" / f"{name}.lesson.toml"
    assert shelf.keep(title, new_lesson(title, shelf.id_of(title))) == first
    second = shelf.free_path(title)
    assert second.name == f"{name}-2.lesson.toml"
    assert shelf.own() == (first,)
    assert shelf.name_of(first) == name
    with pytest.raises(LessonError, match="already"):
        create(first, "")


def test_a_new_lesson_has_no_fault() -> None:
    found = read(new_lesson('A "new"\\one {id}', "new"))
    assert not found.faults
    assert found.lesson is not None
    assert found.lesson.title == 'A "new"\\one {id}'


def test_what_ships_is_told_from_what_is_the_user_s_own(tmp_path: Path) -> None:
    assert shelf.ships(assets.path("lessons", "any.lesson.toml"))
    assert not shelf.ships(tmp_path / "any.lesson.toml")
    assert all(shelf.ships(path) for path in shelf.shipped())


def test_a_folder_that_can_not_be_made_is_told(home: Path) -> None:
    (home / "lessons").touch()
    with pytest.raises(LessonError, match="can't be made"):
        shelf.keep("Any", "")
