"""The room of the four charts: one fills it and the others are a strip beside or below, or all are the same size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.lab.charts.line_chart import StepChart

BESIDE_FROM = 1.7
"""A room so many times wider than high has the strip beside the large chart, any other below it."""
SHARES = {True: (4, 1), False: (7, 2)}
"""How the room is shared between the large chart and the strip, where that is beside it and where it is below."""
SIDE = 2
"""So many charts of the same size stand side by side."""


class ChartRoom(QWidget):
    """Arranges charts. `changed` says that another one is `large`, or none."""

    changed = Signal()

    def __init__(self, charts: Sequence[StepChart]) -> None:
        super().__init__()
        self._charts = charts
        self.large: int | None = 0
        """Which chart is large; with None all have the same size."""
        self._alone = self._beside = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for index, chart in enumerate(charts):
            chart.opened.connect(lambda index=index: self.toggle(index))
        self._arrange()

    def toggle(self, index: int) -> None:
        """Make a chart large; if it is already, give all charts the same size."""
        self.show_large(index if index != self.large else None)

    def show_large(self, index: int | None) -> None:
        """Make a chart large; with None all have the same size, unless there is one alone."""
        self.large = index if index is not None or not self._alone else self.large
        self._arrange()
        self.changed.emit()

    def restore(self, index: object) -> None:
        """Make the chart large that another start has left so, if there is one of that index; None for none."""
        if index is None or (isinstance(index, int) and 0 <= index < len(self._charts)):
            self.show_large(index)

    def show_alone(self, alone: bool) -> None:
        """Have the large chart without the others, for a hall: with None the first is large then. Or have all again."""
        self._alone = alone
        if alone and self.large is None:
            self.large = 0
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        for chart in self._charts:
            self._grid.removeWidget(chart)
        for index in range(len(self._charts)):
            self._grid.setColumnStretch(index, 0)
            self._grid.setRowStretch(index, 0)
        if self.large is None:
            self._place_all(self._charts)
        else:
            self._place_large(self._charts[self.large])
        for chart in self._charts:
            chart.setVisible(not self._alone or chart is self._charts[self.large or 0])
            chart.set_large(self.large is not None and chart is self._charts[self.large])
            chart.set_small(self.large is not None and chart is not self._charts[self.large])

    def _place_all(self, charts: Sequence[StepChart]) -> None:
        for index, chart in enumerate(charts):
            row, column = divmod(index, SIDE)
            self._grid.addWidget(chart, row, column)
            self._grid.setRowStretch(row, 1)
            self._grid.setColumnStretch(column, 1)

    def _place_large(self, large: StepChart) -> None:
        """Place the large chart, and the strip if it isn't alone."""
        others = [] if self._alone else [chart for chart in self._charts if chart is not large]
        along = max(1, len(others))
        beside = self._beside = self._is_wide()
        rows, columns = (along, 1) if beside else (1, along)
        self._grid.addWidget(large, 0, 0, rows, columns)
        for index, chart in enumerate(others):
            self._grid.addWidget(chart, *((index, 1) if beside else (1, index)))
            (self._grid.setRowStretch if beside else self._grid.setColumnStretch)(index, 1)
        most, rest = SHARES[beside]
        across = self._grid.setColumnStretch if beside else self._grid.setRowStretch
        across(0, most)
        across(1, rest if others else 0)
        if not others:
            self._grid.setRowStretch(0, 1)
            self._grid.setColumnStretch(0, 1)

    def _is_wide(self) -> bool:
        return self.width() > BESIDE_FROM * self.height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        if self.large is not None and self._is_wide() != self._beside:
            self._arrange()
