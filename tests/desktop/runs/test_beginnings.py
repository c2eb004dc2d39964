from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.runs import beginnings, labels, readings
from desktop.runs.beginnings import BeginningError
from desktop.runs.library import Library
from engine.contract import events
from engine.contract.spec import Origin, RunSpec
from scenes.stage.data.recording import Recording


@pytest.fixture
def run(story: SimpleNamespace) -> Recording:
    return story.recording_of([*story.run_events(40), story.checkpoint(20), story.checkpoint(40)])  # type: ignore[no-any-return]


@pytest.fixture
def kept(run: Recording, library: Library, qtbot: QtBot) -> Library:
    library.keep(run)
    qtbot.waitUntil(lambda: all(each.label.size for each in library.runs if not each.shipped))
    return library


def wanted(run: Recording, library: Library, step: int = 20) -> RunSpec:
    checkpoint = run.checkpoint_by(step)
    assert checkpoint is not None
    return beginnings.continued(run, checkpoint, library.key_of(run), "Mine")


def test_a_run_goes_on_with_the_weights_that_another_had(run: Recording, kept: Library, story: SimpleNamespace) -> None:
    spec = wanted(run, kept)
    assert replace(spec, origin=None) == story.SPEC
    assert spec.origin == Origin(kept.key_of(run), "Mine", 20)
    found = beginnings.weights(kept, spec)
    assert found == story.checkpoint(20).weights
    assert beginnings.weights(kept, replace(spec, origin=None)) == ()


def test_contestants_that_had_left_stay_behind(run: Recording, kept: Library, story: SimpleNamespace) -> None:
    _, cnn = story.checkpoint(60).weights
    left = story.recording_of([*story.run_events(60), events.Checkpoint(60, (None, cnn))])
    kept.keep(left)
    spec = wanted(left, kept, 60)
    assert [each.name for each in spec.contestants] == ["CNN"]
    assert beginnings.weights(kept, spec) == (cnn,)
    with pytest.raises(BeginningError):
        beginnings.weights(kept, replace(spec, contestants=story.SPEC.contestants))


def test_weights_that_are_gone_are_one_sentence(run: Recording, kept: Library) -> None:
    spec = wanted(run, kept)
    assert spec.origin is not None
    missing = (
        replace(spec.origin, step=21),
        replace(spec.origin, run="nobody"),
        replace(spec.origin, run="shipped:gap"),
    )
    for origin in missing:
        with pytest.raises(BeginningError, match=r"“Mine” after step 2.*not kept any more\. Begin afresh"):
            beginnings.weights(kept, replace(spec, origin=origin))
    kept.delete(spec.origin.run)
    with pytest.raises(BeginningError):
        beginnings.weights(kept, spec)


def test_a_run_says_where_it_began(run: Recording, kept: Library, story: SimpleNamespace) -> None:
    spec = wanted(run, kept)
    found = story.recording_of([story.started(spec)])
    assert labels.title(found.plan) == f"{labels.title(run.plan)}, from step 20"
    assert "Begun with the weights of “Mine” after step 20." in readings.machine(found.plan)
    assert "Begun" not in readings.machine(run.plan)
