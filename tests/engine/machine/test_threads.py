from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.machine import threads


@pytest.fixture(autouse=True)
def _same_threads_afterwards() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@given(st.integers(1, 256))
def test_one_core_is_left_to_the_window(cores: int) -> None:
    options = threads.candidates(cores)
    assert options[0] == 1
    assert options[-1] <= max(1, cores - 1)
    assert len(set(options)) == len(options)


def test_two_cores_leave_nothing_to_measure() -> None:
    assert threads.candidates(1) == threads.candidates(2) == (1,)


def test_more_threads_have_to_be_clearly_faster() -> None:
    assert threads.fastest({1: 1.0, 4: 0.5, 7: 0.49}) == 4
    assert threads.fastest({1: 1.0, 4: 0.5, 7: 0.3}) == 7
    assert threads.fastest({1: 1.0, 4: 0.95, 7: 0.9}) == 1
    assert threads.fastest({1: 1.0, 4: 30.0, 7: 60.0}) == 1


def test_the_choice_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def step_time(count: int) -> float:
        measured.append(count)
        return {1: 1.0, 4: 0.4, 7: 0.39}[count]

    monkeypatch.setattr(threads, "cores", lambda: 8)
    monkeypatch.setattr(threads, "step_time", step_time)
    threads.choose.cache_clear()
    assert [threads.choose(), threads.choose()] == [4, 4]
    assert measured == [1, 4, 7]
    threads.choose.cache_clear()


def test_a_step_takes_some_time() -> None:
    assert 0 < threads.step_time(1) < 5


def test_the_watchdog_barks_at_a_lasting_jump_only() -> None:
    dog = threads.Watchdog()
    assert not any(dog.barks(0.01) for _ in range(30))
    assert not any(dog.barks(seconds) for seconds in (0.2, 0.2, 0.01, 0.2, 0.2, 0.2, 0.2))
    assert dog.barks(0.2)


def test_the_watchdog_does_not_mind_a_slow_machine() -> None:
    dog = threads.Watchdog()
    assert not any(dog.barks(2.0) for _ in range(100))
