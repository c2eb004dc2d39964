"""Two groups of controls, side by side where there is room for both, and else one under the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_FITS = (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange)


class TwoRows(QWidget):
    """Holds two groups, of which the first takes the room that is left."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QHBoxLayout(), QHBoxLayout()
        self._both = QBoxLayout(_ACROSS, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.addLayout(self.first, 1)
        self._both.addLayout(self.second)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        wide = max(each.minimumSize().width() for each in (self.first, self.second))
        return QSize(wide, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Have both in a row where there is room for all of both, also when their words have changed."""
        done = super().event(event)
        if event.type() in _FITS:
            needed = sum(each.sizeHint().width() for each in (self.first, self.second)) + self._both.spacing()
            direction = _ACROSS if needed <= self.width() else _DOWN
            if direction != self._both.direction():
                self._both.setDirection(direction)
        return done
