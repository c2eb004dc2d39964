"""The presenter's notes: those of the stop or the scene, with the part lit that belongs to the present step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.classroom.lessons.notes import parts
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import ScrollColumn, label
from desktop.words.commonmark import Block, Run, blocks

SIZES = (14, 17, 20, 24, 28)
"""The sizes of the notes' letters, in pixels of a window of the usual size."""
USUAL = 17
BAR = 4
"""Pixels of the bar beside the part that is lit."""
BETWEEN, INDENT = 6, 16
"""Pixels between two paragraphs, and before a point of a list."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>#$]")


@dataclass(frozen=True)
class NotesPart:
    """Some CommonMark under a heading, and the step that it is for ("": for all of them)."""

    words: str
    heading: str = ""
    step: str = ""


def parts_of(notes: str) -> tuple[NotesPart, ...]:
    """The notes of a stop, divided at its lines "[Title of a step]"."""
    divided = (NotesPart(part.text.strip(), part.title, part.title) for part in parts(notes))
    return tuple(part for part in divided if part.words)


def parts_of_scene(session: SceneSession) -> tuple[NotesPart, ...]:
    """What there is to say about the open scene where there is no lesson: of its step, what to try, what is wrong."""
    step, words = session.steps[session.step], session.scene.words(session.knobs)
    return (
        NotesPart(_escaped(step.more or step.caption), step.title, step.title),
        *_listed("Try this", words.try_this),
        *_listed("Commonly mistaken", words.mistaken),
    )


def _listed(heading: str, sentences: Sequence[str]) -> tuple[NotesPart, ...]:
    return (NotesPart("\n\n".join(map(_escaped, sentences)), heading),) if sentences else ()


def _escaped(words: str) -> str:
    """Words as they are, in CommonMark."""
    return _SPECIAL.sub(r"\\\g<0>", words)


def _html(words: str, appearance: Appearance) -> str:
    """Some CommonMark as Qt shows it. It names no file and no address, so that there is nothing for Qt to load."""
    paragraphs = []
    for index, block in enumerate(blocks(words)):
        indent = appearance.px(INDENT) * block.level if block.kind == "point" else 0
        style = f"margin: {appearance.px(BETWEEN) if index else 0}px 0 0 {indent}px"
        if block.mark:
            style += f"; text-indent: -{appearance.px(INDENT)}px"
        name = "pre" if block.kind == "code" else "p"
        paragraphs.append(f'<{name} style="{style}">{_inside(block)}</{name}>')
    return "".join(paragraphs)


def _inside(block: Block) -> str:
    if block.kind == "code":
        return "\n".join(escape("".join(run.text for run in line)) for line in block.lines)
    mark = f"{escape(block.mark)} " if block.mark else ""
    words = mark + "<br>".join("".join(_runs(line)) for line in block.lines)
    return f"<b>{words}</b>" if block.kind == "heading" else words


def _runs(line: Iterable[Run]) -> Iterable[str]:
    for run in line:
        said = escape(run.plain)
        for name, wanted in (("code", run.code), ("i", run.emphasised), ("b", run.bold)):
            said = f"<{name}>{said}</{name}>" if wanted else said
        yield said


class PartView(QFrame):
    """One part, with a bar beside it while it is lit."""

    def __init__(self, part: NotesPart, appearance: Appearance) -> None:
        super().__init__()
        self.part, self._appearance = part, appearance
        self.lit = False
        self.heading = label(part.heading, wrap=True)
        self.words = QLabel(_html(part.words, appearance))
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(appearance.px(12), 0, 0, 0)
        column.setSpacing(appearance.px(BETWEEN))
        for widget in (self.heading, self.words):
            column.addWidget(widget)
        self.heading.setVisible(bool(part.heading))  # not before it is in the column: it would be a window

    def light(self, lit: bool, size: int) -> None:
        """Be lit or not, in letters of a size in pixels."""
        self.lit = lit
        weight = 600 if lit else 400
        self.heading.setObjectName("key" if lit else "muted")
        for each in (self.heading, self.words):
            each.setStyleSheet(f"font-size: {size}px;" + (f" font-weight: {weight};" if each is self.heading else ""))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self.lit:
            with QPainter(self) as painter:
                width = self._appearance.px(BAR)
                painter.fillRect(0, 0, width, self.height(), QColor(self._appearance.theme.accent))


class PresenterNotes(QWidget):
    """The parts one below the other; the lit one is brought into sight. `changed` says that the letters are others."""

    changed = Signal()

    def __init__(self, appearance: Appearance, size: int = USUAL) -> None:
        super().__init__()
        self._appearance, self._step = appearance, ""
        self.size_of_letters = min(SIZES, key=lambda each: abs(each - size))
        self.views: list[PartView] = []
        self._inside = QWidget()
        self._parts = QVBoxLayout(self._inside)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(appearance.px(10))
        self._parts.addStretch(1)
        self._scroll = ScrollColumn(self._inside)
        self.smaller = IconButton(appearance, "minus", "Smaller letters for the notes", size=26)
        self.larger = IconButton(appearance, "plus", "Larger letters for the notes", size=26)
        self.smaller.clicked.connect(lambda: self._resize_letters(-1))
        self.larger.clicked.connect(lambda: self._resize_letters(1))
        head = QHBoxLayout()
        head.addWidget(label("Notes", "muted"), 1)
        head.addWidget(self.smaller)
        head.addWidget(self.larger)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        appearance.changed.connect(self._dress)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._bring_into_sight)  # when the parts have their size

    def say(self, parts: tuple[NotesPart, ...], step: str) -> None:
        """Show some parts, and light those that belong to a step, or to all where none does."""
        if parts != tuple(view.part for view in self.views):
            for view in self.views:
                self._parts.removeWidget(view)
                view.deleteLater()
            self.views = [PartView(part, self._appearance) for part in parts]
            for index, view in enumerate(self.views):
                self._parts.insertWidget(index, view)
        elif step == self._step:
            return
        self._step = step
        self._dress()
        self._bring_into_sight()

    @property
    def lit(self) -> list[PartView]:
        """The parts that are lit."""
        return [view for view in self.views if view.lit]

    def _dress(self) -> None:
        steps = {view.part.step for view in self.views}
        wanted = self._step if self._step in steps else ""
        for view in self.views:
            view.light(view.part.step == wanted, self._appearance.px(self.size_of_letters))

    def _bring_into_sight(self) -> None:
        if self.lit:
            self._scroll.verticalScrollBar().setValue(self.lit[0].y())

    def _resize_letters(self, by: int) -> None:
        at = SIZES.index(self.size_of_letters) + by
        self.size_of_letters = SIZES[max(0, min(at, len(SIZES) - 1))]
        self._dress()
        self.changed.emit()
