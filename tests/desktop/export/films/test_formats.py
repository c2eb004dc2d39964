from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from desktop.export.films.film import Film, film_of, reel_of
from desktop.export.films.formats import ENDINGS, film_bytes
from desktop.export.films.mp4 import encode
from desktop.export.films.shots import shots
from desktop.export.films.side_by_side import side_by_side
from desktop.export.progress import StoppedError, unwatched
from desktop.export.still import ExportError, Style, to_image
from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.marks import Rect
from scenes.stage.core.stage import Frame
from tests.desktop.export.films.example import SMALL, example_film
from tests.desktop.painted import Pixels, pixels

av = pytest.importorskip("av")

PILLOWS = [".gif", ".webp"]
SAME = {".gif": 3.0, ".webp": 0.0}
"""How far a pixel may be off on average, in 255ths: a GIF has 255 colours, and a WebP is exact."""


def still(film: Film, t: float) -> Pixels:
    assert film.size is not None
    return pixels(to_image(film.draw(t), Style(film.theme, film.size)))


def off(found: npt.ArrayLike, wanted: Pixels) -> float:
    return float(np.abs(np.asarray(found, int) - wanted).mean())


def opened(film: Film, ending: str) -> Image.Image:
    return Image.open(io.BytesIO(film_bytes(film, ending)))


def frames(image: Image.Image) -> Iterator[tuple[Pixels, int]]:
    """Each frame as it is seen, and its milliseconds."""
    for index in range(image.n_frames):  # type: ignore[attr-defined]
        image.seek(index)
        seen = np.asarray(image.convert("RGB"))
        yield seen, image.info["duration"]


# GIF and WebP ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", PILLOWS)
@pytest.mark.parametrize("fps", [10, 15])
def test_a_film_read_back(qapp: object, ending: str, fps: int) -> None:
    film = example_film(2, fps=fps)
    image = opened(film, ending)
    found = list(frames(image))
    assert image.size == SMALL
    assert image.info["loop"] == 0, "for ever"
    assert 10 < len(found) < 3.2 * fps - 10, "what stands still is one frame"
    assert abs(sum(milliseconds for _, milliseconds in found) - 3200) <= 10
    assert off(found[0][0], still(film, 0.0)) <= SAME[ending]
    assert off(found[-1][0], still(film, film.seconds)) <= SAME[ending]
    middle = len(found) // 2
    begin = sum(milliseconds for _, milliseconds in found[:middle]) / 1000
    assert off(found[middle][0], still(film, round(begin * fps) / fps)) <= SAME[ending], "nor is anything left over"


def test_no_frame_of_a_gif_is_so_short_that_browsers_make_it_slow(qapp: object) -> None:
    lasting = [milliseconds for _, milliseconds in frames(opened(example_film(2, fps=60), ".gif"))]
    assert min(lasting) >= 20
    assert abs(sum(lasting) - 3200) <= 20


@pytest.mark.parametrize("ending", PILLOWS)
def test_a_live_run_grows_in_its_film(qapp: object, ending: str) -> None:
    scene = catalogue().find("degradation")
    recording = bundled(scene.preset(scene.knobs()))  # type: ignore[misc]
    film = film_of(scene, scene.knobs(), recording, [3], size=(480, 270), fps=4)
    found = list(frames(opened(film, ending)))
    assert len(found) > 12
    assert off(found[-1][0], still(film, film.seconds)) <= SAME[ending]


def test_the_colours_of_numbers_are_exact_in_a_gif(qapp: object) -> None:
    scene = catalogue().find("convolution")
    film = film_of(scene, scene.knobs(), None, [3], size=(480, 270), fps=5)
    *_, (last, _) = frames(opened(film, ".gif"))
    for colour in ("b9691a", "d88122", "ffa842", "20252e", "ffd75e"):
        assert (last == list(bytes.fromhex(colour))).all(axis=-1).any(), colour


def test_many_colours_share_what_a_gif_has(qapp: object) -> None:
    scene = catalogue().find("sight")
    film = film_of(scene, scene.knobs(), None, [1], size=(480, 270), fps=2)
    *_, (last, _) = frames(opened(film, ".gif"))
    assert off(last, still(film, film.seconds)) < 3.0


# MP4 ------------------------------------------------------------------------------------------------------------------


def decoded(content: bytes) -> tuple[object, list[Pixels]]:
    with av.open(io.BytesIO(content)) as file:
        stream = file.streams.video[0]
        shown = [frame.to_ndarray(format="rgb24", src_colorspace="ITU709") for frame in file.decode(stream)]
        told = (stream.codec_context.name, stream.pix_fmt, stream.average_rate, file.duration / av.time_base)
        return told, shown


