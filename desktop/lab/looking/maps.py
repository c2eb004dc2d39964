"""What a lens shows of every network, beside what it shows of the same network before it learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QMarginsF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.looking import colours, sights
from desktop.lab.looking.picture import Place, cross
from desktop.lab.looking.sights import Sight
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.numbers.series import number_text

LETTER, HALL = 13, 0.026
"""The size of type in a window of 1280 by 720, in pixels, and in a hall as a share of the window's height."""
HEAD, LINE, APART = 1.7, 1.45, 1.0
"""Heights of a name and of other lines, and what lies between two maps, in letters."""
LEAST = 4.0
"""So many letters wide a map is at least."""

Align = Qt.AlignmentFlag
LEFT = Align.AlignVCenter | Align.AlignLeft


@dataclass(frozen=True, eq=False)
class Half:
    """What a lens shows of one network at one time; None with a sentence where there is nothing to show."""

    title: str
    sight: Sight | None
    said: str = ""


@dataclass(frozen=True, eq=False)
class Pair:
    """A contestant: what is explained of it, and what the lens shows of it, trained and untrained."""

    contestant: int
    name: str
    told: tuple[str, ...]
    """What is explained of it, in many words or in fewer."""
    halves: tuple[Half, Half]
    refusal: str = ""
    """Why the lens shows nothing of it at all."""

    def limits(self, one_scale: bool) -> tuple[float, float]:
        """The numbers that get the full colour, of both halves."""
        each = [[half.sight] if half.sight is not None else [] for half in self.halves]
        if one_scale:
            return (sights.limit(each[0] + each[1]),) * 2
        return sights.limit(each[0]), sights.limit(each[1])

    @cached_property
    def likeness(self) -> float | None:
        """How alike both halves are."""
        one, other = (half.sight for half in self.halves)
        return sights.alike(one, other) if one is not None and other is not None else None


