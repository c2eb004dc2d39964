from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QImageReader, qRgba

from desktop.player.pictures import PictureError, open_picture
from scenes.stage.data.pictures import pixels


def saved(image: QImage, path: Path) -> Path:
    assert image.save(str(path))
    return path


def test_colours_come_out_exactly(tmp_path: Path) -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB888)
    for column in range(3):
        for row in range(2):
            image.setPixelColor(column, row, QColor(10 * column, 20 * row, 7))
    picture = open_picture(saved(image, tmp_path / "colours.png"))
    assert (picture.name, picture.shape) == ("colours", (3, 2, 3))
    values = pixels(picture)
    assert np.array_equal(values[0], [[0, 10, 20], [0, 10, 20]])
    assert np.array_equal(values[1], [[0, 0, 0], [20, 20, 20]])
    assert np.all(values[2] == 7)


def test_a_grey_picture_has_one_channel(tmp_path: Path) -> None:
    image = QImage(5, 4, QImage.Format.Format_Grayscale8)
    image.fill(77)
    picture = open_picture(saved(image, tmp_path / "grey.png"))
    assert picture.shape == (1, 4, 5)
    assert np.all(pixels(picture) == 77)


def test_large_pictures_are_scaled_and_keep_their_proportions(tmp_path: Path) -> None:
    image = QImage(2000, 500, QImage.Format.Format_RGB888)
    image.fill(QColor("#336699"))
    picture = open_picture(saved(image, tmp_path / "wide.jpg"))
    assert picture.shape == (3, 56, 224)
    assert np.all(np.abs(pixels(picture)[:, 20, 100] - [0x33, 0x66, 0x99]) < 4)


def test_a_line_keeps_at_least_one_pixel(tmp_path: Path) -> None:
    image = QImage(1000, 1, QImage.Format.Format_RGB888)
    image.fill(QColor("#808080"))
    assert open_picture(saved(image, tmp_path / "line.png")).shape == (1, 1, 224)


def test_what_is_transparent_stands_on_white(tmp_path: Path) -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32)
    image.setPixel(0, 0, qRgba(255, 0, 0, 0))
    image.setPixel(1, 0, qRgba(255, 0, 0, 255))
    values = pixels(open_picture(saved(image, tmp_path / "glass.png")))
    assert values[:, 0, 0].tolist() == [255, 255, 255]
    assert values[:, 0, 1].tolist() == [255, 0, 0]


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n broken"])
def test_files_that_are_no_pictures(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(content)
    with pytest.raises(PictureError, match=r"cat\.png can't be read as a picture"):
        open_picture(path)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="There is no file"):
        open_picture(tmp_path / "nothing.png")
    with pytest.raises(PictureError, match="There is no file"):
        open_picture(tmp_path)


def test_a_picture_that_no_memory_holds_is_said_to_be_too_large(
    tmp_path: Path,
) -> None:
    image = QImage(1200, 1000, QImage.Format.Format_RGB888)
    image.fill(QColor("#808080"))
    path = saved(image, tmp_path / "wall.png")
    before = QImageReader.allocationLimit()
    QImageReader.setAllocationLimit(1)
    try:
        with pytest.raises(PictureError, match="1200×1000 pixels; that is too large to open"):
            open_picture(path)
    finally:
        QImageReader.setAllocationLimit(before)


def test_only_pictures_of_a_size_that_somebody_has_made_are_read(tmp_path: Path) -> None:
    image = QImage(40_000, 1, QImage.Format.Format_Grayscale8)
    image.fill(9)
    assert open_picture(saved(image, tmp_path / "line.png")).shape == (1, 1, 224)
    longer = QImage(40_001, 1, QImage.Format.Format_Grayscale8)
    longer.fill(9)
    with pytest.raises(PictureError, match="40001×1 pixels; that is too large"):
        open_picture(saved(longer, tmp_path / "longer.png"))
