"""The card that measures networks, from a real click to the picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.cli.main import main
from desktop.window.state import load
from scenes.stage.core.catalogue import Catalogue
from scenes.tradeoff import tradeoff

ENGINE = """
say(hello, ready)
count = 0
for command in hear():
    if isinstance(command, Measure):
        count += 1
        if command.network == "mobilenet-v1":
            say(Unmeasured("mobilenet-v1", "There is not enough memory."))
        elif count < LAST:
            say(Measured(command.network, 0.05, 7, command.threads, "a CPU"))
"""


@pytest.fixture
def application(
    open_application: Callable[..., Application], use_engine: Callable[[str], None], request: pytest.FixtureRequest
) -> Application:
    use_engine(ENGINE.replace("LAST", str(request.param)))
    opened = open_application(catalogue=Catalogue((tradeoff,)))
    opened.workspace.panels.pin("right")
    return opened


@pytest.mark.parametrize("application", [99], indirect=True)
def test_a_click_measures_everything_on_the_map(application: Application, qtbot: QtBot) -> None:
    panel = application.workspace.speed
    assert panel.isVisible()
    assert panel.status.text() == "Nothing is measured yet."
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert panel.button.text() == "Stop"
    qtbot.waitUntil(lambda: not application.survey.busy, timeout=20_000)
    count = len(application.session.networks)
    assert panel.status.text().startswith(f"{count - 1} of {count} networks measured on a CPU, one thread, 20")
    assert panel.problem.text() == "There is not enough memory."
    application.session.to_end()
    assert "ResNet-50: " in application.session.frame.steps[-1].more
    application.session.turn("source", "torchvision")
    assert " of 20 networks" in panel.status.text()
    application.save()
    remembered, _ = load(application._path)
    assert remembered.session.knobs["tradeoff"]["latencies"]["machine"] == "a CPU"


@pytest.mark.parametrize("application", [4], indirect=True)
def test_another_click_stops_it(application: Application, qtbot: QtBot) -> None:
    panel = application.workspace.speed
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.survey.done == 3, timeout=20_000)
    assert panel.status.text().startswith("Measuring ")
    assert panel.status.text().endswith(f": 4 of {len(application.session.networks)}.")
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert panel.button.text() == "Measure on this computer"
    assert panel.status.text().startswith("2 of ")


@pytest.mark.parametrize("application", [4], indirect=True)
def test_who_takes_the_results_back_ends_it(application: Application, qtbot: QtBot) -> None:
    panel = application.workspace.speed
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.survey.done == 3, timeout=20_000)
    application.session.turn("source", "torchvision")
    assert application.survey.busy
    application.session.undo()
    assert application.survey.busy
    application.session.undo()
    assert not application.survey.busy
    assert panel.status.text() == "Nothing is measured yet."


@pytest.mark.parametrize("application", [4], indirect=True)
def test_the_key_that_trains_measures_here(application: Application, press: Callable[..., None]) -> None:
    press("n")
    assert application.survey.busy
    press("n")
    assert not application.survey.busy


def test_a_scene_without_times_has_no_card(open_application: Callable[..., Application]) -> None:
    assert not open_application().workspace.speed.isVisible()


def test_the_shell_measures_too(
    use_engine: Callable[[str], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.training.blocking_engine.PATIENCE", 0.5)  # this engine never ends by itself
    use_engine(ENGINE.replace("LAST", "99"))
    assert main(["latency", "alexnet", "mobilenet-v1", "vgg-16", "--threads", "2"]) == 1
    out, err = capsys.readouterr()
    where, _, *rows = out.splitlines()
    assert "on a CPU, 2 threads" in where
    assert [row.split() for row in rows] == [
        ["alexnet", "50.0", "7", "724,406,816", "14.5"], ["vgg-16", "50.0", "7", "15,470,264,320", "309.4"]
    ]  # fmt: skip
    assert err == "There is not enough memory.\n"
    assert main(["latency", "alexnet", "--json"]) == 0
    assert '"network":"alexnet"' in capsys.readouterr().out
    assert main(["latency", "alexnot"]) == 2
    assert main(["latency", "--threads", "0"]) == 2
    assert capsys.readouterr().err.count(".\n") == 2
