from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from desktop.lab.builder import estimate
from engine.contract import events


def test_the_speed_is_that_of_the_net_with_the_most_work(story: SimpleNamespace) -> None:
    said = [
        replace(each, results=tuple(replace(result, seconds=0.01) for result in each.results))
        if isinstance(each, events.Tick)
        else each
        for each in story.run_events(30)
    ]
    macs = story.started().contestants[1].macs
    assert estimate.speed(story.recording_of(said)) == 64 * macs / 0.01
    assert estimate.seconds(macs, 64, 64 * macs / 0.01) == 0.01


def test_nothing_is_estimated_before_a_run_has_told(story: SimpleNamespace) -> None:
    assert estimate.speed(None) is None
    assert estimate.speed(story.recording_of(story.run_events(2))) is None
    assert estimate.speed(story.recording_of(story.run_events(30))) is None
    assert estimate.seconds(1000, 64, None) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.00036, "0.36 ms"),
        (0.00241, "2.4 ms"),
        (0.0684, "68 ms"),
        (0.184, "180 ms"),
        (0.9949, "990 ms"),
        (0.996, "1 s"),
        (1.34, "1.3 s"),
        (120.0, "120 s"),
        (1234.0, "1,200 s"),
    ],
)
def test_times_are_written_as_people_write_them(seconds: float, words: str) -> None:
    assert estimate.time_in_words(seconds) == words
