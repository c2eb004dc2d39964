"""What makes a unit strong and what is lost without it, a row a class; and all units of a layer by their fall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.unit_card.inquiry import Findings
from desktop.lab.unit_card.words import FALLS
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from engine.contract.questions import StrongestFound, SwitchedOff
from scenes.stage.core.marks import Role

ROW = 1.55
"""The height of a row in letters, at most."""
NAMES = 0.22
"""The width of the names, as a share."""
WIDEST = "100 → 100 %"


class ClassTable(QWidget):
    """Draws for each class how many of the strongest pictures are of it, and how many are right with and without."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._classes: tuple[str, ...] = ()
        self._strongest: StrongestFound | None = None
        self._whole: SwitchedOff | None = None
        self._off: SwitchedOff | None = None
        self.letter = 13.0
        self.setAccessibleName("Classes: how many of the strongest pictures, and accuracy with and without the unit")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 90)
        appearance.changed.connect(self.update)

    def show_found(
        self,
        classes: tuple[str, ...],
        strongest: StrongestFound | None,
        whole: SwitchedOff | None,
        off: SwitchedOff | None,
        letter: float,
    ) -> None:
        """Show what is known, in letters of a size in pixels."""
        self._classes, self._strongest, self._whole, self._off, self.letter = classes, strongest, whole, off, letter
        self.setAccessibleDescription("; ".join(self.told(label) for label in range(len(classes))))
        self.update()

    def told(self, label: int) -> str:
        """What is known of a class, in words."""
        said = self._classes[label]
        if self._strongest is not None:
            said += f": {self._strongest.spread[label]} of the strongest {self._strongest.counted}"
        if self._whole is not None and self._off is not None:
            said += f", {self._shares(label)}"
        return said

    def _shares(self, label: int) -> str:
        assert self._whole is not None
        assert self._off is not None
        of = max(1, self._whole.of[label])
        before, after = (f"{100 * each.right[label] / of:.0f}" for each in (self._whole, self._off))
        return f"{before} → {after} %"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if not self._classes:
            return
        theme, letter, wide = self._appearance.theme, self.letter, float(self.width())
        row = min(ROW * letter, self.height() / (len(self._classes) + 1))
        size = min(letter, 0.8 * row)
        names = NAMES * wide
        figures = QFontMetricsF(fonts.font(size)).horizontalAdvance(WIDEST) + 6
        bars = (wide - names - figures - 8) / 2
        text, muted = QColor(theme.colour(Role.TEXT)), QColor(theme.colour(Role.MUTED))
        middle = Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            painter.setFont(fonts.font(0.9 * size))
            painter.setPen(muted)
            strongest = self._strongest
            head = f"strongest {strongest.counted}" if strongest is not None else ""
            painter.drawText(QRectF(names, 0, bars, row), middle | Qt.TextFlag.TextDontClip, head)
            right = middle | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(names + bars, 0, bars + figures, row), right, "right → without it")
            painter.setFont(fonts.font(size))
            for label, name in enumerate(self._classes):
                top = (label + 1) * row
                painter.setPen(text)
                fit = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, round(names) - 6)
                painter.drawText(QRectF(0, top, names, row), middle, fit)
                inside = top + 0.18 * row
                if strongest is not None:
                    length = (bars - 3.2 * size) * strongest.spread[label] / max(1, strongest.counted)
                    painter.fillRect(QRectF(names, inside, length, 0.64 * row), QColor(theme.colour(Role.INPUT)))
                    painter.drawText(QRectF(names + length + 4, top, bars, row), middle, str(strongest.spread[label]))
                if self._whole is not None and self._off is not None:
                    self._paint_fall(painter, QRectF(names + bars, inside, bars - 8, 0.64 * row), label)
                    painter.setPen(text)
                    painter.drawText(QRectF(wide - figures, top, figures, row), right, self._shares(label))

    def is_missed(self, label: int) -> bool:
        """Whether a class loses so much without the unit that this is hardly chance."""
        if self._whole is None or self._off is None:
            return False
        return (self._whole.right[label] - self._off.right[label]) / max(1, self._whole.of[label]) >= FALLS

    def _paint_fall(self, painter: QPainter, room: QRectF, label: int) -> None:
        """What is right without the unit as a bar, and as an outline what was right before."""
        assert self._whole is not None
        assert self._off is not None
        theme, of = self._appearance.theme, max(1, self._whole.of[label])
        before, after = (each.right[label] / of for each in (self._whole, self._off))
        role = Role.GRADIENT if self.is_missed(label) else Role.OUTPUT
        painter.fillRect(QRectF(room.x(), room.y(), room.width() * after, room.height()), QColor(theme.colour(role)))
        painter.setPen(QPen(QColor(theme.colour(Role.TEXT)), 1))
        painter.drawRect(QRectF(room.x(), room.y(), room.width() * before, room.height()))


