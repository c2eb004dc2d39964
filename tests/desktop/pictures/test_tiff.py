from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image
from PySide6.QtGui import QImage, QImageWriter, QRgba64

from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.decoding import decode
from scenes.stage.data.pictures import pixels

STRETCHED = "They are stretched to the shades 0 to 255."


def opened(path: Path, samples: Any, kind: str, **how: Any) -> OpenedPicture:
    tifffile.imwrite(path, np.array(samples, dtype=kind), **how)
    return decode(path)


def shades(found: OpenedPicture) -> list[object]:
    values: list[object] = pixels(found.picture).tolist()
    return values


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "scan.tif"


@pytest.mark.parametrize("how", [{}, {"byteorder": ">"}, {"compression": "zlib", "predictor": True}, {"bigtiff": True}])
def test_hounsfield_units_below_0_are_dark(path: Path, how: dict[str, Any]) -> None:
    found = opened(path, [[-1000, 0, 1000]], "int16", **how)
    assert shades(found) == [[[0, 128, 255]]]
    assert found.notes == (f"The samples of scan.tif reach from −1,000 to 1,000. {STRETCHED}",)


def test_signed_samples_that_are_packed_with_lzw(path: Path) -> None:
    rows = np.array([[-1000, 0, 1000]], dtype=np.int16)
    image = Image.fromarray(rows.view(np.uint16))
    image.save(path, compression="tiff_lzw", tiffinfo={339: 2})
    found = decode(path)
    assert shades(found) == [[[0, 128, 255]]]
    assert found.notes == (f"The samples of scan.tif reach from −1,000 to 1,000. {STRETCHED}",)


@pytest.mark.parametrize("kind", ["uint16", "int32", "uint32", "float32", "float64", "float16"])
def test_samples_of_every_kind_are_stretched(path: Path, kind: str) -> None:
    found = opened(path, [[0, 51, 2550]], kind)
    assert shades(found) == [[[0, 5, 255]]]
    assert found.notes == (f"The samples of scan.tif reach from 0 to 2,550. {STRETCHED}",)


def test_samples_of_32_bits_keep_their_order(path: Path) -> None:
    assert shades(opened(path, [[0, 2_000_000_000, 4_000_000_000]], "uint32")) == [[[0, 128, 255]]]


def test_samples_that_are_no_numbers_are_shown_as_the_smallest(path: Path) -> None:
    found = opened(path, [[np.nan, -2.0, np.inf, 2.0]], "float32")
    assert shades(found) == [[[0, 0, 0, 255]]]
    assert found.notes == (
        "2 samples of scan.tif are not finite numbers. They are shown as the smallest one.",
        f"The samples of scan.tif reach from −2 to 2. {STRETCHED}",
    )


FOUR = [[[5140, 10280, 15420, 65535], [65535, 0, 0, 0]]]
"""Two pixels of red, green, blue and infrared."""


def changed(path: Path, tag: int, value: int, to: tuple[int, int]) -> OpenedPicture:
    """Open a file in which one tag (a short number) is another one."""
    entry, other = (struct.pack("<HHII", *each) for each in ((tag, 3, 1, value), (to[0], 3, 1, to[1])))
    content = path.read_bytes()
    assert content.count(entry) == 1
    path.write_bytes(content.replace(entry, other))
    return decode(path)


@pytest.mark.parametrize("said", [True, False])
def test_of_four_bands_the_first_three_are_taken(path: Path, said: bool) -> None:
    found = opened(path, FOUR, "uint16", photometric="rgb", extrasamples=["unspecified"])
    if not said:
        found = changed(path, 338, 0, (65000, 0))
    assert shades(found) == [[[20, 255]], [[40, 0]], [[60, 0]]]
    assert found.notes == (
        "scan.tif has 4 bands. The first three are taken as red, green and blue, and the fourth is left out.",
    )


def test_a_band_by_which_all_would_be_almost_white_is_not_taken_for_opacity(path: Path) -> None:
    samples = np.array(FOUR) * [1, 1, 1, 0] + [0, 0, 0, 3000]
    found = opened(path, samples, "uint16", photometric="rgb", extrasamples=["unassalpha"])
    assert shades(found) == [[[20, 255]], [[40, 0]], [[60, 0]]]
    assert found.notes[0].endswith("and the fourth is left out.")


def test_a_fourth_band_of_8_bits_is_opacity_only_where_the_file_says_so(path: Path) -> None:
    samples = [[[20, 40, 60, 255], [255, 0, 0, 0]]]
    clear = opened(path, samples, "uint8", photometric="rgb", extrasamples=["unassalpha"])
    assert (shades(clear), clear.notes) == ([[[20, 255]], [[40, 255]], [[60, 255]]], ())
    infrared = opened(path, samples, "uint8", photometric="rgb", extrasamples=["unspecified"])
    assert shades(infrared) == [[[20, 255]], [[40, 0]], [[60, 0]]]
    assert "the fourth is left out" in infrared.notes[0]


