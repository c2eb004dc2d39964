"""What every network takes a drawing for: its name and its strongest classes, with bars and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Plan, Snapshot

LETTERS = (15, 14, 13, 12, 11)
"""Sizes of type, in pixels of a window of 1280 by 720: the largest with which enough classes are seen is taken."""
LINE, ROOMY, NARROWEST, APART = 1.35, 11.0, 8.4, 0.9
"""The height of a line, the least width of an answer at ease and at all, and what lies between two, in letters."""
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


def chance_text(share: float) -> str:
    """A probability in whole per cent."""
    return f"{100 * share:.0f} %"


def grid(networks: int, classes: int, room: tuple[float, float], letters: Sequence[float]) -> Grid:
    """Arrange the answers of some networks in a room of (width, height); `letters` are sizes of type, largest first.

    Where not even one class fits under the names, the strongest stands beside each name.
    """
    best = Grid(letters[-1], 1, 0)
    for least in (ROOMY, NARROWEST):
        for letter in letters:
            for across in range(1, networks + 1):
                if across > 1 and (room[0] + APART * letter) / across < (least + APART) * letter:
                    break
                lines = int(room[1] / -(-networks // across) / (LINE * letter))
                seen = min(lines - 1, MOST, classes)
                if seen > best.classes:
                    best = Grid(letter, across, seen)
            if best.classes >= min(ENOUGH, classes):
                return best
    line = room[1] / max(1, networks) / LINE
    return best if best.classes else Grid(min(letters[0], max(1.0, line)), 1, 0)


class Answers(QWidget):
    """Shows what each network of a run makes of a picture, however many there are, in the room that it has."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._plan: Plan | None = None
        self._snapshot: Snapshot | None = None
        self._larger = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setAccessibleName("What the networks take it for")

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(100))

    def show_snapshot(self, plan: Plan | None, snapshot: Snapshot | None) -> None:
        """Show the answers; None where nobody has answered."""
        self._plan, self._snapshot = plan, snapshot
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
            f"{name}: {' '.join(told[0][::2]) if told else 'no answer'}"
            for name, told in zip(names, (self._strongest(index) for index in range(len(names))), strict=True)
        )

    def _strongest(self, contestant: int) -> list[tuple[str, float, str]]:
        """Classes with their probabilities, the most probable first; empty where there is no answer."""
        assert self._plan is not None
        view = self._snapshot.views[contestant] if self._snapshot is not None else None
        if view is None:
            return []
        shares = np.nan_to_num(view.probabilities.array.astype(float))
        order = np.argsort(-shares, kind="stable")
        return [(self._plan.classes[each], float(shares[each]), chance_text(float(shares[each]))) for each in order]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self._plan is None:
            return
        count = len(self._plan.contestants)
        letters = [self._larger * self._appearance.px(each) for each in LETTERS]
        found = grid(count, len(self._plan.classes), (self.width(), self.height()), letters)
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
        names = max((self._width(found.letter, name) for name, _, _ in told), default=0.0)
        for number, (name, share, figures) in enumerate(told[: max(1, found.classes)]):
            row = below.translated(0, number * line)
            text = QColor(theme.colour(Role.TEXT if number == 0 else Role.MUTED))
            painter.setFont(fonts.font(found.letter, number == 0))
            room = self._width(found.letter, "100 %")
            left = min(names, 0.7 * (row.width() - room)) + 0.4 * found.letter
            _write(painter, QRectF(row.x(), row.y(), left - 0.4 * found.letter, line), name, text, LEFT)
            longest = max(0.0, row.width() - room - left - 0.4 * found.letter)
            bar = QRectF(row.x() + left, row.y() + 0.24 * line, max(1.0, share * longest), 0.52 * line)
            painter.fillRect(bar, colour)
            _write(painter, QRectF(row.right() - room, row.y(), room, line), figures, text, RIGHT)

    @staticmethod
    def _width(letter: float, text: str) -> float:
        return QFontMetricsF(fonts.font(letter, True)).horizontalAdvance(text) + 2


def _write(painter: QPainter, box: QRectF, text: str, colour: QColor, align: Qt.AlignmentFlag) -> None:
    painter.setPen(colour)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    painter.drawText(box, align, shown)
