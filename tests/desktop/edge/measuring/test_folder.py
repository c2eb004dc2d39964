"""Pictures out of a folder, as a network takes them."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.edge.measuring import folder
from desktop.edge.measuring.folder import FolderError, Found, found
from desktop.edge.measuring.words import Progress

CLASSES = ("Great Dane", "tabby")


def done(reading: Generator[Progress, None, Found]) -> Found:
    """What reading comes to, whatever it tells meanwhile."""
    ends: list[Found] = []

    def through() -> Generator[Progress, None, None]:
        ends.append((yield from reading))

    for _ in through():
        pass
    return ends[0]


def plain(path: Path, shade: tuple[int, int, int], size: tuple[int, int] = (40, 20)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, shade).save(path)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    plain(tmp_path / "great_dane" / "a.png", (200, 100, 50))
    plain(tmp_path / "tabby" / "in" / "b.png", (10, 20, 30), (20, 60))
    plain(tmp_path / "other" / "c.png", (0, 0, 255))
    (tmp_path / "tabby" / "words.txt").write_text("words")
    return tmp_path


def test_pictures_have_the_shape_their_files_and_their_classes(photos: Path) -> None:
    all_of_them = done(found(photos, (3, 16, 8), CLASSES))
    assert all_of_them.names == ("great_dane/a.png", "other/c.png", "tabby/in/b.png")
    assert all_of_them.labels.tolist() == [0, -1, 1]
    assert all_of_them.pixels.shape == (3, 3, 16, 8)
    assert all_of_them.pixels.dtype == np.uint8
    assert all_of_them.pixels[0, :, 3, 3].tolist() == [200, 100, 50]
    assert all_of_them.notes == ("1 file in the folder can’t be read as pictures.",)


def test_a_network_without_colours_gets_grey_ones(photos: Path) -> None:
    grey = done(found(photos, (1, 8, 8), ()))
    assert grey.pixels.shape == (3, 1, 8, 8)
    assert grey.pixels[0, 0, 4, 4] == round(0.299 * 200 + 0.587 * 100 + 0.114 * 50)
    assert grey.labels.tolist() == [-1, -1, -1]


def test_the_first_of_very_many_are_taken(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST", 2)
    few = done(found(photos, (3, 8, 8), CLASSES))
    assert few.names == ("great_dane/a.png", "other/c.png")
    assert few.notes == ("The folder has more than 2 files: the first 2 were taken.",)


def test_it_tells_how_far_it_is(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PAUSE", 0)
    assert [(each.done, each.of) for each in found(photos, (3, 8, 8), CLASSES)] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_folder_without_a_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no picture in the folder"):
        done(found(tmp_path, (3, 8, 8), ()))
    with pytest.raises(FolderError, match="is not there"):
        done(found(tmp_path / "none", (3, 8, 8), ()))


def test_why_no_answer_is_known_to_be_right_is_said(tmp_path: Path) -> None:
    plain(tmp_path / "cat" / "a.png", (9, 9, 9))
    plain(tmp_path / "dog" / "b.png", (99, 9, 9))
    (note,) = done(found(tmp_path, (3, 8, 8), CLASSES)).notes
    assert "no class of the network is called as the folders “cat”, “dog”." in note
    (note,) = done(found(tmp_path, (3, 8, 8), ())).notes
    assert "it isn’t known what the network’s classes are called" in note
    (note,) = done(found(tmp_path / "cat", (3, 8, 8), CLASSES)).notes
    assert "Put the pictures into folders that are named as their classes" in note
