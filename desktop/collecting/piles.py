"""The classes of a collection that grows, a card each: pictures are added by click, by digit, or while one is held."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.collecting.class_card import ClassCard
from desktop.collecting.growing import Growing
from desktop.collecting.sources import Sources
from desktop.player.undo import UndoOrder
from desktop.sets.collection import Pile, Shape
from desktop.theme.appearance import Appearance
from engine.contract.spec import MAX_CLASS_NAME

A_SECOND = 10
"""How many pictures a second are taken while a button is held."""

MakeCard = Callable[[Appearance, Pile, Shape], ClassCard]


class Piles(QWidget):
    """Shows what grows, and adds to it what the sources show; `changes` takes back both.

    `make_card` makes a card for a class. `said` carries a sentence about what can't be done, and `touched` says that
    one has done with typing.
    """

    said = Signal(str)
    touched = Signal()

    def __init__(
        self, appearance: Appearance, growing: Growing, sources: Sources, changes: UndoOrder, make_card: MakeCard
    ) -> None:
        super().__init__()
        self._appearance, self._growing, self._sources, self._changes = appearance, growing, sources, changes
        self._make_card = make_card
        self.cards: list[ClassCard] = []
        self._held: int | None = None
        """The class that pictures are taken for."""
        self._clock = QTimer(self, interval=1000 // A_SECOND)
        self._clock.timeout.connect(self._take)
        self.new_class = QLineEdit()
        self.new_class.setPlaceholderText("Type a class and press Enter")
        self.new_class.setAccessibleName("Name of a new class")
        self.new_class.setMaxLength(MAX_CLASS_NAME)
        self.new_class.returnPressed.connect(self._add_class)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 6, 0)
        self.column.setSpacing(appearance.px(8))
        self.column.addWidget(self.new_class)

    def refresh(self) -> None:
        """Show what is there now."""
        now = self._growing.collection
        while len(self.cards) > len(now.piles):
            self.cards.pop().deleteLater()
        for place in range(len(self.cards), len(now.piles)):
            self._add_card(place)
        for card, pile in zip(self.cards, now.piles, strict=True):
            card.show_pile(pile, now.shape)
        self.show_ways()

    def show_ways(self) -> None:
        """Show how pictures can be added now."""
        for number, card in enumerate(self.cards, start=1):
            card.show_way(self._sources.films, number)

    def _add_card(self, place: int) -> None:
        growing, now = self._growing, self._growing.collection
        card = self._make_card(self._appearance, now.piles[place], now.shape)
        card.add_wanted.connect(partial(self.add, place))
        card.held.connect(lambda held: self.hold(place if held else None))
        card.renamed.connect(lambda name: growing.change(lambda now: now.renamed(place, name)))
        card.delete_wanted.connect(lambda places: growing.change(lambda now: now.without(place, places)))
        card.close_wanted.connect(lambda: growing.change(lambda now: now.without_class(place)))
        self.cards.append(card)
        self.column.insertWidget(place, card)

    def _add_class(self) -> None:
        name = self.new_class.text()
        if self._growing.change(lambda now: now.with_class(name)):
            self.new_class.clear()

    # Adding

    def add(self, place: int) -> None:
        """Add what is shown; a drawing gives room for the next one."""
        self.touched.emit()
        picture = self._sources.picture
        if picture is None:
            self.said.emit(self._sources.nothing)
            return
        cleared = self._sources.give_away()  # first, so that undo gives the drawing back last
        if not self._growing.add(place, [picture]) and cleared:
            self._changes.undo_of(self._sources.pad)

    def hold(self, place: int | None) -> None:
        """Take pictures for a class from now on, or for none."""
        if place == self._held:
            return
        if place is not None:
            self.touched.emit()
        self._held = place
        self._sources.view.show_taking(place is not None)
        if place is None:
            self._clock.stop()
        else:
            self._growing.hold()
            self._clock.start()
            self._take()

    def _take(self) -> None:
        picture = self._sources.picture
        if self._held is None or picture is None or not self._growing.take(self._held, picture):
            self.hold(None)

    # Keys

    def press_key(self, event: QKeyEvent) -> bool:
        """Digits add to classes; tells whether the key is one of them."""
        place = event.key() - Qt.Key.Key_1
        if not 0 <= place < min(9, len(self.cards)):
            return False
        if not event.isAutoRepeat():
            if self._sources.films:
                self.hold(place)
            else:
                self.add(place)
        return True

    def release_key(self, event: QKeyEvent) -> bool:
        """Take no more pictures when the digit is let go of; tells whether the key is that."""
        ours = self._held is not None and event.key() == Qt.Key.Key_1 + self._held and not event.isAutoRepeat()
        if ours:
            self.hold(None)
        return ours
