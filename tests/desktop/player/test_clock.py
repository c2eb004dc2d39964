from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.player.clock import LONGEST, Clock, passed
from desktop.player.session import SceneSession

NAPS = st.floats(0, 1e5) | st.floats(0, 0.03)


@given(st.floats(0, 1e6), NAPS)
def test_a_tick_counts_the_time_that_has_passed_up_to_a_bound(since: float, nap: float) -> None:
    counted = passed(since, since + nap)
    assert 0 <= counted <= LONGEST <= 0.5
    assert counted == pytest.approx(min(nap, LONGEST), abs=1e-6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAPS, max_size=20))
def test_a_session_is_as_far_as_its_ticks_count(session: SceneSession, naps: list[float]) -> None:
    times = [0.0]
    clock = Clock(session, now=lambda: times[-1])
    session.to_start()
    session.toggle()
    for nap in naps:
        times.append(times[-1] + nap)
        clock._tick()
    counted = sum(passed(since, now) for since, now in pairwise(times))
    assert session.player.t == pytest.approx(min(counted, 2.0)), "it stops at the end of the step"


def test_it_ticks_only_while_something_plays(session: SceneSession) -> None:
    clock = Clock(session)
    assert not clock._timer.isActive()
    session.toggle()
    assert clock._timer.isActive()
    session.toggle()
    assert not clock._timer.isActive()


def test_time_that_passed_before_it_plays_is_not_counted(session: SceneSession) -> None:
    times = [0.0]
    clock = Clock(session, now=lambda: times[-1])
    times.append(0.2)
    session.toggle()
    times.append(0.25)
    clock._tick()
    assert session.player.t == pytest.approx(0.05)
