"""Where pictures come from: a pad to draw on, or the camera, and what the networks would see of either."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.collecting.camera import Camera, Source
from desktop.lab.collecting.class_card import counted
from desktop.lab.collecting.viewfinder import Viewfinder
from desktop.lab.drawing.pad import WIDTHS, Pad
from desktop.lab.drawing.panel import PENS
from desktop.lab.drawing.preparing import prepared, refusal
from desktop.sets.collection import Collection, Picture
from desktop.sets.preparing import one_alike
from desktop.sets.words import Options
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import button, label

SIDE = 250
"""How wide pad and viewfinder are, in pixels for letters of the usual size."""
IN_COLOUR = "The pen has one colour, and this set has three. Use the camera, or begin a set of grey pictures."
PRIVATE = "Nothing leaves this computer; nothing is kept until you press Keep."


class Sources(QWidget):
    """Shows one of the two. `changed` says that there is another picture to add, or none; `folder_wanted` asks for one.

    `keep_wanted` and `discard_wanted` are about what the camera has taken.
    """

    changed = Signal()
    folder_wanted = Signal()
    keep_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._collection, self._light = Collection(""), False
        self.camera = Camera(self)
        self.source = Segments("Pictures come from", ("Draw", "Camera"))
        self.source.picked.connect(lambda index: self.choose(index == 1))
        self.films = False
        """Whether the camera is chosen."""
        self.seen = DataPicture(appearance)
        self.refusal = label(name="warning", wrap=True)
        self._build_pad(appearance)
        self._build_camera(appearance)
        self._lay_out()
        self.choose(False)

    def _build_pad(self, appearance: Appearance) -> None:
        self.pad = Pad(appearance, SIDE)
        self.pad.changed.connect(self._look)
        self.pens = Segments("Pen", PENS)
        self.pens.picked.connect(self._take_pen)
        self.clear = button("Clear", "Begin with an empty pad; undo brings the drawing back", self.pad.clear)
        self._take_pen(self.pad.pen)

    def _build_camera(self, appearance: Appearance) -> None:
        self.view = Viewfinder(appearance, SIDE)
        self.camera.changed.connect(self._follow)
        self.camera.failed.connect(self._fail)
        self.camera.found.connect(self._offer)
        self._cameras: tuple[Source, ...] = ()
        self.which = Combo(appearance, "Camera")
        self.which.picked.connect(self._choose_camera)
        self.private = label(PRIVATE, "muted", wrap=True)
        self.again = button("Try again", "Look for the camera once more", self._turn_on)
        self.folder = button("Use a folder…", "Bring in pictures from a folder instead", self.folder_wanted.emit)
        self.keep = button("Keep", "Keep the new pictures on this computer", self.keep_wanted.emit, "primary")
        self.discard = button("Discard", "Take the new pictures away again", self.discard_wanted.emit)

    def _lay_out(self) -> None:
        def row(*widgets: QWidget) -> QWidget:
            made = QWidget()
            across = QHBoxLayout(made)
            across.setContentsMargins(0, 0, 0, 0)
            for widget in widgets:
                across.addWidget(widget)
            return made

        self._draws: tuple[QWidget, ...] = (self.pad, self.pens, self.clear)
        self._films: tuple[QWidget, ...] = (self.view, self.private)
        self._offers, self._decides = row(self.again, self.folder), row(self.keep, self.discard)
        beside = QVBoxLayout()
        beside.addWidget(label("The networks see", "small"))
        beside.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.seen)
        below.addLayout(beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.source)
        column.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.which, self.pens, self.clear, self.refusal, self._offers, self._decides, self.private):
            column.addWidget(widget)
        column.addLayout(below)
        column.addStretch(1)

    @property
    def picture(self) -> Picture | None:
        """What would be added now, as the set has its pictures; None if there is nothing."""
        collection = self._collection
        if not self.films:
            if refusal(collection.shape) is not None:
                return None
            return prepared(self.pad.ink, "", collection.shape, self._light)
        if self.camera.frame is None:
            return None
        channels, side, _ = collection.shape
        return one_alike(self.camera.frame, Options(side, 3 if channels == 3 else 1))

    def show_collection(self, collection: Collection, unkept: int) -> None:
        """Make pictures for a collection; `unkept` of its pictures the camera has taken and nobody has kept."""
        before, self._collection = self._collection, collection
        self._light = collection.light
        self._decides.setVisible(bool(unkept))
        self.keep.setText(f"Keep {counted(unkept)}")
        if before.shape != collection.shape:
            self.choose(self.films)

    def choose(self, films: bool) -> None:
        """Draw, or use the camera."""
        self.films = films
        self.source.show_index(int(films), [None, None])
        for widget in self._draws:
            widget.setVisible(not films)
        for widget in self._films:
            widget.setVisible(films)
        self._offers.hide()
        self.which.setVisible(films and len(self._cameras) > 1)
        self._refuse("" if films or refusal(self._collection.shape) is None else IN_COLOUR)
        if not films:
            self.camera.stop()
        elif not self.camera.on:
            self._turn_on()
        self._look()

    def close_camera(self) -> None:
        """Turn the camera off."""
        self.camera.close()
        self.view.show_frame(None)

    def _turn_on(self, source: Source | None = None) -> None:
        self._offers.hide()
        self._refuse("")
        self.view.show_frame(None)
        self.camera.start(source)

    def _offer(self, cameras: tuple[Source, ...]) -> None:
        """Offer the cameras that there are, where there are several."""
        self._cameras = cameras
        self.which.clear()
        self.which.addItems([each.name for each in cameras])
        self.which.setVisible(self.films and len(cameras) > 1)

    def _choose_camera(self, index: int) -> None:
        self.which.setCurrentIndex(index)
        self._turn_on(self._cameras[index])

    def _follow(self) -> None:
        self.view.show_frame(self.camera.frame)
        self._look()

    def _fail(self, sentence: str) -> None:
        self.view.show_frame(None)
        self._refuse(sentence)
        self._offers.show()
        self._look()

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def _take_pen(self, index: int) -> None:
        self.pad.pen = index
        self.pens.show_index(index, [None] * (len(WIDTHS) + 1))

    def _look(self) -> None:
        picture = self.picture
        empty = np.full(self._collection.shape, 255 * self._light, np.uint8)
        self.seen.show_picture(empty if picture is None else picture)
        self.changed.emit()
