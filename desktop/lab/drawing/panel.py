"""The pad with its pens, and beside it what the networks see."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.drawing.pad import WIDTHS, Pad
from desktop.lab.drawing.preparing import Picture, prepared
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.fields import Segments
from desktop.widgets.parts import button, label
from engine.contract.spec import about
from scenes.stage.data.recording import Plan

MIDDLE = 127.5
"""Pictures whose mean lies above it have light ground."""
PENS = ("Thin", "Medium", "Thick", "Rubber")


class DrawingPanel(QWidget):
    """Shows a drawing and what becomes of it. `changed` says that `picture` may be another."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._shape: tuple[int, ...] = (1, 28, 28)
        self._data, self._light = "", False
        self.picture: Picture | None = None
        """What the networks see; None for an empty pad."""
        self.pad = Pad(appearance)
        self.pens = Segments("Pen", PENS)
        self.seen = DataPicture(appearance)
        self.undo = button("Undo", "Take the last stroke back  Ctrl+Z")
        self.clear = button("Clear", "Begin with an empty pad; Undo brings the drawing back", self.pad.clear)
        self.add = button("Add to my set as…", "Add the drawing to a class of a set of your own")
        self.pad.changed.connect(self._prepare)
        self.pens.picked.connect(self._take_pen)
        self._lay_out()
        self._take_pen(self.pad.pen)
        self._prepare()

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(label("The networks see", "small", wrap=True))
        beside.addWidget(self.seen)
        beside.addStretch(1)
        back = QHBoxLayout()
        back.setSpacing(5)
        back.addWidget(self.undo)
        back.addWidget(self.clear)
        beside.addLayout(back)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(beside)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.pens)
        column.addWidget(self.add)

    def show_plan(self, plan: Plan) -> None:
        """Draw for the networks of a run."""
        data = spec_of(plan).data
        name = data if isinstance(data, str) else ""
        brightness = plan.mean if plan.examples is None else plan.examples.array.mean()  # raw pixels say a mean of 0
        found = (name, about(data).shape, bool(brightness > MIDDLE))
        if found != (self._data, self._shape, self._light):
            self._data, self._shape, self._light = found
            self._prepare()

    def _take_pen(self, index: int) -> None:
        self.pad.pen = index
        self.pens.show_index(index, [None] * (len(WIDTHS) + 1))

    def _prepare(self) -> None:
        """Prepare the drawing as the pictures of the set were."""
        self.picture = prepared(self.pad.ink, self._data, self._shape, self._light)
        empty = np.full(self._shape, 255 * self._light, np.uint8)
        self.add.setEnabled(self.picture is not None)
        self.seen.show_picture(empty if self.picture is None else self.picture)
        self.changed.emit()
