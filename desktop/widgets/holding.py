"""What a widget holds, the mouse or the focus, and what becomes of it where another one comes in between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class LetGo(QObject):
    """Lets go of what the mouse holds in a widget where a dialog opens: Qt gives nobody the release that comes then.

    It filters the widget's events: an `event` of its own would stand around its painting, and hide where that fails.
    """

    def __init__(self, widget: QWidget, let_go: Callable[[], None]) -> None:
        super().__init__(widget)
        self._let_go = let_go
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.WindowBlocked:
            self._let_go()
        return False


def give_focus_back(before: QWidget | None, otherwise: QWidget) -> None:
    """Give the focus to who had it before, or to another where that one is gone: a field over a cell closes itself."""
    widget = before if before is not None and isValid(before) else otherwise
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
