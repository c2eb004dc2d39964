"""The panel at the left: one of a few pages, such as the outline and the open lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Segments


class SideTabs(QFrame):
    """Shows one of its `pages`, by their names; each is as wide as it wants to be. `turned` says that it is another.

    `top` is the line of the tabs, for what else belongs at the panel's upper right.
    """

    turned = Signal()

    def __init__(self, pages: Mapping[str, QWidget], appearance: Appearance) -> None:
        super().__init__()
        self._pages, self._appearance = dict(pages), appearance
        self.tabs = _Tabs("Panel", tuple(pages))
        self.tabs.picked.connect(lambda index: self.show_page(tuple(self._pages)[index]))
        self.top = QHBoxLayout()
        self.top.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.top)
        for page in pages.values():
            column.addWidget(page)
        appearance.changed.connect(self._dress)
        self._dress()
        self.show_page(next(iter(pages)))

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return next(name for name, page in self._pages.items() if not page.isHidden())

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        for each, page in self._pages.items():
            page.setVisible(each == name)
        self.tabs.show_index(tuple(self._pages).index(name), [None] * len(self._pages))
        self.turned.emit()

    def _dress(self) -> None:
        margin = self._appearance.px(8)
        self.top.setContentsMargins(margin, margin, margin, 0)
        self.top.setSpacing(margin)


class _Tabs(Segments):
    """The names of the pages, in one row or two: the page says how wide the panel is, and not its tabs."""

    def __init__(self, title: str, words: Sequence[str]) -> None:
        super().__init__(title, words)
        self._count = len(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stand(self._count if self.in_a_row <= self.width() else -(-self._count // 2))
