"""The cards beside the stage: what to try, what is commonly mistaken, where the facts are from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card


class Notes(QWidget):
    """The words that belong to the open scene."""

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(10))
        self.cards = {name: Note(name, title, appearance) for name, title in TITLES.items()}
        for card in self.cards.values():
            column.addWidget(card)
        session.opened.connect(self.refresh)
        session.stepped.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the words of the open scene as its knobs stand, and what more there is to say about the present step."""
        session = self._session
        words, more = session.scene.words(session.knobs), session.steps[session.step].more
        self.cards["more"].say((more,) if more else ())
        for name, said in {"try": words.try_this, "mistaken": words.mistaken, "sources": words.sources}.items():
            self.cards[name].say(said)


TITLES = {"more": "More about this step", "try": "Try this", "mistaken": "Commonly mistaken", "sources": "Sources"}


class Note(Card):
    """A heading and some sentences; not there without any."""

    def __init__(self, name: str, title: str, appearance: Appearance) -> None:
        super().__init__(title, appearance, name)
        self.sentences: list[QLabel] = []
        self._quiet = name == "sources"
        self.hide()

    def say(self, words: tuple[str, ...]) -> None:
        """Show some sentences."""
        if words == tuple(label.text() for label in self.sentences):
            return
        for label in self.sentences:
            self.column.removeWidget(label)
            label.deleteLater()
        self.sentences = [QLabel(sentence) for sentence in words]
        for label in self.sentences:
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if self._quiet:
                label.setObjectName("small")
            self.column.addWidget(label)
        self.setVisible(bool(words))
