"""How often something is timed, and what is said of the times."""

from __future__ import annotations

from itertools import count

import pytest

from engine.contract.edge import timing
from engine.contract.edge.timing import CLOSELY, Enough, Times, counting, passes, processor, summed_up


def test_what_warms_up_does_not_count() -> None:
    done = count()
    found = list(passes(lambda: next(done), Enough(3, 4, 4, 0.0)))
    assert found[:3] == [None] * 3
    assert counting(found) == tuple(found[3:])
    assert len(found) == next(done) == 7


@pytest.mark.parametrize(("seconds", "runs"), [(10.0, 20), (1 / 32, 32), (1 / 1024, 500)])
def test_what_is_slow_is_done_less_often(seconds: float, runs: int) -> None:
    ticks = count()
    assert counting(passes(lambda: None, CLOSELY, lambda: next(ticks) * seconds)) == pytest.approx((seconds,) * runs)


def test_it_can_be_gone_on_with_after_a_while() -> None:
    going = passes(lambda: None, Enough(0, 5, 5, 0.0))
    next(going)
    assert len(list(going)) == 4


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([2.0], Times(2.0, 2.0)),
        ([3.0, 1.0, 2.0], Times(2.0, 3.0)),
        ([float(each) for each in range(1, 101)], Times(50.5, 95.0)),
        ([1.0] * 19 + [9.0], Times(1.0, 1.0)),
        ([1.0] * 18 + [9.0, 9.0], Times(1.0, 9.0)),
    ],
)
def test_half_take_no_longer_than_the_median_and_95_of_100_than_p95(seconds: list[float], expected: Times) -> None:
    assert summed_up(seconds) == expected


def test_the_processor_has_a_name() -> None:
    assert processor().strip()


def test_there_is_a_core_and_no_more_threads_than_cores_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert timing.cores() >= 1
    assert timing.threads_refused(1) == ""
    monkeypatch.setattr(timing, "cores", lambda: 4)
    assert timing.threads_refused(4) == ""
    assert timing.threads_refused(5).startswith("A network runs on 1 to 4 threads here")
    assert "not on 0." in timing.threads_refused(0)
    monkeypatch.setattr(timing, "cores", lambda: 1)
    assert timing.threads_refused(2).startswith("A network runs on one thread here")
