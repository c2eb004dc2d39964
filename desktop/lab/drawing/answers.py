"""What every network takes a drawing for: its name and its strongest classes, with bars and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Plan, Snapshot

LETTERS = (15, 14, 13, 12, 11)
"""Sizes of type, in pixels of a window of 1280 by 720: the largest with which enough classes are seen is taken."""
LINE, ROOMY, NARROWEST, APART = 1.35, 15.0, 8.4, 0.9
"""The height of a line, the least width of an answer at ease and at all, and what lies between two, in letters."""
FIGURES = 4.0
"""By so many letters a probability with the one before it is longer."""
ENOUGH = 3
"""So many classes of each network say enough."""
MOST = 5

Align = Qt.AlignmentFlag
LEFT, RIGHT = Align.AlignVCenter | Align.AlignLeft, Align.AlignVCenter | Align.AlignRight


class Grid(NamedTuple):
    """How answers stand: size of type, how many side by side, and how many classes each tells; 0 with the name only."""

    letter: float
    across: int
    classes: int


def chance_text(share: float, before: float | None = None) -> str:
    """A probability in whole per cent, after that which was there before."""
    return f"{100 * share:.0f} %" if before is None else f"{100 * before:.0f} → {100 * share:.0f} %"


def grid(
    networks: int,
    classes: int,
    room: tuple[float, float],
    letters: Sequence[float],
    enough: int = ENOUGH,
    wider: float = 0.0,
) -> Grid:
    """Arrange the answers of some networks in a room of (width, height); `letters` are sizes of type, largest first.

    Where not even one class fits under the names, the strongest stands beside each name. `enough` classes are worth
    large letters, and answers with longer figures are so many letters `wider`.
    """
    best = Grid(letters[-1], 1, 0)
    for least in (ROOMY + wider, NARROWEST + wider):
        for letter in letters:
            for across in range(1, networks + 1):
                if across > 1 and (room[0] + APART * letter) / across < (least + APART) * letter:
                    break
                lines = int(room[1] / -(-networks // across) / (LINE * letter))
                seen = min(lines - 1, MOST, classes)
                if seen > best.classes:
                    best = Grid(letter, across, seen)
            if best.classes >= min(enough, classes):
                return best
    line = room[1] / max(1, networks) / LINE
    return best if best.classes else Grid(min(letters[0], max(1.0, line)), 1, 0)


class Answer(NamedTuple):
    """A class with its probability now, and that before where there is one that counts."""

    name: str
    share: float
    before: float | None

    @property
    def figures(self) -> str:
        """The probability in whole per cent."""
        return chance_text(self.share, self.before)


class Answers(QWidget):
    """Shows what each network of a run makes of a picture, however many there are, in the room that it has."""

    def __init__(self, appearance: Appearance, enough: int = ENOUGH) -> None:
        super().__init__()
        self._appearance, self._enough = appearance, enough
        self._plan: Plan | None = None
        self._snapshot: Snapshot | None = None
        self._before: Snapshot | None = None
        self._larger = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setAccessibleName("What the networks take it for")

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(100))

    def show_snapshot(self, plan: Plan | None, snapshot: Snapshot | None, before: Snapshot | None = None) -> None:
        """Show the answers, None where nobody has answered; `before` are those that they are held against."""
        self._plan, self._snapshot, self._before = plan, snapshot, before
        self.setAccessibleDescription(". ".join(self.words))
        self.update()

    def enlarge(self, by: float) -> None:
        """Take letters that are so much larger than usual, where there is room."""
        self._larger = by
        self.update()

    @property
    def words(self) -> tuple[str, ...]:
        """What every network says first, in words."""
        if self._plan is None or self._snapshot is None:
            return ()
        names = [each.name for each in self._plan.contestants]
        return tuple(
            f"{name}: {f'{told[0].name} {told[0].figures}' if told else 'no answer'}"
            for name, told in zip(names, (self._strongest(index) for index in range(len(names))), strict=True)
        )

    def _strongest(self, contestant: int) -> list[Answer]:
        """Classes with their probabilities, the most probable first, now or before; empty where there is no answer."""
        assert self._plan is not None
        shares, before = (_shares(each, contestant) for each in (self._snapshot, self._before))
        if shares is None:
            return []
        most = shares if before is None else np.maximum(shares, before)
        said = np.arange(len(shares)) != shares.argmax()  # what it says now stands first, whatever it said before
        order = np.lexsort((-most, said))
        return [
            Answer(self._plan.classes[each], float(shares[each]), float(before[each]) if before is not None else None)
            for each in order
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self._plan is None:
            return
        count = len(self._plan.contestants)
        letters = [self._larger * self._appearance.px(each) for each in LETTERS]
        wider, room = 0.0 if self._before is None else FIGURES, (self.width(), self.height())
        found = grid(count, len(self._plan.classes), room, letters, self._enough, wider)
        gap = APART * found.letter
        wide = (self.width() + gap) / found.across - gap
        high = self.height() / -(-count // found.across)
        with QPainter(self) as painter:
            for index in range(count):
                down, across = divmod(index, found.across)
                self._paint(painter, index, QRectF(across * (wide + gap), down * high, wide, high), found)

    def _paint(self, painter: QPainter, contestant: int, box: QRectF, found: Grid) -> None:
        """One network's answer."""
        assert self._plan is not None
        theme, line = self._appearance.theme, LINE * found.letter
        colour, told = QColor(contestant_colour(contestant, theme)), self._strongest(contestant)
        head = QRectF(box.x(), box.y(), box.width() * (1.0 if found.classes else 0.42), line)
        painter.setFont(fonts.font(found.letter, True))
        _write(painter, head, self._plan.contestants[contestant].name, colour, LEFT)
        below = QRectF(box.x(), box.y() + line, box.width(), line)
        if not found.classes:
            below = QRectF(head.right(), box.y(), box.right() - head.right(), line)
        if not told:
            painter.setFont(fonts.font(found.letter))
            silent = "no answer" if self._snapshot is not None else ""
            _write(painter, below, silent, QColor(theme.colour(Role.MUTED)), LEFT)
        names = max((self._width(found.letter, each.name) for each in told), default=0.0)
        widest = chance_text(1.0, 1.0 if self._before is not None else None)
        for number, each in enumerate(told[: max(1, found.classes)]):
            row = below.translated(0, number * line)
            text = QColor(theme.colour(Role.TEXT if number == 0 else Role.MUTED))
            painter.setFont(fonts.font(found.letter, number == 0))
            room = self._width(found.letter, widest)
            left = min(names, 0.7 * (row.width() - room)) + 0.4 * found.letter
            _write(painter, QRectF(row.x(), row.y(), left - 0.4 * found.letter, line), each.name, text, LEFT)
            longest = max(0.0, row.width() - room - left - 0.4 * found.letter)
            bar = QRectF(row.x() + left, row.y() + 0.24 * line, max(1.0, each.share * longest), 0.52 * line)
            painter.fillRect(bar, colour)
            if each.before is not None:
                bar.setWidth(max(1.0, each.before * longest))
                painter.setPen(QPen(QColor(theme.colour(Role.TEXT)), 1))
                painter.drawRect(bar)
            _write(painter, QRectF(row.right() - room, row.y(), room, line), each.figures, text, RIGHT)

    @staticmethod
    def _width(letter: float, text: str) -> float:
        return QFontMetricsF(fonts.font(letter, True)).horizontalAdvance(text) + 2


def _shares(snapshot: Snapshot | None, contestant: int) -> NDArray[np.float64] | None:
    """The probabilities that a contestant gave the classes; None where it gave none."""
    view = snapshot.views[contestant] if snapshot is not None else None
    return np.nan_to_num(view.probabilities.array.astype(np.float64)) if view is not None else None


def _write(painter: QPainter, box: QRectF, text: str, colour: QColor, align: Qt.AlignmentFlag) -> None:
    painter.setPen(colour)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    painter.drawText(box, align, shown)