@pytest.mark.parametrize(("extra", "expected"), [("unassalpha", [20, 255]), ("assocalpha", [20, 255])])
def test_opacity_of_16_bits(path: Path, extra: str, expected: list[int]) -> None:
    samples = [[[5140, 10280, 65535, 65535], [0, 0, 0, 0]]]
    found = opened(path, samples, "uint16", photometric="rgb", extrasamples=[extra])
    assert shades(found)[0] == [expected]
    assert found.notes == ()


def test_bands_in_planes_of_their_own(path: Path) -> None:
    planes = [[[0, 100]], [[200, 300]], [[400, 510]]]
    found = opened(path, planes, "uint16", photometric="rgb", planarconfig="separate")
    assert shades(found) == [[[0, 50]], [[100, 150]], [[200, 255]]]


def test_bands_of_no_colour(path: Path) -> None:
    five = opened(path, [[[0, 102, 255, 7, 8]]], "uint8", photometric="minisblack", planarconfig="contig")
    assert shades(five) == [[[0]], [[102]], [[255]]]
    assert five.notes == (
        "scan.tif has 5 bands. The first three are taken as red, green and blue, and the others are left out.",
    )
    three = opened(path, [[[0, 102, 255]]], "uint8", photometric="minisblack", planarconfig="contig")
    assert three.notes == ("scan.tif has 3 bands. They are taken as red, green and blue.",)
    two = opened(path, [[[9, 102]]], "uint8", photometric="minisblack", planarconfig="contig")
    assert shades(two) == [[[9]]]
    assert two.notes == ("scan.tif has 2 bands. The first is shown, and the second is left out.",)


def test_the_largest_sample_may_be_black(path: Path) -> None:
    assert shades(opened(path, [[0, 1000, 4000]], "uint16", photometric="miniswhite")) == [[[255, 191, 0]]]


def test_colours_of_16_bits_packed_with_lzw(path: Path) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGBX64)
    for column, colour in enumerate([(0, 500, 1000), (2550, 0, 2550)]):
        image.setPixelColor(column, 0, QRgba64.fromRgba64(*colour, 65535))
    writer = QImageWriter(str(path), b"tiff")
    writer.setCompression(1)
    assert writer.write(image)
    with tifffile.TiffFile(path) as file:
        assert file.pages.first.compression == tifffile.COMPRESSION.LZW
    assert shades(decode(path)) == [[[0, 255]], [[50, 0]], [[100, 255]]]


@pytest.mark.parametrize("said", [True, False])
def test_a_fourth_band_packed_with_lzw(path: Path, said: bool) -> None:
    image = Image.fromarray(np.array([[[20, 40, 60, 200], [255, 0, 0, 7]]], dtype=np.uint8), "RGBA")
    image.save(path, compression="tiff_lzw")
    found = changed(path, 338, 2, (338, 0) if said else (65000, 0))
    assert shades(found) == [[[20, 255]], [[40, 0]], [[60, 0]]]
    assert found.notes == (
        "scan.tif has 4 bands. The first three are taken as red, green and blue, and the fourth is left out.",
    )


def test_what_no_decoder_unpacks_rightly_is_refused_with_the_cure(path: Path) -> None:
    opened(path, np.zeros((4, 6, 5)), "uint16", photometric="rgb", planarconfig="contig")
    with pytest.raises(PictureError) as refused:
        changed(path, 259, 1, (259, 5))
    assert str(refused.value) == (
        "scan.tif is packed with LZW, which can't be undone for 5 bands of 16 bits. "
        "Save it without compression and open that."
    )


def test_of_several_pages_the_first_is_taken(path: Path) -> None:
    found = opened(path, [[[10, 20]], [[30, 40]]], "uint8", photometric="minisblack")
    assert (shades(found), found.notes) == ([[[10, 20]]], ("scan.tif has 2 pages. The first one is taken.",))


def test_a_smaller_copy_of_a_page_is_no_page_of_its_own(path: Path) -> None:
    with tifffile.TiffWriter(path) as file:
        file.write(np.full((8, 8), 2550, np.uint16))
        file.write(np.zeros((4, 4), np.uint16), subfiletype=1)
    assert decode(path).picture.shape == (1, 8, 8)
    assert decode(path).notes == ("All samples of scan.tif are 2,550, so the picture is black.",)


def test_a_scan_lies_as_it_was_put(path: Path) -> None:
    found = opened(path, [[0, 100], [200, 2550]], "uint16", extratags=[(274, "H", 1, 6, True)])
    assert shades(found) == [[[20, 0], [255, 10]]]


def test_cut_off_samples_are_refused(path: Path) -> None:
    opened(path, np.arange(10000).reshape(100, 100), "uint16")
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(PictureError, match=r"^scan\.tif can't be read as a picture\. It is cut off or damaged"):
        decode(path)


@pytest.mark.parametrize("content", [b"II*\0", b"MM\0*\0\0\0\x08\0\x01", b"II*\0\xff\xff\xff\x7f" + bytes(40)])
def test_damaged_files_are_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(PictureError, match=r"^scan\.tif can't be read as a picture\. It is cut off or damaged"):
        decode(path)
