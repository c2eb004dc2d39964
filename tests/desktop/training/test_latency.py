"""Measuring the networks of a scene with an engine that says what a test makes it say."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.player.session import SceneSession
from desktop.training.latency import BUSY, LatencySurvey
from desktop.training.session import TrainingSession
from engine.contract import events
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.knobs import latencies
from scenes.stage.core.stage import Stage
from scenes.stage.data.latencies import Latencies

NAMES = ("squeezenet-1.1", "alexnet", "vgg-16")


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    fewer: bool = kit.toggle(False, label="Fewer")
    latencies: Latencies = latencies()


@scene(chapter="Going small", title="Fast", order=1, measures=lambda knobs: NAMES[:1] if knobs.fewer else NAMES)
def fast(stage: Stage, knobs: Knobs) -> None:
    """Say how many networks were measured."""
    stage.step("Only", f"{len(knobs.latencies.seconds)} networks are measured.", 1.0)


@dataclass(frozen=True)
class NoKnobs(kit.Knobs):
    pass


@scene(chapter="Going small", title="Still", order=2)
def still(stage: Stage, knobs: NoKnobs) -> None:
    """Measure nothing."""
    stage.step("Only", "Only one caption.", 1.0)


def measured(name: str, seconds: float = 0.1) -> events.Measured:
    return events.Measured(name, seconds, 5, 1, "a CPU")


@pytest.fixture
def scenes(qapp: object) -> SceneSession:
    return SceneSession(Catalogue((fast, still)))


@pytest.fixture
def survey(session: TrainingSession, scenes: SceneSession) -> LatencySurvey:
    return LatencySurvey(session, scenes)


def asked(client: Any) -> list[events.Command]:
    return [command for command in client.sent if isinstance(command, events.Measure)]


def known(scenes: SceneSession) -> dict[str, float]:
    return dict(scenes.knobs_of("fast").latencies.seconds)  # type: ignore[attr-defined]


def test_one_network_after_the_other_and_each_result_at_once(
    survey: LatencySurvey, scenes: SceneSession, client: Any
) -> None:
    survey.begin()
    assert client.starts == 1
    for done, name in enumerate(NAMES):
        assert (survey.busy, survey.done, survey.count, survey.network) == (True, done, 3, name)
        assert asked(client)[-1] == events.Measure(name, 1)
        client.say(measured(name, done + 0.5))
        assert known(scenes)[name] == done + 0.5
        assert scenes.steps[0].caption == f"{done + 1} networks are measured."
    assert not survey.busy
    assert len(asked(client)) == 3
    found = scenes.knobs.latencies  # type: ignore[attr-defined]
    assert (found.machine, found.threads) == ("a CPU", 1)
    assert len(found.date) == len("2026-01-01")
    survey.begin()
    client.say(measured("squeezenet-1.1", 9.0))
    scenes.undo()
    assert known(scenes)["squeezenet-1.1"] == 0.5
    scenes.undo()
    assert known(scenes) == {}


def test_stopping_keeps_what_was_measured_and_ignores_what_comes_late(
    survey: LatencySurvey, scenes: SceneSession, client: Any
) -> None:
    survey.begin()
    client.say(measured("squeezenet-1.1"))
    survey.stop()
    assert client.sent[-1] == events.Stop()
    client.say(measured("alexnet"))
    assert (survey.busy, set(known(scenes))) == (False, {"squeezenet-1.1"})


def test_a_network_that_cannot_be_measured_is_a_sentence_and_the_others_follow(
    survey: LatencySurvey, scenes: SceneSession, client: Any
) -> None:
    survey.begin()
    client.say(events.Unmeasured("squeezenet-1.1", "There is not enough memory."), measured("alexnet"))
    assert survey.problem == "There is not enough memory."
    assert survey.network == "vgg-16"
    assert set(known(scenes)) == {"alexnet"}
    survey.begin()
    assert survey.problem == ""


@pytest.mark.parametrize("when", ["queued", "running", "paused"])
def test_a_run_in_progress_is_not_disturbed(
    survey: LatencySurvey, session: TrainingSession, client: Any, story: SimpleNamespace, when: str
) -> None:
    session.start(story.SPEC)
    if when != "queued":
        client.say(*story.run_events(3))
    if when == "paused":
        client.say(events.Paused(3))
    survey.begin()
    assert (survey.busy, survey.problem) == (False, BUSY)
    assert asked(client) == []
    if when != "queued":
        client.say(events.Finished("steps", 3, 0.1, 1.0))
        survey.begin()
        assert (survey.busy, survey.problem) == (True, "")


def test_training_that_begins_ends_the_survey(
    survey: LatencySurvey, scenes: SceneSession, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    survey.begin()
    client.say(measured("squeezenet-1.1"))
    session.start(story.SPEC)
    assert not survey.busy
    assert "Training has begun" in survey.problem
    assert events.Stop() not in client.sent
    assert set(known(scenes)) == {"squeezenet-1.1"}


def test_a_lost_engine_ends_the_survey_with_a_sentence(
    survey: LatencySurvey, scenes: SceneSession, client: Any
) -> None:
    survey.begin()
    client.say(measured("squeezenet-1.1"))
    client.fail("The engine was ended", "It was killed.")
    assert not survey.busy
    assert survey.problem.startswith("The engine was ended; what was measured stays.")
    survey.begin()
    assert survey.busy


def test_results_go_to_their_scene_also_while_another_is_open(
    survey: LatencySurvey, scenes: SceneSession, client: Any
) -> None:
    survey.begin()
    scenes.open("still")
    assert scenes.networks == ()
    client.say(measured("squeezenet-1.1"))
    assert set(known(scenes)) == {"squeezenet-1.1"}
    survey.begin()
    assert not survey.busy
    scenes.open("fast")
    assert scenes.steps[0].caption.startswith("1 ")


def test_they_survive_a_restart(survey: LatencySurvey, scenes: SceneSession, client: Any) -> None:
    survey.begin()
    client.say(measured("squeezenet-1.1", 0.25))
    again = SceneSession(Catalogue((fast, still)))
    assert again.restore(scenes.remember()) == []
    assert again.knobs == scenes.knobs
    assert known(again) == {"squeezenet-1.1": 0.25}
