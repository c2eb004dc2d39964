"""A sliding window: its frame stands where its places are, and a click goes to a moment or makes a choice."""

from __future__ import annotations

from dataclasses import replace

from scenes.stage.core.grips import PickCell, Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import (
    Windows,
    beams,
    frames,
    goes_to,
    lattice_of_windows,
    size_numbers,
)
from scenes.stage.draw.walk import Walk

PLACES = Lattice((0, 0), (10, 0), (0, 10), 2, 3)
WAITING = Walk((1, 0), (1.0, 0.5), 0, 0.0, 1.0, None)
WALKING = Walk((1, 0), (1.0, 0.5), 2, 0.0, 1.0, (3.0, 6.0))
WINDOWS = Windows((40.0, 70.0), 10.0, 3, 2, (2, 3), WAITING)


def waiting(place: tuple[float, float]) -> Walk:
    """A walk that has not begun, with the window drawn at a place."""
    return Walk((0, 0), place, 0, 0.0, 1.0, None)


def test_the_frame_lies_around_the_place_that_is_picked_in_it() -> None:
    frame = Windows((40.0, 70.0), 20.0, 3, 2, (4, 4), waiting((2, 1))).frame("window")
    assert isinstance(frame.grip, PickCell)
    assert frame.grip.lattice.cell((frame.x + frame.width / 2, frame.y + frame.height / 2)) == (2, 1)
    assert frame.name == "window"


def test_the_window_may_be_between_two_places() -> None:
    assert Windows((40.0, 70.0), 10.0, 3, 1, (2, 3), waiting((0.5, 1.5))).corner == (55.0, 75.0)


def test_the_beam_leads_from_the_windows_edge_to_the_block() -> None:
    beam = Windows((10.0, 20.0), 10.0, 3, 1, (2, 3), waiting((0, 0))).beam((100.0, 5.0), 200.0, 0.5)
    assert beam.points == ((40.0, 20.0), (92.0, 5.0), (92.0, 205.0), (40.0, 50.0))


def test_a_place_is_a_choice_before_the_walk_and_a_moment_in_it() -> None:
    assert goes_to(PLACES, WAITING) == PickCell("at", PLACES)
    assert goes_to(PLACES, WAITING, "chosen") == PickCell("chosen", PLACES)
    assert goes_to(PLACES, WALKING) == Scrub(PLACES, 3.0, 6.0)
    assert goes_to(PLACES, replace(WALKING, firsts=(1.0, 8.0))) == Scrub(PLACES, 3.0, 6.0, (1.0, 8.0))


def test_windows_know_where_the_present_one_stands_and_where_a_hand_takes_it() -> None:
    assert (WINDOWS.corner, WINDOWS.side) == ((50.0, 90.0), 30.0)
    assert WINDOWS.grip() == PickCell("at", lattice_of_windows((40.0, 70.0), 10.0, 3, 2, 2, 3))
    assert WINDOWS.goes_to((200.0, 70.0), 5.0) == PickCell("at", Lattice((200.0, 70.0), (5.0, 0.0), (0.0, 5.0), 2, 3))
    walking = Windows((40.0, 70.0), 10.0, 3, 2, (2, 3), WALKING)
    assert walking.goes_to((0, 0), 10) == Scrub(PLACES, 3.0, 6.0)


def test_the_frame_of_a_window_of_a_few_pixels_is_drawn_larger() -> None:
    frame, larger = WINDOWS.frame("window", 0.5), WINDOWS.frame("window", smallest=50.0)
    assert (frame.x, frame.y, frame.width, frame.opacity, frame.grip) == (50, 90, 30, 0.5, WINDOWS.grip())
    assert (larger.x, larger.y, larger.width, larger.height) == (40, 80, 50, 50)


def test_every_channel_has_its_frame_and_its_beam() -> None:
    below = Windows((40.0, 170.0), 10.0, 3, 2, (2, 3), WAITING)
    assert [frame.name for frame in frames((WINDOWS, below), Channels(2))] == ["window 1", "window 2"]
    first, second = beams((WINDOWS, below), ((100, 5), (100, 105)), 60.0, 1.0)
    assert first.points == ((80, 90), (92, 5), (92, 65), (80, 120))
    assert second.points == ((80, 190), (92, 105), (92, 165), (80, 220))


def test_the_size_of_the_output_is_worked_out_in_numbers() -> None:
    assert size_numbers((5, 5), 3, 1, 0, 1) == "(5 + 2·0 − 1·2 − 1) / 1 = 2, and 2 + 1 = 3"
    assert size_numbers((6, 6), 3, 2, 0) == "(6 + 2·0 − 3) / 2 = 1.5, rounded down to 1, and 1 + 1 = 2"
    assert (
        size_numbers((4, 6), 3, 2, 1, 2)
        == "rows 1, columns: (6 + 2·1 − 2·2 − 1) / 2 = 1.5, rounded down to 1, and 1 + 1 = 2"
    )
