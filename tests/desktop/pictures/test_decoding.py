from __future__ import annotations

import base64
import contextlib
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image, features
from PySide6.QtGui import QColor, QImage, qRgba

from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.decoding import decode
from scenes.stage.data.pictures import pixels
from tests.desktop.picture_files import (
    CASES,
    COLOURS,
    COLOURS_AND_OPACITY,
    GREY,
    GREY_AND_OPACITY,
    chunk,
    png,
)

TALL = [[[250, 0, 0]], [[0, 250, 0]], [[0, 0, 250]]]
"""Three pixels, red over green over blue, as rows."""


def saved(image: QImage, path: Path) -> Path:
    assert image.save(str(path))
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def image(*rows: list[object]) -> Image.Image:
    return Image.fromarray(np.array(rows, dtype=np.uint8))


def shades(opened: OpenedPicture) -> list[object]:
    found: list[object] = pixels(opened.picture).tolist()
    return found


def test_colours_come_out_exactly(tmp_path: Path) -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB888)
    for column in range(3):
        for row in range(2):
            image.setPixelColor(column, row, QColor(10 * column, 20 * row, 7))
    opened = decode(saved(image, tmp_path / "colours.png"))
    assert (opened.picture.name, opened.picture.shape, opened.notes) == ("colours", (3, 2, 3), ())
    values = pixels(opened.picture)
    assert np.array_equal(values[0], [[0, 10, 20], [0, 10, 20]])
    assert np.array_equal(values[1], [[0, 0, 0], [20, 20, 20]])
    assert np.all(values[2] == 7)


def test_a_grey_picture_has_one_channel(tmp_path: Path) -> None:
    image = QImage(5, 4, QImage.Format.Format_Grayscale8)
    image.fill(77)
    opened = decode(saved(image, tmp_path / "grey.png"))
    assert opened.picture.shape == (1, 4, 5)
    assert np.all(pixels(opened.picture) == 77)


def test_a_picture_of_black_and_white_has_one_channel(tmp_path: Path) -> None:
    opened = decode(written(tmp_path / "bits.png", png((4, 1), 1, GREY, [b"\xa0"])))
    assert shades(opened) == [[[255, 0, 255, 0]]]


def test_large_pictures_are_scaled_and_keep_their_proportions(tmp_path: Path) -> None:
    image = QImage(2000, 500, QImage.Format.Format_RGB888)
    image.fill(QColor("#336699"))
    opened = decode(saved(image, tmp_path / "wide.jpg"))
    assert opened.picture.shape == (3, 56, 224)
    assert np.all(np.abs(pixels(opened.picture)[:, 20, 100] - [0x33, 0x66, 0x99]) < 4)


def test_a_line_keeps_at_least_one_pixel(tmp_path: Path) -> None:
    image = QImage(1000, 1, QImage.Format.Format_RGB888)
    image.fill(QColor("#808080"))
    assert decode(saved(image, tmp_path / "line.png")).picture.shape == (1, 1, 224)


def test_what_is_transparent_stands_on_white(tmp_path: Path) -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32)
    image.setPixel(0, 0, qRgba(255, 0, 0, 0))
    image.setPixel(1, 0, qRgba(255, 0, 0, 255))
    values = pixels(decode(saved(image, tmp_path / "glass.png")).picture)
    assert values[:, 0, 0].tolist() == [255, 255, 255]
    assert values[:, 0, 1].tolist() == [255, 0, 0]


def test_a_transparent_colour_of_a_palette_stands_on_white(tmp_path: Path) -> None:
    clear = image([0, 1]).convert("P")
    clear.putpalette([200, 0, 0, 0, 100, 0])
    clear.save(tmp_path / "clear.gif", transparency=0)
    assert shades(decode(tmp_path / "clear.gif")) == [[[255, 0]], [[255, 100]], [[255, 0]]]


# --- Samples of 16 bits ---------------------------------------------------------------------------------------------


