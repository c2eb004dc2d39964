import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.spec import StopAt
from engine.data.data import Batches
from engine.training import schedule


@given(st.integers(1, 50), st.integers(1, 60), st.integers(1, 25), st.integers(0, 30))
def test_the_end_that_is_announced_is_the_end_that_comes(count: int, batch: int, tenths: int, begun: int) -> None:
    stop = StopAt(epochs=tenths / 10)
    batches, step = Batches(count, seed=1), 0
    announced = []
    while schedule.progress(stop, step, batches.epoch) < 1:
        if step >= begun:
            announced.append(schedule.total_steps(stop, batch, count, step, batches.epoch))
        batches.next(batch)
        step += 1
    assert set(announced) <= {step}


@given(st.integers(150, 400), st.integers(30, 90), st.floats(0.1, 2.5))
def test_small_rests_are_no_steps(count: int, batch: int, epochs: float) -> None:
    batches, step, stop = Batches(count, seed=1), 0, StopAt(epochs=epochs)
    while schedule.progress(stop, step, batches.epoch) < 1:
        batches.next(batch)
        step += 1
    assert schedule.total_steps(stop, batch, count) == step
    assert schedule.total_steps(StopAt(epochs=2), 64, 193) == 6


def test_the_nearer_limit_counts() -> None:
    assert schedule.total_steps(StopAt(steps=10, epochs=1.0), 10, 95) == 10
    assert schedule.total_steps(StopAt(steps=11, epochs=1.0), 10, 95) == 10
    assert schedule.total_steps(StopAt(steps=3, epochs=1.0), 10, 95) == 3
    assert schedule.progress(StopAt(steps=4, epochs=1.0), 1, 0.5) == 0.5
    assert schedule.progress(StopAt(steps=4), 1, 7.0) == 0.25


def test_a_limit_in_the_past_ends_now() -> None:
    assert schedule.total_steps(StopAt(steps=3), 10, 95, step=7, epoch=0.7) == 7
    assert schedule.total_steps(StopAt(epochs=0.5), 10, 95, step=7, epoch=0.7) == 7
    assert schedule.progress(StopAt(steps=3), 7, 0.7) == 1.0


def test_a_constant_rate_is_constant() -> None:
    assert {schedule.learning_rate("constant", 0.3, done / 10) for done in range(11)} == {0.3}


def test_one_cycle_rises_to_its_peak_and_falls_to_nothing() -> None:
    rates = [schedule.learning_rate("one-cycle", 2.0, done / 1000) for done in range(1001)]
    peak = rates.index(max(rates))
    assert peak == 150
    assert rates[peak] == pytest.approx(2.0)
    assert rates[0] == pytest.approx(0.02)
    assert rates[75] == pytest.approx(1.0)
    assert rates[575] == pytest.approx(1.0)
    assert rates[1000] == pytest.approx(0.0)
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
