"""A range test in its window: as it grows, waits, is stopped, is complete, and sets the rate."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.rates.dialog import BETWEEN, CAREFUL, GUESS, NOTHING, RangeDialog
from desktop.lab.rates.trial import QUESTION
from desktop.theme.appearance import Appearance
from desktop.training.questions import GONE, Questions
from desktop.training.session import TrainingSession
from engine.contract.questions import BreakOff, Fresh, Query, RateTried, Reply, Waits
from engine.contract.spec import PRESETS, RunSpec, StopAt

RACE = PRESETS["race"].spec
RATES = [QUESTION.low * (QUESTION.high / QUESTION.low) ** (place / (QUESTION.steps - 1)) for place in range(100)]


@pytest.fixture
def dialog(qtbot: QtBot, looks: Appearance, session: TrainingSession) -> Iterator[RangeDialog]:
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    made = RangeDialog(looks, Questions(session), window)
    yield made
    made.hide()


def shown(dialog: RangeDialog, qtbot: QtBot, spec: RunSpec = RACE) -> None:
    with qtbot.waitExposed(dialog):
        dialog.show_for(spec, ())


def asked(client: Any) -> list[Query]:
    return [command for command in client.sent if isinstance(command, Query)]


def tell(client: Any, first: int = 0, end: int = 100, fall: float = 0.02) -> None:
    """Answer some steps: losses of both networks fall, the second one's more slowly, and break at the end."""
    query = asked(client)[-1]
    for place in range(first, end):
        loss = 2.3 - fall * place if place < 80 else 9.0
        client.say(Reply(query.token, place, 100, RateTried(RATES[place], (loss, loss + 0.01 if place < 95 else None))))


def test_it_grows_and_ends_with_a_band_and_three_rates(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    (query,) = asked(client)
    assert query.about == Fresh(RACE, ())
    tell(client, 0, 40)
    assert (dialog.progress.value(), dialog.main.text()) == (40, "Stop")
    assert not any(each.isVisible() for each in dialog.rates)
    assert dialog.trial.marks() == ()
    tell(client, 40)
    assert dialog.main.text() == "Try again"
    assert not dialog.progress.isVisible()
    assert [each.text().rsplit(" ", 1)[0] for each in dialog.rates] == ["low", "suggested", "too large"]
    assert dialog.said.text() == f"{GUESS} {BETWEEN}"
    picked: list[float] = []
    dialog.picked.connect(picked.append)
    for each in dialog.rates:
        each.click()
    assert picked == [float(each.text().rsplit(" ", 1)[1]) for each in dialog.rates]
    assert picked == sorted(picked)


def test_a_mark_in_the_chart_is_clicked(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    tell(client)
    advice = dialog.trial.advice()
    assert advice is not None
    frame = dialog.chart.frame()
    with qtbot.waitSignal(dialog.picked) as picked:
        place = QPoint(round(frame.x(advice.suggested)), round(frame.box.center().y()))
        QTest.mouseClick(dialog.chart, Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == [float(f"{advice.suggested:.1e}")]
    with qtbot.assertNotEmitted(dialog.picked):
        QTest.mouseClick(dialog.chart, Qt.MouseButton.LeftButton, pos=QPoint(round(frame.x(1e-5)), 200))


def test_what_was_tried_is_shown_again_until_the_run_is_another(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    tell(client)
    dialog.hide()
    shown(dialog, qtbot, replace(RACE, lr=0.1, stop=StopAt(steps=7), probe=3))
    assert len(asked(client)) == 1
    dialog.hide()
    shown(dialog, qtbot, replace(RACE, batch=20))
    assert len(asked(client)) == 2
    assert dialog.trial.rates == []


def test_it_can_be_stopped_and_ends_with_its_window(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    tell(client, 0, 10)
    dialog.main.click()
    first = asked(client)[0]
    assert client.sent[-1] == BreakOff(first.token)
    assert (dialog.said.text(), dialog.main.text()) == ("Stopped.", "Try again")
    client.say(Reply(first.token, 10, 100, RateTried(1.0, (1.0, 1.0))))
    assert len(dialog.trial.rates) == 10
    dialog.main.click()
    assert len(asked(client)) == 2
    dialog.hide()
    assert client.sent[-1] == BreakOff(asked(client)[-1].token)


def test_it_says_why_it_waits_and_why_there_is_no_answer(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    client.say(Waits(asked(client)[0].token, "It waits for a pause."))
    assert dialog.said.text() == "It waits for a pause."
    tell(client, 0, 1)
    assert dialog.said.text() == "The test goes on…"
    client.fail("It broke", "It is gone.")
    client.stage_changed.emit()
    assert (dialog.said.text(), dialog.main.text()) == (GONE, "Try again")


def test_a_loss_that_never_falls_suggests_nothing(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    tell(client, fall=-0.02)
    assert dialog.said.text() == NOTHING
    assert not any(each.isVisible() for each in dialog.rates)


def test_with_batch_normalisation_it_is_said_that_the_band_is_careful(
    dialog: RangeDialog, client: Any, qtbot: QtBot
) -> None:
    shown(dialog, qtbot, PRESETS["twins-8"].spec)
    tell(client)
    assert CAREFUL in dialog.said.text()


def test_it_is_saved_as_a_picture_and_as_numbers(
    dialog: RangeDialog, client: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(dialog, qtbot)
    tell(client)
    for ending, beginning in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        dialog.write(tmp_path / f"test.{ending}")
        assert (tmp_path / f"test.{ending}").read_bytes().startswith(beginning)
    dialog.write(tmp_path / "test.csv")
    rows = list(csv.reader((tmp_path / "test.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0][:3] == ["learning rate", "Dense net, loss", "Dense net, smoothed loss"]
    assert len(rows) == 101
    assert (float(rows[1][0]), float(rows[1][1]), rows[100][3]) == (1e-6, 2.3, "")
    dialog.write(tmp_path / "nowhere" / "test.csv")
    assert "can't be written" in dialog.said.text()


def test_the_rate_in_use_is_marked_and_follows_what_is_picked(dialog: RangeDialog, client: Any, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    tell(client)
    before = dialog.chart.grab().toImage()
    dialog.rates[0].click()
    assert dialog.chart.grab().toImage() != before
    assert dialog.said.text() == f"The learning rate is now {dialog.rates[0].text().split()[-1]}."
