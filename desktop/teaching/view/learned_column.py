"""The column in the middle: the network, what its new layer has learned, and the comparison with other ways."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop.teaching.model.comparing import WAYS
from desktop.teaching.model.teaching import Teaching
from desktop.teaching.view.curve import Curve
from desktop.teaching.view.diagram import Diagram
from desktop.teaching.view.intro import Intro
from desktop.teaching.view.lines import Lines
from desktop.teaching.view.matrix import Matrix
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent
from desktop.widgets.fields import Segments
from desktop.widgets.parts import button, label

PAGES = ("What it learned", "Compare")
LEARNED, COMPARED = range(len(PAGES))
WHY = (
    "Is the frozen network worth it? The same pictures are learned in three ways, from few to many, and all are judged "
    "by pictures that were held back."
)


class LearnedColumn(QWidget):
    """Shows what was learned. `compare_wanted` asks for the comparison to be measured here."""

    compare_wanted = Signal()

    def __init__(self, appearance: Appearance, teaching: Teaching) -> None:
        super().__init__()
        self._teaching = teaching
        self.diagram = Diagram(appearance)
        self.teach = button("Teach", "Let the new layer learn now; it does so by itself too", teaching.teacher.teach)
        self.teach.setObjectName("primary")
        self.status = label(name="muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Pictures that are read")
        self.pages = Segments("What is shown", PAGES)
        self.pages.picked.connect(self.show_page)
        self.stack = QStackedWidget()
        self.intro = Intro(appearance)
        self.stack.addWidget(self.intro)
        self.stack.addWidget(self._build_learned(appearance))
        self.stack.addWidget(self._build_compared(appearance))
        row = QHBoxLayout()
        row.setSpacing(appearance.px(10))
        row.addWidget(self.teach, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.status, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(8))
        column.addWidget(self.diagram)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(self.pages)
        column.addWidget(self.stack, 1)
        self.show_page(LEARNED)

    def _build_learned(self, appearance: Appearance) -> QWidget:
        self.share, self.right = label(name="clock"), label(name="muted", wrap=True)
        self.curve, self.matrix = Curve(appearance), Matrix(appearance)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addStretch(1)
        told.addWidget(self.share)
        told.addWidget(self.right)
        told.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(appearance.px(12))
        top.addLayout(told, 2)
        top.addWidget(self.curve, 3)
        self.learned = QWidget()
        column = QVBoxLayout(self.learned)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.matrix, 1)
        return self.learned

    def _build_compared(self, appearance: Appearance) -> QWidget:
        self.why, self.lines = label(WHY, "muted", wrap=True), Lines(appearance)
        self.compare = button("Compare", "Measure it with these pictures; this takes a while", self.compare_wanted.emit)
        self.stop = button("Stop", "What is measured stays", self._teaching.comparing.stop)
        self.compared = label(name="muted", wrap=True)
        self.measured = QProgressBar()
        self.measured.setTextVisible(False)
        self.measured.setAccessibleName("Measurements that are there")
        row = QHBoxLayout()
        row.setSpacing(appearance.px(10))
        for each in (self.compare, self.stop):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.compared, 1)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.why)
        column.addLayout(row)
        column.addWidget(self.measured)
        column.addWidget(self.lines, 1)
        column.addStretch()
        return made

    def show_page(self, index: int) -> None:
        """Show what it learned, or the comparison."""
        self._page = index
        self.pages.show_index(index, [None] * len(PAGES))
        self._turn()

    def _turn(self) -> None:
        """Show the page that is wanted; before anything can be learned, what to do."""
        nothing = self._teaching.teacher.taught is None and not self._teaching.collection.count
        self.pages.setVisible(not nothing)
        self.stack.setCurrentIndex(0 if nothing else 1 + self._page)

    def refresh(self) -> None:
        """Show what is known now."""
        teacher = self._teaching.teacher
        self.diagram.show_classes(len(self._teaching.collection.piles))
        done, of = teacher.means.progress
        reading = 0 < of > done
        self.progress.setVisible(reading)
        self.progress.setRange(0, max(1, of))
        self.progress.setValue(done)
        self.teach.setEnabled(not teacher.shortage and (teacher.stale or bool(teacher.said)))
        self.status.setText(self._words())
        self._turn()
        self._refresh_learned()
        self._refresh_compared()

    def _words(self) -> str:
        """What goes on, or why nothing does, in a sentence."""
        teacher = self._teaching.teacher
        done, of = teacher.means.progress
        if teacher.said:
            return teacher.said
        if teacher.shortage:
            return teacher.shortage
        if done < of:
            return f"{done:,} of {of:,} pictures went through the network."
        if teacher.taught is None or teacher.stale:
            return "It learns as soon as nothing changes for a second."
        left = teacher.left_out
        told = f" Left out with too few pictures: {', '.join(left)}." if left else ""
        return f"It has learned from {teacher.taught.learned:,} pictures.{told}"

    def _refresh_learned(self) -> None:
        taught = self._teaching.teacher.taught
        for each in (self.share, self.right, self.curve, self.matrix):
            each.setVisible(taught is not None)
        if taught is None:
            return
        self.share.setText(percent(taught.right / taught.held) if taught.held else "")
        one = "picture" if taught.held == 1 else "pictures"
        self.right.setText(f"{taught.right} of {taught.held} {one} held back are right.")
        self.curve.show_losses(taught.losses, self._teaching.teacher.stale)
        self.matrix.show_counts(taught.head.classes, taught.counts)

    def _refresh_compared(self) -> None:
        comparing, teacher = self._teaching.comparing, self._teaching.teacher
        classes = len(teacher.taught.head.classes) if teacher.taught is not None else 0
        self.lines.show_bands({way: comparing.bands(way) for way in WAYS}, 1 / classes if classes else 0.0)
        self.lines.setVisible(bool(self.lines.words))
        example = self._teaching.example
        self.why.setText(example.says if example is not None else WHY)
        self.compare.setText("Measure it here" if example is not None else "Compare")
        self.compare.setEnabled(teacher.taught is not None and not teacher.stale)
        had_keys = self.compare.hasFocus() or self.stop.hasFocus()
        self.stop.setVisible(comparing.going)
        self.compare.setVisible(not comparing.going)
        if had_keys:
            (self.stop if comparing.going else self.compare).setFocus()
        self.measured.setVisible(comparing.going)
        if comparing.progress is not None:
            done, of = comparing.progress
            self.measured.setRange(0, of)
            self.measured.setValue(done)
        self.compared.setText(comparing.words)
