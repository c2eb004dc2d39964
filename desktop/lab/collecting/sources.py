"""Where the pictures of a set come from, what the networks would see of them, and what of the camera's is kept."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.collecting.class_card import counted
from desktop.collecting.sources import DRAW, Sources, side_by_side
from desktop.sets.collection import Collection
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.parts import button, label

SIDE = 250
"""How wide pad and viewfinder are, in pixels for letters of the usual size."""
PRIVATE = "Nothing leaves this computer; nothing is kept until you press Keep."


class SetSources(Sources):
    """`keep_wanted` and `discard_wanted` are about what the camera has taken."""

    keep_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, SIDE)
        self.seen = DataPicture(appearance)
        self.private = label(PRIVATE, "muted", wrap=True)
        self.keep = button("Keep", "Keep the new pictures on this computer", self.keep_wanted.emit, "primary")
        self.discard = button("Discard", "Take the new pictures away again", self.discard_wanted.emit)
        self._decides = side_by_side(self.keep, self.discard)
        beside = QVBoxLayout()
        beside.addWidget(label("The networks see", "small"))
        beside.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.seen)
        below.addLayout(beside, 1)
        for widget in (self._decides, self.private):
            self.column.addWidget(widget)
        self.column.addLayout(below)
        self.column.addStretch(1)
        self.choose(DRAW)

    def show_set(self, collection: Collection, unkept: int) -> None:
        """Make pictures for a collection; `unkept` of its pictures the camera has taken and nobody has kept."""
        self._decides.setVisible(bool(unkept))
        self.keep.setText(f"Keep {counted(unkept)}")
        self.show_collection(collection)

    def choose(self, way: int) -> None:
        """Draw, or use the camera."""
        super().choose(way)
        self.private.setVisible(self.films)

    def look(self) -> None:
        """Show what the networks would see."""
        picture = self.picture
        empty = np.full(self.collection.shape, 255 * self.collection.light, np.uint8)
        self.seen.show_picture(empty if picture is None else picture)
        super().look()
