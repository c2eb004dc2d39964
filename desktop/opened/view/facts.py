"""What a network is known by: its numbers in a row, whether it runs, and what must be told of its file."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.model_files.words import Contents
from desktop.opened.model import words
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import label


class Facts(QWidget):
    """Shows them. The notes are folded until somebody wants them."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.fits = label(name="muted", wrap=True)
        self.fold = QPushButton()
        self.fold.setObjectName("glance")
        self.fold.setCheckable(True)
        self.notes = label(name="muted", wrap=True)
        self.fold.toggled.connect(self.notes.setVisible)
        self._row = QHBoxLayout()
        self._row.setSpacing(appearance.px(18))
        self._shown: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(4))
        column.addLayout(self._row)
        column.addWidget(self.notes)
        self._row.addWidget(self.fits, 1)
        self._row.addWidget(self.fold)
        self.notes.hide()

    def show_contents(self, contents: Contents) -> None:
        """Show another network."""
        for each in self._shown:
            each.deleteLater()
        self._shown = []
        for place, (number, unit) in enumerate(words.facts(contents)):
            made = _fact(number, unit)
            self._row.insertWidget(place, made)
            self._shown.append(made)
        self.fits.setText(words.fits(contents))
        self.notes.setText("\n".join(contents.notes))
        self.fold.setText(words.notes_title(contents.notes))
        self.fold.setToolTip("What was seen in the file, and must be told")
        self.fold.setVisible(bool(contents.notes))
        self.fold.setChecked(False)
        self.notes.hide()


def _fact(number: str, unit: str) -> QLabel:
    """A number in bold letters with its unit; said as one by a screen reader."""
    made = QLabel(f"<b style='font-size: large'>{number}</b> {unit}".rstrip())
    made.setAccessibleName(f"{number} {unit}".strip())
    return made
