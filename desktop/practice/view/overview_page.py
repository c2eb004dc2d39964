"""The course as concepts: how each sits, and a way to begin at any of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.practice.learning.overview import ConceptStanding
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.parts import ScrollColumn, button, label

FULL, EMPTY = "●", "○"
WORDS = (
    "Questions one after the other, each with its scene. What went wrong comes again. "
    "The dots are computed from your answers; nobody else sees them."
)


class OverviewPage(QWidget):
    """`scene_wanted` and `course_wanted` ask to practise, `concept_wanted` (id) from a concept on.

    `wanted` carries what is to be done with the progress: "export", "import", "reset" or "undo".
    """

    scene_wanted = Signal()
    course_wanted = Signal()
    concept_wanted = Signal(str)
    wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.words = label(WORDS, "muted", wrap=True)
        self.scene = button("Practise this scene", "The scene that is open  Shift+P", self.scene_wanted.emit, "primary")
        self.course = button(
            "Practise the course", "New questions in its order, and what comes again", self.course_wanted.emit
        )
        self.rows: dict[str, ConceptRow] = {}
        self._chapters: list[QLabel] = []
        self._list = QVBoxLayout()
        inside = QWidget()
        inside.setLayout(self._list)
        self.undo = button("Bring it back", "What you have reset", lambda: self.wanted.emit("undo"))
        self.files = {
            name: button(words, hint, partial(self.wanted.emit, name))
            for name, words, hint in (
                ("export", "Export…", "Take your progress home as a file"),
                ("import", "Import…", "Add the progress of another computer"),
                ("reset", "Reset…", "Forget your progress on this computer"),
            )
        }
        self._column, self._buttons = QVBoxLayout(self), QHBoxLayout()
        for widget in (self.words, self.scene, self.course):
            self._column.addWidget(widget)
        self._column.addWidget(ScrollColumn(inside), 1)
        self._column.addWidget(self.undo)
        for each in self.files.values():
            self._buttons.addWidget(each, 1)
        self._column.addLayout(self._buttons)
        appearance.changed.connect(self._dress)
        self._dress()

    def show_scene(self, title: str) -> None:
        """Say which scene can be practised; "" where there is none."""
        self.scene.setText(f"Practise: {title}".replace("&", "&&"))
        self.scene.setVisible(bool(title))

    def show_concepts(self, concepts: tuple[ConceptStanding, ...], is_empty: bool, can_take_back: bool) -> None:
        """Show how concepts sit, and offer what can be done with the progress."""
        if list(self.rows) != [each.id for each in concepts]:
            self._fill(concepts)
        for each in concepts:
            self.rows[each.id].show_standing(each)
        for name in ("export", "reset"):
            self.files[name].setEnabled(not is_empty)
        self.undo.setVisible(can_take_back)

    def _fill(self, concepts: tuple[ConceptStanding, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.rows, chapter, number = {}, "", 0
        for each in concepts:
            if each.chapter != chapter:
                chapter, number = each.chapter, number + 1
                self._list.addWidget(label(f"{number}  {chapter.upper()}", "chapter"))
            row = ConceptRow(self._appearance, partial(self.concept_wanted.emit, each.id))
            self.rows[each.id] = row
            self._list.addWidget(row)
        self._list.addStretch(1)

    def _dress(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setSpacing(px(8))
        self._list.setContentsMargins(0, 0, px(6), 0)
        self._list.setSpacing(px(4))
        for row in self.rows.values():
            row.dress()


class ConceptRow(QPushButton):
    """A concept: its title, five dots, and the words for them."""

    def __init__(self, appearance: Appearance, act: Callable[[], object]) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("concept")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.title, self.standing = label(wrap=True), label(name="small", wrap=True)
        self._row = QVBoxLayout(self)
        for each in (self.title, self.standing):
            self._row.addWidget(each)
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _=False: act())
        self.dress()

    def show_standing(self, concept: ConceptStanding) -> None:
        """Show how a concept sits."""
        self.title.setText(concept.title)
        self.standing.setText(f"{FULL * concept.fifths}{EMPTY * (5 - concept.fifths)}   {concept.words}")
        self.setAccessibleName(f"{concept.title}: {concept.words}")
        self.setToolTip("Practise this")

    def dress(self) -> None:
        """Suit the size of letters."""
        px = self._appearance.px
        self.title.setFont(font(px(15)))
        self._row.setContentsMargins(px(10), px(5), px(10), px(5))
        self._row.setSpacing(px(1))

    def hasHeightForWidth(self) -> bool:  # noqa: D102 - Qt's
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102 - Qt's
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._row.sizeHint().width(), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(0, self.heightForWidth(max(self.width(), 1)))
