"""The column at the left of the lab: what the next run is going to be, or the runs that there are."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.widgets.fields import Segments
from desktop.widgets.parts import ScrollColumn

PAGES = ("Settings", "Runs")


class SideColumn(QWidget):
    """Shows one of two pages, the first of which scrolls."""

    def __init__(self, controls: QWidget, runs: QWidget) -> None:
        super().__init__()
        self.pages = Segments("Left column", PAGES)
        self.stack = QStackedWidget()
        self._settings = ScrollColumn(controls)
        self._settings.setObjectName("controls")
        self.stack.addWidget(self._settings)
        self.stack.addWidget(runs)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.pages)
        self._column.addWidget(self.stack, 1)
        self.pages.picked.connect(self.show_page)
        self.show_page(0)

    def put_on_top(self, widget: QWidget) -> None:
        """Have a widget above the pages."""
        self._column.insertWidget(0, widget)

    def show_settings(self) -> None:
        """Show the settings from their beginning: what has just become other stands there."""
        self.show_page(0)
        self._settings.to_top()

    @property
    def page(self) -> int:
        """Which page is shown."""
        return self.stack.currentIndex()

    def show_page(self, index: int) -> None:
        """Show a page."""
        self.stack.setCurrentIndex(index)
        self.pages.show_index(index, [None] * len(PAGES))