def test_12_bits_in_samples_of_16_use_all_shades_and_that_is_said() -> None:
    opened = decode(CASES / "twelve-bit.png")
    values = pixels(opened.picture)
    assert (opened.picture.shape, values.min(), values.max()) == ((1, 48, 64), 0, 255)
    assert len(np.unique(values)) == 238  # there were 17
    assert opened.notes == (
        "The samples of twelve-bit.png reach from 0 to 4,095. They are stretched to the shades 0 to 255.",
    )


@pytest.mark.parametrize(
    ("colour", "samples", "expected"),
    [
        (GREY, [1000, 2000, 3000], [[[0, 128, 255]]]),
        (GREY_AND_OPACITY, [1000, 65535, 3000, 65535, 3000, 0], [[[0, 255, 255]]]),
        (COLOURS, [0, 500, 1000, 2550, 0, 2550], [[[0, 255]], [[50, 0]], [[100, 255]]]),
        (COLOURS_AND_OPACITY, [0, 500, 1000, 65535, 2550, 0, 2550, 0], [[[0, 255]], [[50, 255]], [[100, 255]]]),
    ],
)
def test_a_few_thousand_levels_are_stretched(
    tmp_path: Path, colour: int, samples: list[int], expected: list[object]
) -> None:
    row = np.array(samples, dtype=">u2").tobytes()
    width = len(samples) // {GREY: 1, GREY_AND_OPACITY: 2, COLOURS: 3, COLOURS_AND_OPACITY: 4}[colour]
    opened = decode(written(tmp_path / "deep.png", png((width, 1), 16, colour, [row])))
    assert shades(opened) == expected
    assert len(opened.notes) == 1
    assert "They are stretched to the shades 0 to 255." in opened.notes[0]


@pytest.mark.parametrize("colour", [GREY, COLOURS])
def test_samples_that_use_all_16_bits_keep_their_shades_without_a_word(tmp_path: Path, colour: int) -> None:
    row = np.repeat(np.array([257, 257 * 100, 257 * 200], dtype=">u2"), 3 if colour == COLOURS else 1).tobytes()
    opened = decode(written(tmp_path / "deep.png", png((3, 1), 16, colour, [row])))
    assert (shades(opened), opened.notes) == ([[[1, 100, 200]]], ())


def test_equal_samples_are_not_divided_by_their_range(tmp_path: Path) -> None:
    Image.new("I;16", (3, 2), 77).save(tmp_path / "flat.png")
    opened = decode(tmp_path / "flat.png")
    assert np.all(pixels(opened.picture) == 0)
    assert opened.notes == ("All samples of flat.png are 77, so the picture is black.",)


def test_a_file_that_says_which_sample_is_white_is_believed(tmp_path: Path) -> None:
    levels = np.array([0, 1000, 2000], dtype=">u2").tobytes()
    opened = decode(written(tmp_path / "levels.pgm", b"P5 3 1 4000 " + levels))
    assert (shades(opened), opened.notes) == ([[[0, 64, 128]]], ())


def test_large_pictures_of_16_bits_are_averaged(tmp_path: Path) -> None:
    samples = np.zeros((1400, 2800), dtype=np.uint16)
    samples[:, ::2] = 4000
    samples[:200] = 0
    Image.fromarray(samples).save(tmp_path / "stripes.png")
    values = pixels(decode(tmp_path / "stripes.png").picture)
    assert values.shape == (1, 112, 224)
    assert np.all(values[0, :15] == 0)
    assert np.all(np.abs(values[0, 18:] - 127.5) <= 1)


# --- Colours, orientation, what is missing, what there is besides ---------------------------------------------------


@pytest.mark.parametrize(
    ("space", "expected", "name"),
    [
        ("DisplayP3", [[215, 0], [93, 163], [31, 82]], "Display P3"),
        ("AdobeRgb", [[227, 0], [100, 161], [42, 85]], "Adobe RGB"),
    ],
)
def test_colours_with_a_profile_become_those_of_the_screen(
    tmp_path: Path, space: str, expected: list[list[int]], name: str
) -> None:
    from PySide6.QtGui import QColorSpace

    picture = QImage(2, 1, QImage.Format.Format_RGB888)
    picture.setPixelColor(0, 0, QColor(200, 100, 50))
    picture.setPixelColor(1, 0, QColor(60, 160, 90))
    picture.setColorSpace(QColorSpace(getattr(QColorSpace.NamedColorSpace, space)))
    opened = decode(saved(picture, tmp_path / "wide.png"))
    assert np.all(np.abs(pixels(opened.picture)[:, 0] - expected) <= 1)
    assert opened.notes == (f"The colours of wide.png are converted from “{name}” to sRGB.",)
    deep = picture.convertToFormat(QImage.Format.Format_RGBX64)
    assert np.all(np.abs(pixels(decode(saved(deep, tmp_path / "deep.png")).picture)[:, 0] - expected) <= 1)


