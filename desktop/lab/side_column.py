"""The column at the left of the lab: what the next run is going to be, or the runs that there are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.widgets.fields import Segments

PAGES = ("Settings", "Runs")


class SideColumn(QWidget):
    """Shows one of two pages, the first of which scrolls."""

    def __init__(self, controls: QWidget, runs: QWidget) -> None:
        super().__init__()
        self.pages = Segments("Left column", PAGES)
        self.stack = QStackedWidget()
        self.stack.addWidget(_scrolled(controls))
        self.stack.addWidget(runs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.pages)
        column.addWidget(self.stack, 1)
        self.pages.picked.connect(self.show_page)
        self.show_page(0)

    @property
    def page(self) -> int:
        """Which page is shown."""
        return self.stack.currentIndex()

    def show_page(self, index: int) -> None:
        """Show a page."""
        self.stack.setCurrentIndex(index)
        self.pages.show_index(index, [None] * len(PAGES))


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    area.setObjectName("controls")
    return area
