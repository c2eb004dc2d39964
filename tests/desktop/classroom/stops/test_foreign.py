from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.stops import foreign
from desktop.classroom.stops.foreign import Foreign, beside, foreign_pictures, read
from desktop.pictures.answers import PictureError
from scenes.stage.data.pictures import LARGEST_SIDE, SLIDE_SIDE


def test_a_lesson_says_which_pictures_it_needs(tmp_path: Path) -> None:
    lesson = Lesson(
        convoscope=1,
        id="mine",
        title="Mine",
        stop=(
            Stop(id="a", picture="slide.png"),
            Stop(id="b", scene="convolution", knobs={"picture": "file:cat.png", "bias": 1.0}),
            Stop(id="c", scene="pooling", knobs={"picture": "file:cat.png"}),
            Stop(id="d", picture="../secret.png"),
        ),
    )
    assert foreign_pictures(lesson, tmp_path) == (
        Foreign(tmp_path / "slide.png", SLIDE_SIDE),
        Foreign(tmp_path / "cat.png", LARGEST_SIDE),
    )


@pytest.mark.parametrize(
    "name", ["", " ", "/etc/cat.png", "../cat.png", "a/../../cat.png", "C:\\cat.png", "a\\..\\b.png"]
)
def test_pictures_lie_beside_the_lesson(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureError, match="must lie beside the lesson"):
        beside(tmp_path, name)


def test_pictures_may_lie_in_a_folder_there(tmp_path: Path) -> None:
    assert beside(tmp_path, "file:pictures/cat.png") == tmp_path / "pictures" / "cat.png"


def test_a_file_is_read_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, calls, reading = Foreign(tmp_path / "cat.png"), list[Path](), foreign.read_picture
    monkeypatch.setattr(foreign, "read_picture", lambda path, side: calls.append(path) or reading(path, side=side))
    with pytest.raises(PictureError, match=r"There is no file cat\.png\."):
        read(wanted, {})
    Image.new("L", (4, 3), 9).save(wanted.path)
    first = read(wanted, {})
    assert read(wanted, {}) is first
    Image.new("L", (5, 3), 9).save(wanted.path)
    os.utime(wanted.path, ns=(1, 1))
    assert [first.shape, read(wanted, {}).shape] == [(1, 3, 4), (1, 3, 5)]
    assert len(calls) == 3


def test_what_is_ready_is_not_read(tmp_path: Path) -> None:
    wanted = Foreign(tmp_path / "none.png")
    with pytest.raises(PictureError, match="as it was"):
        read(wanted, {wanted: PictureError("as it was")})
