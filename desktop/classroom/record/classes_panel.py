"""The list of past classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.classroom.record.log import logs
from desktop.classroom.record.reading import ClassRecord, RecordError, outline
from desktop.classroom.record.report import furthest, minutes
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label
from desktop.words.plain import counted, day

WIDTH = 320
"""How wide the list is in pixels, for letters of the usual size."""
MOST = 300
"""So many classes are listed, the newest first."""
NOTHING = "Every class that you give with a lesson is listed here, with its minutes and the hands that were counted."


class ClassesPanel(QWidget):
    """The classes whose logs lie in a folder.

    `opened` (path) asks to show one, `deleting` (path) to delete one. A log that can't be read is listed with the
    reason. The list is read when somebody looks at it.
    """

    opened = Signal(object)
    deleting = Signal(object)

    def __init__(self, folder: Path, appearance: Appearance, today: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._folder, self._appearance, self._today = folder, appearance, today
        self.hint = label(NOTHING, "muted", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("classes")
        self.list.setAccessibleName("Classes")
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.open, self.delete = button("Open", act=self._open), button("Delete…", act=self._delete)
        buttons = QHBoxLayout()
        for each in (self.open, self.delete):
            buttons.addWidget(each, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (self.hint, self.list):
            column.addWidget(widget, int(widget is self.list))
        column.addLayout(buttons)
        self.list.itemActivated.connect(lambda item: self._open())
        self.list.currentItemChanged.connect(lambda now, before: self._offer())
        appearance.changed.connect(self._dress)
        self._dress()
        self._offer()

    def _dress(self) -> None:
        self.setFixedWidth(self._appearance.room(WIDTH))

    @property
    def path(self) -> Path | None:
        """The log of the chosen class."""
        item = self.list.currentItem()
        return Path(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def refresh(self) -> None:
        """Show the classes that there are now, if anybody looks."""
        if not self.isVisible():
            return
        chosen = self.path
        self.list.clear()
        for path, words, whole in self._rows():
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setData(Qt.ItemDataRole.UserRole + 1, whole)
            self.list.addItem(item)
            if path == chosen:
                self.list.setCurrentItem(item)
        self.hint.setVisible(self.list.count() == 0)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)
        self._offer()

    def _rows(self) -> Iterator[tuple[Path, str, bool]]:
        for log, _ in zip(logs(self._folder), range(MOST), strict=False):
            try:
                yield log.path, self._said(outline(log.path)), True
            except RecordError as error:
                yield log.path, str(error), False

    def _said(self, record: ClassRecord) -> str:
        whole, length = len(record.lesson.stop), round(minutes(record))
        when = f"{day_and_time(record.at, self._today())} · {counted(length, 'minute')}"
        end = "" if record.ended else " · not ended"
        return f"{record.lesson.title}\n{when} · {furthest(record)} of {whole} stops{end}"

    def _offer(self) -> None:
        item = self.list.currentItem()
        self.open.setEnabled(item is not None and bool(item.data(Qt.ItemDataRole.UserRole + 1)))
        self.delete.setEnabled(item is not None)

    def _open(self) -> None:
        if self.path is not None and self.open.isEnabled():
            self.opened.emit(self.path)

    def _delete(self) -> None:
        if self.path is not None:
            self.deleting.emit(self.path)

    def showEvent(self, event: object) -> None:  # noqa: D102 - Qt's
        self.refresh()


def day_and_time(at: datetime, today: datetime) -> str:
    """A day and time as one says them: "today, 8:30", "29 November, 8:30"."""
    when = f"{at.hour}:{at.minute:02d}"
    if at.date() == today.date():
        return f"today, {when}"
    return f"{day(at, year=at.year != today.year)}, {when}"
