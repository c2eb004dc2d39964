"""The window in which a set grows: draw or hold the camera, class by class, and train on what there is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.collecting.class_card import ClassCard, counted
from desktop.collecting.piles import Piles
from desktop.collecting.sources import DRAW
from desktop.lab.collecting.collector import Collector
from desktop.lab.collecting.sources import SetSources
from desktop.player.undo import UndoOrder
from desktop.sets.collection import LEAST, Collection
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import ScrollColumn, button, label
from desktop.widgets.rows import SegmentRow
from engine.contract.spec import MAX_TITLE, SIDES

KEEP_FIRST = "Pictures of the camera are not kept yet. Press Keep or Discard first."
HINT = (
    "Type the names of your classes first, such as circle and cross. Then draw a picture and press the button of its "
    "class, or choose the camera and hold the button: each class needs five pictures, and more make it better."
)
BAR = 12
"""The pixels that a scroll bar takes where the window is low."""
SIDE = 268
"""How wide the column with pad and camera is, in pixels for letters of the usual size."""


class Workbench(QDialog):
    """Collects one set. `made` carries it when it is to be trained on, and `folder_wanted` asks for one instead."""

    made = Signal(object)
    folder_wanted = Signal()

    def __init__(self, appearance: Appearance, drafts: DraftStore, sets: SetStore, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Collect pictures")
        self._appearance = appearance
        self.collector = Collector(drafts, sets, self)
        self._build()
        self._lay_out()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        looks = self._appearance
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE)
        self.title.setAccessibleName("Name of the set")
        self.side = SegmentRow("Side in pixels", "How wide and high every picture is", [str(side) for side in SIDES])
        self.colour = SegmentRow("Colours", "Grey pictures have one channel, colour pictures three", ("grey", "colour"))
        self.shape = label(name="muted")
        self.undo = IconButton(looks, "undo", "Undo  Ctrl+Z", size=28)
        self.redo = IconButton(looks, "redo", "Redo  Ctrl+Shift+Z", size=28)
        self.sources = SetSources(looks)
        for each in (self.sources.pad, self.sources.view):
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # whoever draws has done with typing
        self.changes = UndoOrder(self.collector, self.sources.pad)
        self.piles = Piles(looks, self.collector, self.sources, self.changes, partial(ClassCard, least=LEAST))
        self.cards, self.new_class = self.piles.cards, self.piles.new_class
        self.shown = QCheckBox("Keep one picture of each class with the runs")
        self.shown.setToolTip(
            "Runs then show what they were trained on, also where they are handed in. Without it a kept run holds no "
            "picture of this set."
        )
        self.status = label(name="warning", wrap=True)
        self.lacking = label(name="muted", wrap=True)
        self.hint = label(HINT, "muted", wrap=True)
        self.close_button = button("Close", "What is kept stays as it is", self.reject)
        self.train = button("Train on these", "Make them a set and begin a run", self._train, "primary")

    def _lay_out(self) -> None:
        looks = self._appearance
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(label("Name", "knob"))
        top.addWidget(self.title, 1)
        for widget in (self.side, self.colour, self.shape, self.undo, self.redo):
            top.addWidget(widget)
        self.piles.column.addWidget(self.hint)
        self.piles.column.addStretch(1)
        self._side = ScrollColumn(self.sources)
        self._side.setFixedWidth(looks.px(SIDE) + BAR)
        middle = QHBoxLayout()
        middle.setSpacing(looks.px(16))
        middle.addWidget(self._side)
        middle.addWidget(ScrollColumn(self.piles), 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.shown)
        bottom.addWidget(self.status, 1)
        bottom.addWidget(self.lacking, 1)
        for each in (self.close_button, self.train):
            bottom.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(looks.px(12))
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        collector, sources = self.collector, self.sources
        collector.changed.connect(self._refresh)
        collector.told.connect(self._say)
        sources.changed.connect(self._show_ways)
        sources.source.picked.connect(self._end_typing)
        sources.folder_wanted.connect(self._use_folder)
        sources.keep_wanted.connect(self._keep)
        sources.discard_wanted.connect(collector.discard)
        self.title.editingFinished.connect(self._retitle)
        self.side.wanted.connect(lambda index: self._reshape(SIDES[index], collector.collection.shape[0]))
        self.colour.wanted.connect(lambda index: self._reshape(collector.collection.shape[1], 3 if index else 1))
        self.piles.said.connect(self._say)
        self.piles.touched.connect(self._end_typing)
        self.shown.clicked.connect(collector.show_in_runs)
        self.undo.clicked.connect(self.changes.undo)
        self.redo.clicked.connect(self.changes.redo)
        for keys, act in (
            ("Ctrl+Z", self.changes.undo),
            ("Ctrl+Shift+Z", self.changes.redo),
            ("Ctrl+Y", self.changes.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def show_collection(self, collection: Collection, key: str = "") -> None:
        """Open with a collection, under the key that it is kept under."""
        self.collector.open(collection, key)
        self._say("")
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(QSize(int(room.width() * 0.94), int(room.height() * 0.92)))
        self.open()
        self.new_class.setFocus()

    # What is shown

    def _refresh(self) -> None:
        collector = self.collector
        now = collector.collection
        if not self.title.hasFocus():
            self.title.setText(now.title)
        self.side.show_index(SIDES.index(now.shape[1]) if now.shape[1] in SIDES else -1)
        self.colour.show_index(int(now.shape[0] == 3))
        for row in (self.side, self.colour):
            row.setVisible(not now.count)
        channels, height, width = now.shape
        self.shape.setText(f"{counted(now.count)}, {width}×{height}, {'colour' if channels == 3 else 'grey'}")
        self.shape.setVisible(bool(now.count))
        self.piles.refresh()
        self.hint.setVisible(not now.piles)
        self.sources.show_set(now, collector.unkept)
        self.shown.setChecked(now.shown)
        self._show_ways()
        self._say("")

    def _show_ways(self) -> None:
        """Show how pictures can be added now, and what is still lacking."""
        self.piles.show_ways()
        self.train.setEnabled(not self.collector.collection.shortage and not self.collector.unkept)
        self.train.setToolTip(self._why_not() or "Make them a set and begin a run")

    def _why_not(self) -> str:
        """Why there can be no run yet."""
        return KEEP_FIRST if self.collector.unkept else self.collector.collection.shortage

    def _say(self, sentence: str) -> None:
        """Say something that was asked for and can't be, or else what is lacking."""
        self.status.setText(sentence)
        self.status.setVisible(bool(sentence))
        self.lacking.setText(self._why_not())
        self.lacking.setVisible(not sentence)

    # What is done

    def _retitle(self) -> None:
        self.collector.change(lambda now: now.titled(self.title.text()))
        self.title.setText(self.collector.collection.title)

    def _reshape(self, side: int, channels: int) -> None:
        self.collector.change(lambda now: now.shaped(side, channels))

    def _end_typing(self) -> None:
        """Take the keys from a field: digits add to classes from now on."""
        if isinstance(self.focusWidget(), QLineEdit):
            self.setFocus()

    def _keep(self) -> None:
        count = self.collector.unkept
        self.collector.keep()
        shown = "" if self.collector.collection.shown else " Runs that are kept hold none of them, unless you tick it."
        kept = "1 picture is" if count == 1 else f"{count:,} pictures are"
        self.lacking.setText(f"{kept} kept on this computer.{shown} {self._why_not()}")

    def _train(self) -> None:
        if self.collector.unkept:
            self._say(KEEP_FIRST)
            return
        data = self.collector.make()
        if data is not None:
            self.accept()
            self.made.emit(data)

    def _use_folder(self) -> None:
        if self._may_go():
            self.accept()
            self.folder_wanted.emit()

    def _may_go(self) -> bool:
        """Whether nothing is lost by leaving; says what would be."""
        if self.collector.unkept:
            self._say(KEEP_FIRST)
            return False
        return self.collector.save()

    # Coming and going

    def done(self, result: int) -> None:
        """Turn the camera off, whichever way the window is left."""
        self.piles.hold(None)
        self.sources.choose(DRAW)
        super().done(result)

    def reject(self) -> None:
        """Close, unless something would be lost."""
        if self._may_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's
        event.setAccepted(self._may_go())
        if event.isAccepted():
            super().closeEvent(event)

    def shutdown(self) -> None:
        """Write down what is to be kept, and end: the application does."""
        self.sources.close_camera()
        self.collector.close()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits add to classes; Enter presses the button that has the focus, and no other: it ends typing as well."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
        elif not self.piles.press_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Take no more pictures when the digit is let go of."""
        if not self.piles.release_key(event):
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take no more pictures where another window comes in between: nobody hears of the release then."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.piles.hold(None)
