"""What the lab shows before its first run: what will race, on what, and a large button."""

from __future__ import annotations

from functools import cache
from html import escape

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.lab.cards.catalogue import CARDS
from desktop.lab.cards.predict import Predict
from desktop.lab.run.pacing import PaceBar, Pacing
from desktop.lab.run.settings import described
from desktop.runs.readings import beginning, spec_of
from desktop.system.paths import sets_folder
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.widgets.parts import ScrollColumn, button, label, strip
from engine.contract import own_data
from engine.contract.pictures import LOADERS
from engine.contract.spec import (
    MAX_CONTESTANTS,
    Data,
    DataName,
    OwnData,
    RunSpec,
    about,
    parameters,
    preset_of,
    source_of,
    train_count,
)
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording

_SAMPLE = 7
"""Which picture of each class is shown."""


@cache
def samples(data: DataName) -> np.ndarray:
    """One picture of each class, uint8 (classes, height, width, 3)."""
    source, classes = LOADERS[data](), len(about(data).classes)
    # The classes take turns.
    chosen = source.validation_x[_SAMPLE * classes : (_SAMPLE + 1) * classes]
    in_order = chosen[np.argsort(source.validation_y[_SAMPLE * classes : (_SAMPLE + 1) * classes])]
    return _as_rgb(in_order)


def _as_rgb(pictures: np.ndarray) -> np.ndarray:
    """Pictures (count, channels, height, width) as (count, height, width, 3)."""
    channels = np.moveaxis(pictures, 1, 3)
    return np.ascontiguousarray(np.broadcast_to(channels, (*channels.shape[:3], 3)))


