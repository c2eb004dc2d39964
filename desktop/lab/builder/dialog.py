"""The window in which networks are built."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.lab.builder.bench import Bench
from desktop.lab.builder.faults import Link
from desktop.lab.builder.inspector import Inspector
from desktop.lab.builder.model import Builder
from desktop.lab.builder.palette import Palette
from desktop.theme.appearance import Appearance
from desktop.widgets.box import Box
from desktop.widgets.buttons import IconButton
from desktop.widgets.fields import Combo
from desktop.widgets.parts import ScrollColumn, button, label
from engine.contract.spec import DATA, PRESETS, Data, RunSpec, SpecError, about, check_race

SIDE = 316
"""How wide the column beside the blocks is, in pixels for letters of the usual size."""
_KEYS = "Letters add parts, arrows choose, Ctrl+arrows move, Enter or a double click edits, Del takes out."


class BuilderDialog(QDialog):
    """Builds the contestants of the next run.

    `used` carries them with their pictures, and whether they are to be trained at once; `scene_wanted` a scene by name,
    with knobs. What was built and not used is there again until another race is opened.
    """

    used = Signal(object, object, bool)
    scene_wanted = Signal(str, object)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Build networks")
        self._appearance = appearance
        self.builder = Builder(self)
        self._opened: object = None
        self._offered: list[Data] = []
        """The pictures that can be built for: those that come with us, and the user's own of this race."""
        self._build()
        self._connect()

    def _build(self) -> None:
        looks, builder = self._appearance, self.builder
        self.bench, self.inspector = Bench(looks, builder), Inspector(looks, builder)
        self.palette_row = Palette(looks, self._add)
        self.start_from = Combo(looks, "Start from")
        self.start_from.addItem("Start from…")
        self.start_from.addItems([preset.title for preset in PRESETS.values()])
        self.data = Combo(looks, "Pictures")
        self.undo = IconButton(looks, "undo", "Undo  Ctrl+Z", size=28)
        self.redo = IconButton(looks, "redo", "Redo  Ctrl+Shift+Z", size=28)
        top = QHBoxLayout()
        top.addWidget(label("Build networks", "title"))
        top.addSpacing(16)
        top.addWidget(self.start_from)
        top.addWidget(label("built for", "muted"))
        top.addWidget(self.data)
        top.addStretch(1)
        top.addWidget(self.undo)
        top.addWidget(self.redo)
        self.view = QScrollArea()
        self.view.setWidgetResizable(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setWidget(self.bench)
        self.view.setCornerWidget(QWidget())  # without one Qt draws a frame where the two bars meet
        self.side = ScrollColumn(self.inspector)
        middle = QHBoxLayout()
        middle.addWidget(self.view, 1)
        middle.addWidget(self.side)
        self.status = label(name="muted", wrap=True)
        self.train = button("Train them", "Begin the race", partial(self._use, True), "primary")
        self.use = button("Use in the lab", "Take them as the next run's networks", partial(self._use, False))
        bottom = QHBoxLayout()
        bottom.addWidget(self.status, 1)
        for each in (button("Close", "What you built stays here", self.hide), self.use, self.train):
            bottom.addWidget(each)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addWidget(self.palette_row)
        column.addLayout(bottom)

        self._dress()

    def _dress(self) -> None:
        for widget, width in ((self.start_from, 230), (self.data, 190), (self.side, SIDE)):
            widget.setFixedWidth(self._appearance.room(width))

    def _connect(self) -> None:
        builder = self.builder
        self._appearance.changed.connect(self._dress)
        builder.changed.connect(self._refresh)
        builder.told.connect(self.status.setText)
        self.bench.number_wanted.connect(self.inspector.edit)
        self.bench.shown_wanted.connect(self._show_box)
        self.inspector.why_wanted.connect(self._ask_why)
        self.undo.clicked.connect(builder.undo)
        self.redo.clicked.connect(builder.redo)
        self.data.picked.connect(lambda index: builder.use_data(self._offered[index]))
        self.start_from.picked.connect(self._start_from)
        for keys, act in (
            ("Ctrl+Z", builder.undo),
            ("Ctrl+Shift+Z", builder.redo),
            ("Ctrl+Y", builder.redo),
            ("Ctrl+D", builder.twin),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._end_typing_and, act))

    def show_for(self, spec: RunSpec, speed: float | None) -> None:
        """Open with a run's contestants, or with what was built from them; `speed` is this machine's, if known."""
        self.builder.batch, self.builder.speed = spec.batch, speed
        if self._opened != (spec.contestants, spec.data):
            self._opened = spec.contestants, spec.data
            self.builder.open(spec.contestants, spec.data)
        else:
            self.builder.changed.emit()
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(QSize(int(room.width() * 0.97), int(room.height() * 0.95)))
        self.move(parent.window().geometry().center() - self.rect().center())
        self.open()
        self.bench.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, and no other, or end typing; other keys are the blocks'."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.bench.take_key(event):
                super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            self.bench.setFocus()

    def _end_typing_and(self, act: Callable[[], object]) -> None:
        """Act when what is typed has gone where it belongs: to what is chosen now."""
        self.bench.setFocus()
        act()

    def _add(self, part: object) -> None:
        self.builder.add(part)  # type: ignore[arg-type]
        self.bench.setFocus()

    def _start_from(self, index: int) -> None:
        self.start_from.setCurrentIndex(0)
        if index:
            spec = list(PRESETS.values())[index - 1].spec
            self.builder.open_as_change(spec.contestants, spec.data)

    def _refresh(self) -> None:
        draft = self.builder.draft
        if draft.data not in self._offered:
            self._offered = [*DATA, draft.data]
            self.data.clear()
            self.data.addItems([about(each).title for each in self._offered])
        self.data.show_index(self._offered.index(draft.data))
        said = self._refusal()
        self.status.setText(said or _KEYS)
        for each in (self.use, self.train):
            each.setEnabled(not said)

    def _refusal(self) -> str:
        """Why these networks can't race, in one sentence; "" if they can."""
        draft = self.builder.draft
        try:
            check_race(draft.contestants(), draft.data)
        except SpecError as error:
            return str(error)
        return ""

    def _use(self, at_once: bool) -> None:
        draft = self.builder.draft
        self._opened = draft.contestants(), draft.data
        self.hide()
        self.used.emit(draft.contestants(), draft.data, at_once)

    def _ask_why(self, link: Link) -> None:
        self.hide()
        self.scene_wanted.emit(link.scene, link.knobs)

    def _show_box(self, box: Box) -> None:
        self.view.ensureVisible(
            int(box.x + box.width / 2), int(box.y + box.height / 2), int(box.width), int(box.height)
        )
