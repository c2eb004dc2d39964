"""The lenses over a picture: which one, what it explains, and what it shows of every network."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.lab.drawing.answers import Answers
from desktop.lab.looking import lens, words
from desktop.lab.looking.asking import Looker
from desktop.lab.looking.chips import Chips
from desktop.lab.looking.lens import COVER, GRAD_CAM, LENSES, NONE, SQUARES, Classes, Square
from desktop.lab.looking.maps import MapsView
from desktop.lab.looking.picture import CoveredPicture, Place
from desktop.lab.looking.wishing import Look
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from desktop.training.subjects import Then, then
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import NOTE, Ticker, button, label
from scenes.stage.data.recording import Plan, Recording, Snapshot

SCALES = ("scale per network", "per picture")
WIDE = 1.15
"""The picture stands beside the maps where the room is so much wider than high, and else above them."""
ROOM = 560
"""So wide it is where everything has room, in pixels for letters of the usual size."""
LEAST = 190
"""So high at least is what is seen, in the same pixels; where there is less room one scrolls."""
AT_FIRST = 1
"""The square is a medium one."""
LAST_MAPS = "the last maps of each network"
ENOUGH = 2
"""So many classes of each network say enough beside a picture, or there would be no room for bars."""
IN_HALL = 1.6
"""So much larger are the answers in a hall."""


_Seen = tuple[Plan, Snapshot, Then | None, Then | None, tuple[object, ...]]


def _same(one: _Seen | None, other: _Seen | None) -> bool:
    """Whether two looks show the same."""
    if one is None or other is None:
        return one is other
    thens = zip(one[2:4], other[2:4], strict=True)
    return (
        one[0] is other[0]
        and one[1] is other[1]
        and all(mine is its or (mine is not None and mine.same_as(its)) for mine, its in thens)
        and one[4] == other[4]
    )


class LookingPanel(QWidget):
    """Chooses a lens and shows what is seen through it.

    `lens_changed` says that another one was chosen; `scene_wanted` carries a scene and its knobs.
    """

    lens_changed = Signal()
    scene_wanted = Signal(str, object)

    def __init__(self, appearance: Appearance, session: TrainingSession, questions: Questions) -> None:
        super().__init__()
        self._appearance, self._session = appearance, session
        self.looker = Looker(questions, self)
        self.lens, self.classes = NONE, Classes()
        self.layers: dict[int, str] = {}
        self.only: int | None = None
        """The contestant that is shown alone; None shows all."""
        self.square_size = AT_FIRST
        self.square: Square | None = None
        """Where the square lies; None is the middle."""
        self.filled: Then | None = None
        """The networks whose whole maps were wanted last; None where none are."""
        self.in_hall = False
        self.told_elsewhere = False
        """Whether the answers stand beside a drawing; what is covered is told of here all the same."""
        self._shown: tuple[Recording | None, int | None, Snapshot | None] = (None, None, None)
        self._seen: _Seen | None = None
        """What all that is known is about."""
        self._offered: tuple[Plan | None, tuple[tuple[int, str], ...]] = (None, ())
        self._make(appearance)
        self._lay_out()
        self._connect()
        self._show_controls()

    def _make(self, appearance: Appearance) -> None:
        self.lenses = Segments("Lens", LENSES)
        self.scales = Segments("Scale", SCALES)
        self.chips = Chips(appearance)
        self.layer = Combo(appearance, "Layer whose maps are weighed")
        self.layer.setMinimumContentsLength(len(LAST_MAPS))
        self.scene = button(
            "Scene: Global average pooling",
            "Grad-CAM is the class map made general: open the scene about global average pooling",
        )
        self.sizes = Segments("Square", SQUARES)
        self.fill = button("Fill the whole map", "Cover the picture at every place")
        self.stop = button("Stop")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How much of the maps is there")
        self.picture, self.maps = CoveredPicture(appearance), MapsView(appearance)
        self.answers = Answers(appearance, ENOUGH)
        self.readout = Ticker("small")
        self.words = label(name="small", wrap=True)
        self.sheet = QWidget()
        """All that is seen through the lens, with what is said of it."""

    def _lay_out(self) -> None:
        first, tools, self._tools = QHBoxLayout(), QHBoxLayout(), QWidget()
        first.addWidget(self.lenses)
        first.addStretch(1)
        scales = QHBoxLayout()
        scales.addWidget(self.scales)
        scales.addStretch(1)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(5)
        self._first.addLayout(first, 1)
        self._first.addLayout(scales)
        tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setLayout(tools)
        for widget in (self.layer, self.scene, self.sizes, self.fill, self.stop):
            tools.addWidget(widget)
        tools.addWidget(self.progress, 1)
        tools.addStretch(1)
        self._rows = QWidget()
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        rows.addLayout(self._first)
        rows.addWidget(self.chips)
        rows.addWidget(self._tools)
        self._left = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._left.setSpacing(6)
        self._left.addWidget(self.picture, 3)
        self._left.addWidget(self.answers, 2)
        self.body = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(14)
        self._body.addLayout(self._left, 1)
        self._body.addWidget(self.maps, 2)
        sheet = QVBoxLayout(self.sheet)
        sheet.addWidget(self.body, 1)
        sheet.addWidget(self.readout)
        sheet.addWidget(self.words)
        column = QVBoxLayout(self)
        column.addWidget(self._rows)
        column.addWidget(self.sheet, 1)
        for each in (sheet, column):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(6)

    def _connect(self) -> None:
        self.lenses.picked.connect(self.choose)
        self.scales.picked.connect(self._choose_scale)
        self.chips.picked.connect(self._choose_classes)
        self.layer.picked.connect(self._choose_layer)
        self.scene.clicked.connect(lambda: self.scene_wanted.emit("gap", {}))
        self.sizes.picked.connect(self._choose_size)
        self.fill.clicked.connect(self._fill)
        self.stop.clicked.connect(self.looker.stop)
        self.picture.moved.connect(self._cover)
        self.picture.pointed.connect(self._point)
        self.maps.pointed.connect(self._point)
        self.looker.changed.connect(self._show_known)
        self._session.phase_changed.connect(self._refresh)
        self._appearance.changed.connect(self.maps.update)

    # What is looked at

    def show_snapshot(self, recording: Recording | None, cursor: int | None, snapshot: Snapshot | None) -> None:
        """Look at the picture of a snapshot, with the networks of a run at a step."""
        before = self._shown[2]
        self._shown = (recording, cursor, snapshot)
        if recording is not None and recording.plan is not self._offered[0]:
            self.classes, self.layers, self.square, self.filled = Classes(), {}, None, None
            self.only = None
            self._offer(recording.plan)
        if before is None or snapshot is None or before.picture != snapshot.picture:
            self.filled = None
        self._refresh()

    def show_only(self, contestant: int | None) -> None:
        """Let one contestant have all the room, or all of them."""
        self.only = contestant
        self._refresh()

    def leave_answers(self, told_elsewhere: bool) -> None:
        """Leave it to somebody else to tell what the networks say, or don't."""
        self.told_elsewhere = told_elsewhere
        self._show_controls()

    def present(self, in_hall: bool) -> None:
        """Show a hall what is seen through the lens, without what is chosen."""
        self.in_hall = self.maps.in_hall = in_hall
        self.answers.enlarge(IN_HALL if in_hall else 1.0)
        self._show_controls()
        self._size_words()

    @property
    def look(self) -> Look | None:
        """What is looked at; None where there is no picture, or no lens over it."""
        recording, cursor, snapshot = self._shown
        if recording is None or snapshot is None or self.lens == NONE:
            return None
        square = self._square(snapshot.picture.shape)
        asked = then(self._session, recording, cursor)
        return Look(recording, snapshot, asked, self.lens, self.classes, self.layers, square, self.filled, self.only)

    @property
    def is_narrow(self) -> bool:
        """Whether there is too little room for all words and numbers."""
        return self.width() < self._appearance.px(ROOM)

    def _square(self, shape: tuple[int, ...]) -> Square:
        side = lens.sides(shape)[self.square_size]
        if self.square is None:
            return Square(side, 0, 0).moved(shape[1] / 2, shape[2] / 2, shape)
        _, top, left = self.square
        middle = top + self.square.side / 2, left + self.square.side / 2
        return Square(side, 0, 0).moved(*middle, shape)

    def _refresh(self) -> None:
        """Ask for what is not known yet; nobody is asked for what nobody sees."""
        look = self.look if self.isVisible() else None
        now = look.then if look is not None and look.then is not None and look.then.checkpoint is None else None
        if look is not None and now is not None and self.filled is not None and self.filled.checkpoint is not None:
            self.filled, look = now, replace(look, filled=now)  # back from the past
        seen = None
        if look is not None:
            choices = (look.lens, look.classes, look.layers, look.square, look.only, self._session.phase)
            seen = look.plan, look.snapshot, look.then, look.filled, choices
        if _same(seen, self._seen):
            return
        self._seen = seen
        self.looker.want(look.wishes() if look is not None else {})
        self._show_known()

    # What is chosen

    def choose(self, index: int) -> None:
        """Look through another lens, or through none."""
        if index != self.lens:
            self.lens, self.filled = index, None
            self._show_controls()
            self.lens_changed.emit()
            self._refresh()

    def _choose_scale(self, index: int) -> None:
        self.maps.one_scale = index == 0
        self._show_known()
        self._show_controls()

    def _choose_classes(self, classes: Classes) -> None:
        self.classes = classes
        self._refresh()

    def choose_layer(self, contestant: int, layer: str) -> None:
        """Weigh the maps of a layer of one network."""
        self.layers = {**self.layers, contestant: layer}
        self._show_layer(contestant, layer)
        self._refresh()

    def _choose_layer(self, row: int) -> None:
        if row:
            self.choose_layer(*self._offered[1][row - 1])
        else:
            self.layers = {}
            self._refresh()

    def _offer(self, plan: Plan) -> None:
        """Offer the layers of all networks of a run that give maps."""
        names = tuple((index, each.name) for index, one in enumerate(plan.contestants) for each in lens.maps(one))
        self._offered = (plan, names)
        self.layer.clear()
        several = len(plan.contestants) > 1
        told = [words.layer_text(plan.contestants[index], name) for index, name in names]
        owners = [f"{plan.contestants[index].name}: " if several else "" for index, _ in names]
        self.layer.addItems([LAST_MAPS, *(owner + text for owner, text in zip(owners, told, strict=True))])

    def _show_layer(self, contestant: int, layer: str) -> None:
        if (contestant, layer) in self._offered[1]:
            self.layer.show_index(self._offered[1].index((contestant, layer)) + 1)

    def _choose_size(self, index: int) -> None:
        self.square_size = index
        self._show_controls()
        self._refresh()

    def _cover(self, square: Square) -> None:
        self.square = square
        self._refresh()

    def _fill(self) -> None:
        look = self.look
        self.filled = look.then if look is not None else None
        self._refresh()

    # Showing

    def _show_controls(self) -> None:
        on = self.lens != NONE
        self.lenses.show_index(self.lens, [None] * len(LENSES))
        self.scales.show_index(0 if self.maps.one_scale else 1, [None, None])
        self.sizes.show_index(self.square_size, [None] * len(SQUARES))
        self._rows.setVisible(not self.in_hall)
        for widget in (self.sheet, self.chips, self.scales):
            widget.setVisible(on)
        self._tools.setVisible(self.lens in (GRAD_CAM, COVER))
        for widget in (self.layer, self.scene):
            widget.setVisible(self.lens == GRAD_CAM)
        for widget in (self.sizes, self.fill):
            widget.setVisible(self.lens == COVER)
        self.answers.setVisible(self.lens == COVER or self.in_hall or not self.told_elsewhere)
        if on:
            recording = self._shown[0]
            channels = self._shown[2].picture.shape[0] if self._shown[2] is not None else 1
            shown = words.shown(self.lens, channels, self.maps.one_scale, self.classes)
            self.words.setText(words.ALIKE if self.is_narrow else f"{shown} {words.ALIKE}")
            self.chips.show_classes(recording.plan.classes if recording is not None else (), self.classes)

    def _show_known(self) -> None:
        """Show all that is known, and how far what takes longer has come."""
        look, known = self.look, self.looker.known
        self._show_controls()
        going = [each.progress for each in known.values() if each.progress is not None]
        self.progress.setVisible(bool(going))
        self.stop.setVisible(bool(going))
        self.progress.setRange(0, max(1, sum(of for _, of in going)))
        self.progress.setValue(sum(done for done, _ in going))
        if look is None:
            self.picture.show_picture(None, None, 0.0)
            self.answers.show_snapshot(None, None)
            self.maps.show_pairs(None, (), "", self.maps.one_scale)
            return
        picture = look.snapshot.picture.array
        self.picture.show_picture(picture, look.square if self.lens == COVER else None, look.grey)
        self._body.setStretchFactor(self.maps, 2 if len(look.contestants) == 1 else 3)
        self.maps.show_pairs(picture, tuple(look.pairs(known)), words.UNITS[self.lens], self.maps.one_scale)
        before = look.snapshot if self.lens == COVER else None
        self.answers.show_snapshot(look.plan, look.answered(known), before)
        learns = self._session.phase is Phase.RUNNING and look.then is not None and look.then.checkpoint is None
        again = self.filled is not None and learns
        self.fill.setText("Fill it again" if again else "Fill the whole map")

    def _point(self, place: Place | None) -> None:
        self.picture.show_place(place)
        self.maps.show_place(place)
        self.readout.setText(self.maps.reading(place) if place is not None else "")

    def _size_words(self) -> None:
        size = round(NOTE * self.window().height()) if self.in_hall else self._appearance.px(12)
        sheet = f"font-size: {max(size, self._appearance.px(12))}px;"
        for widget in (self.words, self.readout):
            if widget.styleSheet() != sheet:
                widget.setStyleSheet(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the picture beside the maps where there is room, and its answers beside it where there is none."""
        super().resizeEvent(event)
        self.body.setMinimumHeight(self._appearance.px(LEAST))
        room, directions = self.body.size(), QBoxLayout.Direction
        wide = room.width() > WIDE * room.height()
        self._body.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._left.setDirection(directions.TopToBottom if wide else directions.LeftToRight)
        both = self.lenses.in_a_row + self.scales.in_a_row + 2 * self._first.spacing()
        self._first.setDirection(directions.TopToBottom if both > self.width() else directions.LeftToRight)
        self.lenses.stand(len(LENSES) if self.lenses.in_a_row <= self.width() else -(-len(LENSES) // 2))
        self._size_words()
        self._show_controls()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing go on that nobody sees."""
        super().hideEvent(event)
        self._refresh()