class Ranking(QWidget):
    """All units of a layer as bars, the one whose loss costs most first.

    `picked` carries one that is clicked, `read` what is said of the one under the pointer.
    """

    picked = Signal(int)
    read = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._falls: tuple[tuple[int, float], ...] = ()
        self._unit, self._what = 0, "map"
        self.setMouseTracking(True)
        self.setAccessibleName("All units of the layer by what is lost without them")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.letter = 13.0
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(140, round(4.6 * self.letter))

    @property
    def falls(self) -> tuple[tuple[int, float], ...]:
        """Units with what is lost without them, most first."""
        return self._falls

    def show_falls(self, found: Findings | None, count: int, unit: int, what: str, letter: float) -> None:
        """Show what is known of so many units; `unit` is the one on the card."""
        known = [(each, fall) for each in range(count) if found and (fall := found.fall(each)) is not None]
        self._falls = tuple(sorted(known, key=lambda each: -each[1]))
        self._unit, self._what = unit, what
        if letter != self.letter:
            self.letter = letter
            self.updateGeometry()
        self.setAccessibleDescription("; ".join(self.told(place) for place in range(min(5, len(self._falls)))))
        self.update()

    def told(self, place: int) -> str:
        """What is said of the unit at a place."""
        unit, fall = self._falls[place]
        word = "falls" if fall >= 0 else "rises"
        return f"Place {place + 1}: without {self._what} {unit + 1} accuracy {word} by {abs(100 * fall):.1f} points"

    def boxes(self) -> list[QRectF]:
        """The room of each bar, as high as all of it."""
        wide = min(3.0 * self.letter, self.width() / max(1, len(self._falls)))
        return [QRectF(place * wide, 0, wide, self.height()) for place in range(len(self._falls))]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme, most = self._appearance.theme, max((abs(fall) for _, fall in self._falls), default=0.0) or 1.0
        line, text = 1.3 * self.letter, QColor(theme.colour(Role.TEXT))
        with QPainter(self) as painter:
            painter.setFont(fonts.font(0.9 * self.letter))
            widest = max((painter.fontMetrics().horizontalAdvance(_points(fall)) for _, fall in self._falls), default=0)
            for (unit, fall), box in zip(self._falls, self.boxes(), strict=True):
                above = line if widest < box.width() - 2 else 0.0
                high = max(2.0, (box.height() - line - above) * max(0.0, fall) / most)
                bar = QRectF(box.x() + 1, box.height() - line - high, box.width() - 2, high)
                own = unit == self._unit
                painter.fillRect(bar, QColor(theme.colour(Role.HIGHLIGHT if own else Role.MUTED)))
                painter.setPen(text)
                if above:
                    over = QRectF(box.x(), bar.top() - line, box.width(), line)
                    painter.drawText(over, Qt.AlignmentFlag.AlignCenter, _points(fall))
                if own or box.width() > 1.3 * self.letter:
                    room = QRectF(box.center().x() - 2 * self.letter, box.height() - line, 4 * self.letter, line)
                    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(unit + 1))

    def _at(self, place: QPointF) -> int | None:
        return next((number for number, box in enumerate(self.boxes()) if box.contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        place = self._at(event.position())
        self.read.emit(self.told(place) if place is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        place = self._at(event.position())
        if place is not None:
            self.picked.emit(self._falls[place][0])

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.read.emit("")


def _points(fall: float) -> str:
    """How many points of accuracy are lost; what rises without a unit has a minus."""
    return f"{100 * fall:.1f}".replace("-", "−")
