"""What a screen reader is told of the controls in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QLineEdit, QWidget

from desktop.app.composition import Application


def test_every_control_has_a_name_and_no_list_is_named_by_its_value(application: Application) -> None:
    application.workspace.places.show_lab()
    QApplication.processEvents()
    window = application.workspace.window()
    controls = [each for kind in (QAbstractButton, QLineEdit, QAbstractSlider) for each in window.findChildren(kind)]
    reached = [each for each in controls if each.focusPolicy() != Qt.FocusPolicy.NoFocus]
    names = [spoken_name(each) for each in reached]
    nameless = [each for each, name in zip(reached, names, strict=True) if not name[:1].isalnum()]
    assert not any(each.isVisibleTo(window) or spoken_name(each) for each in nameless), "only what is not said yet"
    assert {"Speed: 1×", "Number of the probe picture: less", "Learning rate", "Time line"} <= set(names)
    lists = {spoken_name(each) for each in window.findChildren(QComboBox)}
    assert lists == {
        *("Method", "Picture", "What to train", "Pictures", "Optimiser", "Schedule", "Device", "Where"),
        *("Pace of the run", "Your guess", "How far apart they end"),
        *("Networks that are shown", "Which pictures", "Whose mistakes", "Which is rarer"),
        *("Layer whose maps are weighed", "Whose maps", "Which layers"),
    }


def spoken_name(widget: QWidget) -> str:
    found: str = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return found
