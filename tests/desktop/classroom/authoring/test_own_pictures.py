"""Pictures of the user's own are written beside a lesson together with the change that needs them, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.classroom.authoring.own_pictures import edit_with, knobs_to_file
from desktop.classroom.lessons.document import LessonDocument
from desktop.classroom.lessons.faults import LessonError
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import Knobs
from scenes.stage.data.pictures import from_array

TEXT = 'convoscope = 1\nid = "short"\ntitle = "Short"\n[[stop]]\nid = "a"\ncard = "A"\n'


@pytest.fixture
def document(tmp_path: Path) -> Iterator[LessonDocument]:
    path = tmp_path / "short.lesson.toml"
    path.write_text(TEXT, encoding="utf-8")
    found = LessonDocument(path)
    yield found
    found.close()


def knobs(first: int = 0) -> Knobs:
    return catalogue().find("convolution").knobs(picture=from_array("My cat.jpg", np.full((3, 4, 4), first, np.uint8)))


def longer(text: str) -> str:
    return text + "# more\n"


def test_nothing_is_written_before_the_change(document: LessonDocument, tmp_path: Path) -> None:
    found = knobs_to_file(knobs(), tmp_path)
    assert found.plain == {"picture": "file:my-cat.png"}
    assert list(found.missing) == [tmp_path / "my-cat.png"]
    assert not list(tmp_path.glob("*.png"))
    assert edit_with(document, longer, found.missing)
    assert (tmp_path / "my-cat.png").exists()
    assert not knobs_to_file(knobs(), tmp_path).missing, "it is there already"
    assert knobs_to_file(knobs(1), tmp_path).plain == {"picture": "file:my-cat-2.png"}


def test_a_change_that_is_refused_leaves_no_picture(document: LessonDocument, tmp_path: Path) -> None:
    def refused(text: str) -> str:
        raise LessonError("No.")

    missing = knobs_to_file(knobs(), tmp_path).missing
    assert not edit_with(document, refused, missing)
    document.path.chmod(0o444)
    assert not edit_with(document, longer, missing)
    assert not list(tmp_path.glob("*.png"))


def test_a_picture_that_cant_be_written_takes_the_others_and_the_change_along(
    document: LessonDocument, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    told: list[str] = []
    document.told.connect(told.append)
    missing = {tmp_path / "good.png": b"1", tmp_path / "file" / "bad.png": b"2"}
    assert not edit_with(document, longer, missing)
    assert "bad.png can't be written beside the lesson" in told[0]
    assert document.text == TEXT
    assert not list(tmp_path.glob("*.png"))
