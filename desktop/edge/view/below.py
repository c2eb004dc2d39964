"""What stands under the table: the answers that changed, or where the milliseconds go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.edge.model.bench import Bench
from desktop.edge.model.result import Result
from desktop.edge.view.changed import ChangedPictures
from desktop.edge.view.layer_times import LayerTimesView
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Segments
from desktop.widgets.parts import button, hold_lines, label
from scenes.stage.draw.blocks import counted

PAGES = ("Changed answers", "Time by layer")
CHANGED, LAYERS = range(len(PAGES))


class Below(QWidget):
    """Shows one of the two; `own` asks for pictures of the user's own, and `back` takes the network's again.

    `turned` says that there is more to show than before, or less.
    """

    turned = Signal()

    def __init__(self, appearance: Appearance, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.pages = Segments("Under the table", PAGES)
        self.pages.picked.connect(self.show_page)
        self.changed = ChangedPictures(appearance)
        self.layers = LayerTimesView(appearance)
        self.stack = QStackedWidget()
        for widget in (self.changed, self.layers):
            self.stack.addWidget(widget)
        self.own = button("Your pictures…", "Choose a folder: all forms say what the pictures in it show")
        back = "Ask about the pictures that belong to the network"
        self.back = button("Its own pictures", back, lambda: bench.show_folder(None))
        self.told = label(name="muted")
        self._row = QHBoxLayout()
        self._row.addWidget(self.pages)
        self._row.addWidget(self.changed.only)
        self._row.addWidget(self.told)
        self._row.addStretch(1)
        for each in (self.own, self.back):
            self._row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._row)
        column.addWidget(self.changed.words)
        column.addWidget(self.stack, 1)
        self._picked = False
        """Whether the user has chosen what to see."""
        self._turn(CHANGED)

    def show_page(self, index: int) -> None:
        """Show the answers that changed, or the layers."""
        self._picked = True
        self._turn(index)
        self.refresh()
        self.turned.emit()

    @property
    def compact(self) -> bool:
        """Whether a sentence is all that there is to show."""
        return self.stack.currentIndex() == CHANGED and self.changed.empty

    def _turn(self, index: int) -> None:
        self.pages.show_index(index, [None] * len(PAGES))
        self.stack.setCurrentIndex(index)

    def refresh(self) -> None:
        """Show what was measured of the network on the bench."""
        result = self._bench.result
        self.changed.show_result(result)
        if result is not None:
            self.layers.show_forms(result.forms)
            if not self._picked:  # where no answer changed, the layers are what there is to see
                self._turn(CHANGED if result.all_changes or not self.layers.bars.groups else LAYERS)
        on_pictures = self.stack.currentIndex() == CHANGED
        self.told.setText(in_short(result))
        self.told.setVisible(not on_pictures)
        self.changed.words.setVisible(on_pictures)
        self.stack.setVisible(not self.compact)
        hold_lines(self.changed.words, self.width())
        self.changed.only.setVisible(on_pictures and self.changed.has_choice)
        folder = self._bench.folder
        means_something = self._bench.network.group != "drawn"
        self.own.setVisible(on_pictures and folder is None and means_something)
        self.back.setVisible(on_pictures and folder is not None)

    def hasHeightForWidth(self) -> bool:
        """Whether it needs more height where it is narrow; it doesn't, or it would take from others what it likes."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        hold_lines(self.changed.words, self.width())


def in_short(result: Result | None) -> str:
    """How many answers changed, in a short sentence; "" where nobody knows."""
    if result is None or result.pictures is None or not result.compared:
        return ""
    count = len(result.all_changes)
    return (
        f"{counted(count, 'answer') if count else 'No answer'} changed, of {counted(result.pictures.count, 'picture')}."
    )
