"""Which term of the glossary is written at a place: on the stage, or in a label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine, QTextOption
from PySide6.QtWidgets import QLabel

from desktop.canvas.canvas import Canvas
from desktop.canvas.geometry import Geometry
from desktop.painter import lettering
from desktop.painter.room import with_room
from desktop.painter.typesetter import Typesetter
from scenes.glossary import Span, Term, terms_in
from scenes.questions.moments import VISIBLE
from scenes.stage.core.marks import Text, TextRun
from scenes.stage.core.placing import Placed
from scenes.stage.output import styling as look
from scenes.stage.output.theme import Theme

DOWN = 0.6
"""How far the letters of a line reach up and down from its middle, as a share of the type size."""


@dataclass(frozen=True)
class Pointed:
    """A term, and where its word stands in the widget that was asked."""

    term: Term
    word: QRect


def in_label(label: QLabel, place: QPoint) -> Pointed | None:
    """The term of a label's text at a place; None where there is none."""
    for span, word in _words(label):
        if word.contains(QPointF(place)):
            return Pointed(span.term, word.toAlignedRect())
    return None


def on_stage(canvas: Canvas, theme: Theme, typesetter: Typesetter, place: QPoint) -> Pointed | None:
    """The term of what is written on the stage at a place; None where there is none, or something lies over it."""
    geometry = canvas.stage_geometry
    x, y = geometry.to_stage(QPointF(place))
    if canvas.covered((x, y)):
        return None
    for each in reversed(with_room(canvas.picture.touched(), theme, typesetter)):
        mark = each.mark
        if not isinstance(mark, Text) or each.opacity < VISIBLE or not terms_in(mark.text):
            continue
        for span, word in _on_line(mark, each, theme):
            if word.contains(x, y):
                return Pointed(span.term, _in_pixels(geometry, word))
    return None


def _on_line(mark: Text, each: Placed, theme: Theme) -> Iterator[tuple[Span, QRectF]]:
    """The terms of a line, each with its box in stage units."""
    size = look.text_size(mark, theme)
    left = mark.x + each.dx + look.SHIFT[mark.anchor] * lettering.width(mark.runs, size)
    for span in terms_in(mark.text):
        start, end = (lettering.width(_first(mark.runs, count), size) for count in (span.start, span.end))
        yield span, QRectF(left + start, mark.y + each.dy - DOWN * size, end - start, 2 * DOWN * size)


def _first(runs: tuple[TextRun, ...], count: int) -> tuple[TextRun, ...]:
    """The first letters of a line."""
    found = []
    for run in runs:
        found.append(replace(run, text=run.text[: max(0, count)]))
        count -= len(run.text)
    return tuple(found)


def _in_pixels(geometry: Geometry, box: QRectF) -> QRect:
    corners = box.topLeft().toTuple(), box.bottomRight().toTuple()
    return QRectF(*map(geometry.to_widget, corners)).toAlignedRect()


def _words(label: QLabel) -> Iterator[tuple[Span, QRectF]]:
    """The terms of a label's text with their places, a word that is broken over two lines with both.

    Qt tells nobody where a label has its letters, so they are laid out once more in the same way.
    """
    page, room = QTextDocument(), QRectF(label.contentsRect())
    margin = label.margin()
    room.adjust(margin, margin, -margin, -margin)
    page.setDocumentMargin(0)
    page.setDefaultFont(label.font())
    page.setDefaultTextOption(QTextOption(label.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask))
    if label.textFormat() == Qt.TextFormat.RichText:
        page.setHtml(label.text())
    else:
        page.setPlainText(label.text())
    page.setTextWidth(room.width())
    spare = room.height() - page.size().height()
    down = label.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
    share = {Qt.AlignmentFlag.AlignTop: 0.0, Qt.AlignmentFlag.AlignBottom: 1.0}.get(down, 0.5)
    origin = room.topLeft() + QPointF(0.0, share * spare)
    for span in terms_in(page.toPlainText()):
        for word in _in_block(page.findBlock(span.start), span):
            yield span, word.translated(origin)


def _in_block(block: QTextBlock, span: Span) -> Iterator[QRectF]:
    layout = block.layout()
    start, end = span.start - block.position(), span.end - block.position()
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = (_across(line, at) for at in (first, last))
            yield QRectF(left, line.y(), right - left, line.height()).translated(layout.position())


def _across(line: QTextLine, at: int) -> float:
    """How far from the left a line's cursor stands before a letter."""
    x: tuple[float, int] = line.cursorToX(at)  # type: ignore[assignment]  # Qt's C++ answers with a number alone
    return x[0]
