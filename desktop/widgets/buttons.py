"""Round buttons with icons, and a switch: drawn by us so that they follow the theme and the size of the letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QWidget

from desktop.theme.appearance import Appearance
from desktop.theme.icons import paint_icon
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed


class IconButton(QAbstractButton):
    """A round button with an icon; `primary` is the one that the eye should find first."""

    def __init__(
        self,
        appearance: Appearance,
        icon: str,
        title: str,
        *,
        size: float = 34,
        primary: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._icon, self._size, self._primary = appearance, icon, size, primary
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rename(title)
        appearance.changed.connect(self.updateGeometry)

    def rename(self, title: str, icon: str | None = None) -> None:
        """Say something else, with another icon."""
        if (title, icon or self._icon) == (self.toolTip(), self._icon):
            return
        self._icon = icon or self._icon
        self.setToolTip(title)
        self.setAccessibleName(title.partition("  ")[0])
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        side = self._appearance.room(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: D102 - Qt's
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        text = theme.colour(Role.TEXT)
        accented = self._primary or self.isChecked()
        ground = theme.accent if accented else theme.raised
        if self.isDown():
            ground = mixed(text, ground, 0.2)
        elif self.underMouse() and self.isEnabled():
            ground = mixed(text, ground, 0.1)
        colour = self._appearance.on_accent if accented else text
        if not self.isEnabled():
            colour = mixed(text, ground, 0.3)
        side = min(self.width(), self.height()) - 2.0
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(text), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        inset = side * 0.24
        paint_icon(painter, self._icon, box.adjusted(inset, inset, -inset, -inset), QColor(colour))


class Switch(QCheckBox):
    """On or off, without words of its own."""

    def __init__(self, appearance: Appearance, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(38), self._appearance.px(22))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:  # noqa: D102 - Qt's
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        height = self._appearance.px(20)
        width = self._appearance.px(36)
        box = QRectF(1, (self.height() - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colour(Role.TEXT)), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if self.isChecked() else theme.border))
        painter.drawRoundedRect(box, height / 2, height / 2)
        knob = height - 6
        x = box.right() - knob - 3 if self.isChecked() else box.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QRectF(x, box.top() + 3, knob, knob))
