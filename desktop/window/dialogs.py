"""The few windows besides the window: what the keys do, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.window.key_table import (
    AT_THE_EDGES,
    BINDINGS,
    COUNTING,
    IN_THE_LAB,
    ON_KNOBS,
    ON_THE_STAGE,
    ON_THE_START_PAGE,
    PRACTISING,
    TO_A_STEP,
    WITH_CTRL,
)

_NAMES = {
    "Right": "→",
    "Left": "←",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "Shift+Right": "Shift+→",
    "Shift+Left": "Shift+←",
    "PgDown": "Page Down",
    "PgUp": "Page Up",
    "Escape": "Esc",
    ",": "Comma",
    ".": "Full stop",
}

WORDS = 14.5
"""How wide what a key does is written, as a multiple of a line's height."""
_COLUMNS = (
    ("Playing", "Over the stage", "Going places", "On the start page"),
    ("Changing", "On the stage", "Questions", "On the knobs"),
    ("Window", "The pointer at an edge of a full screen", "In the lab"),
)
"""The groups of keys as they stand beside and below each other."""


class HelpDialog(QDialog):
    """The keys, written from the table that they act by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(14, 14, 14, 14)
        columns.setSpacing(18)
        groups = {
            title: [(", ".join(map(_name, binding.keys)), binding.words) for binding in bindings]
            for title, bindings in BINDINGS.items()
        }
        groups["Playing"].append(TO_A_STEP)
        groups["Over the stage"].append(WITH_CTRL)
        groups["Questions"] += COUNTING + PRACTISING
        groups |= {
            "On the stage": list(ON_THE_STAGE),
            "On the start page": list(ON_THE_START_PAGE),
            "The pointer at an edge of a full screen": list(AT_THE_EDGES),
            "In the lab": list(IN_THE_LAB),
            "On the knobs": list(ON_KNOBS),
        }
        for titles in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(4)
            for title in titles:
                _add_group(column, title, groups[title])
            column.addStretch(1)
            columns.addLayout(column)
        self._scroll(page, parent)

    def _scroll(self, page: QWidget, parent: QWidget) -> None:
        """Show all of a page, or as much as the window is high."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        for label in page.findChildren(QLabel):
            label.ensurePolished()  # or the page would be as high as with Qt's own letters
            _wrap(label)
        page.adjustSize()
        page.setMinimumSize(page.sizeHint())
        self.resize((page.sizeHint() + QSize(20, 4)).boundedTo(parent.window().size()))


def _name(key: str) -> str:
    return _NAMES.get(key, QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))


def _add_group(column: QVBoxLayout, title: str, rows: list[tuple[str, str]]) -> None:
    heading = QLabel(title)
    heading.setObjectName("heading")
    heading.setContentsMargins(0, 0 if column.count() == 0 else 4, 0, 0)
    column.addWidget(heading)
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(0)
    for row, (keys, words) in enumerate(rows):
        key = QLabel(keys)
        key.setObjectName("key")
        grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(QLabel(words), row, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)


def _wrap(label: QLabel) -> None:
    """Let long words have several lines, so that three columns have room beside each other."""
    wide = round(WORDS * label.fontMetrics().height())
    if label.sizeHint().width() > wide and label.objectName() != "heading":
        label.setWordWrap(True)
        label.setFixedSize(wide, label.heightForWidth(wide))


class FaultDialog(QDialog):
    """A sentence about what went wrong, and the details for whoever can mend it."""

    def __init__(self, sentence: str, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._column.setSpacing(14)
        self.sentence = QLabel(sentence)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumWidth(440)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setMinimumSize(640, 260)
        self.details.hide()
        self.more, self.copy, self.close_button = (
            QPushButton("Details"),
            QPushButton("Copy details"),
            QPushButton("Go on"),
        )
        self.more.clicked.connect(self._toggle)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{sentence}\n\n{details}"))
        self.close_button.clicked.connect(self.accept)
        for button in (self.more, self.copy):
            button.setAutoDefault(False)
        self.close_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        for widget in (self.sentence, self.details):
            self._column.addWidget(widget)
        self._column.addLayout(buttons)
        self.close_button.setFocus()

    def _toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self.more.setText("Details" if self.details.isHidden() else "Hide details")
        self.adjustSize()
