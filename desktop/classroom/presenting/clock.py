"""The presenter's clock: the time, how long the class has gone on, and how it keeps to its plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.classroom.presenting.pace import ON_TIME, Lead
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label
from scenes.stage.core.marks import Role
from scenes.stage.numbers.values import clock_words

TICK_MS = 1000


class StopBar(QWidget):
    """How much of a stop's minutes is spent; what is more than planned is in the colour of a warning."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.spent, self.planned = 0.0, 0.0
        self.setFixedHeight(appearance.px(8))

    def show_share(self, spent: float, planned: float) -> None:
        """Show minutes spent of those that are planned."""
        self.spent, self.planned = spent, planned
        self.setAccessibleName(f"{spent:.0f} of {planned:.0f} minutes of this stop")
        self.setToolTip(f"This stop: {clock_words(spent * 60)} of {clock_words(planned * 60)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme = self._appearance.theme
        box, whole = QRectF(self.rect()), max(self.spent, self.planned, 1e-9)
        with QPainter(self) as painter:
            painter.fillRect(box, QColor(theme.raised))
            done = QRectF(box.left(), box.top(), box.width() * min(self.spent, self.planned) / whole, box.height())
            painter.fillRect(done, QColor(theme.accent))
            if self.spent > self.planned:
                over = QRectF(done.right(), box.top(), box.right() - done.right(), box.height())
                painter.fillRect(over, QColor(theme.colour(Role.WARNING)))


class ClockPanel(QWidget):
    """Looks at the clock every second while it is seen: `ticked` says so. `taken` says that the suggestion is wanted.

    `now` is the time of day.
    """

    ticked = Signal()
    taken = Signal()

    def __init__(self, appearance: Appearance, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.time, self.elapsed, self.lead = label(name="clock"), label(name="clock"), label(name="on-time")
        self.bar = StopBar(appearance)
        self.question, self.take = label(wrap=True), button("Yes  X", act=self.taken.emit)
        self.take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._suggestion = QWidget()
        row = QHBoxLayout(self._suggestion)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.question, 1)
        row.addWidget(self.take)
        times = QHBoxLayout()
        times.addWidget(self.time)
        times.addStretch(1)
        times.addWidget(self.elapsed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(times)
        for widget in (self.lead, self.bar, self._suggestion):
            column.addWidget(widget)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.ticked)

    def show_times(self, seconds: float, planned: float = 0.0) -> None:
        """Show the time of day, and how many seconds the class has gone on, of those `planned` where any are."""
        self.time.setText(f"{self._now():%H:%M}")
        self.elapsed.setText(clock_words(seconds) + (f" of {clock_words(planned)}" if planned else ""))
        self.elapsed.setToolTip("How long the class has gone on")

    def show_pace(self, pace: Lead, title: str, spent: float, planned: float) -> None:
        """Show how a lesson keeps to its plan, with the title of the stop to leave out or take in.

        `spent` and `planned` are minutes of the present stop.
        """
        self.lead.setText(pace.words)
        self._dress_lead("late" if pace.ahead <= -ON_TIME else "on-time")
        self.bar.show_share(spent, planned)
        self.question.setText(pace.suggestion(title))
        self._show_plan(True)
        self._suggestion.setVisible(bool(self.question.text()))

    def _dress_lead(self, name: str) -> None:
        if name != self.lead.objectName():
            self.lead.setObjectName(name)
            self.lead.style().unpolish(self.lead)
            self.lead.style().polish(self.lead)

    def hide_pace(self) -> None:
        """Show no plan: there is none."""
        self._show_plan(False)

    def _show_plan(self, shown: bool) -> None:
        for widget in (self.lead, self.bar, self._suggestion):
            widget.setVisible(shown)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._timer.start()
        self.ticked.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102 - Qt's
        super().hideEvent(event)
        self._timer.stop()
