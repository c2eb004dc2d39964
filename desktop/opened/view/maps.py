"""The maps that a layer gives for a picture: some at once, the strongest first, and all of them by turning pages."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.opened.model.numbers import Floats
from desktop.opened.model.scales import full_colour
from desktop.opened.view.wall import Wall
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import TallTicker, label
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import counted, shape_text
from scenes.stage.numbers.series import number_text

AT_ONCE = 24


class Given(NamedTuple):
    """Maps (maps, height, width) of a layer, the `order` of their strength, and the number in the full colour."""

    layer: Layer
    maps: Floats
    order: tuple[int, ...]
    limit: float

    def told(self, place: int, row: int, column: int) -> str:
        """A number of the map at a place of the order, in words."""
        number = self.order[place]
        value = number_text(float(self.maps[number, row, column]))
        return f"Map {number + 1}, row {row + 1}, column {column + 1}: {value}"


class Maps(QWidget):
    """Shows them. `picked` carries the place in the order of one that is to be seen large; `changed` says of others."""

    picked = Signal(int)
    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.given: Given | None = None
        self._begin = 0
        self.heading = label(name="key", wrap=True)
        self.before = IconButton(appearance, "previous", "The maps before these", size=26)
        self.which = label(name="small")
        self.after = IconButton(appearance, "next", "The maps after these", size=26)
        self.wall = Wall(appearance, "Maps of the chosen layer")
        self.scale = TallTicker("small")
        self.before.clicked.connect(lambda: self._turn(-AT_ONCE))
        self.after.clicked.connect(lambda: self._turn(AT_ONCE))
        self.wall.picked.connect(lambda place: self.picked.emit(self._begin + place))
        self.wall.read.connect(self._read)
        above = QHBoxLayout()
        above.addWidget(self.heading, 1)
        for each in (self.before, self.which, self.after):
            above.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(6))
        column.addLayout(above)
        column.addWidget(self.wall, 1)
        column.addWidget(self.scale)

    def show_maps(self, found: tuple[Layer, Floats] | None, instead: str = "") -> None:
        """Show what a layer gives, on the page that was turned to if it is the same layer; or words `instead`."""
        before = self.given
        self.given = _ordered(*found) if found is not None else None
        if before is not None and self.given is not None and before.layer is not self.given.layer:
            self._begin = 0
        self._show()
        if self.given is None:
            self.heading.setText(instead)
        self.changed.emit()

    def _turn(self, by: int) -> None:
        self._begin += by
        self._show()

    def _show(self) -> None:
        given = self.given
        many = len(given.order) if given is not None else 0
        self._begin = self._begin if given is None or self._begin < many else 0
        end = min(self._begin + AT_ONCE, many)
        for each in (self.before, self.which, self.after):
            each.setVisible(many > AT_ONCE)
        self.before.setEnabled(self._begin > 0)
        self.after.setEnabled(end < many)
        self.which.setText(f"{self._begin + 1:,}–{end:,}")
        self.scale.setText(self._scale_words)
        if given is None:
            self.wall.show_filters(None, 1.0, lambda *_: "", None)
            return
        self.heading.setText(f"{counted(many, 'map')}, {shape_text(given.maps.shape[1:])}")
        self.wall.setToolTip(
            f"What {given.layer.name} gives for this picture. Point at a cell to read its number, and click to enlarge."
        )
        begin, shown = self._begin, given.maps[list(given.order[self._begin : end])]
        self.wall.show_filters(shown[:, None], given.limit, lambda tile, *at: given.told(begin + tile, *at), 0)

    @property
    def _scale_words(self) -> str:
        if self.given is None:
            return ""
        first = "; the strongest first" if len(self.given.order) > AT_ONCE else ""
        return f"Full colour at ±{number_text(self.given.limit)}{first}. Click a map to enlarge it."

    def _read(self, said: str) -> None:
        self.scale.setText(said or self._scale_words)


def _ordered(layer: Layer, maps: Floats) -> Given:
    """Maps with their order, and the full colour of the strongest: on all pages a colour is the same number."""
    strength = np.abs(np.nan_to_num(maps, posinf=0.0, neginf=0.0)).mean((1, 2))
    order = tuple(int(each) for each in np.argsort(-strength, kind="stable"))
    return Given(layer, maps, order, full_colour(maps[list(order[:AT_ONCE])]))
