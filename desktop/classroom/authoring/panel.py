"""The panel of the open lesson: its stops as rows, what can be said of one, and buttons to change the file."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.classroom.authoring.rows import rows_of, total
from desktop.classroom.authoring.stop_editor import StopEditor
from desktop.classroom.authoring.stop_list import StopList
from desktop.classroom.authoring.thumbnails import Thumbnails
from desktop.classroom.lessons import editing
from desktop.classroom.lessons.document import Edit, LessonDocument
from desktop.classroom.lessons.reading import StopEntry
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button, label
from scenes.stage.core.catalogue import Catalogue, catalogue

WIDTH = 388
"""Pixels, for letters of the usual size."""
NO_LESSON = "No lesson is open. Open one, or begin your own: Ctrl+D adds what is shown."
NO_STOPS = "The lesson has no stops yet. Ctrl+D adds what is shown."


class LessonPanel(QFrame):
    """Shows a lesson and changes it.

    `go_wanted` names a stop to go to; `wanted` an action that needs the stage: "moment" adds what is shown, "shown"
    sets the chosen stop to it, "question" asks about its number there; "class" begins the class at the chosen stop or
    ends it, and "lessons" shows which lessons there are.
    """

    go_wanted = Signal(str)
    wanted = Signal(str)

    def __init__(self, appearance: Appearance, thumbnails: Thumbnails, scenes: Catalogue | None = None) -> None:
        super().__init__()
        self.setObjectName("lesson")
        self._appearance, self._thumbnails = appearance, thumbnails
        self._scenes = scenes or catalogue()
        self._document: LessonDocument | None = None
        self._present, self._left_out, self._given = "", frozenset[str](), False
        self.title, self.total = label(name="title", wrap=True), label(name="muted", wrap=True)
        self.empty = label(NO_LESSON, "muted", wrap=True)
        self.fault = label(name="warning", wrap=True)
        self.lessons = IconButton(appearance, "menu", "Lessons: open one, or begin one", size=26)
        self.list, self.editor = StopList(appearance, thumbnails), StopEditor(appearance)
        self._build()
        self._connect()
        self._dress()
        self.refresh()

    # --- What is shown ----------------------------------------------------------------------------------------------

    def follow(self, document: LessonDocument | None) -> None:
        """Show another lesson, or none; what is still being typed is written into the one before."""
        self.editor.commit()
        if self._document is not None:
            self._document.changed.disconnect(self.refresh)
        self._document = document
        if document is not None:
            document.changed.connect(self.refresh)
        self.refresh()

    def mark(self, given: bool, present: str = "", left_out: Container[str] = frozenset()) -> None:
        """Light the stop that the class sees while the lesson is `given`, and say which ones are left out."""
        self._given = given
        left = frozenset(row.id for row in self.list.stops.rows if row.id in left_out)
        if (present, left) == (self._present, self._left_out):
            self._follow_choice()
            return
        moved, self._present, self._left_out = present != self._present, present, left
        self.refresh()
        if moved:
            self.choose(present)

    def choose(self, stop: str) -> None:
        """Choose a stop by its id."""
        index = next((index for index, row in enumerate(self.list.stops.rows) if row.id == stop), -1)
        self.list.choose(index)

    @property
    def chosen(self) -> StopEntry | None:
        """The chosen stop as it stands in the file."""
        row = self.list.row
        return self._entry(row.number - 1) if row is not None else None

    def refresh(self) -> None:
        """Show what the file says by now."""
        document = self._document
        found = document.read if document is not None else None
        lesson = found.lesson if found is not None else None
        self.title.setText(document.title if document is not None else "Lesson")
        words, warns = total(lesson) if lesson is not None else ("", False)
        self.total.setText(words)
        self.total.setVisible(bool(words))
        self._name(self.total, "warning" if warns else "muted")
        head = [fault for fault in found.faults if fault.stop is None] if found is not None else []
        self.fault.setText("\n".join(f"Line {fault.line}: {fault.sentence}" for fault in head[:2]))
        self.fault.setVisible(bool(head))
        self.empty.setText(NO_LESSON if document is None else NO_STOPS)
        rows = rows_of(found, self._scenes, self._present, self._left_out) if found is not None else ()
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)
        if rows and self.list.row is None:
            self.list.choose(0)
        self._follow_choice()
        self._want_pictures()

    def _follow_choice(self) -> None:
        entry, document = self.chosen, self._document
        self.editor.show_stop(entry.stop if entry is not None else None)
        for needs_stop in (self.shown, self.question, self.delete, self.rename):
            needs_stop.setEnabled(entry is not None)
        self.begin.setText("End the class" if self._given else "Begin the class")
        self.begin.setEnabled(document is not None and document.read.lesson is not None)
        self.undo.setEnabled(document is not None and document.undoable)
        self.redo.setEnabled(document is not None and document.redoable)

    def _want_pictures(self) -> None:
        if self.isVisible() and self._document is not None:
            painter = self.list.painter_of_rows
            painter.folder = self._document.path.parent
            stops = [row.stop for row in self.list.stops.rows if row.stop is not None]
            self._thumbnails.want(self, stops, painter.folder, painter.picture_size(self.devicePixelRatioF()))
        else:
            self._thumbnails.forget(self)

    # --- Changes ----------------------------------------------------------------------------------------------------

    def change(self, edit: Edit) -> bool:
        """Make one change of the file; tells whether that went well."""
        return self._document is not None and self._document.edit(edit)

    def _set(self, stop: str, name: str, value: Any) -> None:
        entries = self._document.read.entries if self._document is not None else ()
        index = next((entry.index for entry in entries if entry.id == stop), None)
        if index is not None and not self.change(partial(editing.set_key, index=index, name=name, value=value)):
            self.refresh()

    def _rename(self, index: int, title: str) -> None:
        self.change(partial(editing.set_key, index=index, name="title", value=title or None))

    def _delete(self, index: int) -> None:
        self.change(partial(editing.delete, index=index))

    def _move(self, index: int, to: int) -> None:
        stop = self.list.stops.rows[index].id
        if self.change(partial(editing.move, index=index, to=to)):
            self.choose(stop)

    def _delete_chosen(self) -> None:
        if self.chosen is not None:
            self._delete(self.chosen.index)

    def _go(self, index: int) -> None:
        entry = self._entry(index)
        if entry is not None and entry.stop is not None:
            self.editor.commit()
            self.go_wanted.emit(entry.stop.id)

    def take_back(self) -> None:
        """Take the last change of the lesson's file back, whoever made it."""
        if self._document is not None:
            self.editor.commit()
            self._document.undo()

    def make_again(self) -> None:
        """Make the change again that was taken back last."""
        if self._document is not None:
            self._document.redo()

    def _entry(self, index: int) -> StopEntry | None:
        entries = self._document.read.entries if self._document is not None else ()
        return entries[index] if 0 <= index < len(entries) else None

    # --- Building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        def action(words: str, hint: str, name: str) -> QPushButton:
            return button(words, hint, lambda: self.wanted.emit(name))

        def icon(name: str, words: str, act: Callable[[], object]) -> IconButton:
            made = IconButton(self._appearance, name, words, size=26)
            made.clicked.connect(lambda _=False: act())
            return made

        self.moment = action("Add this moment", "Add what is shown as a stop  Ctrl+D", "moment")
        self.question = action("Ask about this number", "Ask at this stop about the number chosen with Q", "question")
        self.shown = action("Set to what is shown", "Give this stop the knobs and the step that are shown", "shown")
        self.begin = action("Begin the class", "Show the chosen stop, and go on from there  F5", "class")
        self.undo = icon("undo", "Take the file's last change back, another program's too  Ctrl+Z", self.take_back)
        self.redo = icon("redo", "Make it again  Ctrl+Shift+Z", self.make_again)
        self.rename = icon("pencil", "Give this stop another title  F2", self.list.rename)
        self.delete = icon("minus", "Delete this stop  Del", self._delete_chosen)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        for each in (self.undo, self.redo, self.rename, self.delete, self.lessons):
            self._head.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons = QGridLayout()
        for place, widget in enumerate((self.moment, self.question, self.shown, self.begin)):
            self._buttons.addWidget(widget, place // 2, place % 2)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for line in (self.total, self.fault, self.empty):
            self._column.addWidget(line)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.editor)
        self._column.addLayout(self._buttons)
        self._column.addStretch(0)

    def _connect(self) -> None:
        stops = self.list
        stops.go_wanted.connect(self._go)
        stops.delete_wanted.connect(self._delete)
        stops.move_wanted.connect(self._move)
        stops.undo_wanted.connect(self.take_back)
        stops.redo_wanted.connect(self.make_again)
        stops.stops.renamed.connect(self._rename)
        stops.chose.connect(self._follow_choice)
        self.editor.wanted.connect(self._set)
        self.lessons.clicked.connect(lambda: self.wanted.emit("lessons"))
        self._appearance.changed.connect(self._dress)

    def _dress(self) -> None:
        px = self._appearance.px
        self.setFixedWidth(px(WIDTH))  # as much as the words on the buttons need
        self._column.setContentsMargins(0, px(4), 0, px(10))
        self._column.setSpacing(px(6))
        self._head.setContentsMargins(0, 0, px(8), 0)
        self._head.setSpacing(px(3))
        for part in (self.title, self.total, self.fault, self.empty):
            part.setContentsMargins(px(12), 0, px(8), 0)
        self.editor.setContentsMargins(px(12), 0, px(12), 0)
        self._buttons.setContentsMargins(px(12), 0, px(12), 0)
        self._buttons.setSpacing(px(6))
        self._want_pictures()

    @staticmethod
    def _name(widget: QWidget, name: str) -> None:
        """Let the style sheet know a widget by another name."""
        if widget.objectName() != name:
            widget.setObjectName(name)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._want_pictures()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102 - Qt's
        super().hideEvent(event)
        self._thumbnails.forget(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._want_pictures()
