"""Runs compared in their window: what differs, their curves, and one picture through all their networks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.charts.overlays import Overlay
from desktop.lab.comparing.asking import NO_WEIGHTS, OTHER_SHAPE, Run
from desktop.lab.comparing.dialog import SAME, CompareDialog
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from engine.contract.pictures import source
from engine.contract.questions import BreakOff, Forward, Forwarded, NoReply, Query, Reply, Stored
from scenes.stage.data.recording import Recording


@pytest.fixture
def dialog(qtbot: QtBot, looks: Appearance, session: TrainingSession) -> Iterator[CompareDialog]:
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    made = CompareDialog(looks, Questions(session), window)
    yield made
    made.hide()


def a_run(story: SimpleNamespace, steps: int = 40, weights: bool = True, **settings: object) -> Recording:
    begun = story.started(replace(story.SPEC, **settings))
    checkpoints = [story.checkpoint(steps)] if weights else []
    found: Recording = story.recording_of([begun, *story.run_events(steps)[1:], *checkpoints, story.finished(steps)])
    return found


def shown(dialog: CompareDialog, qtbot: QtBot, *runs: Recording) -> None:
    own, *others = runs
    with qtbot.waitExposed(dialog):
        dialog.show_for(Run("Mine", own), tuple(Overlay(f"Other {i}", each, "dashed") for i, each in enumerate(others)))


def asked(client: Any) -> list[Query]:
    return [command for command in client.sent if isinstance(command, Query)]


def answer(client: Any, story: SimpleNamespace, queries: list[Query]) -> None:
    for place, query in enumerate(queries):
        client.say(Reply(query.token, 0, 1, Forwarded(story.snapshot(place).views[place % 2])))


def words(dialog: CompareDialog) -> list[str]:
    return [each.text() for each in dialog.table.findChildren(QLabel)]


def test_what_differs_is_told_and_curves_lie_over_each_other(
    dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    shown(dialog, qtbot, a_run(story), a_run(story, 60, lr=0.1, seed=9))
    assert words(dialog) == ["Mine", "Other 0", "learning rate", "0.006", "0.1", "seed", "1", "9"]
    looks = [line.look for line in dialog.chart.lines]
    assert looks.count("dashed") == 2
    assert looks.count("thick") == 2
    assert max(line.x.max() for line in dialog.chart.lines if len(line.x)) == 60
    dialog.measures.picked.emit(1)
    assert dialog.chart.header._title.text().startswith("Accuracy")


def test_the_same_picture_goes_through_the_networks_of_all(
    dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    shown(dialog, qtbot, a_run(story), a_run(story, 60))
    assert SAME in words(dialog)
    queries = asked(client)
    picture = source("animals").validation_x[story.SPEC.probe]
    assert len(queries) == 4
    for query, weight in zip(queries, (40, 20, 60, 30), strict=True):
        assert isinstance(query.question, Forward)
        np.testing.assert_array_equal(query.question.picture.numpy(), picture)
        assert isinstance(query.about, Stored)
        assert query.about.weights["fc.weight"].numpy().max() == weight
    assert dialog.sight.sentences() == []
    answer(client, story, queries)
    said = dialog.sight.sentences()
    assert len(said) == 4
    assert said[0].startswith("Mine, Dense net: ")
    assert said[3].startswith("Other 0, CNN: ")
    before = dialog.sight.grab().toImage()
    dialog.number.wanted.emit(7)
    assert len(asked(client)) == 8
    assert dialog.sight.sentences() == [], "nothing is said of another picture than the one that is shown"
    assert dialog.sight.grab().toImage() != before


def test_answers_to_the_picture_before_are_for_nobody(
    dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    shown(dialog, qtbot, a_run(story), a_run(story))
    first = asked(client)
    dialog.number.wanted.emit(3)
    assert [command.token for command in client.sent if isinstance(command, BreakOff)] == [q.token for q in first]
    answer(client, story, first)
    assert dialog.sight.sentences() == []
    dialog.number.wanted.emit(10**6)
    assert "There are pictures 0 to 1499." in dialog.number.reason.text()
    assert len(asked(client)) == 8


def test_who_cannot_see_it_says_why(dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    shown(dialog, qtbot, a_run(story), a_run(story, data="digits"), a_run(story, weights=False))
    assert [seen.said for row in dialog.asking.seen for seen in row] == [
        *["", ""],
        *[OTHER_SHAPE, OTHER_SHAPE],
        *[NO_WEIGHTS, NO_WEIGHTS],
    ]
    one, two = asked(client)
    client.say(NoReply(one.token, "It is gone."))
    assert dialog.asking.seen[0][0].said == "It is gone."
    answer(client, story, [two])
    assert len(dialog.sight.sentences()) == 1
    assert not dialog.sight.grab().toImage().isNull()


def test_bars_of_all_runs_are_on_one_scale(
    dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    """However long the names are that a network says."""
    shown(dialog, qtbot, a_run(story), a_run(story), a_run(story), a_run(story))
    answer(client, story, asked(client))
    box = QRectF(0, 0, 250, 80)
    pairs = [(run, seen) for run, row in zip(dialog.runs, dialog.asking.seen, strict=True) for seen in row]
    bars = [dialog.sight.places(box, run, seen).bars for run, seen in pairs]
    assert len({(bar.left(), bar.width()) for each in bars for bar in each}) == 1
    assert bars[0][0].width() > 50


def test_every_run_is_in_the_legend(dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    shown(dialog, qtbot, a_run(story), a_run(story))
    told = dialog.legend.accessibleName()
    assert told.startswith("thick lines: Mine, Dense net ")
    assert "dashed lines: Other 0, Dense net " in told
    assert not dialog.legend.grab().toImage().isNull()
    assert dialog.chart.plot.bottom.label.isVisible()


def test_what_is_compared_can_be_taken_along(
    dialog: CompareDialog, client: Any, story: SimpleNamespace, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(dialog, qtbot, a_run(story), a_run(story, lr=0.1))
    answer(client, story, asked(client))
    dialog.write(tmp_path / "both.csv")
    rows = (tmp_path / "both.csv").read_text().splitlines()
    assert rows[:2] == ["setting,Mine,Other 0", "learning rate,0.006,0.1"]
    assert rows[3] == "run,network,picture,class,probability"
    assert len(rows) == 4 + 4 * 10
    dialog.write(tmp_path / "both.png")
    assert (tmp_path / "both.png").read_bytes().startswith(b"\x89PNG")
    assert "It is saved as" in dialog.told.text()
    dialog.write(tmp_path / "both.docx")
    assert "ends in .png" in dialog.told.text()
    QGuiApplication.clipboard().clear()
    dialog.copy()
    assert not QGuiApplication.clipboard().image().isNull()
