"""One discreet line: what was found of the run, and the way to why. It is there only with a finding."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.widgets.parts import Ticker, button
from scenes.stage.draw.blocks import counted


class DoctorLine(QWidget):
    """Tells the first finding. `why` asks for all of them, or to put them away."""

    why = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Ticker("finding")
        self.ask = button("Why?", "What was measured, what it usually means, and what to try", self.why.emit)
        self.ask.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.ask)
        self.hide()

    def show_found(self, headlines: tuple[str, ...], opened: bool) -> None:
        """Tell the first of some findings and how many more there are; none takes the line away."""
        if headlines:
            more = len(headlines) - 1
            self.words.setText(
                headlines[0]
                + (f" There {'is' if more == 1 else 'are'} {counted(more, 'more finding')}." if more else "")
            )
        self.ask.setChecked(opened)
        self.setVisible(bool(headlines))