def test_a_profile_of_the_screen_itself_changes_nothing(tmp_path: Path) -> None:
    from PySide6.QtGui import QColorSpace

    picture = QImage(1, 1, QImage.Format.Format_RGB888)
    picture.setPixelColor(0, 0, QColor(200, 100, 50))
    picture.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    opened = decode(saved(picture, tmp_path / "screen.png"))
    assert (shades(opened), opened.notes) == ([[[200]], [[100]], [[50]]], ())


def test_a_damaged_profile_is_no_reason_to_refuse_a_picture(tmp_path: Path) -> None:
    image([[200, 100, 50]]).save(tmp_path / "odd.png", icc_profile=b"no profile at all")
    assert shades(decode(tmp_path / "odd.png")) == [[[200]], [[100]], [[50]]]


def test_colours_for_printing_become_those_of_the_screen(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "print.jpg", quality=100)
    opened = decode(tmp_path / "print.jpg")
    assert np.all(np.abs(pixels(opened.picture)[:, 4, 4] - [255, 0, 0]) <= 2)
    assert opened.notes == ("The colours of print.jpg are converted from CMYK to sRGB.",)


@pytest.mark.parametrize("ending", ["png", "webp", "jpg", "tif"])
def test_pictures_stand_as_the_camera_was_held(tmp_path: Path, ending: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned clockwise by a quarter: the top becomes the right
    blocks = image(*TALL).resize((16, 48), Image.Resampling.NEAREST)
    blocks.save(tmp_path / f"held.{ending}", exif=exif, **({"lossless": True} if ending == "webp" else {}))
    opened = decode(tmp_path / f"held.{ending}")
    assert opened.picture.shape == (3, 16, 48)
    colours = pixels(opened.picture)[:, 8, [8, 24, 40]].T
    assert np.all(np.abs(colours - [[0, 0, 250], [0, 250, 0], [250, 0, 0]]) < 20)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (1, [[1, 2], [3, 4], [5, 6]]),
        (2, [[2, 1], [4, 3], [6, 5]]),
        (3, [[6, 5], [4, 3], [2, 1]]),
        (4, [[5, 6], [3, 4], [1, 2]]),
        (5, [[1, 3, 5], [2, 4, 6]]),
        (6, [[5, 3, 1], [6, 4, 2]]),
        (7, [[6, 4, 2], [5, 3, 1]]),
        (8, [[2, 4, 6], [1, 3, 5]]),
    ],
)
def test_all_ways_to_hold_a_camera(tmp_path: Path, held: int, expected: list[list[int]]) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = held
    image([1, 2], [3, 4], [5, 6]).save(tmp_path / "held.png", exif=exif)
    assert shades(decode(tmp_path / "held.png")) == [expected]


def gradient(path: Path, **how: object) -> bytes:
    rows = np.linspace(40, 240, 400).astype(np.uint8)
    Image.fromarray(np.repeat(rows[:, None], 300, axis=1)).save(path, **how)  # type: ignore[arg-type]
    return path.read_bytes()


