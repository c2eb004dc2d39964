from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.painter.layers import FRAMES, Layer, Layers, blank

SIZE = 10 * 10 * 4
ROOM = 12 * SIZE
Get = Callable[[int], Layer]


@pytest.fixture
def layers() -> Layers:
    return Layers(ROOM)


@pytest.fixture
def made() -> list[int]:
    return []


@pytest.fixture
def get(layers: Layers, made: list[int]) -> Get:
    def get(key: int) -> Layer:
        found = layers.get(key, lambda: (made.append(key), Layer(blank(10, 10)))[1])
        assert layers.used <= ROOM
        return found

    return get


def test_what_was_wanted_twice_stays_though_many_others_pass(made: list[int], get: Get) -> None:
    for key in (1, 2, 1, 2, *range(3, 100), 1, 2):
        get(key)
    assert made == list(range(1, 100))


def test_what_is_wanted_again_after_it_had_to_go_stays_from_then_on(made: list[int], get: Get) -> None:
    for key in (1, *range(2, 20), 1, *range(20, 100), 1):
        get(key)
    assert made.count(1) == 2


def test_of_those_wanted_twice_the_one_that_was_wanted_longest_ago_goes(made: list[int], get: Get) -> None:
    for key in range(1, 15):
        get(key)
        get(key)
        get(1)
    get(1)
    assert made.count(1) == 1
    get(2)
    assert made.count(2) == 2


def test_all_are_forgotten_at_once(layers: Layers, made: list[int], get: Get) -> None:
    for key in (1, 1, 2):
        get(key)
    layers.clear()
    assert layers.used == 0
    get(1)
    assert made == [1, 2, 1]


def test_what_no_frame_shows_any_more_goes_and_what_is_shown_stays(layers: Layers, made: list[int], get: Get) -> None:
    for key in (1, 1, 2, 2, 3):
        get(key)
    for _ in range(FRAMES + 1):
        layers.begin_frame()
        get(1)
    assert layers.used == SIZE
    for key in (1, 2, 3):
        get(key)
    assert made == [1, 2, 3, 2, 3]


def test_what_moves_again_and_again_takes_no_more_room_each_time(layers: Layers, get: Get) -> None:
    taken = set()
    for passed in range(10):
        for frame in range(2 * FRAMES):
            layers.begin_frame()
            get(0)
            if frame < 5:
                get(1 + 3 * passed + frame)  # some of it looks as it did the time before
        taken.add(layers.used)
    assert taken == {SIZE}


def test_a_layer_larger_than_all_room_is_drawn_all_the_same() -> None:
    layers = Layers(room=10)
    assert layers.get("large", lambda: Layer(blank(100, 100))).image.width() == 100
