"""What is built goes to the lab, and what a file says; the lab's page around it is there too."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.lab.own_networks import GOES_ON
from desktop.lab.page import LabPage
from desktop.lab.take_away import settings_file
from desktop.runs.library import Library
from engine.contract import events
from engine.contract.spec import PRESETS
from engine.contract.spec.built.parts import Activate


def test_a_net_is_built_and_trained(page: LabPage, client: Any, qtbot: QtBot) -> None:
    page.controls.build.click()
    dialog = page.own.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.builder.choose(1, (1,))
    dialog.builder.twin()
    dialog.builder.replace(Activate("tanh"))
    dialog.train.click()
    assert dialog.isHidden()
    sent = [command.spec for command in client.sent if isinstance(command, events.Start)]
    assert sent == [page.wanted.spec]
    assert [each.name for each in sent[0].contestants] == ["Dense net", "CNN", "CNN, twin"]
    page.changes.undo()
    assert page.wanted.spec == PRESETS["race"].spec


def test_a_built_race_is_wanted_again_by_the_next_start(page: LabPage) -> None:
    page.own.build()
    assert page.own.dialog is not None
    page.own.dialog.builder.choose(1, (1,))
    page.own.dialog.builder.replace(Activate("tanh"))
    page.own.dialog.use.click()
    wanted, state = page.wanted.spec, page.state()
    page.wanted.choose("digits")
    page.restore(state)
    assert page.wanted.spec == wanted


def test_the_builder_knows_this_machine_from_its_last_run(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(*story.run_events(60))
    page.own.build()
    assert page.own.dialog is not None
    assert page.own.dialog.builder.speed is None  # these made-up steps took no time
    page.own.speed = 2e9
    page.own.build()
    assert page.own.dialog.builder.speed == 2e9


def test_how_fast_this_machine_is_is_known_at_the_next_start(page: LabPage) -> None:
    page.own.build()
    assert page.own.dialog is not None
    assert page.own.dialog.builder.speed is None
    page.restore({"speed": 2e9})
    assert page.state()["speed"] == 2e9
    page.own.build()
    assert page.own.dialog.builder.speed == 2e9
    for broken in (float("inf"), float("nan"), -1.0, "fast", None):
        page.restore({"speed": broken})
        assert page.state()["speed"] == 2e9


def test_settings_of_a_file_are_wanted(page: LabPage, tmp_path: Path, qtbot: QtBot) -> None:
    spec = replace(PRESETS["gates"].spec, lr=0.0123)
    path = tmp_path / "mine.json"
    settings_file.write(spec, path)
    said: list[str] = []
    page.message.connect(said.append)
    with qtbot.waitSignal(page.own.file_opened) as heard:
        page.own.take_away.open(path)
    assert heard.args == [path]
    assert page.wanted.spec == spec
    assert said == ["The next run is as mine.json says."]


def test_what_a_kept_run_costs_is_asked_by_its_key_and_one_that_goes_on_must_end(
    page: LabPage, client: Any, story: SimpleNamespace, library: Library
) -> None:
    asked: list[tuple[str, int, int | None]] = []
    said: list[str] = []
    page.own.edge_wanted.connect(lambda *what: asked.append(what))
    page.message.connect(said.append)
    page.toggle()
    client.say(*story.run_events(20), story.checkpoint(20))
    live = page.recording
    assert live is not None
    page.own.take_away.edge_wanted.emit(live, live.checkpoints[0], 1)
    assert not asked
    assert said[-1] == GOES_ON
    client.say(*story.run_events(40)[-22:], story.checkpoint(40), story.finished(40))
    done = page.recording
    assert done is not None
    key = library.key_of(done)
    assert key
    for checkpoint in done.checkpoints:
        page.own.take_away.edge_wanted.emit(done, checkpoint, 1)
    assert asked == [(key, 1, 20), (key, 1, None)]
