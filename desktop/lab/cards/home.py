"""The home of the lab: every run as a card, in groups, and the way to one's own."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.lab.cards.catalogue import CARDS, GROUPS, SCENES, length
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.widgets.parts import ScrollColumn, button, label, strip
from engine.contract.pace import Pace
from engine.contract.spec import PRESETS

NARROWEST = 270
"""A card is at least so wide, in pixels for letters of the usual size."""


class RunCard(QFrame):
    """One card: a question, who races, how long it takes. `opened` says that it was chosen."""

    opened = Signal()

    def __init__(self, question: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.question = label(question, "key", wrap=True)
        self.racers, self.length = label(wrap=True), label(hint, "muted", wrap=True)
        self.racers.setTextFormat(Qt.TextFormat.RichText)
        self.open = button("Open", act=self.opened.emit)
        self.open.setAccessibleName(f"Open: {question}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        for widget in (self.question, self.racers, self.length):
            column.addWidget(widget)
        column.addStretch(1)
        self.row = QHBoxLayout()
        self.row.addWidget(self.open)
        self.row.addStretch(1)
        column.addLayout(self.row)
        self.racers.hide()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()


class LabHome(QWidget):
    """All cards. `chosen` carries a preset, `scene_wanted` a scene; the others ask for what they say.

    `teach_wanted` asks for the page on which a published network learns classes of one's own.
    """

    chosen = Signal(str)
    scene_wanted = Signal(str)
    own_wanted = Signal()
    runs_wanted = Signal()
    teach_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        strip(self)
        self._appearance = appearance
        self.cards = {preset: self._card(preset) for preset in CARDS}
        self.own = RunCard(
            "Your own settings: what would you like to know?", "Everything in the left column can be set."
        )
        self.runs = RunCard("Your runs: how did they go?", "Open one again, or lay several over each other.")
        self.teach = RunCard(
            "Your classes: can a network that knows photographs learn them from a few pictures?",
            "By camera, drawings or files; it learns in a second.",
        )
        self.own.opened.connect(self.own_wanted)
        self.teach.opened.connect(self.teach_wanted)
        self.runs.opened.connect(self.runs_wanted)
        self.back = button("Back to the run", act=self.back_wanted.emit, name="primary")
        self._grids: list[tuple[QGridLayout, list[RunCard]]] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label("Which run would you like to watch?", "intro-title"), 1)
        head.addWidget(self.back)
        column.addLayout(head)
        groups = {group: [self.cards[name] for name, card in CARDS.items() if card.group == group] for group in GROUPS}
        for title, cards in {**groups, "Your own": [self.own, self.runs, self.teach]}.items():
            grid = QGridLayout()
            grid.setSpacing(8)
            column.addWidget(label(title.upper(), "chapter"))
            column.addLayout(grid)
            self._grids.append((grid, cards))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollColumn(inside))
        self._columns = 0
        self._arrange()
        self._dress()
        appearance.changed.connect(self._dress)

    def _card(self, preset: str) -> RunCard:
        about = CARDS[preset]
        card = RunCard(about.question)
        card.opened.connect(lambda: self.chosen.emit(preset))
        scene = button(SCENES[about.scene], "The scene that explains it", name="glance")
        scene.setAccessibleName(f"Scene: {SCENES[about.scene]}")
        scene.clicked.connect(lambda: self.scene_wanted.emit(about.scene))
        card.row.addWidget(scene)
        return card

    def show_pace(self, pace: Pace) -> None:
        """Say how long each run takes at a pace."""
        for preset, card in self.cards.items():
            card.length.setText(length(PRESETS[preset].spec, pace))

    def show_run(self, there: bool) -> None:
        """Offer the way back to a run, where there is one."""
        self.back.setVisible(there)

    def open_focused(self) -> bool:
        """Do what the button says that has the keys; tells whether one has them."""
        focused = self.focusWidget()
        if isinstance(focused, QPushButton) and focused.hasFocus():
            focused.click()
            return True
        return False

    def _dress(self) -> None:
        theme = self._appearance.theme
        for preset, card in self.cards.items():
            names = [each.name for each in PRESETS[preset].spec.contestants]
            coloured = (
                f"<span style='color:{contestant_colour(index, theme)}'>{escape(name)}</span>"
                for index, name in enumerate(names)
            )
            card.racers.setText(" · ".join(coloured))
            card.racers.show()

    def _arrange(self) -> None:
        """Put so many cards side by side as there is room for."""
        columns = max(1, min(5, self.width() // self._appearance.px(NARROWEST)))
        if columns == self._columns:
            return
        for grid, cards in self._grids:
            for column in range(max(columns, self._columns)):
                grid.setColumnStretch(column, int(column < columns))
            for index, card in enumerate(cards):
                grid.addWidget(card, index // columns, index % columns)
        self._columns = columns

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._arrange()
