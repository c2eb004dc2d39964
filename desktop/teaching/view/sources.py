"""Where the picture comes from that is tried, and added to classes: drawn, of the camera, or from a file."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.collecting.sources import DRAW, WAYS, Sources, side_by_side
from desktop.pictures.answers import OpenedPicture
from desktop.sets.collection import Picture
from desktop.sets.preparing import one_alike
from desktop.sets.words import Options
from desktop.teaching.model.examples import Ready
from desktop.teaching.view.sight import SightView
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button

PICTURE = len(WAYS)


class TrialSources(Sources):
    """Shows one of the three. `file_wanted` asks for a picture from a file."""

    file_wanted = Signal()

    def __init__(self, appearance: Appearance, side: int) -> None:
        super().__init__(appearance, side, (*WAYS, "Picture"), inks_colours=True)
        self._ready: Ready | None = None
        self._next = 0
        self._given: Picture | None = None
        self.shown = SightView(appearance, side)
        self.shown.setAccessibleName("The picture")
        self.open = button("Open…", "Choose a picture; one can also be dropped or pasted here", self.file_wanted.emit)
        self.another = button("Another one", "Another picture that it has not seen", self.show_another)
        self._opens: QWidget = side_by_side(self.open, self.another)
        self.column.insertWidget(2, self.shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self._opens)
        self.column.addStretch(1)
        self.choose(DRAW)

    def offer(self, ready: Ready | None) -> None:
        """Offer the pictures of a ready set to try, or none."""
        self._ready, self._next, self._given = ready, 0, None
        self.another.setVisible(ready is not None)
        self.choose(PICTURE if ready is not None else DRAW)

    def show_another(self) -> None:
        """Try the next picture of a ready set."""
        self._next += 1
        self._given = None
        self.choose(PICTURE)

    def show_file(self, opened: OpenedPicture) -> None:
        """Try a picture from a file."""
        assert opened.picture.shape is not None
        self.show_pixels(np.frombuffer(opened.picture.data, np.uint8).reshape(opened.picture.shape))

    def show_pixels(self, pixels: Picture) -> None:
        """Try a picture (channels, height, width) of any size."""
        self._given = pixels
        self.choose(PICTURE)

    @property
    def label(self) -> int | None:
        """The class of the picture that is shown, where that is known."""
        labels = self._ready.labels if self._ready is not None else None
        if self.way != PICTURE or self._given is not None or labels is None:
            return None
        return int(labels[self._next % len(labels)])

    @property
    def picture(self) -> Picture | None:
        """What is tried, as the classes have their pictures; None if there is nothing."""
        if self.way != PICTURE:
            return super().picture
        if self._given is not None:
            channels, side, _ = self.collection.shape
            return one_alike(self._given, Options(side, 3 if channels == 3 else 1))
        return self._ready.pictures[self._next % len(self._ready.pictures)] if self._ready is not None else None

    @property
    def nothing(self) -> str:
        """What to say where there is no picture to add."""
        return "Open a picture first." if self.way == PICTURE else super().nothing

    def choose(self, way: int) -> None:
        """Have pictures come from somewhere else."""
        super().choose(way)
        self.shown.setVisible(way == PICTURE)
        self._opens.setVisible(way == PICTURE)

    def look(self) -> None:
        """There may be another picture."""
        if self.way == PICTURE:
            self.shown.show_sight(self.picture, None)
        super().look()