class Samples(QWidget):
    """A row with one picture of each class under its name.

    Of a set of the user's own that is no longer stored, those are shown that a run has kept: `kept`, by its digest.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._data: Data = "animals"
        self._pictures = samples("animals")
        self.kept: dict[str, np.ndarray] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_data(self, data: Data) -> bool:
        """Show a data set; tells whether its pictures are stored here."""
        stored = True
        if isinstance(data, str):
            self._pictures = samples(data)
        elif data != self._data:
            found = own_data.examples(data, sets_folder())
            stored = found is not None
            self._pictures = self._kept(data) if found is None else _as_rgb(found)
        self._data = data
        self.setAccessibleName("pictures of " + ", ".join(about(data).classes))
        self.update()
        return stored

    def _kept(self, data: OwnData) -> np.ndarray:
        """The pictures that a run has kept, or none."""
        found = self.kept.get(data.digest)
        return _as_rgb(np.zeros((0, *data.shape), np.uint8) if found is None else found)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(600), self._appearance.px(88))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        px = self._appearance.px
        pictures, names = self._pictures, about(self._data).classes
        step = min(self.width() / len(names), px(80))
        side = step - px(10)
        painter.setFont(fonts.font(px(12)))
        painter.setPen(QColor(self._appearance.colour(Role.MUTED)))
        for index, (picture, name) in enumerate(zip(pictures, names, strict=False)):  # none where none are there
            height, width, _ = picture.shape
            image = QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
            painter.drawImage(QRectF(index * step, 0, side, side), image)
            words = QRectF(index * step - px(5), side, step, px(20))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, name)


class Words(ScrollColumn):
    """As high as the words inside need; they can be scrolled where there is less room."""

    def __init__(self) -> None:
        self.inside = QWidget()
        super().__init__(self.inside)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(400, max(self.inside.heightForWidth(self.viewport().width()), 60))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(100, 60)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take other room where the words inside want it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take other room where the words are wrapped in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.updateGeometry)  # asked within a layout, the layout would not hear it


FEW = 4
"""Where an epoch has so few batches, a small one among them is seen in the curves."""


class Intro(QWidget):
    """The page before the first run. `start_wanted` is its button."""

    start_wanted = Signal()

    def __init__(self, appearance: Appearance, pacing: Pacing) -> None:
        super().__init__()
        strip(self)
        self._appearance = appearance
        self._spec: RunSpec | None = None
        self.title = label("Train networks against each other", "intro-title", wrap=True)
        self.what = label(name="intro", wrap=True)
        self.samples = Samples(appearance)
        self._racers = QVBoxLayout()
        self._racers.setSpacing(10)
        self._lines = [label(name="intro", wrap=True) for _ in range(MAX_CONTESTANTS)]
        for line in self._lines:
            line.setTextFormat(Qt.TextFormat.RichText)
            self._racers.addWidget(line)
        self.how = label(name="intro", wrap=True)
        self.source = label(name="small", wrap=True)
        self.predict = Predict(appearance)
        self.start = button("Start training", "Space", self.start_wanted.emit, "big")
        self.engine = label(name="muted")
        start = QHBoxLayout()
        start.addWidget(self.start)
        start.addWidget(self.engine)
        start.addStretch(1)
        self._words = Words()
        words = QVBoxLayout(self._words.inside)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(14)
        for widget in (self.title, self.what, self.samples):
            words.addWidget(widget)
        words.addLayout(self._racers)
        for widget in (self.how, self.source):
            words.addWidget(widget)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(20)
        column.addStretch(1)
        column.addWidget(self._words)
        column.addWidget(self.predict)
        column.addLayout(start)
        column.addWidget(PaceBar(appearance, pacing), 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        appearance.changed.connect(self._dress)
        self._dress()

    def show_spec(self, spec: RunSpec) -> None:
        """Tell what a run is going to be."""
        data = about(spec.data)
        altered = spec.altered.words(data.classes)
        if self._spec is None or spec.race != self._spec.race:
            self.predict.show_spec(spec)
        self._spec = spec
        stored = self.samples.show_data(spec.data)
        self.what.setText(
            f"{data.title}: {train_count(spec):,} pictures to learn from, {data.validation:,} others to be judged by, "
            f"{len(data.classes)} classes."
            + (f" To learn from: {', '.join(altered)}." if altered else "")
            + ("" if stored else " These pictures are not stored here any more, so no run can begin with them.")
        )
        preset = preset_of(spec)
        self.title.setText(CARDS[preset].question if preset in CARDS else "Train networks against each other")
        self.source.setText(source_of(preset))
        self.source.setVisible(bool(self.source.text()))
        for index, line in enumerate(self._lines):
            line.setVisible(index < len(spec.contestants))
        for index, contestant in enumerate(spec.contestants):
            colour = contestant_colour(index, self._appearance.theme)
            count = parameters(contestant.network, spec.data)
            self._lines[index].setText(
                f"<b style='color:{colour}'>{escape(contestant.name)}</b>, {count:,} parameters: "
                f"{described(contestant.network, spec.data)}."
            )
        rest = rest_of(spec)
        self.how.setText(f"{_start_of(spec)} {rest}".strip())
        self.how.setVisible(len(spec.contestants) > 1 or spec.origin is not None or bool(rest))
        self.start.setText(f"Go on from step {spec.origin.step}" if spec.origin else "Start training")

    def remember(self, recording: Recording | None) -> None:
        """Remember the pictures that a run has kept of a set of the user's own, should the set be gone."""
        data = spec_of(recording.plan).data if recording is not None else None
        if isinstance(data, OwnData) and recording is not None and recording.plan.examples is not None:
            self.samples.kept[data.digest] = recording.plan.examples.array

    def show_engine(self, sentence: str, waiting: bool) -> None:
        """Say what the engine is doing; `waiting` tells that a run begins as soon as it is ready."""
        self.engine.setText(sentence + (" Training begins as soon as it is ready." if waiting else ""))
        self.start.setEnabled(not waiting)

    def _dress(self) -> None:
        margin = self._appearance.px(36)
        self._column.setContentsMargins(margin, margin // 2, margin, margin // 2)
        if self._spec is not None:
            self.show_spec(self._spec)


def _start_of(spec: RunSpec) -> str:
    """What the contestants begin with."""
    start = f"with {beginning(spec.origin)}" if spec.origin else "with random weights"
    if len(spec.contestants) == 1:
        return f"It begins {start}."
    return f"{'Both' if len(spec.contestants) == 2 else 'All'} begin {start} and see the same batches."


def rest_of(spec: RunSpec) -> str:
    """What follows where an epoch has few batches and the last of them has few pictures; empty where it has not."""
    whole, rest = divmod(train_count(spec), spec.batch)
    if not 0 < whole <= FEW or not 0 < rest <= spec.batch / 2:
        return ""
    batches = f"{whole} {'batch' if whole == 1 else 'batches'} of {spec.batch}"
    return f"An epoch has {batches} pictures and one of {rest}, whose gradient is rougher; so the curves zigzag."
