"""The pad with its pens, and beside it what the networks see and what they take it for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.collecting.pad import PENS, WIDTHS, Pad
from desktop.collecting.preparing import Picture, prepared
from desktop.lab.drawing.answers import Answers
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.fields import Segments
from desktop.widgets.parts import button, label
from engine.contract.spec import about
from scenes.stage.data.recording import Plan

MIDDLE = 127.5
"""Pictures whose mean lies above it have light ground."""
TOOLS_APART = 10
"""Pixels between what the networks see and what one draws with."""


class DrawingPanel(QWidget):
    """Shows a drawing and what becomes of it. `changed` says that `picture` may be another."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._shape: tuple[int, ...] = (1, 28, 28)
        self._data, self._light = "", False
        self._in_a_row = len(PENS)
        self.picture: Picture | None = None
        """What the networks see; None for an empty pad."""
        self.pad = Pad(appearance)
        self.pens = Segments("Pen", PENS)
        self.seen = DataPicture(appearance)
        self.answers = Answers(appearance)
        self.undo = button("Undo", "Take the last stroke back  Ctrl+Z")
        self.clear = button("Clear", "Begin with an empty pad; Undo brings the drawing back", self.pad.clear)
        self.add = button("Add to my set as…", "Add the drawing to a class of a set of your own")
        self.pad.changed.connect(self._prepare)
        self.pens.picked.connect(self._take_pen)
        self._lay_out()
        self._take_pen(self.pad.pen)
        self._prepare()

    def _lay_out(self) -> None:
        self._seen = QWidget()
        seen = QVBoxLayout(self._seen)
        seen.setContentsMargins(0, 0, 0, 0)
        seen.setSpacing(2)
        seen.addWidget(label("The networks see", "small"))
        seen.addWidget(self.seen)
        seen.addStretch(1)
        back = QGridLayout()
        back.setSpacing(5)
        back.addWidget(self.undo, 0, 0)
        back.addWidget(self.clear, 0, 1)
        back.addWidget(self.add, 1, 0, 1, 2)
        hold = QVBoxLayout()
        hold.setSpacing(6)
        hold.addWidget(self.pens)
        hold.addLayout(back)
        hold.addStretch(1)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(TOOLS_APART)
        tools.addWidget(self._seen)
        tools.addLayout(hold, 1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.addWidget(self.pad, 0, 0)
        self._grid.setColumnStretch(2, 1)
        self._arrange(abreast=False)

    def _arrange(self, abreast: bool) -> None:
        """Put the answers beside the pad, and what one draws with between them or, where that is too wide, below."""
        self._abreast = abreast
        if abreast:
            self._grid.addWidget(self._tools, 0, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self.answers, 0, 2)
        else:
            self._grid.addWidget(self.answers, 0, 1, 1, 2)
            self._grid.addWidget(self._tools, 1, 0, 1, 3)

    def event(self, event: QEvent) -> bool:
        """Have everything side by side where there is room, also when letters have grown."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        tools = self._seen.sizeHint().width() + TOOLS_APART + self.pens.in_a_row
        abreast = self.width() >= self.pad.sizeHint().width() + tools + 20 + self.answers.sizeHint().width()
        if abreast != self._abreast:
            self._arrange(abreast)
        in_a_row = len(PENS) if abreast or self.width() >= tools else len(PENS) // 2
        if in_a_row != self._in_a_row:
            self._in_a_row = in_a_row
            self.pens.stand(in_a_row)

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
