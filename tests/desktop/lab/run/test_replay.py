from __future__ import annotations

from types import SimpleNamespace

import pytest

from desktop.lab.run.replay import WITHOUT_TIME, Replay, advanced, events_of
from engine.contract import events
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace
from engine.contract.spec import StopAt
from scenes.stage.data.recording import Recording


@pytest.fixture
def run(story: SimpleNamespace) -> Recording:
    """400 steps of 10 milliseconds each, 133 an epoch; the rate changes after step 100, and one breaks down at 300."""
    said = story.run_events(400)
    at = next(place for place, event in enumerate(said) if isinstance(event, events.Tick) and event.step == 101)
    said.insert(at, events.Changed(100, 0.001, 64, 0, StopAt(steps=400), 400))
    said.insert(at, events.Changed(100, 0.001, 64, 5, StopAt(steps=400), 400))
    said.append(events.Diverged(300, 0, "fc1", 9.0, 299, "It broke."))
    return story.recording_of(said)  # type: ignore[no-any-return]


def test_it_goes_at_the_pace(run: Recording) -> None:
    assert advanced(run, 10.0, 2.0, Pace(rate=5.0)) == (20.0, True)
    assert advanced(run, 0.0, 6.0, Pace(whole=60.0)) == (40.0, True)
    assert advanced(run, 0.0, 0.5, AS_FAST_AS_IT_GOES) == (50.0, True), "as fast as it was trained"
    assert advanced(run, 390.0, 60.0, Pace(rate=5.0)) == (400.0, False)


def test_it_knows_the_events_beforehand(run: Recording) -> None:
    assert events_of(run) == (100, 300)
    slow = Pace(rate=8.0, slow_at_events=True)
    assert advanced(run, 60.0, 1.0, slow)[0] == 68.0
    for near in (80.0, 100.0, 119.0, 285.0):
        assert advanced(run, near, 1.0, slow)[0] == near + 2
    assert advanced(run, 200.0, 1.0, slow)[0] == 208.0


def test_it_stops_after_each_epoch(run: Recording) -> None:
    pace = Pace(rate=10.0, stop_at_epochs=True)
    assert advanced(run, 130.0, 1.0, pace) == (133.0, False)
    assert advanced(run, 133.0, 1.0, pace) == (143.0, True)


def test_a_run_without_steps_or_times_plays_too(story: SimpleNamespace) -> None:
    nothing = story.recording_of(story.run_events(0))
    assert advanced(nothing, 0.0, 1.0, AS_FAST_AS_IT_GOES) == (0.0, False)
    assert advanced(nothing, 0.0, 1.0, Pace(rate=1.0, stop_at_epochs=True, slow_at_events=True)) == (0.0, False)
    assert WITHOUT_TIME > 0


def test_a_replay_begins_goes_on_and_ends(qapp: object, run: Recording) -> None:
    replay, seen, playing = Replay(), [], []
    replay.moved.connect(seen.append)
    replay.playing_changed.connect(playing.append)
    replay.play(run, None, Pace(rate=100.0))
    replay.go_on(1.0)
    replay.seek(350)
    replay.go_on(0.25)
    assert seen == [0, 100, 375]
    assert playing == [True]
    replay.go_on(9.0)
    assert seen[-1] is None
    assert playing == [True, False]
