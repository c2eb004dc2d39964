"""The contestants side by side: name, size, and how right they are, in numbers for the last row of the class."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import fonts
from desktop.lab.colours import contestant_colour
from desktop.lab.series import percent_text, recent
from desktop.style import Appearance
from scenes.stage.marks import Role
from scenes.stage.recording import Recording


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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def show_standings(self, found: tuple[Standing, ...]) -> None:
        """Show numbers; painted only when they differ from those shown."""
        if found != self.standings:
            self.standings = found
            self.setAccessibleName(". ".join(each.words for each in found))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(420), self._appearance.px(56))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if not self.standings:
            return
        painter = QPainter(self)
        width = self.width() / len(self.standings)
        for index, standing in enumerate(self.standings):
            self._paint_block(painter, index, standing, QRectF(index * width, 0, width, self.height()))

    def _paint_block(self, painter: QPainter, index: int, standing: Standing, box: QRectF) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        colour, muted = QColor(contestant_colour(index, theme)), QColor(theme.colour(Role.MUTED))
        painter.fillRect(QRectF(box.left(), box.top() + px(6), px(4), box.height() - px(12)), colour)
        left = box.left() + px(12)
        half = box.height() / 2
        vcenter = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour)
        painter.setFont(fonts.font(px(17), bold=True))
        widest = box.width() * 0.45
        name = painter.fontMetrics().elidedText(standing.name, Qt.TextElideMode.ElideRight, int(widest))
        name_width = painter.fontMetrics().horizontalAdvance(name)
        painter.drawText(QRectF(left, box.top() + px(3), widest, half), vcenter, name)
        painter.setPen(muted)
        painter.setFont(fonts.font(px(12)))
        name_width = max(name_width, painter.fontMetrics().horizontalAdvance(standing.size)) + px(14)
        painter.drawText(QRectF(left, box.top() + half - px(2), name_width, half), vcenter, standing.size)
        rest = (box.right() - left - name_width) / 2
        painter.setFont(fonts.font(px(12)))
        validation = f"validation, step {standing.validated}"
        if painter.fontMetrics().horizontalAdvance(validation) > rest - px(4):
            validation = "validation"
        shown = (("training", standing.train, False), (validation, standing.validation, True))
        for place, (what, share, bold) in enumerate(shown):
            x = left + name_width + place * rest
            painter.setPen(QColor(theme.colour(Role.TEXT)))
            words = "NaN" if standing.out and not bold else percent_text(share)
            painter.setFont(fonts.font(px(22), bold))
            needed = painter.fontMetrics().horizontalAdvance("100.0 %")
            painter.setFont(fonts.font(px(22) * min(1.0, rest / needed), bold))
            painter.drawText(QRectF(x, box.top() + px(1), rest, half + px(4)), vcenter, words)
            painter.setPen(muted)
            painter.setFont(fonts.font(px(12)))
            painter.drawText(QRectF(x, box.top() + half, rest, half), vcenter, what)
