"""What screen readers are told of drop-down lists."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo


def told(widget: object) -> QAccessibleInterface:
    found: QAccessibleInterface = QAccessible.queryAccessibleInterface(widget)
    return found


def spoken(widget: object) -> tuple[str, str]:
    return told(widget).text(QAccessible.Text.Name), told(widget).text(QAccessible.Text.Value)


@pytest.fixture
def kernels(qtbot: QtBot) -> Combo:
    made = Combo(Appearance(), "Kernel")
    made.addItems(["vertical edge", "blur"])
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_list_is_named_by_its_title_and_its_value_is_what_is_chosen(kernels: Combo) -> None:
    assert spoken(kernels) == ("Kernel", "vertical edge")
    kernels.show_index(1)
    assert spoken(kernels) == ("Kernel", "blur")
    assert told(kernels).role() == QAccessible.Role.ComboBox


def test_what_can_be_chosen_is_inside(kernels: Combo) -> None:
    assert told(kernels).childCount() == 1
    rows = told(kernels).child(0)
    assert rows.role() == QAccessible.Role.List
    assert told(kernels).indexOfChild(rows) == 0
    assert [rows.child(row).text(QAccessible.Text.Name) for row in range(2)] == ["vertical edge", "blur"]


def test_a_reader_can_open_and_close_it(kernels: Combo) -> None:
    press = told(kernels).actionInterface()
    assert told(kernels).state().expandable
    assert not told(kernels).state().expanded
    for is_open in (True, False):
        press.doAction(press.pressAction())
        QApplication.processEvents()
        assert kernels.view().isVisible() == is_open
        assert told(kernels).state().expanded == is_open


def test_lists_come_and_go_while_a_reader_looks(qtbot: QtBot) -> None:
    for _ in range(20):
        made = [Combo(Appearance(), "Kernel") for _ in range(10)]
        assert [spoken(each)[0] for each in made] == ["Kernel"] * 10
        for each in made:
            each.deleteLater()
        del made, each
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QComboBox)]
