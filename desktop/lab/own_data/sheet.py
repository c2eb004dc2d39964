"""The sheet on which a set of pictures is brought in: what is in it, what is not and why, and how it is prepared."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.lab.own_data import price
from desktop.lab.own_data.class_boxes import ClassBoxes
from desktop.pictures.answers import called
from desktop.sets.importer import Importer
from desktop.sets.words import Fit, Found, Options, Sheet
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import ScrollColumn, button, label
from desktop.widgets.rows import SegmentRow
from engine.contract.spec import MAX_TITLE, SIDES, OwnData

_SIZE = (860, 640)
IN_COLOUR = "For pictures in colour you can't draw your own later: the pen has one colour. Choose grey above to draw."
_FITS: tuple[Fit, ...] = ("crop", "pad")


class ImportSheet(QDialog):
    """Brings in one folder or file. `kept` carries the set that is kept, `failed` a sentence about what can't be."""

    kept = Signal(object)
    failed = Signal(str)

    def __init__(self, appearance: Appearance, path: Path, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._path, self._folder = appearance, path, folder
        self._options: Options | None = None
        self._sides: tuple[int, ...] = SIDES
        self.setWindowTitle("Your own pictures")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        room = parent.window().size()
        self.resize(min(appearance.px(_SIZE[0]), room.width() - 40), min(appearance.px(_SIZE[1]), room.height() - 60))
        self._show_busy(f"{called(path)} is read.")
        self.importer.open(path)

    def _build(self) -> None:
        looks = self._appearance
        self.importer = Importer(self)
        self.progress, self.busy = QProgressBar(), label(name="muted", wrap=True)
        self.progress.setTextVisible(False)
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE)
        self.title.setAccessibleName("Name of the set")
        self.in_colour = label(IN_COLOUR, "muted", wrap=True)
        self.in_colour.hide()
        self.sum = label(name="muted", wrap=True)
        self.boxes = ClassBoxes(looks)
        self.notes = label(name="muted", wrap=True)
        self.price = label(name="muted", wrap=True)
        self.skips = label(name="warning", wrap=True)
        self.skipped = QPlainTextEdit()
        self.skipped.setReadOnly(True)
        self.skipped.setAccessibleName("What is skipped, and why")
        self.skipped.setFixedHeight(looks.px(96))
        self.shown = QCheckBox("Keep one picture of each class with the runs")
        self.shown.setToolTip(
            "Runs then show what they were trained on, also where they are handed in. Without it a kept run holds no "
            "picture of this set: leave it out for pictures of people who were not asked."
        )
        self.shown.setChecked(True)
        self.reason = label(name="warning", wrap=True)
        self.keep = button(
            "Keep and use", "The pictures are kept on this computer; nothing leaves it", self._keep, "primary"
        )
        self.cancel = button("Cancel", "Bring nothing in", self.reject)
        self.keep.setDefault(True)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, 6, 0)
        middle.setSpacing(8)
        for widget in (self.boxes, self.notes, self.skips, self.skipped):
            middle.addWidget(widget)
        middle.addStretch(1)
        self._options_row = QWidget()
        buttons = QHBoxLayout()
        buttons.addWidget(self.reason, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        self._scroll = ScrollColumn(inside)
        name = QWidget()
        named = QHBoxLayout(name)
        named.setContentsMargins(0, 0, 0, 0)
        named.addWidget(label("Name", "knob"))
        named.addWidget(self.title, 1)
        self._parts = (name, self._options_row, self.sum, self._scroll, self.price, self.shown)
        for part in self._parts:
            column.addWidget(part, 1 if part is self._scroll else 0)
        column.insertWidget(column.indexOf(self._options_row) + 1, self.in_colour)
        column.addWidget(self.busy)
        column.addWidget(self.progress)
        column.addLayout(buttons)

    def _connect(self) -> None:
        importer = self.importer
        importer.progressed.connect(self._show_progress)
        importer.found.connect(self._show_found)
        importer.prepared.connect(self._show_sheet)
        importer.unfit.connect(self._show_unfit)
        importer.kept.connect(self._finish)
        importer.unkept.connect(self._show_unkept)
        importer.failed.connect(self._fail)
        self.finished.connect(self.importer.close)

    # What the process says

    def _show_busy(self, sentence: str) -> None:
        """Show that something goes on; the sheet as it was stays behind it."""
        self.busy.setText(sentence)
        self.busy.show()
        self.progress.setRange(0, 0)
        self.progress.show()
        for part in self._parts:
            part.setVisible(self._options is not None)
        self.skips.setVisible(bool(self.skips.text()))
        self.keep.setEnabled(False)

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.busy.setText(f"{called(self._path)} is read: {100 * done / max(total, 1):.0f} %.")

    def _show_found(self, found: Found) -> None:
        self._offer_options(tuple(sorted({*SIDES, *([found.natural] if found.natural else [])})))
        self.title.setText(found.title[:MAX_TITLE])
        self._options = found.options
        self._ask()

    def _offer_options(self, sides: tuple[int, ...]) -> None:
        """Offer how the pictures can be made alike."""
        self._sides = sides
        self.side = SegmentRow(
            "Side in pixels", "How wide and high every picture is made", [str(each) for each in sides]
        )
        self.colour = SegmentRow("Colours", "Grey pictures have one channel, colour pictures three", ("grey", "colour"))
        self.fit = SegmentRow("What is no square", "Cut to its middle, or filled up at its edges", ("crop", "pad"))
        self.side.wanted.connect(lambda index: self._prepare(side=sides[index]))
        self.colour.wanted.connect(lambda index: self._prepare(channels=3 if index else 1))
        self.fit.wanted.connect(lambda index: self._prepare(fit=_FITS[index]))
        row = QHBoxLayout(self._options_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for each in (self.side, self.colour, self.fit):
            row.addWidget(each)
        row.addStretch(1)

    def _show_sheet(self, sheet: Sheet) -> None:
        self._rest()
        self.boxes.show_sheet(sheet)
        train, judged = (
            sum(each) for each in zip(*((box.train, box.validation) for box in sheet.classes), strict=True)
        )
        self.sum.setText(
            f"{len(sheet.classes)} classes, {train:,} pictures to learn from, {judged:,} to be judged by. "
            f"They take {sheet.size / 1e6:.1f} MB at most on this computer."
        )
        self.notes.setText("\n".join(sheet.notes))
        self.notes.setVisible(bool(sheet.notes))
        self.price.setText(price.words(sheet.options.side))
        told = len(sheet.skipped)
        more = f" The first {told:,} of them:" if told < sheet.skips else ""
        one = "1 file or picture is skipped." if sheet.skips == 1 else f"{sheet.skips:,} files or pictures are skipped."
        self.skips.setText(one + more if sheet.skips else "")
        self.skips.setVisible(bool(sheet.skips))
        self.skipped.setPlainText("\n".join(sheet.skipped))
        self.skipped.setVisible(bool(sheet.skips))
        self.keep.setEnabled(True)
        self.keep.setFocus()

    def _show_unfit(self, sentence: str) -> None:
        self._rest()
        self.boxes.show_sheet(None)
        self.sum.setText("")
        self.reason.setText(sentence)

    def _show_unkept(self, sentence: str) -> None:
        self._rest()
        self.reason.setText(sentence)
        self.keep.setEnabled(True)

    def _rest(self) -> None:
        """Show the sheet, and that nothing goes on."""
        self.busy.hide()
        self.progress.hide()
        self.reason.setText("")
        for part in self._parts:
            part.show()

    def _finish(self, data: OwnData) -> None:
        self.kept.emit(data)
        self.accept()

    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)
        self.reject()

    # What is asked for

    def _prepare(self, **changed: object) -> None:
        """Make the pictures alike in another way."""
        if self._options is not None:
            self._options = msgspec.structs.replace(self._options, **changed)
            self._ask()

    def _ask(self) -> None:
        options = self._options
        assert options is not None
        self.side.show_index(self._sides.index(options.side))
        self.colour.show_index(0 if options.channels == 1 else 1)
        self.fit.show_index(_FITS.index(options.fit))
        self.in_colour.setVisible(options.channels == 3)
        self._show_busy("The pictures are prepared.")
        self.importer.prepare(options)

    def _keep(self) -> None:
        title = " ".join(self.title.text().split())
        if not title:
            self.reason.setText("Type a name for the set.")
            self.title.setFocus()
            return
        self._show_busy("The pictures are kept.")
        self.importer.keep(title, self._folder, self.shown.isChecked())
