"""The pictures whose first answer is another in another form: a wall of them, and the chosen one larger."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.model.forms import FORMS
from desktop.edge.model.result import Change, Pictures, Result
from desktop.edge.view.answers import AnswersCard, names_in
from desktop.edge.view.looks import names_of
from desktop.lab.mistakes.wall import MOST, Hung, Wall
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent
from desktop.widgets.fields import Combo
from desktop.widgets.parts import ScrollColumn, label
from scenes.stage.draw.blocks import counted

LETTER = 13
ALL = "All forms"
NOT_YET = "When the network is measured, the pictures that a form says something else of are here."
NO_PICTURES = "This network was asked about no pictures, so nobody knows which answers change."


class ChangedPictures(QWidget):
    """Shows what changed. The surest answers that changed come first."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._result: Result | None = None
        self._only: Form | None = None
        self._shown: tuple[Change, ...] = ()
        self._offered: tuple[Form | None, ...] = ()
        self.heading = label("Which answers changed", "title")
        self.only = Combo(appearance, "Changed in which form")
        self.only.fit_words()
        self.only.picked.connect(self._pick)
        self.words = label(name="muted", wrap=True)
        self.wall = Wall(appearance, "A click shows it larger.")
        self.wall.chosen.connect(self.choose)
        self.scroll = ScrollColumn(self.wall)
        self.card = AnswersCard(appearance)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addWidget(self.only)
        top.addStretch(1)
        self._inside = QWidget()
        inside = QHBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(appearance.px(16))
        inside.addWidget(self.scroll, 1)
        inside.addWidget(self.card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.words)
        column.addWidget(self._inside, 1)
        column.addStretch(0)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        appearance.changed.connect(self._show)

    def show_result(self, result: Result | None) -> None:
        """Show what changed of a network; None before anything was measured."""
        if result is not self._result:
            self._result = result
            self._only = self._only if result is not None and self._only in result.compared else None
            self._show()

    def _pick(self, index: int) -> None:
        self._only = self._offered[index]
        self._show()

    def choose(self, place: int) -> None:
        """Show the picture at a place of the wall larger."""
        result = self._result
        if result is None or result.first is None or not 0 <= place < len(self._shown):
            return
        self.card.show_change(self._shown[place], result.first, result.pictures)

    def _show(self) -> None:
        result, only = self._result, self._only
        forms = result.compared if result is not None else ()
        self._offered = (None, *forms)
        self.only.clear()
        self.only.addItems([ALL, *(", ".join(names_of(form)) for form in forms)])
        self.only.show_index(self._offered.index(only))
        self.only.setVisible(len(forms) > 1)
        changes = () if result is None else result.all_changes if only is None else result.changes(only)
        self._shown = tuple(sorted(changes, key=lambda each: -float(each.was.max())))[:MOST]
        self.words.setText(_words(result, forms if only is None else (only,), len(changes)))
        self._inside.setVisible(bool(self._shown))
        pictures = result.pictures if result is not None else None
        letter = self._appearance.px(LETTER)
        self.wall.show_pictures([_hung(each, pictures) for each in self._shown], letter)
        self.scroll.to_top()
        self.choose(0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._show()


def _hung(change: Change, pictures: Pictures | None) -> Hung:
    """A picture as it hangs on the wall."""
    name = names_in(pictures)
    now, was = percent(float(change.now[change.after])), percent(float(change.was[change.before]))
    said = f"{name(change.after)} {now}", f"was {name(change.before)} {was}"
    truth = f"it is {name(change.truth)}" if change.truth is not None else ""
    pixels = pictures.pixels[change.picture] if pictures is not None else None
    return Hung(pixels, said, FORMS.index(change.form), names_of(change.form)[0], truth)


def _words(result: Result | None, forms: tuple[Form, ...], count: int) -> str:
    """How many changed, or why there are none, in a sentence or a few."""
    if result is None:
        return NOT_YET
    if result.pictures is None:
        return NO_PICTURES
    if not forms:
        return "Only one form has answered so far, so there is nothing to compare."
    asked = result.pictures
    unknown = "" if asked.labels is not None else " What they show is not noted: this is agreement, not accuracy."
    if not count:
        return f"No answer changed: every form says the same of all {asked.count:,} pictures ({asked.words}).{unknown}"
    shown = f" The {MOST} of which float32 was surest are here." if count > MOST else ""
    told = counted(count, "answer") + (" has" if count == 1 else " have")
    return f"{told} changed. Asked were {asked.count:,} pictures ({asked.words}).{shown}{unknown}"