@pytest.mark.parametrize(("ending", "how"), [("jpg", {"quality": 95}), ("tif", {})])
def test_what_is_missing_of_a_picture_is_said(tmp_path: Path, ending: str, how: dict[str, object]) -> None:
    path = tmp_path / f"half.{ending}"
    whole = gradient(path, **how)
    assert decode(path).notes == ()
    opened = decode(written(path, whole[: len(whole) // 2]))
    assert opened.picture.shape == (1, 224, 168)
    (note,) = opened.notes
    assert note.startswith(f"half.{ending} is cut off or damaged. About ")
    assert note.endswith(" % of its rows, the lowest ones, are missing.")
    assert 40 <= int(note.split("About ")[1].split(" %")[0]) <= 60


def test_a_coarse_picture_is_said_to_lack_something(tmp_path: Path) -> None:
    path = tmp_path / "half.jpg"
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(0, 255, (200, 200), dtype=np.uint8)).save(path, progressive=True)
    opened = decode(written(path, path.read_bytes()[:-9000]))
    assert opened.notes == ("half.jpg is cut off or damaged. Parts of it may be missing or coarse.",)


def test_the_largest_picture_of_an_icon_is_taken(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), (10, 20, 30)).save(tmp_path / "sign.ico", sizes=[(16, 16), (64, 64), (32, 32)])
    opened = decode(tmp_path / "sign.ico")
    assert opened.picture.shape == (3, 64, 64)
    assert opened.notes == ("sign.ico holds 3 pictures. The largest, 64 × 64, is taken.",)


@pytest.mark.parametrize("ending", ["gif", "png", "webp"])
def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path, ending: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("#ff0000", "#0000ff")]
    frames[0].save(tmp_path / f"dance.{ending}", save_all=True, append_images=frames[1:])
    opened = decode(tmp_path / f"dance.{ending}")
    assert np.all(np.abs(pixels(opened.picture)[:, 4, 4] - [255, 0, 0]) <= 4)
    assert opened.notes == (f"dance.{ending} is animated. Its first frame is taken.",)


@pytest.mark.parametrize(("ending", "feature"), [("avif", "avif"), ("jp2", "jpg_2000"), ("webp", "webp")])
def test_formats_that_browsers_and_archives_like(tmp_path: Path, ending: str, feature: str) -> None:
    if not features.check(feature):
        pytest.skip(f"Pillow is built without {feature} here")
    Image.new("RGB", (16, 16), (200, 100, 50)).save(tmp_path / f"new.{ending}")
    values = pixels(decode(tmp_path / f"new.{ending}").picture)
    assert values.shape == (3, 16, 16)
    assert np.all(np.abs(values[:, 8, 8] - [200, 100, 50]) <= 6)


# --- Drawings -------------------------------------------------------------------------------------------------------


