from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from desktop.sets import folders
from desktop.sets.gathered import SetError
from tests.desktop.sets.conftest import noise, save


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def test_a_folder_a_class(photos: Path) -> None:
    told: list[tuple[int, int]] = []
    found = folders.gather(photos, lambda done, total: told.append((done, total)))
    assert (found.title, found.classes, len(found.pictures)) == ("photos", ("cat", "dog"), 20)
    np.testing.assert_array_equal(found.pictures[0], np.moveaxis(noise(0), 2, 0))
    assert found.labels.tolist() == [0] * 10 + [1] * 10
    assert found.judging is None
    assert (found.natural, found.coloured) == (32, True)
    assert told[-1] == (20, 20)
    assert found.names(10) == "dog/0.png"


def test_parts_that_are_split_already_stay_so(tmp_path: Path) -> None:
    seeds = itertools.count()
    for part, count in (("train", 3), ("test", 2)):
        for name in ("cat", "dog"):
            for index in range(count):
                save(tmp_path / part / name / f"{index}.png", noise(next(seeds)))
    found = folders.gather(tmp_path, silent)
    assert found.classes == ("cat", "dog")
    assert found.judging is not None
    assert found.judging.tolist() == [False] * 6 + [True] * 4


def test_a_folder_within_a_folder_is_looked_into(photos: Path, tmp_path: Path) -> None:
    outer = tmp_path / "download"
    outer.mkdir()
    photos.rename(outer / "photos")
    assert folders.gather(outer, silent).classes == ("cat", "dog")


def test_numbers_come_in_their_order(tmp_path: Path) -> None:
    for name in ("10", "9", "2"):
        save(tmp_path / name / "a.png", noise(int(name)))
    assert folders.gather(tmp_path, silent).classes == ("2", "9", "10")


def test_what_is_no_picture_is_skipped_with_a_reason(photos: Path) -> None:
    (photos / "readme.txt").write_text("hello")
    (photos / "cat" / "notes.txt").write_text("hello")
    (photos / "cat" / ".DS_Store").write_text("hello")
    (photos / "dog" / "broken.png").write_bytes((photos / "dog" / "1.png").read_bytes()[:60])
    (photos / "empty").mkdir()
    (photos / "texts").mkdir()
    (photos / "texts" / "a.txt").write_text("hello")
    found = folders.gather(photos, silent)
    assert (found.classes, len(found.pictures)) == (("cat", "dog"), 20)
    said = "\n".join(found.skipped)
    for words in (
        "readme.txt lies in no folder",
        "cat/notes.txt is a text",
        "dog/broken.png can't be read",
        "The folder texts holds no picture",
        "The folder empty holds no picture",
    ):
        assert words in said
    assert "DS_Store" not in said


@pytest.mark.parametrize("ending", ["png", "jpg", "gif", "webp", "bmp", "tif"])
def test_half_a_picture_is_skipped_with_a_reason(photos: Path, ending: str) -> None:
    """What decoders fill up would be learned as a part of the picture."""
    half = save(photos / "cat" / f"half.{ending}", noise(77, 40))
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    found = folders.gather(photos, silent)
    assert len(found.pictures) == 20
    (said,) = found.skipped
    assert said.startswith(f"cat/half.{ending} ")
    assert "cut off or damaged" in said


def test_a_loose_file_is_named_with_the_part_that_it_lies_in(tmp_path: Path) -> None:
    for part, name in itertools.product(("train", "test"), ("cat", "dog")):
        save(tmp_path / part / name / "0.png", noise(1))
    (tmp_path / "test" / "notes.txt").write_text("hello")
    (tmp_path / "train" / "bird").mkdir()
    assert folders.gather(tmp_path, silent).skipped == [
        "The folder bird holds no picture.",
        "test/notes.txt lies in no folder of a class.",
    ]


def test_large_pictures_are_made_small_at_once(tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        save(tmp_path / name / "a.png", noise(1, 300))
    found = folders.gather(tmp_path, silent)
    assert {picture.shape for picture in found.pictures} == {(3, 96, 96)}
    assert found.natural is None


@pytest.mark.parametrize("kind", ["empty", "loose", "one", "texts", "many", "classes"])
def test_a_folder_that_is_no_set_is_one_sentence(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = {
        "empty": "There is no picture in",
        "loose": "There is no picture in",
        "one": "only one class, cat",
        "texts": "None of the 2 files",
        "many": "more than 3 files",
        "classes": "31 classes, and at most 30",
    }
    if kind == "loose":
        save(tmp_path / "a.png", noise(1))
    if kind in ("one", "many"):
        save(tmp_path / "cat" / "a.png", noise(1))
    if kind == "texts":
        for name in ("cat", "dog"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "a.txt").write_text("hello")
    if kind == "many":
        monkeypatch.setattr(folders, "MOST_FILES", 3)
        for index in range(9):
            save(tmp_path / "dog" / f"{index}.png", noise(1))
    if kind == "classes":
        for index in range(31):
            save(tmp_path / f"class {index}" / "a.png", noise(1, 4))
    with pytest.raises(SetError, match=words[kind]) as caught:
        folders.gather(tmp_path, silent)
    assert "\n" not in str(caught.value)


def test_the_nearest_folder_that_is_named_as_a_class_counts() -> None:
    names = folders.names_of(("Great Dane", "wire-haired fox terrier"))
    known = {
        "Great_Dane/1.png": 0,
        "great-dane/wire haired fox terrier/1.png": 1,
        "great dane/mine/1.png": 0,
        "dane/1.png": None,
        "Great Dane.png": None,
    }
    assert {file: folders.class_of(Path(file), names) for file in known} == known
