"""The beam: the window that the class sees. It paints the picture, and nothing else ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.painter.paint import paint
from desktop.painter.settling import Settling
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.stage.core.stage import Frame

Dark = Literal["no", "black", "white"]
"""What covers the picture, so that the class looks at the lecturer."""


class Beam(QWidget):
    """A window of its own. `picture` is what the class should see now, and whoever changes that calls `refresh`.

    Its theme and its letters are its own: it hangs in a lit room. `closed` says that its user has closed it, and
    `activated` that the keys come to it.
    """

    closed = Signal()
    activated = Signal()

    def __init__(self, picture: Callable[[], Frame], appearance: Appearance, typesetter: Typesetter) -> None:
        super().__init__()
        self._picture, self._appearance, self._typesetter = picture, appearance, typesetter
        self._dark: Dark = "no"
        self._settling = Settling(self)
        self.setWindowTitle("Beam · Convoscope")
        self.setAccessibleName("The picture that the class sees")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the hands stay at the laptop
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setMinimumSize(320, 180)
        for changed in (appearance.changed, typesetter.ready, self._settling.settled):
            changed.connect(self.refresh)

    @property
    def dark(self) -> Dark:
        """What covers the picture."""
        return self._dark

    @dark.setter
    def dark(self, dark: Dark) -> None:
        self._dark = dark
        self.refresh()

    def refresh(self) -> None:
        """Paint anew: there is another picture."""
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(960, 540)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            if self._dark != "no":
                painter.fillRect(self.rect(), QColor(self._dark))
                return
            frame = self._picture()
            moving = self._settling.moves(frame.view)
            paint(painter, frame, self._appearance.stage_theme, QRectF(self.rect()), self._typesetter, moving=moving)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's
        super().closeEvent(event)
        if event.spontaneous():
            self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
