"""Where the milliseconds go: a group of bars for each of the slowest layers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.model.forms import Forms, short
from desktop.edge.model.layers import Slowest, slowest
from desktop.edge.view.grouped_bars import Bar, Group, GroupedBars
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
        """Show as many layers as have room under three lines of words, however many lines these take."""
        self._show_rows(MOST)
        lines = 3 * self.words.fontMetrics().lineSpacing() + self._column.spacing()
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
        self.words.setText(_words(found, self._forms))
        hold_lines(self.words, self.width())


def _words(found: Slowest, forms: Forms) -> str:
    if not found.layers:
        return NONE
    own = ""
    if found.own:
        kinds = ", ".join(dict.fromkeys(kind for _, _, each in found.own for kind in each))
        own = f" What is no layer ({kinds}) takes {_listed(((form, share) for form, share, _ in found.own), forms)}."
    if len(found.layers) == found.total:
        return f"All layers, the slowest first.{own}"
    which = f"the {len(found.layers)} slowest of {found.total} layers"
    fused = "What is fused with another counts with that one."
    return f"Of the time {which} take {_listed(found.shares, forms)}. {fused}{own}"


def _listed(shares: Iterable[tuple[Form, float]], forms: Forms) -> str:
    """Shares of forms, in words."""
    return ", ".join(f"{percent(share)} in {forms.title(form).replace(',', '')}" for form, share in shares)
