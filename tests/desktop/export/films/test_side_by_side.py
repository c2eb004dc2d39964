from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from desktop.export.films.side_by_side import AHEAD, side_by_side
from desktop.export.progress import StoppedError


def nobody_is_left() -> bool:
    return not [thread for thread in threading.enumerate() if thread.name.startswith("encoder")]


def test_what_is_made_here_is_encoded_there_in_its_order() -> None:
    here = threading.current_thread()
    makers, takers = set(), set()

    def things() -> Iterator[int]:
        for number in range(100):
            makers.add(threading.current_thread())
            yield number

    def encode(taken: Iterator[int]) -> list[int]:
        takers.add(threading.current_thread())
        return list(taken)

    assert side_by_side(things(), encode) == list(range(100))
    assert makers == {here}
    assert takers.isdisjoint(makers)
    assert nobody_is_left()


def test_a_slow_encoder_has_few_pictures_waiting() -> None:
    """The encoder takes nothing until the painter can't go on: then it has made as many as may wait, and one."""
    made: list[int] = []
    full = threading.Event()
    most = []

    def things() -> Iterator[int]:
        for number in range(5 * AHEAD):
            made.append(number)
            if len(made) == AHEAD + 1:
                full.set()
            yield number

    def encode(taken: Iterator[int]) -> int:
        assert full.wait(60)
        for number in taken:
            most.append(len(made) - number)
        return len(most)

    assert side_by_side(things(), encode) == 5 * AHEAD
    assert max(most) <= AHEAD + 2


def test_nothing_to_encode() -> None:
    assert side_by_side(iter(()), list) == []


@pytest.mark.parametrize("after", [0, 1, 50])
def test_an_encoder_that_breaks_stops_the_painter(after: int) -> None:
    made = []

    def things() -> Iterator[int]:
        for number in range(100_000):
            made.append(number)
            yield number

    def encode(taken: Iterator[int]) -> None:
        for _ in range(after):
            next(taken)
        raise ValueError("it broke")

    with pytest.raises(ValueError, match="it broke"):
        side_by_side(things(), encode)
    assert len(made) <= 100_000 - 1
    assert nobody_is_left()


@pytest.mark.parametrize("error", [StoppedError, KeyboardInterrupt, ZeroDivisionError])
def test_a_painter_that_stops_sends_the_encoder_home(error: type[BaseException]) -> None:
    ended = []

    def things() -> Iterator[int]:
        yield 1
        raise error

    def encode(taken: Iterator[int]) -> None:
        try:
            for _ in taken:
                pass
        except StoppedError:
            ended.append("at once")
            raise

    with pytest.raises(error):
        side_by_side(things(), encode)
    assert ended == ["at once"]
    assert nobody_is_left()


def test_how_often_threads_take_turns_is_as_before() -> None:
    before = sys.getswitchinterval()
    during = side_by_side(iter(()), lambda taken: sys.getswitchinterval())
    assert during < before == sys.getswitchinterval()
