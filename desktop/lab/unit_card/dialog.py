"""The window with the card of one unit, which follows the picture, the step and the keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.export.still import ExportError
from desktop.export.views import KINDS, save
from desktop.lab.networks.colouring import FULL_ACTIVATION
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import Net
from desktop.lab.networks.pointing import Pointed
from desktop.lab.networks.state import Moment
from desktop.lab.networks.view import NetworkView
from desktop.lab.unit_card import words
from desktop.lab.unit_card.inquiry import Inquiry
from desktop.lab.unit_card.photos import Photo, Photos
from desktop.lab.unit_card.table import ClassTable, Ranking
from desktop.lab.unit_card.tiles import Tiles
from desktop.lab.unit_card.unit import Filter, Unit, answers, filter_of, is_map, kind_of, patch_of
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from desktop.widgets.fields import Combo
from desktop.widgets.parts import NOTE, Ticker, button, label, note_size
from desktop.widgets.saving import ask_where_to_save
from desktop.widgets.slider import Slider
from engine.contract.questions import StrongestFound
from engine.contract.spec.built.sight import Patch
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text
from scenes.stage.numbers.values import format_number

HINT = "Arrow keys: next unit, next layer. Point at a number to read it."
WITHOUT = "WITHOUT IT"
ALL_OF_IT = "It sees the whole picture."
Shown = Callable[[], tuple[Recording | None, int | None]]


class UnitDialog(QDialog):
    """Shows one unit of what the networks' picture shows.

    `scrubbed` carries the step that was chosen here, and `scene_wanted` a `Pointed` whose scene is to be
    opened.
    """

    scrubbed = Signal(object)
    scene_wanted = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        questions: Questions,
        session: TrainingSession,
        inside: NetworkView,
        shown: Shown,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("A unit of a network")
        self._appearance, self._inside, self._shown = appearance, inside, shown
        self._session = session
        self._folder = Path.home()
        self._steps: tuple[int, ...] = ()
        self._strongest_cell = (0, 0)
        self.unit = Unit(0, 0, 0)
        self.inquiry = Inquiry(questions, session, self)
        self._make()
        self._lay_out()
        for key, act in (("Left", -1), ("Right", 1)):
            QShortcut(QKeySequence(key), self, partial(self._move, act, 0))
        for key, act in (("Up", -1), ("Down", 1)):
            QShortcut(QKeySequence(key), self, partial(self._move, 0, act))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._ask_where)
        inside.moved.connect(self._follow)
        session.phase_changed.connect(self._follow)
        self.inquiry.changed.connect(self._show_found)

    def _make(self) -> None:
        looks = self._appearance
        self.name, self.whose = label(name="title"), Ticker("muted")
        self.layers = Combo(looks, "Layer")
        self.layers.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.layers.picked.connect(lambda layer: self.show_unit(Unit(self.unit.contestant, layer, 0)))
        self.before = button("‹", "The unit before  Left", partial(self._move, -1, 0))
        self.next = button("›", "The next unit  Right", partial(self._move, 1, 0))
        self.kernels, self.map = Tiles(looks, "Its filter"), Tiles(looks, "Its map of this picture")
        self.filter_words = label(name="muted", wrap=True)
        self.picture = Photos(looks, "The picture")
        self.strongest = Photos(looks, "Its strongest training pictures", 3)
        self.spread, self.scanning = label(wrap=True), QProgressBar()
        self.ascent, self.ascent_words = Photos(looks, "A picture that makes it strong"), label(name="muted", wrap=True)
        self.ascent.setToolTip(words.CLIMB)
        self.ascent_words.setToolTip(words.CLIMB)
        self.table, self.verdict = ClassTable(looks), label(wrap=True)
        self.rule = label(words.RULE, "muted")
        self.rank = button("Rank all", act=self._rank_or_stop)
        self.ranked, self.ranking = QProgressBar(), Ranking(looks)
        for bar, title in ((self.scanning, "Training pictures looked at"), (self.ranked, "Units switched off")):
            bar.setTextVisible(False)
            bar.setAccessibleName(title)
        self.ranking.picked.connect(lambda index: self.show_unit(Unit(self.unit.contestant, self.unit.layer, index)))
        self.readout, self.said = Ticker("small"), label(wrap=True)
        for widget in (self.kernels, self.map, self.picture, self.strongest, self.ranking):
            widget.read.connect(lambda said: self.readout.setText(said or HINT))
        self.readout.setText(HINT)
        self.slider, self.where = Slider(looks, "Step", 1), Ticker("where", "step 88,888")
        self.slider.wanted.connect(self._roll)
        self.pause = button("", act=self._pause_or_go_on)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for widget in (self.before, self.next, self.name):
            top.addWidget(widget)
        top.addSpacing(12)
        top.addWidget(self.whose, 1)
        top.addWidget(self.pause)
        top.addWidget(self.layers)
        self.sheet = QWidget()
        grid = QGridLayout(self.sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        for place, (made, share) in enumerate(((self._left(), 27), (self._middle(), 36), (self._right(), 37))):
            grid.addLayout(made, 0, place)
            grid.setColumnStretch(place, share)
        bottom = QHBoxLayout()
        bottom.addWidget(self.readout, 6)
        bottom.addWidget(self.slider, 3)
        bottom.addWidget(self.where)
        self.scene = button("Open in the scene", "The scene that computes it", self._open)
        self.save = button("Save…", "Save the picture or the numbers  Ctrl+S", self._ask_where)
        for each in (self.scene, self.save, button("Close", act=self.hide)):
            bottom.addWidget(each)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.said)
        column.addLayout(bottom)

    def _left(self) -> QVBoxLayout:
        made = QVBoxLayout()
        self.filter_title = label("ITS FILTER", "chapter")
        made.addWidget(self.filter_title)
        made.addWidget(self.kernels, 4)
        made.addWidget(self.filter_words)
        self.map_title = label("ITS MAP OF THIS PICTURE", "chapter")
        made.addWidget(self.map_title)
        both = QHBoxLayout()
        both.addWidget(self.picture, 1)
        both.addWidget(self.map, 1)
        made.addLayout(both, 3)
        return made

    def _middle(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.addWidget(label("ITS NINE STRONGEST TRAINING PICTURES", "chapter"))
        made.addWidget(self.strongest, 1)
        made.addWidget(self.scanning)
        made.addWidget(self.spread)
        return made

    def _right(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.addWidget(label("WHAT MAKES IT STRONG", "chapter"))
        ascent = QHBoxLayout()
        ascent.setSpacing(12)
        ascent.addWidget(self.ascent, 2)
        ascent.addWidget(self.ascent_words, 3)
        made.addLayout(ascent, 3)
        self.off_title = label(WITHOUT, "chapter")
        self.off_title.setToolTip(f"Measured {words.counted()}.")
        made.addWidget(self.off_title)
        made.addWidget(self.table, 6)
        made.addWidget(self.rule)
        made.addWidget(self.verdict)
        rank = QHBoxLayout()
        rank.addWidget(self.rank)
        rank.addWidget(self.ranked, 1)
        made.addLayout(rank)
        self.ranking_title = label(name="chapter")
        made.addWidget(self.ranking_title)
        made.addWidget(self.ranking)
        return made

    # Which unit

    def show_for(self, unit: Unit) -> None:
        """Open the card of a unit."""
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(int(room.width() * 0.95), int(room.height() * 0.94))
        self.move(parent.window().geometry().center() - self.rect().center())
        self.show()
        self.show_unit(unit)
        self.setFocus()

    def show_unit(self, unit: Unit) -> None:
        """Show another unit."""
        self.unit = unit
        self._follow()

    def _move(self, by: int, layers: int) -> None:
        net = self._net
        if net is not None:
            self.show_unit(self.unit.behind(net, layers) if layers else self.unit.beside(net, by))

    @property
    def _net(self) -> Net | None:
        """The network that the unit is of."""
        moment = self._inside.moment
        if moment is None or not moment.nets:
            return None
        return moment.nets[min(self.unit.contestant, len(moment.nets) - 1)]

    def _follow(self) -> None:
        """Show the unit as it is at the step and for the picture that the lab looks at."""
        if self.isHidden():
            return
        (recording, cursor), moment, net = self._shown(), self._inside.moment, self._net
        if recording is None or moment is None or net is None or recording.plan is not moment.plan:
            self.hide()
            return
        contestant = min(self.unit.contestant, len(moment.nets) - 1)
        self.unit = Unit(contestant, self.unit.layer, self.unit.index).within(net)
        count = net.shape(self.unit.layer)[0]
        self._show_name(net, recording, cursor)
        self._show_filter(net, moment)
        self._show_map(net, moment)
        self.pause.setText("Pause the run" if self._session.phase is Phase.RUNNING else "Let the run go on")
        self.pause.setVisible(self._session.phase in (Phase.RUNNING, Phase.PAUSED))
        self.inquiry.show(recording, cursor, self.unit, net.layers[self.unit.layer].name, count)
        self._show_found()

    # What is shown

    @property
    def letter(self) -> int:
        """How high letters are, in pixels."""
        return max(self._appearance.px(13), round(NOTE * self.height()))

    def _show_name(self, net: Net, recording: Recording, cursor: int | None) -> None:
        layer, what = net.layers[self.unit.layer], kind_of(net, self.unit.layer)
        meaning = f", “{recording.plan.classes[self.unit.index]}”" if what == "class" else ""
        self.name.setText(f"{layer.name}: {what} {self.unit.index + 1} of {layer.shape[0]}{meaning}")
        step = recording.step if cursor is None else cursor
        self.whose.setText(f"{net.contestant.name} after step {step:,}")
        names = [each.name for each in net.layers]
        if [self.layers.itemText(place) for place in range(self.layers.count())] != names:
            self.layers.clear()
            self.layers.addItems(names)
        self.layers.show_index(self.unit.layer, [None] * len(names))
        self._steps = tuple(each.step for each in recording.checkpoints or recording.snapshots)
        self.slider.setRange(0, max(0, len(self._steps) - 1))
        if self._steps:
            place = min(range(len(self._steps)), key=lambda one: abs(self._steps[one] - step))
            self.slider.show_position(place)
        self.where.setText(f"step {step:,}")

    def _show_filter(self, net: Net, moment: Moment) -> None:
        found = filter_of(net, self.unit, moment.known[self.unit.contestant])
        if isinstance(found, str):
            self.kernels.show_numbers(None, 1.0, lambda tile, row, column: "")
            self.filter_words.setText(found)
            return
        dense = net.layers[found.layer].kind == "dense"
        self.filter_title.setText("ITS WEIGHTS" if dense else "ITS FILTER")
        self.kernels.show_numbers(found.kernels, found.largest, partial(_weight_told, net, found))
        layer, count = net.layers[found.layer], len(found.kernels)
        told = "Its weights" if dense else "Its kernel" if count == 1 else f"Its {count} kernels"
        bias = f"; bias {format_number(found.bias, 3, plus=True)}" if found.bias is not None else ""
        step = f"; of step {found.step:,}" if found.step is not None and found.step != _step(moment) else ""
        self.filter_words.setText(f"{told} in {layer.name}; full colour is ±{number_text(found.largest)}{bias}{step}.")

    def _show_map(self, net: Net, moment: Moment) -> None:
        """Show the unit's map, and what of the picture its strongest cell sees."""
        view, snapshot, unit = moment.view(self.unit.contestant), moment.snapshot, self.unit
        if view is None or snapshot is None:
            self.map.show_numbers(None, 1.0, lambda tile, row, column: "")
            self.picture.show_photos((), self.letter)
            self.map_title.setText(moment.missing(unit.contestant).upper())
            return
        numbers = view.maps[unit.layer].array[unit.index].astype(np.float32)
        maps = is_map(net, unit.layer)
        number = f"ITS NUMBER FOR THIS PICTURE: {format_number(float(numbers.max()), 2, plus=True)}"
        self.map_title.setText("ITS MAP OF THIS PICTURE" if maps else number)
        row, column = (int(at) for at in np.unravel_index(int(numbers.argmax()), numbers.shape)) if maps else (0, 0)
        self._strongest_cell = row, column
        self.map.show_numbers(
            numbers.reshape(1, *(numbers.shape if maps else (1, 1))),
            FULL_ACTIVATION,
            partial(_map_told, numbers.reshape(numbers.shape or (1, 1))),
            (row, column) if maps else None,
        )
        patch = patch_of(net, unit.layer, row, column)
        told = f"The frame is what the strongest cell sees of the picture: {_rows(patch)}" if patch else ALL_OF_IT
        self.picture.show_photos((Photo(snapshot.picture.array, patch, "", told),), self.letter)

    def _show_found(self) -> None:
        net, (recording, _), found = self._net, self._shown(), self.inquiry.found
        if self.isHidden() or net is None or recording is None or found is None:
            return
        inquiry, unit, classes, letter = self.inquiry, self.unit, recording.plan.classes, self.letter
        strongest, ascents = found.strongest.get(unit.index), found.ascents.get(unit.index, ())
        off = found.off.get(unit.index)
        told = words.spread(strongest, classes) if strongest is not None else ""
        waits = strongest is None and inquiry.going
        if strongest is not None and words.is_dead(strongest):
            strongest = None
        photos = [] if strongest is None else _photos(net, unit, strongest, classes)
        self.strongest.show_photos(photos, letter)
        self.scanning.setVisible(waits)
        self.scanning.setValue(round(100 * inquiry.scanned))
        self.spread.setText(told)
        self.ascent.show_photos([Photo(ascents[-1].picture.numpy())] if ascents else [], letter)
        best = strongest.strengths[0] if strongest is not None and strongest.strengths else None
        maps = is_map(net, unit.layer)
        self.ascent_words.setText(words.strength(ascents[-1].strength, best, maps) if ascents else "")
        self.table.show_found(classes, strongest, found.whole, off, letter)
        whole = words.whole_fall(found.whole, off) if found.whole is not None and off is not None else ""
        self.off_title.setText(f"{WITHOUT}: ACCURACY {whole}" if whole else WITHOUT)
        self.rule.setVisible(off is not None)
        self.verdict.setText(self._verdict(net, classes))
        self._show_ranking(net, letter)
        self.said.setText(inquiry.said)
        self.said.setVisible(bool(inquiry.said))

    def _verdict(self, net: Net, classes: tuple[str, ...]) -> str:
        found, unit = self.inquiry.found, self.unit
        assert found is not None
        strongest, off = found.strongest.get(unit.index), found.off.get(unit.index)
        if strongest is None or off is None or found.whole is None or words.is_dead(strongest):
            return ""
        if not answers(net, unit.layer):
            return words.SIDE
        if kind_of(net, unit.layer) == "class":
            return words.OUTPUT.format(classes[unit.index])
        return words.verdict(strongest, found.whole, off, classes, kind_of(net, unit.layer))

    def _show_ranking(self, net: Net, letter: int) -> None:
        inquiry, unit, count = self.inquiry, self.unit, net.shape(self.unit.layer)[0]
        what = kind_of(net, unit.layer)
        self.ranking.show_falls(inquiry.found, count, unit.index, what, letter)
        known = len(self.ranking.falls)
        plural = "classes" if what == "class" else f"{what}s"
        self.rank.setText("Stop" if inquiry.ranking else f"Switch off all {count} {plural}, one by one")
        more = inquiry.can_ask and known < count and count > 1 and answers(net, unit.layer)
        self.rank.setVisible(inquiry.ranking or more)
        self.ranked.setRange(0, count)
        self.ranked.setValue(known)
        self.ranked.setVisible(inquiry.ranking)
        self.ranking.setVisible(known > 1)
        self.ranking_title.setText(f"POINTS OF ACCURACY LOST WITHOUT EACH {what.upper()}")
        self.ranking_title.setVisible(known > 1)

    # What the user does

    def _rank_or_stop(self) -> None:
        if self.inquiry.ranking:
            self.inquiry.stop_ranking()
        else:
            self.inquiry.rank()

    def _pause_or_go_on(self) -> None:
        if self._session.phase is Phase.RUNNING:
            self._session.pause()
        else:
            self._session.resume()

    def _roll(self, place: int) -> None:
        last = place == len(self._steps) - 1
        self.scrubbed.emit(None if last else self._steps[place])

    def _open(self) -> None:
        unit = self.unit
        self.hide()
        self.scene_wanted.emit(Pointed(unit.contestant, Place(unit.layer, unit.index), *self._strongest_cell))

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing go on that nobody sees."""
        self.inquiry.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have letters that suit the size of the window."""
        super().resizeEvent(event)
        note_size(self.sheet, self._appearance, self.height())
        note_size(self.said, self._appearance, self.height())
        self._follow()

    def _ask_where(self) -> None:
        path = ask_where_to_save(self, "Save the card", self._folder / "unit.png", KINDS)
        if path:
            self.write(path)

    def write(self, path: Path) -> None:
        """Save what is shown, or the numbers, and say so."""
        self._folder = path.parent
        try:
            save(path, self.sheet, f"{self.name.text()}, {self.whose.text()}", self._rows())
        except ExportError as error:
            self.readout.setText(str(error))
        else:
            self.readout.setText(f"It is saved as {path}.")

    def _rows(self) -> list[list[object]]:
        """The classes with their numbers, as a table."""
        recording, found = self._shown()[0], self.inquiry.found
        assert recording is not None
        strongest = found.strongest.get(self.unit.index) if found else None
        whole, off = (found.whole, found.off.get(self.unit.index)) if found else (None, None)
        rows: list[list[object]] = [
            [self.name.text(), "of the strongest", "pictures", "right with it", "right without it"]
        ]
        for place, name in enumerate(recording.plan.classes):
            known = (
                strongest.spread if strongest else None,
                *((whole.of, whole.right) if whole else (None, None)),
                off.right if off else None,
            )
            rows.append([name, *(each[place] if each else None for each in known)])
        return rows


