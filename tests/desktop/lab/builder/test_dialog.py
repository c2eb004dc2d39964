"""The builder under hand and keys, and what it gives to the lab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.builder.dialog import BuilderDialog
from desktop.lab.builder.draft import part_at
from desktop.theme.appearance import Appearance
from engine.contract.spec import PRESETS, Built, OwnData
from engine.contract.spec.built.parts import Activate, BatchNorm, Conv, Dense, Flatten, Lanes, Part, Pool, Residual

RACE = PRESETS["race"].spec
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def dialog(qtbot: QtBot, looks: Appearance) -> Iterator[BuilderDialog]:
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    made = BuilderDialog(looks, window)
    with qtbot.waitExposed(made):
        made.show_for(RACE, None)
    yield made
    made.hide()


def parts(dialog: BuilderDialog, row: int = 1) -> tuple[Part, ...]:
    return dialog.builder.draft.rows[row].parts


def press(dialog: BuilderDialog, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(dialog.bench, key, held)


def middle(dialog: BuilderDialog, place: tuple[int, ...], row: int = 1) -> QPoint:
    box = dialog.bench.sheet.rows[row].box_of(place)
    return QPointF(box.x + box.width / 2, box.y + box.height / 2).toPoint()


def fix_buttons(dialog: BuilderDialog) -> list[QPushButton]:
    found = dialog.inspector.findChildren(QPushButton, "fix")
    return [each for each in found if not each.isHidden() and each.parentWidget().isVisible()]


def test_keys_alone_build_a_net(dialog: BuilderDialog) -> None:
    press(dialog, KEY.Key_Down)
    assert dialog.builder.row == 1
    before = parts(dialog)
    press(dialog, KEY.Key_Right)
    press(dialog, KEY.Key_B)  # behind the ReLU
    assert parts(dialog) == (*before[:2], BatchNorm(), *before[2:])
    press(dialog, KEY.Key_Left, CTRL)
    assert parts(dialog)[1] == BatchNorm()
    press(dialog, KEY.Key_Delete)
    assert parts(dialog) == before
    press(dialog, KEY.Key_Left)
    press(dialog, KEY.Key_Right, SHIFT)
    press(dialog, KEY.Key_R)
    assert parts(dialog)[0] == Residual(before[:2])


def number(dialog: BuilderDialog, place: int, name: str) -> QPoint:
    card = dialog.bench.sheet.rows[1].cards[place]
    box = next(line.box for line in card.lines if line.field == name)
    return QPointF(box.x + box.width / 2, box.y + box.height / 2).toPoint()


@pytest.mark.parametrize(("place", "name"), [(0, "filters"), (0, "kernel"), (1, "kind"), (2, "stride")])
def test_a_click_on_a_block_leaves_the_keys_with_the_blocks(dialog: BuilderDialog, place: int, name: str) -> None:
    before = parts(dialog)
    QTest.mouseClick(dialog.bench, Qt.MouseButton.LeftButton, pos=number(dialog, place, name))
    assert dialog.focusWidget() is dialog.bench
    QTest.keyClick(dialog.focusWidget(), KEY.Key_B)
    assert parts(dialog) == (*before[: place + 1], BatchNorm(), *before[place + 1 :])
    QTest.keyClick(dialog.focusWidget(), KEY.Key_Delete)
    QTest.keyClick(dialog.focusWidget(), KEY.Key_Right)
    assert parts(dialog) == before
    assert dialog.builder.place == (place + 2,)


def test_a_button_leaves_the_keys_of_the_blocks_as_they_are(dialog: BuilderDialog) -> None:
    dialog.builder.choose(1, (1,))
    twin = next(each for each in dialog.inspector.findChildren(QPushButton) if each.text() == "Make a twin")
    QTest.mouseClick(twin, Qt.MouseButton.LeftButton)
    before = parts(dialog, 2)
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, KEY.Key_B)
    assert parts(dialog, 2) == (*before[:2], BatchNorm(), *before[2:])


def test_fields_of_numbers_take_no_letters_and_give_the_keys_back(dialog: BuilderDialog) -> None:
    dialog.builder.choose(1, (3,))
    press(dialog, KEY.Key_Return)
    field: Any = dialog.focusWidget()
    QTest.keyClicks(field, "b2m4")
    assert field.text() == "24"
    QTest.keyClick(field, KEY.Key_Return)
    assert parts(dialog)[3] == Conv(24, 5, 1, 2)
    assert dialog.focusWidget() is dialog.bench


def test_a_double_click_on_a_number_edits_it(dialog: BuilderDialog) -> None:
    at = number(dialog, 3, "kernel")
    QTest.mouseClick(dialog.bench, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(dialog.bench, Qt.MouseButton.LeftButton, pos=at)
    assert dialog.builder.place == (3,)
    assert dialog.focusWidget() is dialog.inspector._rows["kernel"].number  # type: ignore[attr-defined]


def test_a_typed_number_changes_the_chosen_block(dialog: BuilderDialog) -> None:
    dialog.builder.choose(1, (3,))
    row: Any = dialog.inspector._rows["filters"]
    row.number.typed.emit("24")
    assert parts(dialog)[3] == Conv(24, 5, 1, 2)
    row = dialog.inspector._rows["kernel"]
    row.number.typed.emit("3")
    assert parts(dialog)[3] == Conv(24, 3, 1, 1)  # which keeps the size as before


def test_blocks_are_dragged_to_another_place(dialog: BuilderDialog) -> None:
    start, end = middle(dialog, (1,)), middle(dialog, (3,)) - QPoint(40, 0)
    QTest.mousePress(dialog.bench, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(dialog.bench, end)
    QTest.mouseRelease(dialog.bench, Qt.MouseButton.LeftButton, pos=end)
    assert [type(part) for part in parts(dialog)[:3]] == [Conv, Pool, Activate]


def test_a_part_is_dropped_from_the_palette(dialog: BuilderDialog) -> None:
    button = next(each for each in dialog.palette_row.buttons if each.item.title == "Batch norm")
    at = QPointF(middle(dialog, (1,), 0) - QPoint(40, 0))
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    carried = button.carried()
    dialog.bench.dropEvent(QDropEvent(at, copy, carried, Qt.MouseButton.LeftButton, none))
    assert [type(part) for part in parts(dialog, 0)[:3]] == [Flatten, BatchNorm, Dense]


def test_the_palette_adds_behind_what_is_chosen(dialog: BuilderDialog) -> None:
    dialog.builder.choose(1, (7,))
    next(each for each in dialog.palette_row.buttons if each.item.title == "Lanes").click()
    assert isinstance(parts(dialog)[7], Lanes)
    assert isinstance(part_at(parts(dialog), (7, 0, 0)), Dense)


def test_a_fault_is_told_and_its_fix_works(dialog: BuilderDialog, qtbot: QtBot) -> None:
    dialog.builder.choose(1, (6,))
    press(dialog, KEY.Key_Delete)  # Flatten
    assert not dialog.train.isEnabled()
    assert dialog.status.text() == "Dense needs a list of numbers and gets 16 maps of 7×7."
    assert dialog.bench.totals(1) == "can't be built yet"
    qtbot.waitUntil(lambda: len(fix_buttons(dialog)) == 2)
    titles = [each.text() for each in fix_buttons(dialog)]
    assert titles == ["Put Flatten before it", "Put Mean before it"]
    fix_buttons(dialog)[1].click()
    assert dialog.train.isEnabled()


def test_enter_ends_typing_and_presses_no_other_button(dialog: BuilderDialog) -> None:
    rows = len(dialog.builder.draft.rows)
    dialog.inspector.name.setFocus()
    QTest.keyClick(dialog.inspector.name, KEY.Key_End)
    QTest.keyClicks(dialog.inspector.name, " of mine")
    QTest.keyClick(dialog.inspector.name, KEY.Key_Return)
    assert dialog.builder.draft.rows[0].name == "Dense net of mine"
    assert len(dialog.builder.draft.rows) == rows
    assert dialog.isVisible()


def test_undo_and_redo(dialog: BuilderDialog) -> None:
    before = dialog.builder.draft
    dialog.builder.choose(1, (0,))
    press(dialog, KEY.Key_Delete)
    changed = dialog.builder.draft
    dialog.undo.click()
    assert dialog.builder.draft == before
    dialog.redo.click()
    assert dialog.builder.draft == changed


def test_a_twin_is_made_for_one_change_and_given_to_the_lab(dialog: BuilderDialog, qtbot: QtBot) -> None:
    dialog.builder.choose(1, (1,))
    dialog.builder.twin()
    dialog.builder.replace(Activate("sigmoid"))
    with qtbot.waitSignal(dialog.used) as heard:
        dialog.train.click()
    contestants, data, at_once = heard.args
    assert [each.name for each in contestants] == ["Dense net", "CNN", "CNN, twin"]
    assert contestants[:2] == RACE.contestants
    assert isinstance(contestants[2].network, Built)
    assert (data, at_once) == ("animals", True)


def press_button(dialog: BuilderDialog, qtbot: QtBot, words: str) -> None:
    def found() -> list[QPushButton]:
        return [b for b in dialog.inspector.findChildren(QPushButton) if b.text() == words and b.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def test_a_cure_is_of_the_twin_that_is_chosen(dialog: BuilderDialog, qtbot: QtBot) -> None:
    dialog.builder.choose(1, (0,))
    press(dialog, KEY.Key_B)
    press_button(dialog, qtbot, "Make a twin")
    first, twin = parts(dialog), parts(dialog, 2)
    press_button(dialog, qtbot, "Show it")
    assert (dialog.builder.row, dialog.builder.place) == (2, (0,))
    qtbot.waitUntil(lambda: len(fix_buttons(dialog)) == 1)
    fix_buttons(dialog)[0].click()
    assert parts(dialog) == first
    assert parts(dialog, 2) == (replace(twin[0], bias=False), *twin[1:])
    assert dialog.builder.row == 2
    assert dialog.inspector.name.text() == "CNN, twin"


def test_what_is_typed_when_a_twin_is_made_is_of_the_one_it_was_typed_for(dialog: BuilderDialog) -> None:
    dialog.builder.choose(1, (3,))
    name = dialog.inspector.name
    name.setFocus()
    QTest.keyClicks(name, "!")
    QTest.keyClick(name, KEY.Key_D, CTRL)
    assert [row.name for row in dialog.builder.draft.rows] == ["Dense net", "CNN!", "CNN!, twin"]
    press(dialog, KEY.Key_Return)
    field: Any = dialog.focusWidget()
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, KEY.Key_D, CTRL)
    assert [parts(dialog, row)[3] for row in (1, 2, 3)] == [Conv(16, 5, 1, 2), *(Conv(24, 5, 1, 2),) * 2]


def test_what_was_built_is_there_again_until_another_race_is_opened(dialog: BuilderDialog) -> None:
    dialog.builder.twin()
    built = dialog.builder.draft
    dialog.hide()
    dialog.show_for(RACE, None)
    assert dialog.builder.draft == built
    dialog.show_for(PRESETS["digits"].spec, None)
    assert dialog.builder.draft != built


def test_names_are_of_one_net_each(dialog: BuilderDialog) -> None:
    assert dialog.builder.rename("CNN") == "Another network has this name; choose one of its own."
    assert dialog.builder.rename("  My   net ") == ""
    assert dialog.builder.draft.rows[0].name == "My net"
    assert "1 to 40" in dialog.builder.rename("")


def test_why_opens_a_scene(dialog: BuilderDialog, qtbot: QtBot) -> None:
    dialog.builder.choose(1, (0,), 2)
    press(dialog, KEY.Key_R)
    why = next(each for each in dialog.inspector.findChildren(QPushButton) if each.text() == "Why?")
    with qtbot.waitSignal(dialog.scene_wanted) as heard:
        why.click()
    assert heard.args[0] == "projection"
    assert dialog.isHidden()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_opened_and_drawn(dialog: BuilderDialog, preset: str) -> None:
    dialog.show_for(PRESETS[preset].spec, 1e9)
    assert not dialog.grab().isNull()
    assert "(estimated)" in dialog.bench.totals(0)


def test_nets_are_built_for_pictures_of_ones_own(dialog: BuilderDialog, qtbot: QtBot) -> None:
    own = OwnData("Leaves", (3, 32, 32), ("oak", "elm", "ash"), ((20, 5),) * 3, "0" * 64)
    dialog.show_for(replace(RACE, data=own), None)
    assert dialog.data.currentText() == "Leaves"
    assert dialog.bench.sheet.rows[1].cards[-1].block.after == (3,)
    dialog.builder.use_data("digits")
    dialog.builder.undo()
    with qtbot.waitSignal(dialog.used) as heard:
        dialog.use.click()
    assert heard.args == [RACE.contestants, own, False]
