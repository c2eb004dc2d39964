"""A sliding window: its frame stands where its places are, and a click goes to a moment or makes a choice."""

from __future__ import annotations

from scenes.stage.core.grips import PickCell, Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.draw.windows import goes_to, lattice_of_windows, window_beam, window_corner, window_frame

PLACES = Lattice((0, 0), (10, 0), (0, 10), 2, 3)


def test_the_frame_lies_around_the_place_that_is_picked_in_it() -> None:
    cell, stride, size = 20.0, 2, 3
    windows = lattice_of_windows((40.0, 70.0), cell, size, stride, 4, 4)
    corner = window_corner((40.0, 70.0), stride * cell, (2, 1))
    frame = window_frame(corner, size * cell, name="window", grip=goes_to(windows, None))
    assert windows.cell((frame.x + frame.width / 2, frame.y + frame.height / 2)) == (2, 1)
    assert frame.name == "window"


def test_the_window_may_be_between_two_places() -> None:
    assert window_corner((40.0, 70.0), 10.0, (0.5, 1.5)) == (55.0, 75.0)


def test_the_beam_leads_from_the_windows_edge_to_the_block() -> None:
    beam = window_beam((10.0, 20.0), 30.0, (100.0, 5.0), 200.0, 0.5)
    assert beam.points == ((40.0, 20.0), (92.0, 5.0), (92.0, 205.0), (40.0, 50.0))


def test_a_place_is_a_choice_before_the_walk_and_a_moment_in_it() -> None:
    assert goes_to(PLACES, None) == PickCell("at", PLACES)
    assert goes_to(PLACES, None, "chosen") == PickCell("chosen", PLACES)
    assert goes_to(PLACES, (3.0, 6.0)) == Scrub(PLACES, 3.0, 6.0)
