"""The sheet with its real process, and the list of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.own_data import price
from desktop.lab.own_data.desk import OwnDataDesk
from desktop.lab.own_data.sheet import ImportSheet
from desktop.lab.own_data.stored import StoredDialog
from desktop.sets.collection import Collection
from desktop.sets.store import SetStore
from desktop.sets.taught import TaughtStore
from desktop.sets.words import Options
from desktop.theme.appearance import Appearance
from engine.contract import own_data
from engine.contract.spec import OwnData
from tests.desktop.sets.conftest import noise, photos, save
from tests.own_pictures import prepared

__all__ = ["photos"]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


@pytest.fixture
def taught(qapp: object, tmp_path: Path) -> Iterator[TaughtStore]:
    made = TaughtStore(tmp_path / "sets" / "taught")
    yield made
    made.close()


@pytest.fixture
def desk(page: QWidget, looks: Appearance, taught: TaughtStore, tmp_path: Path) -> Iterator[OwnDataDesk]:
    made = OwnDataDesk(
        looks, SetStore(tmp_path / "sets"), taught, lambda data: ("Race · 1",) if data.title == "B" else (), page
    )
    yield made
    made.close()


def opened(qtbot: QtBot, desk: OwnDataDesk, path: Path) -> ImportSheet:
    desk.open(path)
    sheet = desk.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.keep.isEnabled, timeout=30_000)
    return sheet


def test_a_folder_is_looked_at_changed_and_kept(qtbot: QtBot, desk: OwnDataDesk, photos: Path) -> None:
    (photos / "cat" / "notes.txt").write_text("hello")
    chosen: list[OwnData] = []
    desk.chosen.connect(chosen.append)
    sheet = opened(qtbot, desk, photos)
    assert sheet.boxes.accessibleName() == "cat: 8 to learn from, 2 to judge; dog: 8 to learn from, 2 to judge"
    assert sheet.sum.text().startswith("2 classes, 16 pictures to learn from, 4 to be judged by.")
    assert sheet.skips.text() == "1 file or picture is skipped."
    assert "notes.txt is a text" in sheet.skipped.toPlainText()
    sheet.side.wanted.emit(2)
    assert not sheet.keep.isEnabled()
    qtbot.waitUntil(sheet.keep.isEnabled)
    assert sheet._options == Options(64, 3)
    assert "39 ms at 64 pixels a side. That is" in sheet.price.text()
    assert sheet.in_colour.isVisible(), "nothing can be drawn for it"
    sheet.colour.wanted.emit(0)
    qtbot.waitUntil(sheet.keep.isEnabled)
    assert not sheet.in_colour.isVisible()
    sheet.title.setText("  Our   pets ")
    assert sheet.shown.isChecked()
    sheet.shown.click()
    sheet.keep.click()
    qtbot.waitUntil(lambda: bool(chosen))
    assert (chosen[0].title, chosen[0].shape, chosen[0].shown) == ("Our pets", (1, 64, 64), False)
    assert [each.data for each in desk.store.sets] == chosen
    assert desk.sheet is None


def test_a_set_needs_a_name(qtbot: QtBot, desk: OwnDataDesk, photos: Path) -> None:
    sheet = opened(qtbot, desk, photos)
    sheet.title.clear()
    sheet.keep.click()
    assert sheet.reason.text() == "Type a name for the set."
    assert sheet.isVisible()


def test_options_that_make_no_set_say_why_and_can_be_changed(qtbot: QtBot, desk: OwnDataDesk, tmp_path: Path) -> None:
    for place, name in enumerate(("cat", "dog")):
        for index in range(3):
            save(tmp_path / "small" / name / f"{index}.png", noise(10 * place + index, 20))
    sheet = opened(qtbot, desk, tmp_path / "small")
    assert sheet._sides == (20, 28, 32, 64)
    sheet.side.wanted.emit(3)
    qtbot.waitUntil(lambda: "no picture is left" in sheet.reason.text())
    assert not sheet.keep.isEnabled()
    sheet.side.wanted.emit(0)
    qtbot.waitUntil(sheet.keep.isEnabled)
    assert sheet.reason.text() == ""


def test_cancel_keeps_nothing(qtbot: QtBot, desk: OwnDataDesk, photos: Path) -> None:
    desk.open(photos)
    sheet = desk.sheet
    assert sheet is not None
    sheet.cancel.click()
    assert desk.sheet is None
    assert desk.store.sets == ()


def test_what_is_no_set_is_said_in_the_window(qtbot: QtBot, desk: OwnDataDesk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said: list[str] = []
    desk.message.connect(said.append)
    desk.open(tmp_path / "empty")
    qtbot.waitUntil(lambda: desk.sheet is None, timeout=30_000)
    assert said == [
        "There is no picture in empty that lies in a folder of its class. Put the pictures of each class into a "
        "folder with its name."
    ]


def test_what_is_stored_can_be_deleted_and_brought_back(qtbot: QtBot, desk: OwnDataDesk, page: QWidget) -> None:
    for title, seed in (("A", 1), ("B", 2)):
        made = prepared(seed=seed)
        data = own_data.described(made, title, ("cat", "dog"))
        own_data.write(desk.store.folder, data, made)
        desk.store.add(data)
    desk.show_stored()
    dialog = desk.list
    assert isinstance(dialog, StoredDialog)
    assert [row.title.text() for row in dialog.rows] == ["A", "B"]
    assert dialog.rows[0].words.text().startswith("2 classes, 16 + 4 pictures, 28×28, grey: 1")
    assert dialog.rows[0].use.text() == "No kept run uses it."
    assert "One kept run was trained on it: “Race · 1”" in dialog.rows[1].use.text()
    dialog.rows[0].delete.click()
    assert [row.title.text() for row in dialog.rows] == ["B"]
    assert "Deleted “A”" in dialog.deleted.text()
    dialog.undo.click()
    assert [row.title.text() for row in dialog.rows] == ["A", "B"]
    assert dialog.undo.isHidden()
    dialog.close_button.click()


def test_classes_that_were_taught_are_told_with_their_layer_and_can_be_gone_on_with(
    desk: OwnDataDesk, taught: TaughtStore
) -> None:
    collection = Collection("Mugs").with_class("mug").with_pictures(0, [np.zeros((1, 28, 28), np.uint8)])
    key = taught.keep(collection.with_class("pen"), None)
    wanted: list[str] = []
    desk.teach_wanted.connect(wanted.append)
    desk.show_stored()
    dialog = desk.list
    assert dialog is not None
    (row,) = dialog.rows
    assert row.title.text() == "Mugs (taught)"
    assert row.words.text().startswith("2 classes, 1 picture, 28×28, grey")
    assert row.use.text() == "No layer was kept with them."
    assert dialog.headline.text().startswith("Your sets of pictures take")
    row.delete.click()
    assert dialog.rows == []
    dialog.undo.click()
    assert taught.find(key) is not None
    dialog.rows[0].open.click()
    assert wanted == [key]
    assert desk.list is None


def test_the_price_grows_with_the_side() -> None:
    assert [round(1000 * price.seconds_a_step(side)) for side in (28, 32, 64)] == [11, 13, 39]
    assert "times as long" not in price.words(32)
