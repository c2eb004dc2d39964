"""Settings of a run open by drop, from the list of recent files, and say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.lab.take_away import settings_file
from engine.contract.spec import PRESETS

SPEC = replace(PRESETS["digits"].spec, lr=0.0123)


def drop(application: Application, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    application.workspace.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, left, none))


def test_settings_that_are_dropped_open_the_lab_and_can_be_opened_again(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.json"
    settings_file.write(SPEC, path)
    drop(application, path)
    places, menu = application.workspace.places, application.workspace.menu
    assert places.in_lab
    assert places.load_lab().wanted.spec == SPEC
    places.load_lab().wanted.choose("race")
    places.show_scene()
    menu.refresh()
    action = next(each for each in menu.recent.actions() if each.text() == "mine.json")
    action.trigger()
    assert places.in_lab
    assert places.load_lab().wanted.spec == SPEC


def test_a_file_that_holds_no_settings_changes_nothing(application: Application, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text("{}", encoding="utf-8")
    before = application.workspace.places.load_lab().wanted.spec
    drop(application, path)
    assert application.workspace.places.load_lab().wanted.spec == before
    said = application.workspace.banner.label.text()
    assert said == "odd.json doesn't hold the settings of a run; choose a file that the lab has saved."
    assert path not in application.workspace.files.recent
