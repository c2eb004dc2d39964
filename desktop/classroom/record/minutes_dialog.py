"""After a rehearsal: which of the measured minutes are to be written into the lesson."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.classroom.record.rehearsal import MeasuredStop
from desktop.widgets.parts import ScrollColumn, button, label
from scenes.stage.numbers.reading import number_in_words
from scenes.stage.numbers.values import clock_words


class MinutesDialog(QDialog):
    """The stops of the lesson `title` that were rehearsed, each with a tick; `wanted` carries the ticked ones."""

    wanted = Signal(object)

    def __init__(self, title: str, rows: Sequence[MeasuredStop], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rehearsal")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = tuple(rows)
        self.ticks = tuple(QCheckBox(row.title) for row in rows)
        self.sentence = label(f"{_result(title, rows)} Write the measured minutes into the lesson?", wrap=True)
        self.write = button("Write the ticked ones", act=self._write, name="primary")
        self.leave = button("Leave the lesson as it is", act=self.close)
        page = QWidget()
        page.setObjectName("page")
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(22)
        grid.setColumnStretch(0, 1)
        for column, words in enumerate(("Stop", "Planned", "Measured", "To be written")):
            grid.addWidget(label(words, "muted"), 0, column, _side(column))
        for number, (row, tick) in enumerate(zip(rows, self.ticks, strict=True), 1):
            tick.setChecked(row.differs)
            tick.toggled.connect(self._offer)
            grid.addWidget(tick, number, 0)
            shown = (
                f"{number_in_words(row.planned)} min",
                clock_words(round(row.seconds)),
                f"{number_in_words(row.minutes)} min",
            )
            for column, words in enumerate(shown, 1):
                grid.addWidget(label(words), number, column, _side(column))
        grid.setRowStretch(len(rows) + 1, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for each in (self.leave, self.write):
            buttons.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(14)
        whole.addWidget(self.sentence)
        whole.addWidget(ScrollColumn(page), 1)
        whole.addLayout(buttons)
        self.resize(min(620, parent.window().width()), min(200 + 32 * len(rows), parent.window().height()))
        self._offer()
        (self.write if self.write.isEnabled() else self.leave).setFocus()

    def _offer(self) -> None:
        self.write.setEnabled(any(tick.isChecked() for tick in self.ticks))

    def _write(self) -> None:
        chosen = tuple(row for row, tick in zip(self._rows, self.ticks, strict=True) if tick.isChecked())
        self.wanted.emit(chosen)
        self.close()


def _result(title: str, rows: Sequence[MeasuredStop]) -> str:
    took = f"{clock_words(round(sum(row.seconds for row in rows)))} min"
    if all(row.whole for row in rows):
        return (
            f"The rehearsal of {title} took {took} instead of {number_in_words(sum(row.planned for row in rows))} min."
        )
    return f"The rehearsal of {title} was stopped after {took}. The stop at which it ended is not ticked."


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
