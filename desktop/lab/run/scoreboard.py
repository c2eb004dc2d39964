"""The contestants side by side: name, size, and how right they are, in numbers for the last row of the class."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import percent_text, recent

MOST_IN_A_ROW = 4
"""More contestants than this stand in two rows where one has no room for their names."""
APART = 10
"""Between the last number of a contestant and the bar of the next, in pixels for letters of the usual size."""


@dataclass(frozen=True)
class Standing:
    """How one contestant stands: accuracies 0..1, NaN where there is none yet; `validated` is the step of the last."""

    name: str
    size: str
    train: float
    validation: float
    validated: int
    out: bool

    @property
    def words(self) -> str:
        """The same for a screen reader."""
        fate = ", left the race" if self.out else ""
        return f"{self.name}: training {percent_text(self.train)}, validation {percent_text(self.validation)}{fate}"


def standings(recording: Recording) -> tuple[Standing, ...]:
    """How all contestants stand at the end of a recording; training accuracy is the mean of the last batches."""
    out = {divergence.contestant for divergence in recording.divergences}
    found = []
    for index, contestant in enumerate(recording.plan.contestants):
        last = next(iter(recording.validations[-1:]), None)
        score = last.scores[index] if last is not None else None
        validation = score.accuracy if score is not None else math.nan
        train = math.nan if index in out else recent(recording.accuracy(index))
        size = f"{contestant.parameters:,} parameters"
        found.append(Standing(contestant.name, size, train, validation, last.step if last else 0, index in out))
    return tuple(found)


class Scoreboard(QWidget):
    """Draws the standings, one block for each contestant."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.standings: tuple[Standing, ...] = ()
        self._larger = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def enlarge(self, by: float) -> None:
        """Have everything so many times as large as usual."""
        self._larger = by
        self.updateGeometry()
        self.update()

    def _px(self, size: float) -> int:
        return self._appearance.px(size * self._larger)

    def show_standings(self, found: tuple[Standing, ...]) -> None:
        """Show numbers; painted only when they differ from those shown."""
        if found != self.standings:
            self.standings = found
            self.setAccessibleName(". ".join(each.words for each in found))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._px(420), self._px(56))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._px(200), self._px(56))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if not self.standings:
            return
        px, count = self._px, len(self.standings)
        width, rows, paint = self.width() / count, 1, self._paint_block
        if self._widest(17) + px(24 + APART) + self._width("100.0 %", 22) > width:
            paint = self._paint_narrow
        if count > MOST_IN_A_ROW and max(self._widest(13) + px(16), self._width("100.0 % validation", 16)) > width:
            rows, paint = 2, self._paint_line
        columns = math.ceil(count / rows)
        width, height = self.width() / columns, self.height() / rows
        for index, standing in enumerate(self.standings):
            row, column = divmod(index, columns)
            box = QRectF(column * width, row * height, width, height)
            colour = QColor(contestant_colour(index, self._appearance.theme))
            margin = px(6) // rows
            bar = box.adjusted(0, margin, px(4) - width, -margin)
            painter.fillRect(bar, colour)
            paint(painter, standing, colour, box)

    def _widest(self, letters: int) -> float:
        """How wide the longest name is."""
        return max(self._width(standing.name, letters) for standing in self.standings)

    def _width(self, words: str, letters: int) -> float:
        """How wide some bold words are."""
        return QFontMetricsF(fonts.font(self._px(letters), bold=True)).horizontalAdvance(words)

    def _paint_block(self, painter: QPainter, standing: Standing, colour: QColor, box: QRectF) -> None:
        """Paint name, size and accuracies side by side: of each contestant what there is room for with every one."""
        px, theme = self._px, self._appearance.theme
        box = box.adjusted(0, 0, -px(APART), 0)
        muted = QColor(theme.colour(Role.MUTED))
        numbers = [("training", "NaN" if standing.out else percent_text(standing.train), False)]
        numbers.append((f"validation, step {standing.validated}", percent_text(standing.validation), True))
        names, needed, room = self._widest(17), self._width("100.0 %", 22) + px(8), box.width() - px(16)
        sizes = max(names, *(_Words(each.size, fonts.font(px(12)), muted).width for each in self.standings))
        size_is_shown = room - sizes >= 2 * needed
        if room - names < 2 * needed:
            del numbers[0]
        left, half = box.left() + px(12), box.height() / 2
        column = min(sizes if size_is_shown else names, room - needed * len(numbers)) + px(10)
        name = _Words(standing.name, fonts.font(px(17), bold=True), colour)
        name.paint(painter, QRectF(left, box.top() + px(2), column - px(8), half + px(2)))
        size = _Words(standing.size if size_is_shown else "", fonts.font(px(12)), muted)
        size.paint(painter, QRectF(left, box.top() + half, column, half))
        rest = (box.right() - left - column) / len(numbers)
        longest = max(self.standings, key=lambda each: each.validated).validated
        step_is_shown = replace(size, text=f"validation, step {longest}").width <= rest - px(4)
        for place, (what, number, bold) in enumerate(numbers):
            x = left + column + place * rest
            value = _Words(number, fonts.font(px(22), bold), QColor(theme.colour(Role.TEXT)))
            value.paint(painter, QRectF(x, box.top() + px(1), rest, half + px(4)))
            below = replace(size, text=what if step_is_shown else what.partition(",")[0])
            below.paint(painter, QRectF(x, box.top() + half, rest, half))

    def _paint_narrow(self, painter: QPainter, standing: Standing, colour: QColor, box: QRectF) -> None:
        """Paint the name on a line of its own, and under it the validation accuracy."""
        px, theme = self._px, self._appearance.theme
        box = box.adjusted(px(12), 0, -px(4), 0)
        letters = next((size for size in (17, 16, 15, 14) if self._widest(size) <= box.width()), 13)
        text, muted = QColor(theme.colour(Role.TEXT)), QColor(theme.colour(Role.MUTED))
        number = _Words(percent_text(standing.validation), fonts.font(px(20), bold=True), text)
        top, below = box.adjusted(0, px(2), 0, -box.height() / 2), box.adjusted(0, box.height() / 2, 0, -px(2))
        _Words(standing.name, fonts.font(px(letters), bold=True), colour).paint(painter, top)
        number.paint(painter, below)
        what = below.adjusted(number.width + px(7), px(3), 0, 0)
        _Words("validation", fonts.font(px(12)), muted).paint(painter, what)

    def _paint_line(self, painter: QPainter, standing: Standing, colour: QColor, box: QRectF) -> None:
        """Paint the name and, at the right, the validation accuracy on one line."""
        px, text = self._px, QColor(self._appearance.theme.colour(Role.TEXT))
        number = _Words(percent_text(standing.validation), fonts.font(px(17), bold=True), text)
        box = box.adjusted(px(12), 0, -px(16), 0)
        place = box.adjusted(max(0.0, box.width() - number.width), 0, 0, 0)
        room = place.left() - box.left() - px(6)
        letters = next((size for size in (16, 15, 14) if self._widest(size) <= room), 13)
        name = _Words(standing.name, fonts.font(px(letters), bold=True), colour)
        name.paint(painter, QRectF(box.left(), box.top(), room, box.height()))
        number.paint(painter, place)


@dataclass(frozen=True)
class _Words:
    """A text as it is going to be painted."""

    text: str
    font: QFont
    colour: QColor

    @property
    def width(self) -> float:
        return QFontMetricsF(self.font).horizontalAdvance(self.text)

    def paint(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(self.font)
        painter.setPen(self.colour)
        text = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
