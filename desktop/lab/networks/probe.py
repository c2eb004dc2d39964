"""The probe picture, and what every network makes of it."""

from __future__ import annotations

import random

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.lab.networks.view import NetworkView
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import ScrollColumn, Ticker, button, label, strip
from desktop.widgets.rows import NumberRow
from engine.contract.spec import Data, RunSpec, about
from scenes.stage.data.recording import Recording, Snapshot


class ProbePicture(QWidget):
    """The picture as the data set has it."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(76), self._appearance.px(76))

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show the picture of a snapshot."""
        self._image = None
        if snapshot is not None:
            pixels = snapshot.picture.array
            _, height, width = pixels.shape
            if len(pixels) == 1:
                image = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
            else:
                rows = pixels.transpose(1, 2, 0).tobytes()
                image = QImage(rows, width, height, 3 * width, QImage.Format.Format_RGB888)
            self._image = image.copy()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            if self._image is not None:
                painter.drawImage(QRectF(self.rect()), self._image)


class ProbePanel(QWidget):
    """Chooses the probe picture and shows a snapshot. `probe_wanted` carries the index of a validation picture."""

    probe_wanted = Signal(int)
    opened = Signal(int, int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        strip(self)
        self._data: Data = "animals"
        self.picture = ProbePicture(appearance)
        self.answer = Ticker("chart-title")
        self.origin = Ticker("small")
        hint = "One of the pictures that no network learns from; all networks look at it."
        title = "Number of the probe picture"
        self.number = NumberRow(title, hint, appearance, self._stepped, "{:.0f}".format, whole=True)
        self.number.label.hide()  # to the eye the picture beside it says enough
        self.number.wanted.connect(self._ask)
        self.any = button("Random", "A picture by chance", self._ask_any)
        self.inside = NetworkView(appearance)
        self.inside.opened.connect(self.opened)
        self.readout = label(" ", "small", wrap=True)
        self.inside.read.connect(lambda words: self.readout.setText(words or _HINT))
        self._snapshot: Snapshot | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        self._scroll = scroll = ScrollColumn(self.inside)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        choose = QHBoxLayout()
        choose.addWidget(self.number)
        choose.addWidget(self.any)
        choose.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.answer)
        words.addWidget(self.origin)
        words.addLayout(choose)
        words.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(scroll, 1)
        column.addWidget(self.readout)
        column.addStretch(0)

    def show_spec(self, spec: RunSpec) -> None:
        """Show which picture is asked for."""
        self._data = spec.data
        self.number.show_value(spec.probe)

    def show_recording(self, recording: Recording | None, cursor: int | None) -> None:
        """Show the newest snapshot up to the cursor."""
        found = recording.snapshots[-1] if recording is not None and recording.snapshots else None
        if recording is not None and cursor is not None:
            found = next(iter(recording.upto(cursor).snapshots[-1:]), None)
        if found is self._snapshot and found is not None:
            return
        self._snapshot = found
        self.inside.show_snapshot(recording.plan if recording is not None else None, found)
        self._scroll.setVisible(found is not None)
        self.readout.setVisible(found is not None)
        self.picture.show_snapshot(found)
        if recording is not None and found is not None:
            self.answer.setText(recording.plan.classes[found.label])
            self.origin.setText(f"as it is after step {found.step:,}")
        else:
            self.answer.setText("" if recording is None else "No pictures")
            self.origin.setText("" if recording is None else "None were recorded of this run.")

    def _stepped(self, index: float | None, by: int) -> float:
        """The next picture up or down; after the last comes the first."""
        return (int(index or 0) + by) % about(self._data).validation

    def _ask(self, index: float) -> None:
        self.number.refuse("")
        self.probe_wanted.emit(int(index))

    def _ask_any(self) -> None:
        self.probe_wanted.emit(random.randrange(about(self._data).validation))


_HINT = "Point at a picture to read its numbers. Click a filter to open it."
