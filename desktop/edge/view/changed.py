"""The pictures whose first answer is another in another form, or nearly: a wall of them, and the chosen one larger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.model.forms import FORMS
from desktop.edge.model.result import Change, Close, Pictures, Result
from desktop.edge.view.answers import AnswersCard, fine_percent, names_in
from desktop.edge.view.looks import names_of
from desktop.lab.mistakes.wall import HIGH, MOST, Hung, Wall
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent
from desktop.widgets.fields import Combo
from desktop.widgets.parts import ScrollColumn, label
from scenes.stage.draw.blocks import counted

SMALLEST, LARGEST = 11.5, 17
"""The letters of the wall, in pixels for letters of the usual size: as large as all pictures have room, or many."""
ALL = "All forms"
CLOSEST = 12
"""So many pictures whose answers nearly changed are shown where none did."""
NEAREST = "These came nearest to another answer."
NOT_YET = "When the network is measured, the pictures that a form says something else of are here."
NO_PICTURES = "This network was asked about no pictures, so nobody knows which answers change."


class ChangedPictures(QWidget):
    """Shows what changed, the surest answers first, or what nearly changed, where nothing did.

    Whoever owns it gives `only` its place, which filters by form, and `words`, which say what is shown.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._result: Result | None = None
        self._only: Form | None = None
        self._shown: tuple[Change | Close, ...] = ()
        self._offered: tuple[Form | None, ...] = ()
        self._letter = 0.0
        self.only = Combo(appearance, "Changed in which form")
        self.only.be_usually(appearance.px(180))
        self.only.picked.connect(self._pick)
        self.words = label(name="muted", wrap=True)
        self.wall = Wall(appearance, "A click shows it larger.")
        self.wall.chosen.connect(self.choose)
        self.sheet = ScrollColumn(self.wall)
        self.card = AnswersCard(appearance)
        self._inside = QWidget()
        self._row = inside = QHBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(appearance.px(16))
        left = QVBoxLayout()
        left.addWidget(self.sheet, 1)
        left.addStretch(0)
        inside.addLayout(left, 1)
        self._inside.installEventFilter(self)
        inside.addWidget(self.card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
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

    @property
    def has_choice(self) -> bool:
        """Whether there are several forms to filter by."""
        return len(self._offered) > 2  # all forms, and at least two

    @property
    def empty(self) -> bool:
        """Whether there are no pictures to show."""
        return not self._shown

    def _pick(self, index: int) -> None:
        self._only = self._offered[index]
        self._show()

    def choose(self, place: int) -> None:
        """Show the picture at a place of the wall larger."""
        result = self._result
        if result is None or result.first is None or not 0 <= place < len(self._shown):
            return
        chosen = self._shown[place]
        if isinstance(chosen, Close):
            self.card.show_close(chosen, result.first, result.pictures)
        else:
            self.card.show_change(chosen, result.first, result.pictures)

    def _show(self) -> None:
        result, only = self._result, self._only
        forms = result.compared if result is not None else ()
        self._offered = (None, *forms)
        self.only.clear()
        self.only.addItems([ALL, *(", ".join(names_of(form)) for form in forms)])
        self.only.show_index(self._offered.index(only))
        changes = () if result is None else result.all_changes if only is None else result.changes(only)
        asked = forms if only is None else (only,)
        self._shown = tuple(sorted(changes, key=lambda each: -float(each.was.max())))[:MOST]
        if result is not None and not changes:
            self._shown = result.closest(asked[-1], CLOSEST) if asked else ()
        self.words.setText(_words(result, asked, changes, only))
        self._inside.setVisible(bool(self._shown))
        self._letter = 0.0
        self._share_room()
        self.sheet.to_top()
        self.choose(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show whole rows of the wall only: what is cut through is not seen."""
        if watched is self._inside and event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        """Have letters in which the most pictures are seen, the largest ones of these, and whole rows."""
        room = self._inside.contentsRect()
        wide = (room.width() - self._row.spacing()) // 2 - self.sheet.verticalScrollBar().sizeHint().width()
        letter = self._fitting(wide, room.height())
        if letter != self._letter:
            self._letter = letter
            pictures = self._result.pictures if self._result is not None else None
            self.wall.show_pictures([_hung(each, pictures) for each in self._shown], letter)
        self.wall.setFixedWidth(self.wall.width_of(self.wall.columns_in(wide, letter), letter))
        self.sheet.setMaximumHeight(self.wall.whole_rows(room.height()))
        self.card.fit(room.width() // 2, room.height())

    def _fitting(self, wide: int, high: int) -> float:
        unit = self._appearance.px(100) / 100
        sizes = [unit * step / 4 for step in range(round(4 * SMALLEST), round(4 * LARGEST) + 1)]

        def seen(letter: float) -> tuple[int, float]:
            tiles = self.wall.columns_in(wide, letter) * self.wall.rows_in(high, letter)
            return (min(tiles, len(self._shown)), letter) if HIGH * letter <= high else (0, -letter)

        return max(sizes, key=seen)


def _hung(change: Change | Close, pictures: Pictures | None) -> Hung:
    """A picture as it hangs on the wall."""
    name = names_in(pictures)
    if isinstance(change, Close):
        first, second = (fine_percent(float(change.now[each])) for each in (change.answer, change.second))
        said = f"{name(change.answer)}, {first}", f"then {name(change.second)}, {second}"
    else:
        now, was = percent(float(change.now[change.after])), percent(float(change.was[change.before]))
        said = f"a tie at {now}" if change.tied else f"{name(change.after)}, {now}", f"was {name(change.before)}, {was}"
    truth = f"it is {name(change.truth)}" if change.truth is not None else ""
    pixels = pictures.pixels[change.picture] if pictures is not None else None
    return Hung(pixels, said, FORMS.index(change.form), names_of(change.form)[0], truth)


def _words(result: Result | None, forms: tuple[Form, ...], changes: Sequence[Change], only: Form | None) -> str:
    """How many changed, or why there are none, in a sentence or a few."""
    if result is None:
        return NOT_YET
    if result.pictures is None:
        return NO_PICTURES
    if not forms:
        return "Only one form has answered so far, so there is nothing to compare."
    asked, count = result.pictures, len(changes)
    which = asked.words[:1].lower() + asked.words[1:]
    unknown = "" if asked.labels is not None else " This is agreement, not accuracy: nobody noted what they show."
    if not count:
        agree = "all forms say the same" if only is None else f"{', '.join(names_of(only))} says what float32 says"
        return f"No answer changed: {agree} of {which}. {NEAREST}{unknown}"
    shown = f" Here are the {MOST} of which float32 was surest." if count > MOST else ""
    return f"{counted(count, 'answer')} changed, of {which}{_ties(changes)}.{shown}{unknown}"


def _ties(changes: Sequence[Change]) -> str:
    """In how many of them a form can't tell both answers apart, as part of a sentence; "" for none."""
    tied = [change.form for change in changes if change.tied]
    forms = " and ".join(dict.fromkeys(names_of(form)[0] for form in FORMS if form in tied))
    ties = "is a tie" if len(tied) == 1 else "are ties"
    return f"; {len(tied):,} of them {ties} in {forms}" if tied else ""
