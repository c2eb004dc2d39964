"""One discreet line: what was found of the run, and the way to why. Without a finding only that way is there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.widgets.parts import Ticker, button

WHY = "What was measured, what it usually means, and what to try"
CHECK_UP = "What the two tests before the first step have shown, and what stands out"


class DoctorLine(QWidget):
    """Tells the first finding. `why` asks for all of them, or to put them away."""

    why = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Ticker("finding")
        self.ask = button("Why?", WHY, self.why.emit)
        self.ask.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.ask)
        self.hide()

    def show_found(self, headlines: tuple[str, ...], opened: bool) -> None:
        """Tell the first of some findings, and how many there are; without one only the way to the tests is there."""
        self.words.setText(headlines[0] if headlines else "")
        more = f" 1 of {len(headlines)}" if len(headlines) > 1 else ""
        self.ask.setText(f"Why?{more}" if headlines else "Check-up")
        self.ask.setToolTip(WHY if headlines else CHECK_UP)
        self.ask.setChecked(opened)
        self.show()