def test_an_mp4_read_back(qapp: object) -> None:
    film = example_film(2, fps=10)
    content = film_bytes(film, ".mp4")
    (codec, pixel_format, rate, seconds), shown = decoded(content)
    assert (codec, pixel_format, rate) == ("h264", "yuv420p", 10)
    assert seconds == pytest.approx(3.2)
    assert len(shown) == 32, "each frame is there, for players that count them"
    assert shown[0].shape == (180, 320, 3)
    for found, t in ((shown[0], 0.0), (shown[10], 1.0), (shown[-1], film.seconds)):
        assert off(found, still(film, t)) < 3.0
    assert content.index(b"moov") < content.index(b"mdat"), "it can be played while it is still being fetched"


def test_the_sides_of_an_mp4_are_even(qapp: object) -> None:
    _, shown = decoded(film_bytes(example_film(2, fps=2, size=(321, 181)), ".mp4"))
    assert shown[0].shape == (180, 320, 3)


def test_colours_keep_within_the_eye_s_tolerance_in_an_mp4(qapp: object) -> None:
    film = example_film(2, fps=2)
    _, shown = decoded(film_bytes(film, ".mp4"))
    wanted = still(film, film.seconds)
    assert np.abs(shown[-1][70:90, 230:260].astype(int) - wanted[70:90, 230:260]).max() <= 6, "inside the plate"


@pytest.mark.parametrize("missing", ["package", "encoder"])
def test_without_the_extra_a_sentence_says_how_to_get_it(
    qapp: object, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "package":
        monkeypatch.setitem(sys.modules, "av", None)
    else:
        monkeypatch.setattr(av, "codecs_available", set())
    with pytest.raises(ExportError, match="needs the extra film: install it with") as caught:
        film_bytes(example_film(2), ".mp4")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("nowhere", ["/dev/full", "/nowhere/at/all.mp4"])
def test_an_encoder_that_fails_says_why_in_one_sentence(qapp: object, nowhere: str) -> None:
    if nowhere == "/dev/full" and not Path(nowhere).exists():
        pytest.skip("there is no disk here that is always full")
    reel = reel_of(example_film(2), SMALL, 10)
    with pytest.raises(ExportError, match="could not be encoded: No ") as caught:
        side_by_side(shots(reel, unwatched), partial(encode, Path(nowhere), reel))
    assert "\n" not in str(caught.value)


def test_without_room_for_what_is_being_encoded(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    with pytest.raises(ExportError, match="could not be encoded: No such file or directory"):
        film_bytes(example_film(2), ".mp4")


# All formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("after", [0, 1, 20])
def test_a_film_that_is_stopped_leaves_nothing(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, after: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def progress(done: int, of: int) -> None:
        if done >= after:
            raise StoppedError

    with pytest.raises(StoppedError):
        film_bytes(example_film(), ending, progress)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_film_of_no_length_is_one_picture(qapp: object, ending: str) -> None:
    film = replace(example_film(2), seconds=0.0)
    content = film_bytes(film, ending)
    shown = decoded(content)[1] if ending == ".mp4" else [each for each, _ in frames_of_still(content)]
    assert len(shown) == 1
    assert off(shown[0], still(film, 0.0)) < 3.0


def frames_of_still(content: bytes) -> Iterator[tuple[Pixels, int]]:
    image = Image.open(io.BytesIO(content))
    assert getattr(image, "n_frames", 1) == 1
    yield np.asarray(image.convert("RGB")), 0


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("size", [(16, 16), (17, 400), (333, 17)])
def test_odd_sizes(qapp: object, ending: str, size: tuple[int, int]) -> None:
    assert film_bytes(example_film(2, fps=1, size=size), ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_picture_that_fails_ends_the_film(qapp: object, ending: str) -> None:
    def draw(t: float) -> Frame:
        if t > 1.0:
            raise ZeroDivisionError("a lesson divides by zero")
        return Frame((Rect(x=100 * t, y=0, width=100, height=100),), (), 0.0)

    with pytest.raises(ZeroDivisionError):
        film_bytes(Film("", draw, 2.0, size=SMALL, fps=10), ending)


def test_an_ending_that_there_is_not() -> None:
    with pytest.raises(ExportError, match=r"'\.avi'.*\.gif, \.webp, \.mp4"):
        film_bytes(example_film(), ".avi")
