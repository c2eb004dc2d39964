from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop.pictures import reader, reading
from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.limits import Limits
from desktop.pictures.reader import PictureReader
from desktop.pictures.reading import read_picture
from scenes.stage.data.pictures import SLIDE_SIDE, pixels
from tests.desktop.picture_files import CASES, nested

Found = OpenedPicture | PictureError
PATIENT = Limits(60)


def wait_for(path: Path, limits: Limits) -> Found:
    """Read a file as the shell does."""
    try:
        return read_picture(path, limits)
    except PictureError as problem:
        return problem


@pytest.fixture(params=["shell", "window"])
def read(request: pytest.FixtureRequest, qtbot: QtBot) -> Callable[..., Found]:
    """Return a function that reads a picture file in the one way or the other."""

    def in_the_window(path: Path, limits: Limits) -> Found:
        found: list[Found] = []
        its = PictureReader(limits=limits)
        its.read(path, found.append)
        qtbot.waitUntil(lambda: bool(found), timeout=60_000)
        return found[0]

    how = wait_for if request.param == "shell" else in_the_window
    return lambda path, limits=PATIENT: how(path, limits)


@pytest.fixture
def decoder(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a few lines in the decoder's place."""

    def use(program: str) -> None:
        for module in (reading, reader):
            monkeypatch.setattr(module, "command", lambda path, limits, side: [sys.executable, "-c", program])

    return use


def test_text_in_a_drawing_is_drawn_by_a_process_that_can(read: Callable[..., Found]) -> None:
    found = read(CASES / "text.svg")
    assert isinstance(found, OpenedPicture)
    values = pixels(found.picture)
    assert (found.picture.name, found.picture.shape, found.notes) == ("text", (1, 75, 224), ())
    assert np.argwhere(values[0] < 200)[:, 0].min() >= 20
    assert np.argwhere(values[0] < 200).max(axis=0).tolist() <= [30, 10]


def test_a_drawing_that_draws_100_000_squares_is_drawn(read: Callable[..., Found]) -> None:
    found = read(CASES / "nested-use.svg")
    assert isinstance(found, OpenedPicture)
    assert found.picture.shape == (1, 60, 60)
    assert pixels(found.picture)[0, 0, 0] == 0


def test_a_drawing_that_would_take_for_ever_is_given_up(tmp_path: Path, read: Callable[..., Found]) -> None:
    (tmp_path / "bomb.svg").write_text(nested(12), encoding="utf-8")
    assert str(read(tmp_path / "bomb.svg", Limits(3))) == (
        "bomb.svg is not read within 3 seconds, so it is given up. Open it in an image editor, save it as PNG, and "
        "open that."
    )


def test_notes_come_with_the_picture(read: Callable[..., Found]) -> None:
    found = read(CASES / "twelve-bit.png")
    assert isinstance(found, OpenedPicture)
    assert found.notes == (
        "The samples of twelve-bit.png reach from 0 to 4,095. They are stretched to the shades 0 to 255.",
    )


def test_what_is_no_picture_is_said(tmp_path: Path, read: Callable[..., Found]) -> None:
    (tmp_path / "cells.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    sentence = "cells.csv is a table of numbers as text (CSV), and no picture. A spreadsheet opens it."
    assert str(read(tmp_path / "cells.csv")) == sentence


@pytest.mark.parametrize("name", ["nothing.png", "a" * 300, "a\0b"])
def test_files_that_are_not_there(tmp_path: Path, read: Callable[..., Found], name: str) -> None:
    problem = read(tmp_path / name)
    assert isinstance(problem, PictureError)
    assert str(problem).startswith("There is no file ")
    assert len(str(problem)) < 100


def test_a_folder_is_no_picture(tmp_path: Path, read: Callable[..., Found]) -> None:
    (tmp_path / "photos").mkdir()
    assert str(read(tmp_path / "photos")) == "photos is a folder. Choose a picture that is in it."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_picture_that_takes_too_much_memory_costs_a_sentence(tmp_path: Path, read: Callable[..., Found]) -> None:
    Image.new("I;16", (9000, 9000)).save(tmp_path / "wall.png", compress_level=1)
    assert str(read(tmp_path / "wall.png", Limits(60, 350))) == (
        "wall.png takes too much memory. Make it smaller in an image editor, or save it as JPEG, and open that."
    )


@pytest.mark.parametrize("program", ["import os; os.abort()", "print('no answer')", "print('{}')", "import sys"])
def test_a_decoder_that_breaks_down_costs_a_sentence(
    decoder: Callable[[str], None], read: Callable[..., Found], program: str
) -> None:
    decoder(program)
    assert str(read(CASES / "text.svg")) == (
        "text.svg can't be read as a picture: its decoder broke down. Open it in an image editor, save it as PNG, and "
        "open that."
    )


def test_a_decoder_that_hangs_is_ended(decoder: Callable[[str], None], read: Callable[..., Found]) -> None:
    decoder("import time; time.sleep(100)")
    assert "is not read within 2 seconds" in str(read(CASES / "text.svg", Limits(2)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process")
def test_the_process_can_write_no_file_and_take_no_more_than_its_limits(tmp_path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from desktop.pictures.limits import Limits\n"
        "Limits(7, 900).put_on()\n"
        "kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)\n"
        "print([resource.getrlimit(kind)[0] for kind in kinds])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=reading.environment(), capture_output=True, text=True, check=True
    )
    memory = 900 * 2**20 if sys.platform == "linux" else -1
    limits = [int(word) for word in done.stdout.strip("[]\n").split(",")]
    assert 14 < limits[0] <= 20, "fourteen seconds on top of those that it has taken already"
    assert memory in (-1, limits[1])
    assert limits[2:] == [0, 0]


def test_a_slide_keeps_its_size_and_its_colours(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (2400, 1350), (200, 100, 50)).save(tmp_path / "slide.png")
    its, found = PictureReader(), list[Found]()
    its.read(tmp_path / "slide.png", found.append, SLIDE_SIDE)
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    assert found == [read_picture(tmp_path / "slide.png", side=SLIDE_SIDE)]
    assert isinstance(found[0], OpenedPicture)
    assert found[0].picture.shape == (3, 1080, 1920)
    assert pixels(found[0].picture)[:, 500, 500].tolist() == [200, 100, 50]


def test_the_window_goes_on_while_a_picture_is_read(qtbot: QtBot) -> None:
    its, found, ticks = PictureReader(), list[Found](), list[int]()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    its.read(CASES / "nested-use.svg", found.append)
    assert not found
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    timer.stop()
    assert len(ticks) > 10


def test_only_the_last_picture_that_was_asked_for_is_handed_over(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "bomb.svg").write_text(nested(12), encoding="utf-8")
    its, first, second = PictureReader(), list[Found](), list[Found]()
    its.read(tmp_path / "bomb.svg", first.append)
    its.read(CASES / "twelve-bit.png", second.append)
    qtbot.waitUntil(lambda: bool(second), timeout=60_000)
    assert isinstance(second[0], OpenedPicture)
    assert not first


def test_a_reader_that_is_closed_says_nothing_any_more(qtbot: QtBot) -> None:
    its, found = PictureReader(), list[Found]()
    its.read(CASES / "twelve-bit.png", found.append)
    its.close()
    qtbot.wait(50)
    assert not found
