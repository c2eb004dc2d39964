"""A scene that shows training, from the recording that ships to a run on this machine, by a real click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.training.scene_runs import RunSource
from engine.contract.spec import PRESETS
from scenes.stage.charts.training import NO_RUN, shown
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST, TRANSITION

ENGINE = """
say(hello, ready)
layer = Layer("conv", "conv", "1x1", (1, 4, 4), 4, 64)
result = StepResult(0.5, 0.75, (1.0,))
for command in hear():
    if isinstance(command, Start):
        spec = command.spec
        entrants = tuple(ContestantInfo(each.name, each.network, (layer,), 4, 64) for each in spec.contestants)
        say(Started(spec, entrants, ("no", "yes"), 10, 10, 0.0, 1.0, 5, 200, 1, "cpu"))
        for step in range(1, 8):
            say(Tick(step, step / 5, 0.1, 2, step / 200, step / 10, (result,) * len(entrants)))
    elif isinstance(command, Stop):
        say(Finished("stopped", 7, 1.4, 0.7))
"""


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    preset: str = kit.choice("yellow", "yellow", "race", label="Run")


@scene(chapter="Going deeper", title="Taught", order=1, preset=lambda knobs: knobs.preset)
def taught(stage: Stage, knobs: Knobs) -> None:
    """Write down how far the run is."""
    stage.step("Before", "Nothing is trained in this step.", 1.0)
    span = stage.step("Training", "The run as far as it has come.", 2.0, live=True)
    if span.begun and (run := shown(stage, span)) is not None:
        stage.text(100, 300, f"step {run.step}", name="reached")


@dataclass(frozen=True)
class NoKnobs(kit.Knobs):
    pass


@scene(chapter="Going deeper", title="Begun", order=2, preset=lambda knobs: "yellow")
def begun(stage: Stage, knobs: NoKnobs) -> None:
    """Show how the run begins before showing how it goes on."""
    stage.step("Its first step", "A moment of the run.", 1.0, live=True, still=True)
    stage.step("Nothing", "Nothing is trained in this step.", 1.0)
    stage.step("All of it", "The run as far as it has come.", 2.0, live=True)


@scene(chapter="Going small", title="Still", order=1)
def still(stage: Stage, knobs: NoKnobs) -> None:
    """Show no training."""
    stage.step("Only", "Only one caption.", 1.0)


@pytest.fixture
def application(open_application: Callable[..., Application], use_engine: Callable[[str], None]) -> Application:
    use_engine(ENGINE)
    opened = open_application(catalogue=Catalogue((taught, begun, still)))
    opened.workspace.panels.pin("right")
    return opened


def written(application: Application) -> list[str]:
    """What stands on the stage between the title and the caption."""
    texts = [mark for mark in application.session.frame.marks if isinstance(mark, Text) and not mark.pinned]
    return ["".join(run.text for run in text.runs) for text in texts]


def test_the_recording_plays_before_anything_is_trained(application: Application) -> None:
    panel = application.workspace.training
    assert panel.isVisible()
    assert panel.title.text() == PRESETS["yellow"].title
    assert panel.source.text() == ""  # this one is our own
    application.session.to_end()
    assert written(application) == ["step 200"]
    application.session.jump(1.0 + TRANSITION + 1.4 * REST / 2)
    assert written(application) == ["step 100"]
    assert "A recording: 200 steps" in panel.status.text()


def test_a_click_trains_it_here_and_another_ends_it(application: Application, qtbot: QtBot) -> None:
    panel, live = application.workspace.training, application.live
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    assert live.state("yellow") is RunSource.WAITING
    assert panel.train.text() == "Stop"
    qtbot.waitUntil(lambda: written(application) == ["step 7"], timeout=20_000)
    assert panel.status.text() == "On this machine: step 7 of 200."
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: live.state("yellow") is RunSource.TRAINED, timeout=20_000)
    assert panel.status.text().startswith(
        "Trained on this machine: 7 steps in 1\xa0s, stopped. Seed 1, cpu, one thread"
    )
    application.session.jump(1.0 + TRANSITION + 1.4 * REST * 5 / 200)
    assert written(application) == ["step 5"]
    qtbot.mouseClick(panel.put_back, Qt.MouseButton.LeftButton)
    application.session.to_end()
    assert written(application) == ["step 200"]
    assert not panel.put_back.isVisible()


def test_a_run_that_nobody_recorded(application: Application) -> None:
    application.session.turn("preset", "race")
    application.session.to_end()
    assert written(application) == [NO_RUN]
    assert application.workspace.training.status.text() == "There is no recording of it here."


def test_the_key_trains_and_goes_where_it_can_be_seen(
    application: Application, press: Callable[..., None], qtbot: QtBot
) -> None:
    press("n")
    assert application.session.step == 1
    qtbot.waitUntil(lambda: application.live.state("yellow") is RunSource.TRAINING, timeout=20_000)
    press("n")
    qtbot.waitUntil(lambda: application.live.state("yellow") is RunSource.TRAINED, timeout=20_000)


def test_a_scene_without_training_has_no_card(application: Application, press: Callable[..., None]) -> None:
    application.workspace.places.open_scene("still")
    assert not application.workspace.training.isVisible()
    press("n")
    assert application.live.engine.name == "DOWN"
    assert "trains nothing" in application.workspace.banner.label.text()


def test_what_the_engine_refuses_is_said_in_the_window(application: Application) -> None:
    application.workspace.say("")
    application.live.told.emit("The engine was ended.")
    assert application.workspace.banner.isVisible()


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 2), (2, 2)])
def test_training_is_watched_where_the_run_grows_unless_a_moment_of_it_is_being_looked_at(
    application: Application, press: Callable[..., None], before: int, after: int
) -> None:
    application.session.open("begun")
    application.session.show_step(before)
    press("n")
    assert application.session.step == after


def test_the_step_that_shows_the_run_has_the_button_too(application: Application, qtbot: QtBot) -> None:
    button, live = application.workspace.step_button, application.live
    assert not button.isVisible()
    height = application.workspace.step_title.height()
    application.session.to_end()
    assert button.isVisible()
    counter = application.workspace.step_title.counter
    whole = counter.fontMetrics().elidedText("12 / 12", Qt.TextElideMode.ElideRight, counter.width())
    assert whole == "12 / 12", "the title makes room for the button, not the number"
    assert application.workspace.step_title.height() == height
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == application.workspace.training.train.text() == "Stop"
    qtbot.waitUntil(lambda: live.state("yellow") is RunSource.TRAINING, timeout=20_000)
    application.session.to_start()
    assert not button.isVisible()