def _photos(net: Net, unit: Unit, strongest: StrongestFound, classes: tuple[str, ...]) -> list[Photo]:
    """The strongest pictures, each with the patch that its strongest cell sees."""
    found = []
    for place, pixels in enumerate(strongest.pictures.numpy()):
        patch = patch_of(net, unit.layer, *strongest.cells[place])
        name = classes[strongest.labels[place]]
        told = f"Training picture {strongest.numbers[place]:,}, {name}: {number_text(strongest.strengths[place])}"
        told += f", from {_rows(patch)}" if patch else f". {ALL_OF_IT}"
        found.append(Photo(pixels, patch, name, told))
    return found


def _rows(patch: Patch) -> str:
    return f"rows {patch.top} to {patch.bottom - 1}, columns {patch.left} to {patch.right - 1}, counted from 0"


def _step(moment: Moment) -> int | None:
    return moment.snapshot.step if moment.snapshot is not None else None


def _weight_told(net: Net, found: Filter, tile: int, row: int, column: int) -> str:
    weight = format_number(float(found.kernels[tile, row, column]), 3, plus=True)
    _, rows, columns = found.kernels.shape
    where = f", row {row}, column {column}, counted from 0" if rows * columns > 1 else ""
    return f"{net.layers[found.layer].name}, weight for {found.sources[tile]}{where}: {weight}"


def _map_told(numbers: np.ndarray, tile: int, row: int, column: int) -> str:
    return f"row {row}, column {column}, counted from 0: {format_number(float(numbers[row, column]), 3, plus=True)}"
