"""Small pictures of stops: each is of its own lesson, follows its files, and all together stay within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.classroom.authoring import thumbnails as module
from desktop.classroom.authoring.thumbnails import PIXEL, Thumbnails
from desktop.classroom.lessons.model import Stop
from desktop.classroom.stops.foreign import Foreign, Found
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.stage.data.pictures import SLIDE_SIDE, Picture, from_array

SIZE = QSize(64, 36)
SLIDE = Stop(id="slide", picture="slide.png")
CARDS = tuple(Stop(id=f"card-{number}", card=f"# {number}") for number in range(5))
RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.fixture
def ready() -> dict[Foreign, Found]:
    return {}


@pytest.fixture
def thumbnails(qtbot: QtBot, ready: dict[Foreign, Found]) -> Iterator[Thumbnails]:
    typesetter = Typesetter()
    yield Thumbnails(Appearance(), typesetter, lambda preset: None, ready)
    typesetter.close()


def plain(colour: tuple[int, int, int]) -> Picture:
    return from_array("slide", np.full((90, 160, 3), colour, np.uint8).transpose(2, 0, 1))


def slide(folder: Path) -> Foreign:
    return Foreign(folder / "slide.png", SLIDE_SIDE)


def draw_all(thumbnails: Thumbnails) -> int:
    """Draw until nothing more comes; how many came."""
    come = []
    thumbnails.drawn.connect(lambda: come.append(1))
    before = -1
    while len(come) > before:
        before = len(come)
        thumbnails._draw_next()
    return len(come)


def middle(thumbnails: Thumbnails, folder: Path) -> QColor:
    image = thumbnails.image(SLIDE, folder, SIZE)
    assert image is not None
    return image.pixelColor(32, 18)


def test_equal_stops_of_two_lessons_have_their_own_pictures(
    thumbnails: Thumbnails, ready: dict[Foreign, Found]
) -> None:
    one, other = Path("/one"), Path("/other")
    ready.update({slide(one): plain(RED), slide(other): plain(BLUE)})
    for folder in (one, other):
        thumbnails.want(thumbnails, [SLIDE], folder, SIZE)
        draw_all(thumbnails)
    assert middle(thumbnails, one).red() > 150 > 100 > middle(thumbnails, one).blue()
    assert middle(thumbnails, other).blue() > 150 > 100 > middle(thumbnails, other).red()


def test_a_picture_waits_for_its_file_and_follows_it(
    thumbnails: Thumbnails, ready: dict[Foreign, Found], qtbot: QtBot
) -> None:
    folder = Path("/one")
    thumbnails.want(thumbnails, [SLIDE], folder, SIZE)
    assert draw_all(thumbnails) == 0
    for colour in (RED, BLUE):
        ready[slide(folder)] = plain(colour)
        with qtbot.waitSignal(thumbnails.drawn):
            thumbnails.look()
        assert abs(middle(thumbnails, folder).red() - colour[0]) < 30
        assert draw_all(thumbnails) == 0


def test_who_is_seen_last_comes_first_and_who_is_gone_gets_nothing(thumbnails: Thumbnails) -> None:
    panel, overview, folder = QObject(), QObject(), Path()
    thumbnails.want(panel, CARDS[:2], folder, SIZE)
    thumbnails.want(overview, CARDS[2:3], folder, SIZE)
    thumbnails._draw_next()
    assert thumbnails.image(CARDS[2], folder, SIZE) is not None
    assert thumbnails.image(CARDS[0], folder, SIZE) is None
    thumbnails.forget(overview)
    assert draw_all(thumbnails) == 2
    thumbnails.forget(panel)
    thumbnails.renew()
    assert draw_all(thumbnails) == 0


def test_pictures_take_no_more_memory_than_they_may(thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3 * SIZE.width() * SIZE.height() * PIXEL)
    folder = Path()
    thumbnails.want(thumbnails, CARDS, folder, SIZE)
    assert draw_all(thumbnails) == 3
    assert [thumbnails.image(card, folder, SIZE) is not None for card in CARDS] == [True, True, True, False, False]
    thumbnails.want(thumbnails, CARDS[2:], folder, SIZE)
    assert draw_all(thumbnails) == 2, "those that nobody wants any more make room"
    assert [thumbnails.image(card, folder, SIZE) is not None for card in CARDS] == [False, False, True, True, True]
