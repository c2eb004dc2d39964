"""What there is to say, on one line of one height: nothing moves under the pointer when there is news."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.parts import Ticker, button

CHANGES = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
MOVES = (QEvent.Type.Resize, QEvent.Type.Move)


class Notice(QFrame):
    """Something to say, unless it is hidden: its `title` stands on a button, its `summary` on one line.

    `changed` says that there is another summary.
    """

    changed = Signal()
    title = ""
    summary = ""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")

    def summarise(self, summary: str) -> None:
        """Have another summary."""
        self.summary = summary
        self.changed.emit()


class News(QWidget):
    """The line: the foremost notices in short, and a button that lays all of them, whole, over the page.

    Notices come the foremost first; the `urgent` one opens by itself. `beside` stands at the right of the
    line. The notices lie over the widget `over` when they are open.
    """

    def __init__(
        self, page: QWidget, notices: Sequence[Notice], urgent: Notice, beside: QWidget, over: QWidget
    ) -> None:
        super().__init__()
        self._notices, self._urgent, self._over = tuple(notices), urgent, over
        self._reserved = False
        self.words = Ticker("finding")
        self.open = button("", "All of it, over the page", self._toggle)
        self.open.setCheckable(True)
        policy = self.open.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # or the line would be lower without it
        self.open.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.open)
        row.addWidget(beside, 1)
        self.sheet = QFrame(page)
        self.sheet.setObjectName("strip")
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(0, 0, 0, 0)
        for notice in self._notices:
            inside.addWidget(notice)
            notice.installEventFilter(self)
            notice.changed.connect(self.refresh)
        over.installEventFilter(self)
        self.sheet.hide()
        self.refresh()

    def reserve(self, reserved: bool) -> None:
        """Have the line there also while there is nothing to say, or only with news."""
        self._reserved = reserved
        self.refresh()

    @property
    def told(self) -> tuple[Notice, ...]:
        """The notices that have something to say."""
        return tuple(each for each in self._notices if not each.isHidden())

    def refresh(self) -> None:
        """Say what there is to say now."""
        told = self.told
        self.words.setText("   ".join(each.summary for each in told))
        self.words.setToolTip(self.words.text())
        if not told:
            self.sheet.hide()
        opened = not self.sheet.isHidden()
        titles = [each.title for each in told] or ["Result"]
        self.open.setText(" and ".join([*([", ".join(titles[:-1])] if titles[1:] else []), titles[-1]]))
        self.open.setChecked(opened)
        self.open.setVisible(bool(told))
        self.setVisible(self._reserved or bool(told))
        if opened:
            self._place()

    def _toggle(self) -> None:
        self.sheet.setVisible(self.sheet.isHidden())
        self.refresh()

    def _place(self) -> None:
        """Lay the sheet over the upper part of the page."""
        room = self._over.geometry()
        layout = self.sheet.layout()
        assert layout is not None
        height = layout.heightForWidth(room.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.sheet.setGeometry(QRect(room.left(), room.top(), room.width(), height))
        self.sheet.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the notices that come and go, and the room that they lie over."""
        if event.type() in CHANGES and watched in self._notices:
            if event.type() is QEvent.Type.ShowToParent and watched is self._urgent:
                self.sheet.show()
            self.refresh()
        if event.type() in MOVES and watched is self._over and not self.sheet.isHidden():
            self._place()
        return False
