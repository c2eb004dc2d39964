"""The view of mistakes: what was taken for what, the pairs that are confused most, and the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.mistakes.loading import ValidationPictures
from desktop.lab.mistakes.matrix import MatrixView
from desktop.lab.mistakes.wall import MOST, Hung, Pixels, Wall
from desktop.runs import mistakes
from desktop.runs.mistakes import Cell, Judged, Mistake, Pick, Wrong, whose
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import ScrollColumn, TwoRows, WholeTicker, button, label, strip
from scenes.stage.data.recording import Plan, Recording
from scenes.stage.numbers.confusion import Pair, most_confused

LETTER, HALL = 12, 0.038
"""The letters, in pixels of a window of 1280 by 720, and in a hall as a share of the view's height."""
WIDE = 60
"""From so many letters on the wall has two columns at least, and else one."""
PAIRS = 4
"""So many pairs of classes are told of."""
ASIDE = 17.0
"""How wide words and pairs are beside a matrix, in letters."""
APART = 12
"""Between the matrices and the wall, in pixels."""
NOTHING = "Nothing was measured yet."
HINT = "Rows are what pictures are, columns what a network says. Click a cell to see its pictures."


@dataclass(frozen=True, eq=False)
class Shown:
    """What the view shows: whose matrices, which pictures are picked, and the worst of these with their pixels."""

    judged: Judged
    contestants: tuple[int, ...]
    pick: Pick
    wall: tuple[tuple[Mistake, Pixels | None], ...]
    count: int
    """How many pictures are picked altogether."""


