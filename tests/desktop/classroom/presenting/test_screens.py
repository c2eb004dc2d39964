"""Where the beam lies: with screens of the test's own, so that they can be plugged in and pulled out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.classroom.presenting.screens import FRAME, BeamPlace, beside, for_the_class, inside


@dataclass(eq=False)
class FakeScreen:
    called: str
    place: QRect = field(default_factory=QRect)

    def name(self) -> str:
        return self.called

    def geometry(self) -> QRect:
        return self.place

    def availableGeometry(self) -> QRect:
        return self.place.adjusted(0, 0, 0, -40)


LAPTOP = FakeScreen("laptop", QRect(0, 0, 1280, 720))
HALL = FakeScreen("hall", QRect(1280, 0, 1920, 1080))
SIDE = FakeScreen("side", QRect(0, 720, 1024, 768))


class FakeScreens(QObject):
    """A window is on the screen that its middle is on."""

    changed = Signal()

    def __init__(self, *screens: FakeScreen) -> None:
        super().__init__()
        self.there = list(screens)

    def all(self) -> list[FakeScreen]:
        return self.there

    def primary(self) -> FakeScreen:
        return self.there[0]

    def of(self, widget: QWidget) -> FakeScreen:
        middle = widget.window().geometry().center()
        return next((screen for screen in (LAPTOP, HALL, SIDE) if screen.geometry().contains(middle)), LAPTOP)

    def move(self, window: QWidget, screen: FakeScreen, place: QRect) -> None:
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setGeometry(place)

    def have(self, *screens: FakeScreen) -> None:
        self.there = list(screens)
        self.changed.emit()


Opened = Callable[..., tuple[BeamPlace, QWidget, QWidget, FakeScreens]]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    widgets: list[QWidget] = []

    def make(*screens: FakeScreen, last: str = "", as_window: bool = False) -> tuple:
        laptop, beam, found = QWidget(), QWidget(), FakeScreens(*screens)
        beam.setMinimumSize(320, 180)
        laptop.setGeometry(100, 100, 900, 500)
        place = BeamPlace(beam, laptop, found, last)
        widgets.extend((laptop, beam))
        place.open(as_window)
        return place, laptop, beam, found

    yield make
    for widget in widgets:
        widget.close()
        widget.deleteLater()


@pytest.mark.parametrize(
    ("screens", "laptop", "last", "expected"),
    [
        ((LAPTOP,), LAPTOP, "", None),
        ((LAPTOP, HALL), LAPTOP, "", HALL),
        ((LAPTOP, HALL), HALL, "", LAPTOP),
        ((LAPTOP, HALL, SIDE), LAPTOP, "side", SIDE),
        ((LAPTOP, HALL, SIDE), LAPTOP, "gone", HALL),
        ((LAPTOP, HALL, SIDE), HALL, "", SIDE),  # not the first one, where the desktop is
        ((LAPTOP, HALL), HALL, "hall", LAPTOP),
    ],
)
def test_the_class_has_the_screen_used_last_or_one_that_is_neither_the_laptops_nor_the_first(
    screens: tuple[FakeScreen, ...], laptop: FakeScreen, last: str, expected: FakeScreen | None
) -> None:
    assert for_the_class(screens, laptop, LAPTOP, last) is expected


def test_the_beam_fills_the_second_screen(opened: Opened) -> None:
    place, _, beam, _ = opened(LAPTOP, HALL)
    assert place.screen is HALL
    assert place.last == "hall"
    assert beam.isFullScreen()
    place.close()
    assert not beam.isVisible()
    assert place.screen is None


def test_a_pulled_cable_leaves_the_beam_as_a_window_on_the_laptop_until_it_is_plugged_in_again(
    opened: Opened, qtbot: QtBot
) -> None:
    place, _, beam, screens = opened(LAPTOP, HALL)
    with qtbot.waitSignal(place.lost):
        screens.have(LAPTOP)
    assert place.screen is None
    assert not beam.isFullScreen()
    assert beam.isVisible()
    assert LAPTOP.geometry().contains(beam.geometry())
    with qtbot.waitSignal(place.found):
        screens.have(LAPTOP, HALL)
    assert place.screen is HALL
    assert beam.isFullScreen()


def test_of_two_screens_that_come_it_takes_the_one_that_it_had(opened: Opened) -> None:
    place, _, _, screens = opened(LAPTOP, HALL)
    screens.have(LAPTOP)
    screens.have(LAPTOP, SIDE, HALL)
    assert place.screen is HALL


def test_a_screen_that_comes_does_not_take_the_beam_from_its_own(opened: Opened) -> None:
    place, _, _, screens = opened(LAPTOP, SIDE)
    screens.have(LAPTOP, HALL, SIDE)
    assert place.screen is SIDE
    screens.have(LAPTOP, HALL)
    assert place.screen is HALL, "and it goes to another one when that is all there is"


def test_swapped_screens(opened: Opened) -> None:
    place, laptop, beam, screens = opened(LAPTOP, HALL)
    place.swap()
    assert place.screen is LAPTOP
    assert HALL.geometry().contains(laptop.geometry())
    assert beam.isFullScreen()
    screens.have(LAPTOP)  # the hall's cable is pulled while the hands are there
    assert LAPTOP.geometry().contains(laptop.geometry())
    assert LAPTOP.geometry().contains(beam.geometry())
    assert place.screen is None


def test_a_beam_to_share_is_a_window_whatever_screens_there_are(opened: Opened) -> None:
    place, _, beam, screens = opened(LAPTOP, HALL, as_window=True)
    assert place.screen is None
    assert not beam.isFullScreen()
    assert LAPTOP.geometry().contains(beam.geometry())
    beam.setGeometry(1400, 100, 640, 360)
    screens.have(LAPTOP)
    assert LAPTOP.geometry().contains(beam.geometry()), "it comes back from a screen that is gone"
    place.swap()
    assert not beam.isFullScreen()


def test_nothing_moves_while_the_beam_is_closed(opened: Opened) -> None:
    place, _, beam, screens = opened(LAPTOP, HALL)
    place.close()
    screens.have(LAPTOP)
    screens.have(LAPTOP, HALL)
    assert not beam.isVisible()


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (QRect(100, 50, 300, 200), QRect(100, 50, 300, 200)),
        (QRect(1500, 800, 300, 200), QRect(980, 480, 300, 200)),
        (QRect(-50, -50, 3000, 2000), QRect(0, 0, 1280, 680)),
    ],
)
def test_a_window_is_moved_into_a_screen(place: QRect, expected: QRect) -> None:
    assert inside(place, LAPTOP.availableGeometry()) == expected


def test_a_window_beside_the_stage_has_room_for_its_frame() -> None:
    room = LAPTOP.availableGeometry()
    found = beside(room, QSize(320, 180))
    assert room.contains(found.adjusted(-FRAME, -FRAME, FRAME, FRAME))
    assert found.width() * 9 == pytest.approx(found.height() * 16, abs=16)
