from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.run.pacing import FIRST, SPEEDS, PaceBar, Pacing
from desktop.lab.run.progress import Progress
from desktop.theme.appearance import Appearance, stylesheet
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace


def test_every_bar_shows_the_one_wish(qtbot: QtBot, looks: Appearance) -> None:
    pacing = Pacing()
    bars = [PaceBar(looks, pacing), PaceBar(looks, pacing)]
    for bar in bars:
        qtbot.addWidget(bar)
        assert bar.speed.currentText() == "A minute a run"
        assert (bar.epochs.isChecked(), bar.events.isChecked()) == (False, True)
    bars[0].speed.picked.emit(list(SPEEDS).index("10 steps a second"))
    bars[0].epochs.click()
    bars[1].events.click()
    assert pacing.pace == Pace(rate=10.0, stop_at_epochs=True)
    for bar in bars:
        assert bar.speed.currentText() == "10 steps a second"
        assert (bar.epochs.isChecked(), bar.events.isChecked()) == (True, False)


def test_a_wish_lasts_and_what_is_no_pace_changes_nothing(qapp: object) -> None:
    pacing, later = Pacing(), Pacing()
    pacing.ask(whole=None, slow_at_events=False)
    assert pacing.pace == AS_FAST_AS_IT_GOES
    later.restore(pacing.to_plain())
    assert later.pace == AS_FAST_AS_IT_GOES
    for wrong in (None, 7, {"rate": "fast"}, {"rate": 3.5}, {"rate": -1.0}, {"whole": 0.0}):
        later.restore(wrong)
        assert later.pace == AS_FAST_AS_IT_GOES
    assert FIRST.steps_a_second(600) == 10.0


@pytest.mark.parametrize("name", ["epochs", "events", "live"])
def test_what_can_be_pressed_looks_so_while_it_is_off(qtbot: QtBot, looks: Appearance, name: str) -> None:
    page = QWidget()
    page.setObjectName("page")
    page.setStyleSheet(stylesheet(looks))
    qtbot.addWidget(page)
    strip = Progress(looks, Pacing())
    QVBoxLayout(page).addWidget(strip)
    bar = strip.findChild(PaceBar)
    assert bar is not None
    button = strip.live if name == "live" else bar.epochs if name == "epochs" else bar.events
    page.resize(900, 120)
    button.setChecked(False)
    seen = page.grab().toImage()
    middle = button.mapTo(page, button.rect().center())
    inside, outside = (
        seen.pixelColor(button.mapTo(page, button.rect().topLeft()).x() + dx, middle.y()) for dx in (5, -3)
    )
    assert inside.name() != outside.name()
    assert inside.name() == looks.theme.raised