def arranged(count: int, room: QRectF, letter: float, ratio: float) -> list[tuple[QRectF, QRectF, QRectF]]:
    """Cells for so many pairs, as large as can be: each with its two boxes for pictures of a ratio (height / width)."""
    best: list[tuple[QRectF, QRectF, QRectF]] = []
    around = (HEAD + 3 * LINE + 0.5) * letter
    for across in range(1, count + 1):
        down = -(-count // across)
        wide, high = room.width() / across, room.height() / down
        side = min((wide - 2 * APART * letter) / 2, (high - around) / ratio)
        side = max(LEAST * letter, side)
        if best and side <= best[0][1].width():
            continue
        best = []
        for place in range(count):
            cell = QRectF(room.x() + place % across * wide, room.y() + place // across * high, wide, high)
            top = cell.y() + (HEAD + LINE) * letter
            boxes = [QRectF(cell.x() + n * (side + APART * letter), top, side, side * ratio) for n in (0, 1)]
            best.append((cell, boxes[0], boxes[1]))
    return best


class MapsView(QWidget):
    """Draws the pairs. `pointed` carries the `Place` of the picture that the mouse is at."""

    pointed = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._picture: NDArray[np.uint8] | None = None
        self.pairs: tuple[Pair, ...] = ()
        self._unit, self._place = "", None
        self.one_scale = True
        self.in_hall = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(80, 60)
        self.setAccessibleName("Where the networks look")

    _place: Place | None

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(400), self._appearance.px(190))

    def show_pairs(self, picture: NDArray[np.uint8] | None, pairs: Sequence[Pair], unit: str, one_scale: bool) -> None:
        """Show what a lens shows of a picture, in a unit."""
        self._picture, self.pairs, self._unit, self.one_scale = picture, tuple(pairs), unit, one_scale
        self.setAccessibleDescription(". ".join(self.words(pair) for pair in pairs))
        self.update()

    def show_place(self, place: Place | None) -> None:
        """Mark what is pointed at, here or in the picture."""
        self._place = place
        self.update()

    @staticmethod
    def words(pair: Pair) -> str:
        """A pair in words."""
        alike = pair.likeness
        told = (
            f", rank correlation with the untrained network {sights.likeness_text(alike)}" if alike is not None else ""
        )
        said = "".join(f". {half.title}: {half.said}" for half in pair.halves if half.said).rstrip(".")
        return f"{pair.name} {pair.told[0]}{told}{said}" if not pair.refusal else f"{pair.name}: {pair.refusal}"

    def reading(self, place: Place) -> str:
        """The numbers at a place, of every network."""
        found = []
        for pair in self.pairs:
            numbers = [half.sight.at(*place) if half.sight is not None else None for half in pair.halves]
            if any(number is not None for number in numbers):
                one, other = ("none" if number is None else signed(number) for number in numbers)
                found.append(f"{pair.name} {one}, untrained {other}")
        return f"{'; '.join(found)} {self._unit}" if found else ""

    @property
    def _letter(self) -> float:
        usual = self._appearance.px(LETTER)
        return max(usual, HALL * self.window().height()) if self.in_hall else usual

    def _arranged(self) -> list[tuple[QRectF, QRectF, QRectF]]:
        if self._picture is None:
            return []
        _, height, width = self._picture.shape
        return arranged(len(self.pairs), QRectF(self.rect()), self._letter, height / width)

    # The mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        at = event.position()
        box = next((box for _, *boxes in self._arranged() for box in boxes if box.contains(at)), None)
        self.pointed.emit(box and ((at.x() - box.x()) / box.width(), (at.y() - box.y()) / box.height()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.pointed.emit(None)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            for pair, (cell, *boxes) in zip(self.pairs, self._arranged(), strict=False):
                self._head(painter, pair, cell)
                if pair.refusal:
                    self._sentence(painter, QRectF(boxes[0].topLeft(), cell.bottomRight()), pair.refusal)
                    continue
                for half, limit, box in zip(pair.halves, pair.limits(self.one_scale), boxes, strict=True):
                    self._half(painter, half, limit, box)
                if any(half.sight is not None for half in pair.halves):
                    self._foot(painter, pair, boxes[0].united(boxes[1]))

    def _head(self, painter: QPainter, pair: Pair, cell: QRectF) -> None:
        letter, theme = self._letter, self._appearance.theme
        line = QRectF(cell.x(), cell.y(), cell.width() - APART * letter, HEAD * letter)
        painter.setFont(fonts.font(letter * 1.15, bold=True))
        self._text(painter, line, pair.name, contestant_colour(pair.contestant, theme), LEFT)
        line.setLeft(line.x() + painter.fontMetrics().horizontalAdvance(f"{pair.name}  "))
        if not pair.refusal:
            painter.setFont(fonts.font(letter))
            self._text(painter, line, self._longest(painter, line, pair.told), theme.colour(Role.TEXT), LEFT)

    def _half(self, painter: QPainter, half: Half, limit: float, box: QRectF) -> None:
        letter, theme = self._letter, self._appearance.theme
        above = QRectF(box.x(), box.y() - LINE * letter, box.width(), LINE * letter)
        painter.setFont(fonts.font(letter))
        self._text(painter, above, half.title, theme.colour(Role.MUTED), LEFT)
        painter.fillRect(box, QColor(theme.surface))
        sight = half.sight
        if sight is not None:
            left, top, across, down = sight.box
            part = QRectF(
                box.x() + left * box.width(), box.y() + top * box.height(), across * box.width(), down * box.height()
            )
            painter.save()
            painter.setClipRect(box)
            painter.drawImage(part, colours.image(sight, limit, theme))
            painter.restore()
            self._legend(painter, sight, limit, QRectF(box.x(), box.bottom(), box.width(), LINE * letter))
        if self._picture is not None and not half.said:
            edge = QColor(theme.colour(Role.TEXT))
            edge.setAlphaF(0.55)
            painter.setPen(QPen(edge, max(1.0, 0.06 * letter)))
            painter.drawLines(colours.outline(self._picture, box))
        if self._place is not None:
            cross(painter, box, self._place, QColor(theme.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.values.edge), 1))
        painter.drawRect(box)
        if half.said:
            self._sentence(painter, box, half.said)

    def _legend(self, painter: QPainter, sight: Sight, limit: float, line: QRectF) -> None:
        """Which numbers the colours have, from the least to the largest."""
        letter, muted = self._letter, self._appearance.theme.colour(Role.MUTED)
        painter.setFont(fonts.font(letter * 0.9))
        full = f"{limit:g}" if limit >= 0.001 else number_text(limit)
        low, high = (f"−{full}", f"+{full}") if sight.signed else ("0", full)
        metrics = painter.fontMetrics()
        before, behind = (metrics.horizontalAdvance(text) + 0.4 * letter for text in (low, high))
        long = max(letter, min(8 * letter, line.width() - before - behind))
        self._text(painter, line, low, muted, LEFT)
        place = QRectF(line.x() + before, line.y() + 0.35 * letter, long, 0.8 * letter)
        painter.drawImage(place, colours.ramp(self._appearance.theme, sight.signed))
        rest = QRectF(place.right() + 0.4 * letter, line.y(), behind + 0.5 * letter, line.height())
        self._text(painter, rest, high, muted, LEFT)

    def _foot(self, painter: QPainter, pair: Pair, both: QRectF) -> None:
        """The unit of the numbers, and how alike both maps are."""
        letter, alike = self._letter, pair.likeness
        line = QRectF(both.x(), both.bottom() + LINE * letter, both.width(), LINE * letter)
        found = f"rank correlation {sights.likeness_text(alike)}" if alike is not None else ""
        painter.setFont(fonts.font(letter))
        words = self._longest(painter, line, (f"in {self._unit}; {found}" if found else f"in {self._unit}", found))
        self._text(painter, line, words, self._appearance.theme.colour(Role.TEXT), LEFT)

    def _sentence(self, painter: QPainter, box: QRectF, text: str) -> None:
        theme, letter = self._appearance.theme, self._letter
        painter.setFont(fonts.font(letter))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        room, flags = box.marginsRemoved(QMarginsF(*[0.5 * letter] * 4)), Qt.TextFlag.TextWordWrap
        painter.fillRect(painter.boundingRect(room, flags, text).intersected(box), QColor(theme.surface))
        painter.drawText(room, flags, text)

    @staticmethod
    def _longest(painter: QPainter, box: QRectF, texts: Sequence[str]) -> str:
        """The first of some texts that there is room for, or else the last."""
        width = painter.fontMetrics().horizontalAdvance
        return next((text for text in texts if width(text) <= box.width()), texts[-1])

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str, colour: str, align: Qt.AlignmentFlag) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, align, shown)


def signed(number: float) -> str:
    """A number with its sign: +0.31."""
    return f"{'−' if number < 0 else '+'}{number_text(abs(number))}"
