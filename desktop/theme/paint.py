"""What widgets that paint themselves paint with: lines of words, and numbers with their signs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.theme import fonts

Align = Qt.AlignmentFlag
LEFT, RIGHT = Align.AlignVCenter | Align.AlignLeft, Align.AlignVCenter | Align.AlignRight
MIDDLE = Align.AlignCenter


def write(
    painter: QPainter,
    box: QRectF,
    words: str,
    colour: QColor | str,
    size: float,
    align: Qt.AlignmentFlag = LEFT,
    bold: bool = False,
) -> None:
    """Write a line into a box, cut where it has no room."""
    painter.setFont(fonts.font(size, bold))
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    painter.drawText(box, align, shown)


def signed(value: float) -> str:
    """A number with its sign and three figures."""
    return f"{'−' if value < 0 else '+'}{abs(value):.2f}"


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{100 * share:.0f} %"
