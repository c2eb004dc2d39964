"""The keys: they do what the table says.

They work whichever widget has the focus, so widgets never get Space or the arrows sideways; while somebody types, the
keys are the text's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, get_args

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.canvas.canvas import Canvas
from desktop.widgets.keyboard import combinations
from desktop.window.key_table import Binding, State, table

_TYPING = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_SHARED = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)
"""Keys that lists, sliders and groups of buttons have a use for."""


class KeyTaker(Protocol):
    """A widget that uses some keys before the table does."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Use a key, or say that it is not for this widget."""


class Keys(QObject):
    """Carries the table out for a window, or two: it sees their keys before the widget that has the focus does.

    `act` does what an action's name says, or says that there is no use for it just now; then the widget gets the key.
    `state` tells which of the tables holds.
    """

    def __init__(self, act: Callable[[str], bool], state: Callable[[], State], parent: QObject) -> None:
        super().__init__(parent)
        self._act, self._state = act, state
        self._tables = {each: table(each) for each in get_args(State)}
        self._windows: dict[QObject, QWidget] = {}

    def watch(self, window: QWidget) -> None:
        """Take the keys of a window that has been on the screen, also of a second one.

        Filtering all events of the application would cost more.
        """
        handle = window.windowHandle()
        assert handle is not None
        handle.installEventFilter(self)
        self._windows[handle] = window

    def forget(self, window: QWidget) -> None:
        """Take the keys of a window no longer."""
        self._windows = {handle: each for handle, each in self._windows.items() if each is not window}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        window = self._windows.get(watched)
        return window is not None and self._take(self._focused(window), event)

    def _focused(self, window: QWidget) -> QWidget | None:
        """The widget that a key of a window is for: also of a second one, that which uses keys in the first."""
        first = next(iter(self._windows.values())).focusWidget()
        return first if window.focusWidget() is None and hasattr(first, "take_key") else window.focusWidget()

    def _take(self, widget: QWidget | None, event: QKeyEvent) -> bool:
        binding = self._binding(event)
        if widget is not None and is_typing(widget):
            ours = binding is not None and (binding.typing or _leaves_to_us(widget, binding.action))
            return binding is not None and ours and self._act(binding.action)
        taker = getattr(widget, "take_key", None)
        if taker is not None and taker(event):
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and _press(widget):
            return True
        if event.key() in _SHARED and not _shares(widget):
            return False
        if isinstance(widget, QLabel) and widget.hasSelectedText() and event.matches(QKeySequence.StandardKey.Copy):
            return False
        return binding is not None and self._act(binding.action)

    def _binding(self, event: QKeyEvent) -> Binding | None:
        meanings = self._tables[self._state()]
        found = (meanings.get(each) for each in combinations(event))
        return next((binding for binding in found if binding is not None), None)


def is_typing(widget: QWidget | None) -> bool:
    """Whether a widget is one that takes what is typed."""
    return isinstance(widget, _TYPING) and not widget.property("readOnly")


def _shares(widget: QWidget | None) -> bool:
    """Whether a widget has no use of its own for arrows up and down, Enter and Backspace."""
    if isinstance(widget, QAbstractButton):
        return widget.group() is None
    return widget is None or isinstance(widget, Canvas)


def _leaves_to_us(widget: QWidget, action: str) -> bool:
    """Whether a field in which somebody types has nothing of its own to undo or redo."""
    if not isinstance(widget, QLineEdit):
        return False
    return {"undo": not widget.isUndoAvailable(), "redo": not widget.isRedoAvailable()}.get(action, False)


def _press(widget: QWidget | None) -> bool:
    """Do what Enter does on a widget, since Space is the player's."""
    if isinstance(widget, QAbstractButton) and widget.isEnabled():
        widget.click()
        return True
    if isinstance(widget, QComboBox):
        widget.showPopup()
        return True
    return False
