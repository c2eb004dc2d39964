from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.publishing.asking.strip import ExportStrip
from desktop.theme.appearance import Appearance
from scenes.stage.output.theme import DARK


@pytest.fixture
def seen() -> list[bool]:
    return []


@pytest.fixture
def strip(qtbot: QtBot, seen: list[bool]) -> ExportStrip:
    found = ExportStrip(Appearance(DARK), lambda: bool(seen))
    qtbot.addWidget(found)
    return found


def test_it_tells_how_far_an_export_has_come_and_lets_it_be_called_off(strip: ExportStrip) -> None:
    called_off: list[bool] = []
    strip.go_on("x.pdf is being made.", lambda: called_off.append(True))
    strip.come(3, 10)
    assert strip.isVisible()
    assert (strip.bar.value(), strip.bar.maximum()) == (3, 10)
    assert not strip.dismiss(), "it goes on, and so does what is told of it"
    assert strip.close_button.isHidden()
    strip.action.click()
    assert called_off == [True]


def test_at_the_end_it_offers_what_can_be_done_with_the_file(strip: ExportStrip) -> None:
    shown: list[bool] = []
    strip.go_on("x.pdf is being made.", list)
    strip.end("x.pdf is saved in /here.", "Show in folder", lambda: shown.append(True))
    assert strip.bar.isHidden()
    assert strip.action.text() == "Show in folder"
    strip.action.click()
    assert shown == [True]
    assert strip.dismiss()
    assert not strip.dismiss()
    assert strip.isHidden()


def test_the_class_does_not_see_it(strip: ExportStrip, seen: list[bool], qtbot: QtBot) -> None:
    strip.go_on("x.pdf is being made.", list)
    seen.append(True)
    with qtbot.waitSignal(strip.changed):
        strip.follow()
    assert strip.isHidden()
    assert strip.goes_on
    strip.end("x.pdf is saved in /here.", "Show in folder", list)
    assert not strip.dismiss(), "Esc has something else to do where nothing is seen of it"
    seen.clear()
    strip.follow()
    assert strip.isVisible()
