from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.publishing.asking.toast import Toast
from desktop.theme.appearance import Appearance
from scenes.stage.output.theme import DARK


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    found = QWidget()
    qtbot.addWidget(found)
    found.resize(1280, 720)
    found.show()
    return found


def toast(window: QWidget, seen: list[bool] | None = None) -> Toast:
    return Toast(Appearance(DARK), window, lambda: bool(seen))


def test_it_tells_how_far_an_export_has_come_and_lets_it_be_called_off(window: QWidget) -> None:
    found, called_off = toast(window), list[bool]()
    found.go_on("x.pdf is being made.", lambda: called_off.append(True))
    found.come(3, 10)
    assert found.isVisible()
    assert (found.bar.value(), found.bar.maximum()) == (3, 10)
    assert not found.dismiss(), "it goes on, and so does what is told of it"
    found.action.click()
    assert called_off == [True]


def test_at_the_end_it_offers_what_can_be_done_with_the_file(window: QWidget) -> None:
    found, shown = toast(window), list[bool]()
    found.go_on("x.pdf is being made.", list)
    found.end("x.pdf is saved in /here.", "Show in folder", lambda: shown.append(True))
    assert found.bar.isHidden()
    assert found.action.text() == "Show in folder"
    found.action.click()
    assert shown == [True]
    assert found.dismiss()
    assert not found.dismiss()
    assert found.isHidden()


def test_it_stays_in_its_corner_and_the_class_does_not_see_it(window: QWidget) -> None:
    seen: list[bool] = []
    found = toast(window, seen)
    found.go_on("A name of a file that is so long that it takes several lines to be told in full.pdf", list)
    for size in ((640, 400), (1920, 1080)):
        window.resize(*size)
        assert window.rect().contains(found.geometry())
        assert window.height() - found.geometry().bottom() < 40
    seen.append(True)
    found.place()
    assert found.isHidden()
    seen.clear()
    found.place()
    assert found.isVisible()
