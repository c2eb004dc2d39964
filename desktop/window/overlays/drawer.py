"""A panel at an edge of the window: it slides over the stage, or is pinned beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEasingCurve, QRect, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton

Side = Literal["left", "right", "below"]

SLIDE_MS = 200
OPACITY = 0.92
"""How much a panel that lies over the stage hides of it."""


class Drawer(QFrame):
    """Shows a panel of a fixed thickness. `pin_wanted` asks to pin it, or to let it lie over the stage again.

    `pin` is the button for that; whoever lays out the panel's first line puts it there. `at_once` tells whether it
    should come and go without sliding.
    """

    pin_wanted = Signal()

    def __init__(
        self, side: Side, panel: QWidget, appearance: Appearance, at_once: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.side, self._panel, self._appearance, self._at_once = side, panel, appearance, at_once
        self.is_open = self.pinned = False
        self._area, self._out = QRect(), 0.0
        self.pin = IconButton(
            appearance, "pin", "Pin this panel beside the stage", size=26, checkable=True, parent=self
        )
        self.pin.clicked.connect(self.pin_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(panel)
        self._slide = QVariantAnimation(self, duration=SLIDE_MS, easingCurve=QEasingCurve(QEasingCurve.Type.OutCubic))
        self._slide.valueChanged.connect(self._move)
        self.hide()

    @property
    def room(self) -> int:
        """How many pixels it takes from the stage."""
        return self._thickness if self.is_open and self.pinned else 0

    def place(self, area: QRect) -> None:
        """Stand at its edge of a part of the window."""
        self._area = area
        self._move(self._out)

    def show_open(self, is_open: bool, pinned: bool) -> None:
        """Come or go, beside the stage if it is pinned, else over it."""
        slides = not (pinned or self.pinned or self._at_once())  # the room of a pinned one comes and goes at once too
        self.pinned = pinned
        self.pin.setChecked(pinned)
        self.pin.rename("Let this panel lie over the stage" if pinned else "Pin this panel beside the stage")
        self.update()
        if is_open != self.is_open:
            self.is_open = is_open
            self._come_or_go(slides)

    def _come_or_go(self, slides: bool) -> None:
        if self.is_open:
            self.raise_()
        else:
            self._let_go_of_focus()
        self._slide.stop()
        if slides:
            self._slide.setStartValue(self._out)
            self._slide.setEndValue(float(self.is_open))
            self._slide.start()
        else:
            self._move(float(self.is_open))

    def _move(self, out: float) -> None:
        """Be out of the edge so far, 0..1."""
        self._out = out
        hidden = round((1.0 - out) * self._thickness)
        area, place = self._area, QRect(self._area)
        if self.side == "below":
            place.setTop(area.bottom() + 1 - self._thickness)
            place.translate(0, hidden)
        elif self.side == "left":
            place.setWidth(self._thickness)
            place.translate(-hidden, 0)
        else:
            place.setLeft(area.right() + 1 - self._thickness)
            place.translate(hidden, 0)
        self.setGeometry(place)
        self.setVisible(self.is_open or out > 0.0)

    @property
    def _thickness(self) -> int:
        hint = self._panel.minimumSize().expandedTo(self._panel.minimumSizeHint())
        return hint.height() if self.side == "below" else hint.width()

    def _let_go_of_focus(self) -> None:
        """Leave the focus to nobody: Qt would hand it on as Tab does, and a mark on the stage would take the arrows."""
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme = self._appearance.theme
        ground = QColor(theme.surface)
        ground.setAlphaF(1.0 if self.pinned else OPACITY)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), ground)
            painter.setPen(QColor(theme.border))
            inner = {"left": (self.width() - 1, 0), "right": (0, 0), "below": (0, 0)}[self.side]
            end = (self.width() - 1, 0) if self.side == "below" else (inner[0], self.height() - 1)
            painter.drawLine(*inner, *end)

    def mousePressEvent(self, event: object) -> None:
        """Keep clicks beside the panel's controls from what lies below."""