class MistakesView(QWidget):
    """Shows what was said at the step that is looked at.

    `picture_wanted` (index, class, pixels) carries a validation picture that all networks should look at; `save_wanted`
    and `copy_wanted` ask for what is shown as a file, and on the clipboard.
    """

    picture_wanted = Signal(int, int, object)
    save_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        strip(self)
        self._appearance = appearance
        self._looked: tuple[Recording | None, int | None] = (None, None)
        self._plan: Plan | None = None
        self._only: int | None = None
        self._pick: Pick = Wrong(0)
        self._in_hall = False
        self.shown: Shown | None = None
        self.pictures = ValidationPictures(self)
        self.pictures.changed.connect(self._show)
        self.whose, self.which = Combo(appearance, "Whose mistakes"), Combo(appearance, "Which pictures")
        for combo in (self.whose, self.which):
            combo.fit_words()
        self.whose.picked.connect(self._show_whose)
        self.when = WholeTicker("small")
        self.matrix = MatrixView(appearance)
        self.matrix.picked.connect(self._pick_cell)
        self.readout = label(HINT, "small", wrap=True)
        self._hint = HINT
        self.matrix.read.connect(lambda words: self.readout.setText(words or self._hint))
        self.pairs = [
            button("", "Show these pictures", partial(self._pick_pair, place), "see") for place in range(PAIRS)
        ]
        for each in self.pairs:
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the button stands for another pair
        self.confuser = label(name="small")
        """Whose pairs they are."""
        self.which.picked.connect(self._show_picked)
        self.count = label(name="small", wrap=True)
        self.back = button("All mistakes", "Leave this cell", self._leave_cell)
        self.trouble = label(name="warning", wrap=True)
        self.wall = Wall(appearance)
        self.wall.chosen.connect(self._choose)
        self.nothing = label(name="intro", wrap=True)
        self._pairs: tuple[Pair, ...] = ()
        self._lay_out()
        appearance.changed.connect(self._show)

    def _lay_out(self) -> None:
        self._top = TwoRows()
        self._top.first.addWidget(self.whose)
        self._top.first.addWidget(self.when, 1)
        for widget in (
            self.which,
            button("Copy", "Copy what is shown as a picture  Ctrl+C", self.copy_wanted.emit),
            button("Save…", "Save the picture or the numbers  Ctrl+S", self.save_wanted.emit),
        ):
            self._top.second.addWidget(widget)
        self._top.second.insertStretch(1, 1)
        self._left = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._left.addWidget(self.matrix, 1)
        self._under = QWidget()
        under = QVBoxLayout(self._under)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.readout)
        under.addWidget(self.confuser)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        under.addLayout(self._grid)
        self._place_pairs(2)
        under.addStretch(1)
        self._left.addWidget(self._under)
        told = QHBoxLayout()
        told.addWidget(self.count, 1)
        told.addWidget(self.back)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addLayout(told)
        right.addWidget(self.trouble)
        self._scroll = ScrollColumn(self.wall)
        right.addWidget(self._scroll, 1)
        right.addStretch(0)
        self._inside = QWidget()
        inside = QHBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(APART)
        inside.addLayout(self._left, 1)
        inside.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._top)
        column.addWidget(self.nothing, 1)
        column.addWidget(self._inside, 1)
        self._inside.installEventFilter(self)

    def _share_room(self) -> None:
        """Have the matrices as large as can be, with their words under or beside them, and whole rows on the wall."""
        shown, room = self.shown, self._inside.contentsRect()
        if shown is None or room.width() <= 0:
            return
        letter, whole = self._letter, room.width() - APART
        least, bar = 2 if whole > WIDE * letter else 1, self._scroll.verticalScrollBar().sizeHint().width()
        widest = max(each.sizeHint().width() for each in self.pairs)  # or a pair would be cut
        beside = 0 if self._in_hall else max(round(ASIDE * letter), widest)
        found = []
        for aside in (False, True) if beside else (False,):
            high = room.height() - (0 if aside or self._in_hall else self._lowest(whole // 2) + self._left.spacing())
            most = whole - self.wall.width_of(least, letter) - bar - (beside if aside else 0)
            found.append((self.matrix.cell_in(shown.contestants, most, high), not aside, most, high))
        cell, under, most, high = max(found)
        taken = self.matrix.width_of(shown.contestants, cell, most, high) + (0 if under else beside)
        columns = max(least, self.wall.columns_in(whole - taken - bar, letter))
        self._right.setFixedWidth(self.wall.width_of(columns, letter) + bar)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._left.setDirection(down if under else across)
        self._under.setMaximumWidth(whole if under else beside)
        self.readout.setMinimumHeight(self._words_high((whole - self._right.width()) if under else beside))
        self._place_pairs(2 if under else 1)
        above = self._right.layout()
        assert above is not None
        beside_count = self.back.sizeHint().width() + above.spacing() if self.back.isVisibleTo(self) else 0
        told = self.count.heightForWidth(self._right.width() - beside_count)
        taken_above = max(told, self.back.sizeHint().height() if beside_count else 0) + above.spacing()
        if self.trouble.isVisibleTo(self):
            taken_above += self.trouble.heightForWidth(self._right.width()) + above.spacing()
        self._scroll.setMaximumHeight(self.wall.whole_rows(max(1, room.height() - taken_above)))

    def _place_pairs(self, abreast: int) -> None:
        """Have so many pairs side by side."""
        for place, each in enumerate(self.pairs):
            self._grid.addWidget(each, place // abreast, place % abreast)

    def _lowest(self, width: int) -> int:
        """How high words and pairs are under the matrices."""
        rows = -(-len(self._pairs) // 2)
        line = self.confuser.sizeHint().height() + self._left.spacing() if rows else 0
        pairs = rows * (self.pairs[0].sizeHint().height() + self._grid.spacing())
        return self._words_high(width) + line + pairs + self._left.spacing()

    def _words_high(self, width: int) -> int:
        """How high the sentence is that stands where no cell is pointed at: a shorter one moves nothing."""
        room = QRect(0, 0, max(1, width), 10_000)
        return self.readout.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._hint).height() + 2

    # What is shown

    def show_recording(self, recording: Recording | None, cursor: int | None) -> None:
        """Show a run as it was at the cursor; nothing is worked out where nobody looks."""
        self._looked = (recording, cursor)
        if self.isVisible():
            self._show_judged()

    def present(self, in_hall: bool) -> None:
        """Show a hall the matrices and the wall in larger letters, or show everything again."""
        self._in_hall = in_hall
        self._top.setVisible(not in_hall and self.shown is not None)
        self._under.setVisible(not in_hall)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self.pictures.look_again()
        self._show_judged()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        if self._in_hall:
            self._show()
        self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room anew when it is another, as it is with another row above it."""
        if event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _show_judged(self) -> None:
        """Work out what was said at the step, unless it is shown already."""
        recording, cursor = self._looked
        if recording is not None and recording.plan is not self._plan:
            self._begin(recording.plan)
        if recording is not None:
            self.pictures.want(spec_of(recording.plan).data)
        found = mistakes.judged(recording, cursor) if recording is not None else None
        self._inside.setVisible(found is not None)
        self._top.setVisible(found is not None and not self._in_hall)
        self.nothing.setVisible(found is None)
        if found is None or recording is None:
            old = recording is not None and (recording.plan.labels is None or recording.ending is not None)
            self.shown = None
            self.nothing.setText(mistakes.NOT_KEPT if old else NOTHING)
            return
        before = self.shown.judged if self.shown is not None else None
        if before is None or (before.step, len(before.labels)) != (found.step, len(found.labels)):
            self._show_pick(found)
        self.when.setText(mistakes.after(found.step, cursor, len(found.labels)))

    def _begin(self, plan: Plan) -> None:
        """Show another run: all its contestants, and the mistakes of the first."""
        self._plan, self._only, self._pick, self.shown = plan, None, Wrong(0), None
        names = [each.name for each in plan.contestants]
        self.whose.clear()
        self.whose.addItems(["All networks", *names])
        self.whose.setVisible(len(names) > 1)
        self.which.clear()
        self.which.addItems([mistakes.pick_words(each, plan) for each in mistakes.picks(plan)])

    def _show_pick(self, judged: Judged) -> None:
        """Find the pictures that are picked."""
        everyone = range(len(judged.said))
        contestants = tuple(everyone) if self._only is None else (self._only,)
        found = mistakes.worst(judged, self._pick)
        wall = tuple((each, self._pixels(each.index)) for each in found[:MOST])
        self.shown = Shown(judged, contestants, self._pick, wall, len(found))
        self._show()

    def _pixels(self, index: int) -> Pixels | None:
        found = self.pictures.pictures
        return found[index] if found is not None and index < len(found) else None

    @property
    def _letter(self) -> float:
        usual = self._appearance.px(LETTER)
        return max(usual, round(HALL * self.height())) if self._in_hall else usual

    def _show(self) -> None:
        """Draw what was found, with the pictures as far as they have been read."""
        shown = self.shown
        if shown is None:
            return
        plan, letter = shown.judged.plan, self._letter
        wall = tuple((each, self._pixels(each.index)) for each, _ in shown.wall)
        self.shown = Shown(shown.judged, shown.contestants, shown.pick, wall, shown.count)
        self.when.setText(mistakes.after(shown.judged.step, self._looked[1], len(shown.judged.labels)))
        self.matrix.show_judged(shown.judged, shown.contestants, shown.pick, letter)
        self._show_pairs(shown)
        self.whose.show_index(0 if self._only is None else self._only + 1)
        self._show_which(shown.pick, plan)
        self.count.setText(told(shown))
        self.back.setVisible(isinstance(shown.pick, Cell))
        self.trouble.setText(self.pictures.trouble)
        self.trouble.setVisible(bool(self.pictures.trouble))
        self.wall.show_pictures(
            [
                Hung(
                    pixels,
                    mistakes.said_words(each, plan),
                    each.contestant,
                    plan.contestants[each.contestant].name,
                    mistakes.loss_words(each.loss),
                )
                for each, pixels in wall
            ],
            letter,
        )
        self._share_room()

    def _show_which(self, pick: Pick, plan: Plan) -> None:
        """Say which pictures are looked at; those of a cell are in the list only while they are seen."""
        known = mistakes.picks(plan)
        is_cell = isinstance(pick, Cell)
        if is_cell and self.which.count() == len(known):
            self.which.addItem(mistakes.A_CELL)
        elif not is_cell and self.which.count() > len(known):
            self.which.removeItem(len(known))
        self.which.show_index(len(known) if is_cell else known.index(pick))

    def _show_pairs(self, shown: Shown) -> None:
        """Say which classes the contestant confuses most whose mistakes are looked at."""
        who = whose(shown.pick)
        counts = shown.judged.counts(who)
        self._pairs = most_confused(counts, PAIRS) if counts is not None else ()
        least = mistakes.least_known(counts, who, shown.judged.plan) if counts is not None else ""
        self._hint = f"{least} {HINT}".strip()
        self.confuser.setText(f"{shown.judged.plan.contestants[who].name} confuses most:")
        self.confuser.setVisible(bool(self._pairs))
        self.readout.setText(self.matrix.words() or self._hint)
        for place, each in enumerate(self.pairs):
            each.setVisible(place < len(self._pairs))
            if place < len(self._pairs):
                each.setText(mistakes.taken(self._pairs[place], shown.judged.plan))

    # What the user does

    def look_at(self, contestant: int) -> None:
        """Show what one contestant mistook, once a run is shown."""
        self._show_whose(contestant + 1)

    def _show_whose(self, index: int) -> None:
        self._only = index - 1 if index else None
        if self._only is not None:
            self._pick = Wrong(self._only)
        self._again()

    def _show_picked(self, index: int) -> None:
        if self._plan is not None and index < len(mistakes.picks(self._plan)):
            self._pick = mistakes.picks(self._plan)[index]
            self._again()

    def _pick_cell(self, cell: Cell) -> None:
        """Show the pictures of a cell; chosen again, all mistakes."""
        self._pick = Wrong(cell.contestant) if cell == self._pick else cell
        self._again()

    def _pick_pair(self, place: int) -> None:
        pair = self._pairs[place]
        self._pick_cell(Cell(whose(self._pick), pair.true, pair.said))

    def _leave_cell(self) -> None:
        self._pick = Wrong(whose(self._pick))
        self._again()

    def _again(self) -> None:
        if self.shown is not None:
            self._show_pick(self.shown.judged)
            self._scroll.to_top()

    def _choose(self, place: int) -> None:
        """Have all networks look at a picture of the wall."""
        shown = self.shown
        if shown is not None and place < len(shown.wall):
            mistake, pixels = shown.wall[place]
            if pixels is not None:
                self.picture_wanted.emit(mistake.index, mistake.true, pixels)


def told(shown: Shown) -> str:
    """Which pictures hang on the wall, and how many there are."""
    plan, count, hang = shown.judged.plan, shown.count, len(shown.wall)
    what = f"{mistakes.pick_words(shown.pick, plan)}: " if isinstance(shown.pick, Cell) else ""
    pictures = "1 picture" if count == 1 else f"{count:,} pictures" if count else "no pictures"
    words = f"{what}{pictures}" + (f", the {hang} with the largest loss." if hang < count else ".")
    return words[0].upper() + words[1:]
