"""One map of a layer, as large as the page: its layer, its number, and its smallest and largest value."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.unit_card.tiles import Tiles
from desktop.opened.view.maps import Given, Maps
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import Ticker, label, strip
from scenes.stage.draw.blocks import shape_text
from scenes.stage.numbers.series import number_text

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1}
_STEPS |= {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1}


class LargeMap(QWidget):
    """Covers a page while a map is seen; with another picture it shows the same map of that one."""

    def __init__(self, appearance: Appearance, page: QWidget, maps: Maps) -> None:
        super().__init__(page)
        self._page, self._maps = page, maps
        self._given: Given | None = None
        self._place = 0
        strip(self)
        self.heading = Ticker("heading")
        self.values = label(wrap=True)
        self.before = IconButton(appearance, "previous", "The map before  ←", size=34)
        self.after = IconButton(appearance, "next", "The map after  →", size=34)
        self.close_button = IconButton(appearance, "close", "Back to the page  Esc", size=34)
        self.tile = Tiles(appearance, "A map of the chosen layer")
        self.reading = Ticker("muted")
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.close_button.clicked.connect(self.close_map)
        self.tile.read.connect(self._read)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        for each in (self.before, self.after, self.close_button):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are taken as long as this has the focus
            top.addWidget(each)
        column = QVBoxLayout(self)
        margin = appearance.px(16)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(appearance.px(8))
        column.addLayout(top)
        column.addWidget(self.values)
        column.addWidget(self.tile, 1)
        column.addWidget(self.reading)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        page.installEventFilter(self)
        maps.picked.connect(self.open_map)
        maps.changed.connect(self._follow)
        self.hide()

    def open_map(self, place: int) -> None:
        """Show the map at a place in the order of the strongest."""
        self._given, self._place = self._maps.given, place
        if self._given is None:
            return
        self._show()
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_map(self) -> None:
        """Go back to the page, to the maps."""
        self._given = None
        if not self.isHidden():
            self.hide()
            self._maps.wall.setFocus(Qt.FocusReason.PopupFocusReason)

    def _step(self, by: int) -> None:
        if self._given is not None:
            self._place = max(0, min(self._place + by, len(self._given.order) - 1))
            self._show()

    def _follow(self) -> None:
        """Show the same map of another picture; while that is being asked about, the map of the one before stays."""
        before, given = self._given, self._maps.given
        if before is None or given is None:
            return
        if given.layer is not before.layer:
            self.close_map()
            return
        self._given, self._place = given, given.order.index(before.order[self._place])
        self._show()

    def _show(self) -> None:
        given, place = self._given, self._place
        assert given is not None
        number = given.order[place]
        shown = given.maps[number]
        self.heading.setText(f"Map {number + 1} of {given.layer.name}")
        self.values.setText(_values(shown))
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place + 1 < len(given.order))
        self.tile.show_numbers(shown[None], given.limit, lambda _tile, *at: given.told(place, *at))
        self._scale = f"Full colour at ±{number_text(given.limit)}. Point at a cell to read its number."
        self.reading.setText(self._scale)

    def _read(self, said: str) -> None:
        if self._given is not None:
            self.reading.setText(said or self._scale)

    def take_key(self, event: QKeyEvent) -> bool:
        """Escape and Enter go back, arrows go from map to map."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_map()
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        elif event.type() == QEvent.Type.Hide:
            self.close_map()
        return super().eventFilter(watched, event)


def _values(shown: np.ndarray) -> str:
    """What a map's numbers are, in a sentence."""
    finite = shown[np.isfinite(shown)]
    if not finite.size:
        return f"It has {shape_text(shown.shape)} numbers, none of them finite."
    low, high = number_text(float(finite.min())), number_text(float(finite.max()))
    odd = "" if finite.size == shown.size else f" {shown.size - finite.size:,} are not finite."
    return f"It has {shape_text(shown.shape)} numbers. The smallest is {low}, and the largest is {high}.{odd}"
