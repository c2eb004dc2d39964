from __future__ import annotations

import pytest

from engine.contract import events, wire
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace


@pytest.mark.parametrize(
    ("pace", "far", "near"),
    [
        (AS_FAST_AS_IT_GOES, None, None),
        (Pace(slow_at_events=True), None, 10.0),
        (Pace(rate=20.0), 20.0, 20.0),
        (Pace(rate=20.0, slow_at_events=True), 20.0, 5.0),
        (Pace(rate=1000.0, slow_at_events=True), 1000.0, 10.0),
        (Pace(rate=2.0, slow_at_events=True), 2.0, 1.0),
        (Pace(rate=0.5, slow_at_events=True), 0.5, 0.5),
        (Pace(whole=60.0, slow_at_events=True), 10.0, 2.5),
    ],
)
def test_a_pace_says_how_many_steps_a_second_far_from_an_event_and_near_one(
    pace: Pace, far: float | None, near: float | None
) -> None:
    assert pace.steps_a_second(600) == far
    assert pace.steps_a_second(600, near_event=True) == near


def test_a_pace_travels() -> None:
    command = events.SetPace(Pace(whole=60.0, stop_at_epochs=True))
    assert list(wire.command_decoder().feed(wire.frame(command))) == [command]
