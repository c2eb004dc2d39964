"""Where pictures come from: a pad to draw on, or the camera."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.collecting.camera import Camera, Source
from desktop.collecting.pad import PENS, WIDTHS, Pad
from desktop.collecting.preparing import prepared, refusal
from desktop.collecting.viewfinder import Viewfinder
from desktop.sets.collection import Collection, Picture
from desktop.sets.preparing import one_alike
from desktop.sets.words import Options
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import button, label

IN_COLOUR = "The pen has one colour, and this set has three. Use the camera, or begin a set of grey pictures."
WAYS = ("Draw", "Camera")
DRAW, CAMERA = range(len(WAYS))


class Sources(QWidget):
    """Shows one of the two, `side` pixels wide for letters of the usual size; `ways` may name more.

    `changed` says that there is another picture to add, or none; `folder_wanted` asks for a folder instead. Where
    pictures have colours, the pen `inks_colours`, all three alike, or can't draw any.
    """

    changed = Signal()
    folder_wanted = Signal()

    def __init__(
        self, appearance: Appearance, side: int, ways: tuple[str, ...] = WAYS, inks_colours: bool = False
    ) -> None:
        super().__init__()
        self.collection = Collection("")
        self._inks_colours = inks_colours
        self.data = ""
        """The data set as whose pictures drawings are prepared; "" for one of which nothing is known."""
        self.camera = Camera(self)
        self.source = Segments("Pictures come from", ways)
        self._reasons: list[str | None] = [None] * len(ways)
        self.way = DRAW
        self.refusal = label(name="warning", wrap=True)
        self._build_pad(appearance, side)
        self._build_camera(appearance, side)
        self._lay_out()

    def _build_pad(self, appearance: Appearance, side: int) -> None:
        self.pad = Pad(appearance, side)
        self.pad.changed.connect(self.look)
        self.pens = Segments("Pen", PENS)
        self.pens.picked.connect(self._take_pen)
        self.clear = button("Clear", "Begin with an empty pad; undo brings the drawing back", self.pad.clear)
        self._take_pen(self.pad.pen)

    def _build_camera(self, appearance: Appearance, side: int) -> None:
        self.view = Viewfinder(appearance, side)
        self.camera.changed.connect(self._follow)
        self.camera.failed.connect(self._fail)
        self.camera.found.connect(self._offer)
        self._cameras: tuple[Source, ...] = ()
        self.which = Combo(appearance, "Camera")
        self.which.picked.connect(self._choose_camera)
        self.again = button("Try again", "Look for the camera once more", self._turn_on)
        self.folder = button("Use a folder…", "Bring in pictures from a folder instead", self.folder_wanted.emit)

    def _lay_out(self) -> None:
        self.source.picked.connect(self.choose)
        self._draws: tuple[QWidget, ...] = (self.pad, self.pens, self.clear)
        self._offers = side_by_side(self.again, self.folder)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.source)
        self.column.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.which, self.pens, self.clear, self.refusal, self._offers):
            self.column.addWidget(widget)

    @property
    def films(self) -> bool:
        """Whether the camera is chosen."""
        return self.way == CAMERA

    @property
    def picture(self) -> Picture | None:
        """What would be added now, as the set has its pictures; None if there is nothing."""
        channels, side, _ = self.collection.shape
        if self.way == DRAW:
            return self._drawn()
        if self.camera.frame is None:
            return None
        return one_alike(self.camera.frame, Options(side, 3 if channels == 3 else 1))

    @property
    def nothing(self) -> str:
        """What to say where there is no picture to add."""
        return "Draw something first." if self.way == DRAW else "There is no picture yet."

    def give_away(self) -> bool:
        """Make room after a picture was added; tells whether that empties the pad."""
        if self.way == DRAW:
            self.pad.clear()
        return self.way == DRAW

    def _drawn(self) -> Picture | None:
        channels, height, width = self.collection.shape
        if not self.draws:
            return None
        picture = prepared(self.pad.ink, self.data, (1, height, width), self.collection.light)
        return None if picture is None else np.repeat(picture, channels, axis=0)

    @property
    def draws(self) -> bool:
        """Whether pictures of the collection can be drawn."""
        return self._inks_colours or refusal(self.collection.shape) is None

    def show_collection(self, collection: Collection) -> None:
        """Make pictures for a collection."""
        before, self.collection = self.collection, collection
        if before.shape != collection.shape:
            self.choose(self.way)

    def choose(self, way: int) -> None:
        """Have pictures come from somewhere else."""
        self.way = way
        self.source.show_index(way, self._reasons)
        for widget in self._draws:
            widget.setVisible(way == DRAW)
        self.view.setVisible(self.films)
        self._offers.hide()
        self.which.setVisible(self.films and len(self._cameras) > 1)
        self.refuse(IN_COLOUR if way == DRAW and not self.draws else "")
        if not self.films:
            self.camera.stop()
        elif not self.camera.on:
            self._turn_on()
        self.look()

    def close_camera(self) -> None:
        """Turn the camera off."""
        self.camera.close()
        self.view.show_frame(None)

    def refuse(self, sentence: str) -> None:
        """Say why there is no picture; "" takes the sentence away."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def look(self) -> None:
        """There may be another picture."""
        self.changed.emit()

    def _turn_on(self, source: Source | None = None) -> None:
        self._offers.hide()
        self.refuse("")
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
        self.look()

    def _fail(self, sentence: str) -> None:
        self.view.show_frame(None)
        self.refuse(sentence)
        self._offers.show()
        self.look()

    def _take_pen(self, index: int) -> None:
        self.pad.pen = index
        self.pens.show_index(index, [None] * (len(WIDTHS) + 1))


def side_by_side(*widgets: QWidget) -> QWidget:
    """Widgets in a row."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        across.addWidget(widget)
    return made
