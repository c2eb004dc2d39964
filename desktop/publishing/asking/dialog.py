"""The dialog that asks into which kind of file something is exported, and how."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.publishing.asking.subject import Subject
from desktop.publishing.carrying_out import FORMATS
from desktop.publishing.order import OfLesson, OfScene, Options, What
from desktop.widgets.fields import Segments
from desktop.widgets.parts import button, label
from desktop.words.plain import counted
from scenes.stage.output.theme import THEMES

USUAL = "usual"
SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
CHOICES: dict[str, tuple[str, tuple[tuple[str, Any], ...]]] = {
    "per_page": ("Pictures on a page", (("1", 1), ("2", 2), ("6", 6))),
    "beside": ("Beside them", (("only what is said", "nothing"), ("my notes", "notes"), ("lines to write", "lines"))),
    "theme": ("Theme", ((USUAL, None), *((theme.title, name) for name, theme in THEMES.items()))),
    "size": ("Pixels", ((USUAL, None), *((f"{wide} × {high}", (wide, high)) for wide, high in SIZES))),
    "fps": ("Frames a second", ((USUAL, None), ("15", 15), ("30", 30), ("60", 60))),
    "notes": ("My notes", (("with", True), ("without", False))),
}
"""The options in words: the label, and each value's."""
OPTIONAL = "Optional stops"
WIDTH = 44
"""How wide it is, as a multiple of a line's height."""


class Choice(Segments):
    """A row of values, one of them chosen."""

    def __init__(self, title: str, values: Sequence[tuple[str, Any]], chosen: Any) -> None:
        super().__init__(title, [words for words, _ in values])
        self._values = [value for _, value in values]
        self.show_index(self._values.index(chosen) if chosen in self._values else 0, [None] * len(values))

    @property
    def value(self) -> Any:
        """The value that is chosen."""
        return self._values[max(0, self._group.checkedId())]

    def choose(self, value: Any) -> None:
        """Choose a value, as a click does."""
        self._group.button(self._values.index(value)).click()


class ExportDialog(QDialog):
    """Asks how to export something. `chosen` carries the ending, the options and the order's part about it.

    `print_wanted` carries the latter two. `options` are those of the last time.
    """

    chosen = Signal(str, object, object)
    print_wanted = Signal(object, object)

    def __init__(
        self, subject: Subject, endings: Sequence[str], ending: str, options: Options, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._subject = subject
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export")
        self.kind = Choice("Kind of file", [(FORMATS[each].title, each) for each in endings], ending)
        self.words, self.amount = label(name="muted", wrap=True), label(name="muted")
        self.reason = label(name="warning", wrap=True)
        self.reason.hide()
        self.rows = {
            name: Choice(title, self._values(name), getattr(options, name)) for name, (title, _) in CHOICES.items()
        }
        self.optional = Choice(OPTIONAL, (("with", True), ("without", False)), True)
        self._labels: dict[QWidget, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(subject.title, "heading", wrap=True))
        column.addWidget(self.kind)
        column.addWidget(self.words)
        column.addLayout(self._grid())
        column.addWidget(self.amount)
        column.addWidget(self.reason)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self.ensurePolished()
        self.setMinimumWidth(min(WIDTH * self.fontMetrics().height(), parent.window().width()))
        self.kind.setVisible(len(endings) > 1)
        for each in (self.kind, self.optional, *self.rows.values()):
            each.picked.connect(self._follow)
        self._follow()
        self.save.setFocus()

    def _values(self, name: str) -> Sequence[tuple[str, Any]]:
        """The values of an option; a scene has no notes of a teacher's."""
        values = CHOICES[name][1]
        alone = isinstance(self._subject.what, OfScene)
        return [each for each in values if each[1] != "notes"] if alone else values

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        titles = {name: title for name, (title, _) in CHOICES.items()}
        for row, (name, choice) in enumerate((*self.rows.items(), ("", self.optional))):
            words = self._labels[choice] = label(titles.get(name, OPTIONAL))
            grid.addWidget(words, row, 0)
            grid.addWidget(choice, row, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.print = button("Print…", "Print the pages on paper", self._print)
        self.save = button("Save…", "", self._save, "primary")
        self.save.setDefault(True)
        row.addWidget(self.print)
        row.addStretch(1)
        row.addWidget(button("Cancel", "", self.reject))
        row.addWidget(self.save)
        return row

    # --- What is chosen ---------------------------------------------------------------------------------------------

    @property
    def ending(self) -> str:
        """The ending of the file."""
        found: str = self.kind.value
        return found

    @property
    def options(self) -> Options:
        """The options as they stand."""
        return Options(**{name: choice.value for name, choice in self.rows.items()})

    @property
    def what(self) -> What:
        """What is exported, with or without optional stops."""
        what = self._subject.what
        if isinstance(what, OfLesson):
            return msgspec.structs.replace(what, optional=self.optional.value)
        return what

    def say(self, sentence: str) -> None:
        """Say why something can't be done."""
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))

    def _follow(self) -> None:
        """Show the options that have a meaning for the kind of file, and what it comes to."""
        found = FORMATS[self.ending]
        self.say("")
        without = {"notes"} if isinstance(self._subject.what, OfScene) else set[str]()
        for name, choice in self.rows.items():
            self._show(choice, name in found.options and name not in without)
        self._show(self.optional, self._subject.has_optional)
        self.words.setText(found.words)
        self.save.setText(f"Save as {found.title}…")
        self.amount.setText(self._amount())
        self.print.setVisible(self.ending == ".pdf")

    def _show(self, choice: Choice, shown: bool) -> None:
        choice.setVisible(shown)
        self._labels[choice].setVisible(shown)

    def _amount(self) -> str:
        if "fps" in FORMATS[self.ending].options:
            return f"{counted(round(self._subject.seconds), 'second')}."
        pages = self._subject.pages(self.optional.value)
        if self.ending == ".pdf":
            sheets = ceil(pages / self.rows["per_page"].value)
            return f"{counted(pages, 'picture')} on about {counted(sheets, 'page')}."
        return f"{counted(pages, 'picture')}."

    def _save(self) -> None:
        self.chosen.emit(self.ending, self.options, self.what)

    def _print(self) -> None:
        self.print_wanted.emit(self.options, self.what)
