"""The table as it leaves the page: with room around it, and with all that must be told of its numbers under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop.edge.model.forms import Forms, noted
from desktop.edge.view.table import FormsTable
from desktop.export.views import View
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role

MARGIN, GAP, LETTER = 20, 10, 14
"""Around all of it, between the table and the words under it, and the size of their letters: usual pixels."""
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


def sheet(table: FormsTable, forms: Forms, looks: Appearance) -> View:
    """The table with what disturbed its numbers and what they leave out: whoever gets a picture has nothing else."""
    margin, gap, font = looks.px(MARGIN), looks.px(GAP), fonts.font(looks.px(LETTER))
    words = "\n".join(noted(forms.measurements))
    endless = QRectF(0, 0, table.width(), 1e6)
    high = QFontMetricsF(font).boundingRect(endless, _WRAPPED, words).height() + gap if words else 0.0

    def paint(painter: QPainter) -> None:
        painter.translate(margin, margin)
        table.draw(painter)
        painter.setFont(font)
        painter.setPen(QColor(looks.theme.colour(Role.MUTED)))
        painter.drawText(QRectF(0, table.height() + gap, table.width(), high), _WRAPPED, words)

    size = QSize(table.width() + 2 * margin, round(table.height() + high) + 2 * margin)
    return View(size, QColor(looks.theme.background), paint)
