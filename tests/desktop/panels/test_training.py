"""A scene that shows training, from the recording that ships to a run on this machine, by a real click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app.composition import House
from desktop.training.scene_runs import State
from engine.contract.spec import PRESETS
from scenes.stage.charts.training import NO_RUN, shown
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import REST, Stage

ENGINE = """
say(hello, ready)
layer = Layer("conv", "conv", "1x1", (1, 4, 4), 4, 64)
result = StepResult(0.5, 0.75, (1.0,))
for command in hear():
    if isinstance(command, Start):
        spec = command.spec
        entrants = tuple(Entrant(each.name, each.network, (layer,), 4, 64) for each in spec.contestants)
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
def house(open_house: Callable[..., House], use_engine: Callable[[str], None]) -> House:
    use_engine(ENGINE)
    return open_house(catalogue=Catalogue((taught, begun, still)))


def written(house: House) -> list[str]:
    """What stands on the stage beside the title."""
    texts = [mark for mark in house.session.frame.marks if isinstance(mark, Text)]
    return ["".join(run.text for run in text.runs) for text in texts][1:]


def test_the_recording_plays_before_anything_is_trained(house: House) -> None:
    panel = house.window.training
    assert panel.isVisible()
    assert panel.title.text() == PRESETS["yellow"].title
    assert panel.source.text().startswith("Source: Lin")
    house.session.to_end()
    assert written(house) == ["step 200"]
    house.session.jump(1.0 + 2.0 * REST / 2)
    assert written(house) == ["step 100"]
    assert "A recording: 200 steps" in panel.status.text()


def test_a_click_trains_it_here_and_another_ends_it(house: House, qtbot: QtBot) -> None:
    panel, live = house.window.training, house.live
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    assert live.state("yellow") is State.WAITING
    assert panel.train.text() == "Stop"
    qtbot.waitUntil(lambda: written(house) == ["step 7"], timeout=20_000)
    assert panel.status.text() == "On this machine: step 7 of 200."
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: live.state("yellow") is State.TRAINED, timeout=20_000)
    assert panel.status.text().startswith(
        "Trained on this machine: 7 steps in 1\xa0s, stopped. Seed 1, cpu, one thread"
    )
    house.session.jump(1.0 + 2.0 * REST * 5 / 200)
    assert written(house) == ["step 5"]
    qtbot.mouseClick(panel.put_back, Qt.MouseButton.LeftButton)
    house.session.to_end()
    assert written(house) == ["step 200"]
    assert not panel.put_back.isVisible()


def test_a_run_that_nobody_recorded(house: House) -> None:
    house.session.turn("preset", "race")
    house.session.to_end()
    assert written(house) == [NO_RUN]
    assert house.window.training.status.text() == "There is no recording of it here."


def test_the_key_trains_and_goes_where_it_can_be_seen(house: House, press: Callable[..., None], qtbot: QtBot) -> None:
    press("n")
    assert house.session.step == 1
    qtbot.waitUntil(lambda: house.live.state("yellow") is State.TRAINING, timeout=20_000)
    press("n")
    qtbot.waitUntil(lambda: house.live.state("yellow") is State.TRAINED, timeout=20_000)


def test_a_scene_without_training_has_no_card(house: House, press: Callable[..., None]) -> None:
    house.window.open_scene("still")
    assert not house.window.training.isVisible()
    press("n")
    assert house.live.engine.name == "DOWN"
    assert "trains nothing" in house.window.banner.label.text()


def test_what_the_engine_refuses_is_said_in_the_window(house: House) -> None:
    house.window.say("")
    house.live.told.emit("The engine was ended.")
    assert house.window.banner.isVisible()


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 2), (2, 2)])
def test_training_is_watched_where_the_run_grows_unless_a_moment_of_it_is_being_looked_at(
    house: House, press: Callable[..., None], before: int, after: int
) -> None:
    house.session.open("begun")
    house.session.show_step(before)
    press("n")
    assert house.session.step == after


def test_the_step_that_shows_the_run_has_the_button_too(house: House, qtbot: QtBot) -> None:
    button, live = house.window.step_button, house.live
    assert not button.isVisible()
    height = house.window.caption.height()
    house.session.to_end()
    assert button.isVisible()
    assert house.window.caption.height() == height
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == house.window.training.train.text() == "Stop"
    qtbot.waitUntil(lambda: live.state("yellow") is State.TRAINING, timeout=20_000)
    house.session.to_start()
    assert not button.isVisible()
