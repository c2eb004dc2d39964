"""The ground of a run in its window: rows as they come, the ball, what is kept, and what is said."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.ground.dialog import GroundDialog
from desktop.lab.ground.maps import SIDE, span
from desktop.runs.readings import left_a_path
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from engine.contract.numbers import Array
from engine.contract.questions import BreakOff, GroundPlane, GroundRow, MapGround, NoReply, Query, Reply, Stored, Waits
from scenes.stage.data.recording import Recording

STEPS = (0, 20, 40)
REACH = tuple(np.linspace(-2.0, 1.0, SIDE).tolist())
PLANE = GroundPlane(REACH, REACH, ((-1.5, 0.2), (-0.5, 0.6), (0.0, 0.0)), 0.96, 11_274)


@pytest.fixture
def dialog(qtbot: QtBot, looks: Appearance, session: TrainingSession) -> Iterator[GroundDialog]:
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    made = GroundDialog(looks, Questions(session), window)
    yield made
    made.hide()


@pytest.fixture
def run(story: SimpleNamespace) -> Recording:
    said = story.run_events(40)
    found: Recording = story.recording_of([*said, *(story.checkpoint(step) for step in STEPS), story.finished(40)])
    return found


def shown(dialog: GroundDialog, qtbot: QtBot, run: Recording, step: int | None = None) -> None:
    with qtbot.waitExposed(dialog):
        dialog.show_for(run, step)


def asked(client: Any) -> list[Query]:
    return [command for command in client.sent if isinstance(command, Query)]


def tell(client: Any, query: Query, rows: int = SIDE, loss: float = 1.0) -> None:
    """Answer the first rows of a map: the loss is the same everywhere, but for the first place."""
    client.say(Reply(query.token, 0, 1 + SIDE, PLANE))
    for row in range(rows):
        losses = np.full(SIDE, loss, np.float32)
        losses[0] = 10 * loss if row == 0 else loss
        client.say(Reply(query.token, 1 + row, 1 + SIDE, GroundRow(row, Array.of(losses))))


def test_each_network_is_asked_about_with_its_path(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording
) -> None:
    shown(dialog, qtbot, run)
    one, two = asked(client)
    for query, share in ((one, 1.0), (two, 0.5)):
        assert isinstance(query.question, MapGround)
        assert [weights["fc.weight"].numpy().max() for weights in query.question.path] == [s * share for s in STEPS]
        assert isinstance(query.about, Stored)
        assert query.about.weights == query.question.path[-1]
        assert query.question.plane == "path"


def test_rows_are_there_as_they_come_on_one_scale(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording
) -> None:
    shown(dialog, qtbot, run)
    one, two = asked(client)
    assert span(dialog.maps.shown) is None
    tell(client, one, rows=3, loss=0.1)
    tell(client, two, rows=1, loss=1.0)
    assert [each.rows for each in dialog.maps.shown] == [3, 1]
    assert span(dialog.maps.shown) == pytest.approx((-1.0, 1.0)), "the scale holds all losses of both"
    assert dialog.progress.value() == 4
    assert "11,274" in dialog.words.text()
    before = dialog.grab().toImage()
    for row in range(3, SIDE):
        client.say(Reply(one.token, 1 + row, 26, GroundRow(row, Array.of(np.full(SIDE, 0.5, np.float32)))))
    assert dialog.maps.shown[0].complete
    assert dialog.grab().toImage() != before


@pytest.mark.parametrize(
    ("count", "said"),
    [(73, "that of all 73 training"), (100, "that of all 100 training"), (5000, "that of 100 training")],
)
def test_it_says_how_many_pictures_were_measured(
    dialog: GroundDialog, qtbot: QtBot, run: Recording, count: int, said: str
) -> None:
    shown(dialog, qtbot, replace(run, plan=replace(run.plan, train_count=count)))
    assert said in dialog.words.text()
    assert "Every place is a network" in dialog.words.text()


def test_the_ball_rolls_with_the_slider_and_tells_the_lab(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording
) -> None:
    shown(dialog, qtbot, run, step=21)
    for query in asked(client):
        tell(client, query)
    assert (dialog.where.text(), dialog.slider.value()) == ("step 20", 1)
    before = dialog.chart.grab().toImage()
    with qtbot.waitSignal(dialog.scrubbed) as scrubbed:
        dialog.slider.wanted.emit(0)
    assert scrubbed.args == [0]
    assert dialog.chart.grab().toImage() != before
    dialog.show_step(None)
    assert dialog.where.text() == "step 40"


def test_maps_are_kept_and_those_that_were_broken_off_go_on(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording
) -> None:
    shown(dialog, qtbot, run)
    one, two = asked(client)
    tell(client, one)
    dialog.hide()
    assert client.sent[-1] == BreakOff(two.token), "what nobody sees is not worked out"
    shown(dialog, qtbot, run)
    assert len(asked(client)) == 3, "only the one that is not complete is asked for again"
    tell(client, asked(client)[-1])
    assert not dialog.stop.isVisible()
    dialog.planes.picked.emit(1)
    assert [query.question.plane for query in asked(client)[3:]] == ["chance", "chance"]
    assert not dialog.slider.isVisible()
    dialog.planes.picked.emit(0)
    assert len(asked(client)) == 5, "and going back is instant"
    assert all(each.complete for each in dialog.maps.shown)
    dialog.planes.picked.emit(1)
    dialog.stop.click()
    assert dialog.stop.text() == "Go on"
    assert dialog.said.text() == "Stopped."


def test_it_says_why_it_waits_and_why_there_is_no_map(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording
) -> None:
    shown(dialog, qtbot, run)
    one, two = asked(client)
    client.say(Waits(one.token, "It waits."), Waits(two.token, "It waits."))
    assert dialog.said.text() == "It waits."
    client.say(NoReply(one.token, "There is no such ground."), NoReply(two.token, "There is no such ground."))
    assert dialog.said.text() == "There is no such ground."
    assert not dialog.progress.isVisible()


def test_only_runs_that_are_over_and_left_their_way_have_a_ground(run: Recording, story: SimpleNamespace) -> None:
    assert left_a_path(run)
    assert not left_a_path(None)
    said = story.run_events(40)
    checkpoints = [story.checkpoint(step) for step in STEPS]
    assert not left_a_path(story.recording_of([*said, *checkpoints]))
    assert not left_a_path(story.recording_of([*said, *checkpoints[:2], story.finished(40)]))


def test_it_is_saved_as_a_picture_and_as_numbers(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording, tmp_path: Path
) -> None:
    shown(dialog, qtbot, run)
    for query in asked(client):
        tell(client, query)
    for ending, beginning in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        dialog.write(tmp_path / f"test.{ending}")
        assert (tmp_path / f"test.{ending}").read_bytes().startswith(beginning)
    dialog.write(tmp_path / "test.csv")
    rows = list(csv.reader((tmp_path / "test.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["network", "what", "step", "first direction", "second direction", "loss"]
    assert len(rows) == 1 + 2 * (SIDE * SIDE + len(STEPS))
    assert rows[1] == ["Dense net", "ground", "", "-2.0", "-2.0", "10.0"]
    assert rows[1 + SIDE * SIDE] == ["Dense net", "path", "0", "-1.5", "0.2", ""]
    dialog.write(tmp_path / "test.txt")
    assert "ends in .png, .svg or .csv" in dialog.said.text()


@pytest.mark.parametrize("loss", [0.5, 6.8e-7])
def test_the_numbers_beside_the_colours_end_before_the_edge(
    dialog: GroundDialog, client: Any, qtbot: QtBot, run: Recording, loss: float
) -> None:
    shown(dialog, qtbot, run)
    for query in asked(client):
        tell(client, query, loss=loss)
    image = dialog.chart.grab().toImage()
    edge = {
        image.pixelColor(x, y).name() for x in (image.width() - 1, image.width() - 2) for y in range(image.height())
    }
    assert len(edge) == 1
