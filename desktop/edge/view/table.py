"""The large table: a row for each form, with bars that share a scale, and the computer that it was measured on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.edge.measuring.words import Form, Measurement
from desktop.edge.model.forms import FORMS, Forms
from desktop.edge.view.cells import Cell, Column, columns, in_words, measured_on
from desktop.edge.view.looks import SAYS, colour_of, names_of
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.paint import write
from scenes.stage.core.marks import Role
from scenes.stage.output.theme import Theme

NAMES, HEAD, ROW, LEAST_ROW, MOST_ROW, FOOT, GAP = 150, 34, 78, 48, 96, 38, 22
"""The room of names, headings, rows and the last line, and between columns: pixels for letters of the usual size."""

BESIDE, SMALLEST, LEAST_LETTERS = 8, 0.75, 0.65
"""Between a number and words beside it, and how small their letters and those of sentences become for lack of room."""


class FormsTable(QWidget):
    """Shows what was measured; a form without numbers says what it is, or why it has none."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._forms = Forms("")
        self._absent: Mapping[Form, str] = {}
        self._now: Form | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("What each form costs")
        appearance.changed.connect(self.updateGeometry)

    def show_forms(self, forms: Forms, absent: Mapping[Form, str] | None = None, now: Form | None = None) -> None:
        """Show measurements; `absent` says why forms can't be had, `now` is the form that is being measured."""
        self._forms, self._absent, self._now = forms, absent or {}, now
        self.setAccessibleDescription(in_words(forms))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(760), self._appearance.px(HEAD + 3 * ROW + FOOT))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(480), self._appearance.px(HEAD + 3 * LEAST_ROW + FOOT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Paint it from where a painter's origin is, in the size that it has on the screen."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, theme, forms = self._appearance.px, self._appearance.theme, self._forms
        head, foot = px(HEAD), px(FOOT)
        row = (self.height() - head - foot) / len(FORMS)
        shown = columns(forms) if forms.measurements else ()
        room = QRectF(px(NAMES), 0, self.width() - px(NAMES), self.height())
        places = _across(room, [each.width for each in shown], px(GAP))
        for column, place in zip(shown, places, strict=True):
            self._paint_heading(painter, column, QRectF(place.x(), 0, place.width(), head))
        for index, form in enumerate(FORMS):
            line = QRectF(0, head + index * row, self.width(), row)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(line.topLeft(), line.topRight())
            spare = max(0.0, row - px(MOST_ROW)) / 2
            line.adjust(0, spare, 0, -spare)
            self._paint_name(painter, form, QRectF(0, line.y(), px(NAMES), line.height()))
            one = forms.of(form)
            if one is None:
                words = QRectF(px(NAMES), line.y(), line.width() - px(NAMES), line.height())
                _write_lines(painter, words, self._words_of(form), theme.colour(Role.MUTED), px(19 if shown else 23))
                continue
            for column, place in zip(shown, places, strict=True):
                box = QRectF(place.x(), line.y(), place.width(), line.height())
                self._paint_cell(painter, column.cell(one), box, one, self._scale(column, place.width()))
        below = QRectF(0, self.height() - foot, self.width(), foot)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(below.topLeft(), below.topRight())
        _write_lines(painter, below.adjusted(0, px(4), 0, 0), measured_on(forms), theme.colour(Role.MUTED), px(14))

    def _words_of(self, form: Form) -> str:
        if form == self._now:
            return "It is being measured…"
        return self._absent.get(form) or SAYS[form]

    def _paint_heading(self, painter: QPainter, column: Column, box: QRectF) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        rest = _write_fitting(painter, box, column.heading, theme.colour(Role.TEXT), px(16))
        _write_whole(painter, rest.adjusted(px(10), 0, 0, 0), column.about, theme.colour(Role.MUTED), px(13))

    def _paint_name(self, painter: QPainter, form: Form, box: QRectF) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        numbers, program = names_of(form)
        mark = QRectF(box.x(), box.y() + 0.2 * box.height(), px(6), 0.6 * box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour_of(form, theme)))
        painter.drawRoundedRect(mark, px(3), px(3))
        upper = QRectF(box.x() + px(16), box.y(), box.width() - px(16), 0.58 * box.height())
        lower = QRectF(upper.x(), box.y() + 0.5 * box.height(), upper.width(), 0.36 * box.height())
        write(painter, upper, numbers, theme.colour(Role.TEXT), px(22), bold=True)
        write(painter, lower, program, theme.colour(Role.MUTED), px(14))

    def _scale(self, column: Column, width: float) -> float:
        """How much smaller the letters of a column are, so that words have room beside its numbers.

        Where they would become too small, words are left out.
        """
        px, cells = self._appearance.px, [column.cell(each) for each in self._forms.measurements]
        numbers, words = QFontMetricsF(fonts.font(px(24), True)), QFontMetricsF(fonts.font(px(14)))
        wanted = max(numbers.horizontalAdvance(each.number) + words.horizontalAdvance(each.words) for each in cells)
        scale = width / (wanted + px(BESIDE) + 4)
        return min(1.0, scale) if scale >= SMALLEST else 1.0

    def _paint_cell(self, painter: QPainter, cell: Cell, box: QRectF, one: Measurement, scale: float) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        upper = QRectF(box.x(), box.y() + 0.08 * box.height(), box.width(), 0.5 * box.height())
        rest = _write_fitting(painter, upper, cell.number, theme.colour(Role.TEXT), scale * px(24))
        beside = rest.adjusted(scale * px(BESIDE), scale * px(5), 0, 0)
        _write_whole(painter, beside, cell.words, theme.colour(Role.MUTED), scale * px(14))
        if cell.bar is None:
            return
        room = QRectF(box.x(), box.y() + 0.64 * box.height(), box.width(), min(px(14), 0.2 * box.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(room, 3, 3)
        painter.setBrush(QColor(colour_of(one.form, theme)))
        if cell.bar > 0:
            bar = QRectF(room.x(), room.y(), max(2.0, cell.bar * room.width()), room.height())
            painter.drawRoundedRect(bar, 3, 3)
        if cell.whisker is not None:
            self._paint_whisker(painter, room, cell.bar, cell.whisker, theme)

    def _paint_whisker(self, painter: QPainter, room: QRectF, begin: float, end: float, theme: Theme) -> None:
        painter.setPen(QPen(QColor(theme.colour(Role.TEXT)), self._appearance.px(2)))
        middle, right = room.center().y(), room.x() + min(1.0, end) * room.width() - 1
        painter.drawLine(round(room.x() + begin * room.width()), round(middle), round(right), round(middle))
        if end <= 1:
            reach = 0.5 * room.height() + self._appearance.px(3)
            painter.drawLine(round(right), round(middle - reach), round(right), round(middle + reach))


def _write_fitting(painter: QPainter, box: QRectF, words: str, colour: str, size: float) -> QRectF:
    """Write words in letters in which they have room, and return the room that is left beside them."""
    wide = QFontMetricsF(fonts.font(size, True)).horizontalAdvance(words)
    size *= min(1.0, (box.width() - 2) / max(wide, 1.0), box.height() / size)
    write(painter, box, words, colour, size, bold=True)
    return box.adjusted(painter.fontMetrics().horizontalAdvance(words), 0, 0, 0)


def _write_whole(painter: QPainter, box: QRectF, words: str, colour: str, size: float) -> None:
    """Write words where they have room."""
    if QFontMetricsF(fonts.font(size)).horizontalAdvance(words) <= box.width():
        write(painter, box, words, colour, size)


def _write_lines(painter: QPainter, box: QRectF, words: str, colour: str, size: float) -> None:
    """Write words into as many lines as they need, in letters in which these have room."""
    sizes = [size * (1 - step / 20) for step in range(round(20 * (1 - LEAST_LETTERS)) + 1)]
    fits = (each for each in sizes if _lines_high(words, box, each) <= box.height())
    painter.setFont(fonts.font(next(fits, sizes[-1])))
    painter.setPen(QColor(colour))
    painter.drawText(box, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, words)


def _lines_high(words: str, box: QRectF, size: float) -> float:
    """How high words are in as many lines as they need."""
    endless = QRectF(0, 0, box.width(), 1e6)
    return QFontMetricsF(fonts.font(size)).boundingRect(endless, Qt.TextFlag.TextWordWrap, words).height()


def _across(room: QRectF, shares: list[float], gap: float) -> list[QRectF]:
    """Places side by side, as wide as their shares are to each other."""
    if not shares:
        return []
    whole = room.width() - gap * (len(shares) - 1)
    places, left = [], room.x()
    for share in shares:
        width = whole * share / sum(shares)
        places.append(QRectF(left, room.y(), width, room.height()))
        left += width + gap
    return places
