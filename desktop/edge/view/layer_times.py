"""Where the milliseconds go: a group of bars for each of the slowest layers."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.edge.model.forms import Forms, short
from desktop.edge.model.layers import Slowest, slowest
from desktop.edge.view.grouped_bars import Bar, Group, GroupedBars
from desktop.edge.view.looks import names_of
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent
from desktop.widgets.parts import hold_lines, label

COLUMNS = 3
LEAST, MOST = 2, 5
"""So many rows of layers are shown: as many as have room."""
NONE = "No form was timed layer by layer."


class LayerTimesView(QWidget):
    """Shows the slowest layers of a network, in all forms."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._forms = Forms("")
        self.words = label(name="muted", wrap=True)
        self.bars = GroupedBars(appearance, "Seconds of the slowest layers", 74, COLUMNS, LEAST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.words)
        self._column.addWidget(self.bars, 1)
        appearance.changed.connect(self._show)

    def show_forms(self, forms: Forms) -> None:
        """Show where the time of a network goes."""
        self._forms = forms
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        """Show as many layers as have room under two lines of words, however many lines these take."""
        self._show_rows(MOST)
        lines = 2 * self.words.fontMetrics().lineSpacing() + self._column.spacing()
        self._show_rows(max(LEAST, min(MOST, self.bars.rows_in(self.height() - lines))))

    def _show_rows(self, rows: int) -> None:
        found = slowest(self._forms, rows * COLUMNS)
        longest = max((seconds for each in found.layers for _, seconds in each.seconds), default=0.0)
        self.bars.show_groups(
            [
                Group(name, tuple(Bar(form, time / longest, short(time)) for form, time in seconds))
                for name, seconds in found.layers
                if longest > 0
            ]
        )
        self.words.setText(_words(found))
        hold_lines(self.words, self.width())


def _words(found: Slowest) -> str:
    if not found.layers:
        return NONE
    shares = ", ".join(f"{percent(share)} in {' '.join(names_of(form))}" for form, share in found.shares)
    if len(found.layers) == found.total:
        return "All layers, the slowest first."
    return (
        f"The {len(found.layers)} slowest of {found.total} layers take {shares} of the time of all. What is fused with "
        "another layer counts with that one."
    )
