from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from desktop.lab.run.progress import fate, seconds_left, where
from desktop.lab.run.scoreboard import standings
from desktop.runs.adapter import add
from desktop.training.session import Phase
from engine.contract import events
from engine.contract.pace import Pace


def test_where_the_run_is(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(152))
    assert where(run) == "step 152 of 400,  epoch 1.14,  batch = 64 pictures"
    assert where(run.upto(0)) == "step 0 of 400,  epoch 0.00,  batch = 64 pictures"


def test_how_long_it_takes(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(100))
    assert seconds_left(run) == pytest.approx(3.0)
    assert fate(run, Phase.RUNNING) == "3\xa0s left"
    assert fate(run, Phase.RUNNING, Pace(rate=10.0)) == "30\xa0s left", "the waits count"
    assert fate(run, Phase.RUNNING, Pace(rate=1000.0)) == "3\xa0s left", "it can't go faster than it goes"
    assert fate(run, Phase.PAUSED) == "paused"
    assert fate(run, Phase.OVER) == f"broken off after step {run.step} of {run.total_steps}"
    assert math.isnan(seconds_left(run.upto(0)))
    assert fate(run.upto(0), Phase.RUNNING) == ""


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("steps", "finished after 8\xa0s of training"),
        ("stopped", "stopped after 8\xa0s of training"),
        ("accuracy", "reached the target accuracy after 8\xa0s of training"),
        ("diverged", "nothing left to train after 8\xa0s of training"),
    ],
)
def test_how_it_ended(story: SimpleNamespace, reason: str, words: str) -> None:
    run = add(story.recording_of(story.run_events(3)), events.Finished(reason, 3, 0.1, 8.0))  # type: ignore[arg-type]
    assert fate(run, Phase.OVER) == words


def test_standings(story: SimpleNamespace) -> None:
    dense, cnn = standings(story.recording_of(story.run_events(45)))
    assert (dense.name, dense.size, dense.train, dense.validation) == ("Dense net", "50,890 parameters", 0.5, 0.4)
    assert (cnn.train, cnn.validation, cnn.validated, cnn.out) == (0.75, 0.8, 40, False)
    assert cnn.words == "CNN: training 75.0 %, validation 80.0 %"


def test_standings_of_one_that_left(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(5))
    run = add(run, story.tick(6, loss=math.nan))
    run = add(run, events.Diverged(6, 0, "fc1", 1e9, 5, "Dense net: ..."))
    run = add(run, events.Validated(6, 0.1, 500, (None, events.Score(0.5, 0.8))))
    dense, cnn = standings(run)
    assert dense.out
    assert math.isnan(dense.train)
    assert math.isnan(dense.validation)
    assert "left the race" in dense.words
    assert not cnn.out


def test_before_anything_was_measured(story: SimpleNamespace) -> None:
    dense, _ = standings(story.recording_of([story.started()]))
    assert math.isnan(dense.train)
    assert math.isnan(dense.validation)
