"""The findings of the doctor, one under the other: measured, meant, to be tried, and shown in a scene."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.lab.doctor import twins, words
from desktop.lab.doctor.links import SEEN_IN_MISTAKES, Link, link, moment
from desktop.lab.doctor.rules import Finding
from desktop.lab.doctor.twins import Twin
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card, ScrollColumn, button, label, strip
from scenes.stage.data.recording import Recording

WIDTH = 330
"""How wide the sheet is, in pixels for letters of the usual size."""


@dataclass(frozen=True)
class Entry:
    """All that is said of one finding."""

    finding: Finding
    headline: str
    measured: str
    meaning: str
    twin: Twin | None
    link: Link | None


def entries(recording: Recording, found: tuple[Finding, ...]) -> tuple[Entry, ...]:
    """What is said of some findings of a run."""
    spec = spec_of(recording.plan)
    return tuple(
        Entry(
            each,
            words.headline(recording, each),
            words.measured(recording, each),
            words.WORDS[each.kind].meaning,
            twins.twin(spec, each),
            link(recording, each),
        )
        for each in found
    )


class FindingCard(Card):
    """One finding. Its signals ask for what its buttons say, with the entry that is shown."""

    shown = Signal(object)
    tried = Signal(object)
    linked = Signal(object)
    asked_for_mistakes = Signal(object)

    def __init__(self, entry: Entry, appearance: Appearance) -> None:
        super().__init__("", appearance, "key")
        self.entry = entry
        self.heading.setWordWrap(True)
        self.measured, self.meaning = label(name="muted", wrap=True), label(wrap=True)
        self.show_in_chart = button("Show it in the chart", act=lambda: self.shown.emit(self.entry))
        self.mistakes = button(
            "Show its mistakes", "What it took new pictures for", lambda: self.asked_for_mistakes.emit(self.entry)
        )
        self.try_twin = button("", act=lambda: self.tried.emit(self.entry))
        self.scene = button("", "The scene that shows it", lambda: self.linked.emit(self.entry), "glance")
        shown = (self.show_in_chart, self.mistakes)
        for widget in (self.measured, self.meaning, *shown, self.try_twin, self.scene):
            self.column.addWidget(widget)
        self.show_entry(entry)

    def show_entry(self, entry: Entry) -> None:
        """Say the newest of the same finding."""
        self.entry = entry
        self.heading.setText(entry.headline)
        self.measured.setText(entry.measured)
        self.meaning.setText(entry.meaning)
        if entry.twin is not None:
            self.try_twin.setText(f"Try {entry.twin.words}")
            self.try_twin.setToolTip(entry.twin.hint)
        if entry.link is not None:
            self.scene.setText(f"Scene: {entry.link.title}")
        self.mistakes.setVisible(entry.finding.kind in SEEN_IN_MISTAKES)
        self.try_twin.setVisible(entry.twin is not None)
        self.scene.setVisible(entry.link is not None)


class DoctorSheet(QWidget):
    """Shows what was found.

    `moment_wanted` carries a `Moment`, `mistakes_wanted` the index of a contestant, the others what a card has of their
    kind.
    """

    moment_wanted = Signal(object)
    mistakes_wanted = Signal(int)
    twin_wanted = Signal(object)
    link_wanted = Signal(object)
    close_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        strip(self)
        self._appearance = appearance
        self.cards: list[FindingCard] = []
        self.nothing = label("Nothing stands out so far.", wrap=True)
        self.before = label(name="muted", wrap=True)
        self.close_button: QPushButton = button("Close", "Put this away", self.close_wanted.emit)
        head = QHBoxLayout()
        head.addWidget(label("What stands out", "heading", wrap=True), 1)
        head.addWidget(self.close_button)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(8, 0, 8, 8)
        self._column.setSpacing(8)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.before)
        self._column.addStretch(1)
        self._scroll = ScrollColumn(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 0, 8)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)
        appearance.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        self.setFixedWidth(self._appearance.room(WIDTH))

    def show_entries(self, found: tuple[Entry, ...], before: tuple[str, ...]) -> None:
        """Show findings, and what the tests before the first step have shown; the same ones keep their cards."""
        self.nothing.setVisible(not found)
        self.before.setText("\n".join(before))
        self.before.setVisible(bool(before))
        keys = [(each.finding.kind, each.finding.contestant) for each in found]
        if keys != [(card.entry.finding.kind, card.entry.finding.contestant) for card in self.cards]:
            self._lay_out(found)
        for card, entry in zip(self.cards, found, strict=True):
            card.show_entry(entry)

    def _lay_out(self, found: tuple[Entry, ...]) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [FindingCard(entry, self._appearance) for entry in found]
        for place, card in enumerate(self.cards):
            self._column.insertWidget(place, card)
            card.shown.connect(self._show)
            card.asked_for_mistakes.connect(lambda entry: self.mistakes_wanted.emit(entry.finding.contestant))
            card.tried.connect(lambda entry: self.twin_wanted.emit(entry.twin))
            card.linked.connect(lambda entry: self.link_wanted.emit(entry.link))
        self._scroll.to_top()

    def _show(self, entry: Entry) -> None:
        self.moment_wanted.emit(moment(entry.finding))
