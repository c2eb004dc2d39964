"""One picture for a scene: taken with the camera, or drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.collecting.camera import OTHERWISE, Camera, Source
from desktop.collecting.pad import PENS, WIDTHS, Pad
from desktop.collecting.viewfinder import Viewfinder, middle
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import button, label

SIDE = 340
"""How wide pad and viewfinder are, in pixels for letters of the usual size."""
PRIVATE = "The picture stays on this computer, in this scene."


class TakePicture(QDialog):
    """Shows what the camera sees, or a pad. `taken` carries the picture, uint8, and its name."""

    taken = Signal(object, str)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Take a picture")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.camera = Camera(self)
        self.source = Segments("The picture comes from", ("Camera", "Draw"))
        self.source.picked.connect(lambda index: self.choose(index == 0))
        self.view, self.pad = Viewfinder(appearance, SIDE), Pad(appearance, SIDE)
        self.pens = Segments("Pen", PENS)
        self.clear = button("Clear", "Begin with an empty pad", self.pad.clear)
        self.which = Combo(appearance, "Camera")
        self.refusal = label(name="warning", wrap=True)
        self.again = button("Try again", "Look for the camera once more", self._turn_on)
        self.take = button("Take it", "Show this picture in the scene", self._take, "primary")
        self.cancel = button("Cancel", "Leave the scene as it is", self.reject)
        self._films = True
        self._cameras: tuple[Source, ...] = ()
        self._connect()
        self._lay_out()
        self._take_pen(self.pad.pen)

    def _connect(self) -> None:
        self.camera.changed.connect(self._follow)
        self.camera.failed.connect(self._fail)
        self.camera.found.connect(self._offer)
        self.pad.changed.connect(self._look)
        self.pens.picked.connect(self._take_pen)
        self.which.picked.connect(self._choose_camera)
        self.finished.connect(self.camera.close)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self.pens, 1)
        tools.addWidget(self.clear)
        bottom = QHBoxLayout()
        bottom.addWidget(self.again)
        bottom.addStretch(1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        column.addWidget(self.source)
        column.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(tools)
        for widget in (self.which, self.refusal, label(PRIVATE, "muted", wrap=True)):
            column.addWidget(widget)
        column.addLayout(bottom)

    def choose(self, films: bool) -> None:
        """Use the camera, or draw."""
        self._films = films
        self.source.show_index(0 if films else 1, [None, None])
        parts: tuple[tuple[QWidget, bool], ...] = (
            (self.view, True), (self.pad, False), (self.pens, False), (self.clear, False),
        )  # fmt: skip
        for widget, for_camera in sorted(parts, key=lambda part: part[1] == films):  # first what goes: it leaves room
            widget.setVisible(for_camera == films)
        self.which.setVisible(films and len(self._cameras) > 1)
        self._refuse("")
        if films:
            self._turn_on()
        else:
            self.camera.stop()
        self._look()
        self._fit()

    def _fit(self) -> None:
        """Be no higher than what is seen now: what was seen before may have been higher."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(self.width(), self.sizeHint().height())

    @property
    def picture(self) -> NDArray[np.uint8] | None:
        """What would be taken now, as it is seen: (3 or 1, height, width); None where there is nothing."""
        if self._films:
            return None if self.camera.frame is None else middle(self.camera.frame)
        ink = self.pad.ink
        return ink[None] if ink.any() else None

    def _turn_on(self, source: Source | None = None) -> None:
        self._refuse("")
        self.view.show_frame(None)
        self.camera.start(source)
        self._look()

    def _offer(self, cameras: tuple[Source, ...]) -> None:
        """Offer the cameras that there are, where there are several."""
        self._cameras = cameras
        self.which.clear()
        self.which.addItems([each.name for each in cameras])
        self.which.setVisible(self._films and len(cameras) > 1)

    def _choose_camera(self, index: int) -> None:
        self.which.setCurrentIndex(index)
        self._turn_on(self._cameras[index])

    def _follow(self) -> None:
        self.view.show_frame(self.camera.frame)
        self._look()

    def _fail(self, sentence: str) -> None:
        self.view.show_frame(None)
        self._refuse(sentence.replace(OTHERWISE, "draw one here"))
        self._look()

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.again.setVisible(bool(sentence))
        self._fit()

    def _take_pen(self, index: int) -> None:
        self.pad.pen = index
        self.pens.show_index(index, [None] * (len(WIDTHS) + 1))

    def _look(self) -> None:
        self.take.setEnabled(self.picture is not None)

    def _take(self) -> None:
        picture = self.picture
        if picture is not None:
            self.taken.emit(picture, "Taken with the camera" if self._films else "Drawn by hand")
            self.accept()
