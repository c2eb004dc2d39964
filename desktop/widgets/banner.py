"""What the window has to say: sentences that lie over its page for a while, and move nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button

STAY = 8000
"""Milliseconds that each sentence has to be read in."""
WIDEST = 560
"""How wide it gets, in pixels for letters of the usual size."""


class Banner(QFrame):
    """Shows sentences in the upper middle of its parent; a second one is added to the first, unless a page tells both.

    They go by themselves, but not under the pointer or the keys, nor while another application is used, and one with a
    button waits for an answer. `changed` says that it has others. Once `stand_on` has told of the page that fills most
    of its parent it leaves free what lies above that page.
    """

    changed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._appearance, self._over, self._page = appearance, parent, parent
        self._stands_below: Callable[[], bool] = lambda: False
        self._sentences: list[str] = []
        self._once: set[str] = set()
        self._told = ""
        """What a page has said last."""
        self._met, self._held = QPoint(), False
        """Where the pointer was when it came, and whether it has come onto this since."""
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = IconButton(appearance, "close", "Close this message  Esc", size=26)
        self.close_button.clicked.connect(self.dismiss)
        self.way = button("", act=self._go)
        self.way.hide()
        self._offered = ""
        """The sentence that has a button."""
        self._act: Callable[[], object] = self.dismiss
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._end)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self.label, 1)
        row.addWidget(self.way, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        for each in (parent, self.way, self.close_button):
            each.installEventFilter(self)
        self.hide()

    def stand_on(self, page: QWidget, stands_below: Callable[[], bool]) -> None:
        """Stand on a page of the parent's layout, at its lower edge where its upper one is to be left free."""
        self._page, self._stands_below = page, stands_below
        page.installEventFilter(self)

    # --- Words ------------------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a sentence; one that is shown already is not repeated. "" shows none."""
        if sentence and sentence not in self._sentences:
            self._show([*self._sentences, sentence][-3:])
            self.setAccessibleName(sentence)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def tell(self, sentence: str) -> None:
        """Show what a page says to what was done there, in place of what it has said before."""
        before, self._told = self._told, sentence
        if before != sentence:
            self.take_back(before)
        self.say(sentence)

    def say_once(self, sentence: str) -> None:
        """Show a sentence that would come again and again, the first time."""
        if sentence not in self._once:
            self._once.add(sentence)
            self.say(sentence)

    def offer(self, sentence: str, title: str, act: Callable[[], object]) -> None:
        """Show a sentence with a button, which goes with it."""
        self._offered, self._act = sentence, act
        self.way.setText(title)
        self.say(sentence)
        self._show(self._sentences)

    def take_back(self, sentence: str) -> None:
        """Take away a sentence that is true no longer, and leave the others."""
        if sentence in self._sentences:
            self._show([each for each in self._sentences if each != sentence])

    def dismiss(self) -> bool:
        """Take the message away; tells whether there was one."""
        was_shown = bool(self._sentences)
        self._show([])
        return was_shown

    def _go(self) -> None:
        self.take_back(self._offered)
        self._act()

    def _show(self, sentences: list[str]) -> None:
        """Show these sentences and no others."""
        self._sentences = sentences
        self.way.setVisible(self._offered in sentences)
        self.label.setText("\n".join(sentences))
        if self.isHidden():
            self._met, self._held = QCursor.pos(), False
        self.setVisible(bool(sentences))
        self.place()
        self._wait()
        self.changed.emit()

    # --- Its end ----------------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        """Let the time begin that there is to read it, unless somebody is about to act on it."""
        is_held = self._held or self.way.hasFocus() or self.close_button.hasFocus()
        if self._sentences and self._offered not in self._sentences and not is_held:
            self.timer.start(STAY * len(self._sentences))
        else:
            self.timer.stop()

    def _end(self) -> None:
        """Go, unless nobody can have seen it: another application is used."""
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            self.dismiss()
        else:
            self._wait()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: D102 - Qt's
        super().enterEvent(event)
        self._held = event.globalPosition().toPoint() != self._met  # one that rests there is on nothing
        self._wait()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        super().leaveEvent(event)
        self._held = False
        self._wait()

    # --- Its place --------------------------------------------------------------------------------------------------

    def place(self) -> None:
        """Lie over the page where it belongs in a parent of any size."""
        if self.isHidden():
            return
        over = self._over
        gap = self._appearance.px(8)
        width = min(self._needed, self._appearance.px(WIDEST), over.width() - 2 * gap)
        self.resize(width, self.heightForWidth(width))
        page = self._page.rect()
        if self._page is not over:
            page.moveTo(self._page.mapTo(over, QPoint()))
        top = page.bottom() - gap - self.height() if self._stands_below() else page.top() + gap
        self.move((over.width() - width) // 2, top)
        self.raise_()

    @property
    def _needed(self) -> int:
        """The width in which every sentence stands in one line."""
        row = self.layout()
        assert row is not None
        margins, letters = row.contentsMargins(), self.label.fontMetrics()
        around = margins.left() + margins.right() + 2 * self.frameWidth() + letters.averageCharWidth()
        words = max(letters.horizontalAdvance(each) for each in self._sentences)
        beside = [each for each in (self.way, self.close_button) if not each.isHidden()]
        return words + sum(each.sizeHint().width() + row.spacing() for each in beside) + around

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if watched in (self.way, self.close_button):
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                QTimer.singleShot(0, self, self._wait)
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.place()
        return super().eventFilter(watched, event)