def svg(inside: str, more: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2" {more}>{inside}</svg>'.encode()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_drawing_stands_on_white(qapp: object, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    half = '<rect width="2" height="2" fill="#c86432"/>'
    opened = decode(written(tmp_path / "half.svg", pack(svg(half))))
    assert shades(opened) == [[[200, 200, 255, 255]] * 2, [[100, 100, 255, 255]] * 2, [[50, 50, 255, 255]] * 2]
    assert opened.notes == ()


def test_a_drawing_shows_no_other_file(qapp: object, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (4, 2), "black").save(secret)
    inner = base64.b64encode(svg(f'<image href="{secret}" width="4" height="2"/>')).decode()
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    for link, name in [
        ("secret.png", "secret.png"),
        (str(secret), "secret.png"),
        (secret.as_uri(), "secret.png"),
        ("https://example.org/secret.png", "secret.png"),
        (f"data:image/svg+xml;base64,{inner}", "a drawing inside it"),
        (f"data:image/png;base64,{inner}", "a drawing inside it"),
    ]:
        for attribute in ("href", "xlink:href"):
            drawing = svg(f'<g><image {attribute}="{link}" width="4" height="2"/></g>', xlink)
            opened = decode(written(tmp_path / "links.svg", drawing))
            assert np.all(pixels(opened.picture) == 255), link
            assert opened.notes == (
                f"links.svg links to other files ({name}). They stay closed, so they are missing in it.",
            )


def test_a_picture_inside_a_drawing_is_shown(qapp: object, tmp_path: Path) -> None:
    Image.new("RGB", (4, 2), (200, 100, 50)).save(tmp_path / "inner.png")
    inner = base64.b64encode((tmp_path / "inner.png").read_bytes()).decode()
    opened = decode(
        written(tmp_path / "holds.svg", svg(f'<image href="data:image/png;base64,{inner}" width="4" height="2"/>'))
    )
    assert pixels(opened.picture)[:, 1, 1].tolist() == [200, 100, 50]
    assert opened.notes == ()


@pytest.mark.parametrize("inside", ["<rect", "", "<rect/></svg><svg>"])
def test_a_damaged_drawing_is_refused(qapp: object, tmp_path: Path, inside: str) -> None:
    broken = svg(inside) if inside else b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    with pytest.raises(PictureError, match=r"^broken\.svg can't be read as a drawing\. It is damaged"):
        decode(written(tmp_path / "broken.svg", broken))


# --- What is no picture ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", r"^cat\.png is empty\.$"),
        (b"no picture at all", r"^cat\.png is a text, and no picture\. A text editor opens it\.$"),
        (b"\x89PNG\r\n\x1a\n broken", r"^cat\.png can't be read as a picture\. "),
        (bytes(range(200, 240)), r"^cat\.png can't be read as a picture\. "),
    ],
)
def test_files_that_are_no_pictures(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(PictureError, match=sentence):
        decode(written(tmp_path / "cat.png", content))


def test_a_picture_of_too_many_pixels_is_refused_with_the_limit_and_the_cure(tmp_path: Path) -> None:
    wall = written(tmp_path / "wall.png", png((20000, 20000), 8, GREY, [b"\0" * 100]))
    with pytest.raises(PictureError) as refused:
        decode(wall)
    assert str(refused.value) == (
        "wall.png has 20,000 × 20,000 pixels, and at most 100 million can be read. Make it smaller in an image "
        "editor, for instance 10,000 × 10,000 pixels, and open that."
    )


def test_a_photo_of_too_many_pixels_is_read_smaller(tmp_path: Path) -> None:
    Image.new("L", (12000, 9000), 200).save(tmp_path / "wall.jpg")
    assert decode(tmp_path / "wall.jpg").picture.shape == (1, 168, 224)


def test_what_is_only_looked_at_keeps_its_size(tmp_path: Path) -> None:
    """Photos, samples of 16 bits, and scans; a drawing has no size, and is as large as it may be."""
    Image.new("RGB", (3840, 2160), "red").save(tmp_path / "slide.jpg")
    Image.fromarray(np.zeros((900, 1600), dtype=np.uint16)).save(tmp_path / "deep.png")
    tifffile.imwrite(tmp_path / "scan.tif", np.zeros((900, 1600), dtype=np.int16))
    written(tmp_path / "lines.svg", svg('<rect width="4" height="1" fill="red"/>'))
    shapes = [decode(tmp_path / name, 1920).picture.shape for name in ("slide.jpg", "deep.png", "scan.tif")]
    assert shapes == [(3, 1080, 1920), (1, 900, 1600), (1, 900, 1600)]
    assert decode(tmp_path / "lines.svg", 1920).picture.shape == (3, 960, 1920)


@pytest.mark.parametrize("cut", range(0, 400, 23))
@pytest.mark.parametrize("ending", ["png", "gif", "bmp", "jpg", "webp", "tif", "ico", "tga", "pgm"])
def test_no_damage_is_worse_than_a_sentence(tmp_path: Path, ending: str, cut: int) -> None:
    """Bytes are changed, then the file is cut off; whatever comes of it is a picture or a sentence."""
    rng = np.random.default_rng(cut)
    path = tmp_path / f"broken.{ending}"
    Image.fromarray(rng.integers(0, 255, (20, 20), dtype=np.uint8)).save(path)
    content = bytearray(path.read_bytes())
    for place in rng.integers(0, len(content), 4):
        content[place] = rng.integers(256)
    with contextlib.suppress(PictureError):
        assert decode(written(path, bytes(content[: len(content) - cut]))).picture.shape is not None


def test_texts_of_a_picture_that_unpack_to_much_are_no_reason_to_refuse_it(tmp_path: Path) -> None:
    long = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 3_000_000))
    opened = decode(written(tmp_path / "wordy.png", png((1, 1), 8, GREY, [b"\x07"], long)))
    assert shades(opened) == [[[7]]]
