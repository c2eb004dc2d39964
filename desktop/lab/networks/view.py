"""The networks as a picture, live: the columns of maps with what lies under the pointer, to look at and to open."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu

from desktop.lab.networks import handle, layout, moving, overlay, pointing
from desktop.lab.networks.layout import Band, Sheet, Stand, Tile
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import Net, nets
from desktop.lab.networks.overview import Overview
from desktop.lab.networks.painting import Images, Painting
from desktop.lab.networks.pointing import Found, Pointed
from desktop.lab.networks.state import Gradients, Moment, gradients, moment
from desktop.theme.appearance import Appearance
from scenes.stage.data.recording import Checkpoint, Plan, Recording, Snapshot

LETTER = 13
"""The size of type in a window of 1280 by 720, in pixels."""
WIDE, HIGH, GROWN = 900, 520, 1.5
"""In more room than this, in pixels for letters of the usual size, letters grow with it, up to so many times."""
SHARED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
"""With these the arrows mean something else."""
HALL = 0.026
"""The letters in a hall, as a share of the height: 24 units of the stage's 900."""


class NetworkView(QAbstractScrollArea):
    """Draws one look inside all networks. `read` carries what is under the pointer, in words.

    `opened` carries what was clicked, a `Pointed`; `does` says what that would do, in a few words. `card_wanted` asks
    for the card of a map, a `Pointed`, and `moved` says that `moment` is another.
    """

    read = Signal(str)
    opened = Signal(object)
    card_wanted = Signal(object)
    moved = Signal()

    def __init__(self, appearance: Appearance, does: Callable[[Net, Pointed], str] = lambda net, pointed: "") -> None:
        super().__init__()
        self._appearance, self._does = appearance, does
        self._plan: Plan | None = None
        self._nets: tuple[Net, ...] = ()
        self._moment: Moment | None = None
        self._kept: Checkpoint | None = None
        self._gradients = Gradients()
        self._sheet = Sheet()
        self._images = Images()
        self._still: QPixmap | None = None
        self._opened: set[tuple[int, int]] = set()
        self._hovered: Pointed | None = None
        self._chosen: Pointed | None = None
        self._found: Found | None = None
        self._wanted: bool | None = None
        self._whole = False
        """Whether the page around scrolls up and down."""
        self.left_at: Pointed | None = None
        """What was opened last."""
        self.only: int | None = None
        """The contestant that is shown alone; None shows all."""
        self.in_hall = False
        self.overview = Overview(appearance)
        self.overview.wanted.connect(self._go_to)
        self.overview.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The networks as a picture")
        self._card_key = QShortcut(
            QKeySequence("U"), self, lambda: self._want_card()
        )  # also where only the pointer is here
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._forget_still)
        appearance.changed.connect(self._arrange)

    # What is shown

    def show_recording(self, recording: Recording | None, cursor: int | None, snapshot: Snapshot | None) -> None:
        """Show a run at a step: a look inside, None where there is none, and the gradients of that step."""
        if recording is None:
            self._plan, self._nets, self._moment, self._gradients = None, (), None, Gradients()
            self._hovered = self._chosen = None
            self._opened.clear()
            self._arrange()
            self.moved.emit()
            return
        if recording.plan is not self._plan:
            self._plan, self._nets = recording.plan, nets(recording.plan)
            self._hovered = self._chosen = self._moment = self.only = self.left_at = None
            self._opened.clear()
        now = gradients(recording, cursor)
        is_new = self._moment is None
        kept = recording.checkpoint_by(snapshot.step) if snapshot is not None else None
        is_other = self._moment is None or self._moment.snapshot is not snapshot
        if is_other or kept is not self._kept:  # the weights of a step come after what it looks like
            self._moment, self._kept = moment(recording, self._nets, snapshot), kept
            if is_new:
                self._arrange()
            if is_other:
                self._forget_still()
            self._look_again()
            self.moved.emit()
        if now != self._gradients:
            self._gradients = now
            self.viewport().update()
            self._show_overview()

    @property
    def snapshot(self) -> Snapshot | None:
        """The look inside that is shown."""
        return self._moment.snapshot if self._moment is not None else None

    @property
    def moment(self) -> Moment | None:
        """What is shown, with the weights that are known."""
        return self._moment

    @property
    def sheet(self) -> Sheet:
        """Where everything stands."""
        return self._sheet

    @property
    def found(self) -> Found | None:
        """The links that are shown just now."""
        return self._found

    @property
    def folded(self) -> bool:
        """Whether layers that only change numbers where they stand share the column before them."""
        if self._wanted is not None:
            return self._wanted
        shown = self._nets if self.only is None else self._nets[self.only : self.only + 1]
        return layout.is_long(shown, self.viewport().width(), self._letter)

    def fold(self, folded: bool) -> None:
        """Show a column for each layer, or let some share one."""
        self._wanted = folded
        self._arrange()

    def stand_in(self, whole: bool, least: int) -> None:
        """Be at least so many pixels high, or as high as everything is where the page around scrolls up and down."""
        self._whole = whole
        self.setMinimumHeight(max(least, self._whole_height) if whole else least)

    @property
    def _whole_height(self) -> int:
        """How high everything is in no more room than it needs, with the bar under it."""
        room = (float(self.viewport().width()), 0.0)
        found = layout.sheet(self._nets, room, self._letter, folded=self.folded, opened=self._opened, only=self.only)
        return math.ceil(found.height) + self.horizontalScrollBar().sizeHint().height()

    def show_only(self, contestant: int | None) -> None:
        """Let one contestant have all the room, or all of them."""
        self.only = contestant
        self._arrange()

    def present(self, in_hall: bool) -> None:
        """Take letters for a hall, or those for a desk."""
        self.in_hall = in_hall
        self._arrange()

    @property
    def ground(self) -> str:
        """The colour that everything stands on."""
        return self._appearance.theme.surface

    def painting(self) -> tuple[QSizeF, Callable[[QPainter], None]] | None:
        """The whole picture, wherever it is scrolled to: its size, and what paints it; None where there is none."""
        if self._moment is None:
            return None
        made, whole = self._painting(), QRectF(0, 0, self._sheet.width, self._sheet.height)

        def paint(painter: QPainter) -> None:
            made.paint_still(painter, whole, 2.0)
            made.paint_gradients(painter, whole, self._gradients)

        return QSizeF(self._sheet.width, self._sheet.height), paint

    # Arranging

    @property
    def _letter(self) -> float:
        room = self.viewport()
        least = self._appearance.px(LETTER)
        if self.in_hall:
            bands = len(self._nets) if self.only is None else 1
            return max(least, min(HALL * self.window().height(), room.height() / max(1, bands) / layout.LOWEST))
        share = min(room.width() / self._appearance.px(WIDE), room.height() / self._appearance.px(HIGH))
        return least * min(GROWN, max(1.0, share))

    def _arrange(self) -> None:
        """Find everything its place in the present room."""
        room = self.viewport().size()
        if self._moment is None:
            self._sheet = Sheet()
        else:
            size = (float(room.width()), float(room.height()))
            self._sheet = layout.sheet(
                self._nets, size, self._letter, folded=self.folded, opened=self._opened, only=self.only
            )
        for bar, whole, part in (
            (self.horizontalScrollBar(), self._sheet.width, room.width()),
            (self.verticalScrollBar(), self._sheet.height, room.height()),
        ):
            bar.setRange(0, max(0, round(whole - part)))
            bar.setPageStep(part)
            bar.setSingleStep(round(2 * self._letter))
        self.overview.setVisible(self._sheet.width > room.width() + 1)
        self._forget_still()
        self._look_again()

    def _forget_still(self) -> None:
        self._still = None
        self.viewport().update()
        self._show_overview()

    def _show_overview(self) -> None:
        if not self.overview.isHidden():
            left, width = self.horizontalScrollBar().value(), max(1.0, self._sheet.width)
            seen = left / width, min(1.0, (left + self.viewport().width()) / width)
            self.overview.show_sheet(self._sheet, self._moment, self._gradients, seen)

    def _go_to(self, share: float) -> None:
        self.horizontalScrollBar().setValue(round(share * self._sheet.width - self.viewport().width() / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._arrange()

    # Painting

    @property
    def _origin(self) -> QPointF:
        """What is at the upper left of the room."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _painting(self) -> Painting:
        assert self._moment is not None
        return Painting(self._appearance.theme, self._sheet, self._moment, self._images)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self._moment is None:
            return
        visible = QRectF(self._origin, QSizeF(self.viewport().size()))
        if self._still is None:
            self._still = self._painted(visible)
        with QPainter(self.viewport()) as painter:
            painter.drawPixmap(0, 0, self._still)
            painter.translate(-visible.topLeft())
            self._painting().paint_gradients(painter, visible, self._gradients)
            found, band = self._found, self._band_of(self._looked_at)
            if found is not None and band is not None:
                overlay.paint(painter, self._moment, band, found, self._appearance.theme, self._sheet.letter)
                if self._card_at(found.pointed) is not None:
                    here = band.boxes[found.pointed.place]
                    handle.paint(painter, here, self._appearance.theme, self._sheet.letter)

    def _painted(self, visible: QRectF) -> QPixmap:
        """What stands still, as a pixmap of the room."""
        sharpness = self.devicePixelRatioF()
        made = QPixmap((QSizeF(self.viewport().size()) * sharpness).toSize())
        made.setDevicePixelRatio(sharpness)
        made.fill(QColor(self.ground))
        with QPainter(made) as painter:
            painter.translate(-visible.topLeft())
            self._painting().paint_still(painter, visible, sharpness)
        return made

    # What is looked at

    @property
    def _looked_at(self) -> Pointed | None:
        """What is under the pointer, or else what the keys have chosen."""
        return self._hovered or (self._chosen if self.hasFocus() else None)

    def _band_of(self, pointed: Pointed | None) -> Band | None:
        if pointed is None:
            return None
        return next((band for band in self._sheet.bands if band.contestant == pointed.contestant), None)

    def _look_again(self) -> None:
        """Follow the links of what is looked at, and say what there is to say."""
        pointed = self._looked_at
        band = self._band_of(pointed)
        if pointed is None or band is None or self._moment is None or pointed.place not in band.boxes:
            self._found = None
            self.read.emit("")
        else:
            self._found = pointing.found(self._moment, band, pointed)
            does = self._does(self._nets[pointed.contestant], pointing.began_with(band, pointed))
            card = handle.CARD if self._card_at(pointed) is not None else ""
            said = pointing.words(self._moment, self._found, ".   ".join(filter(None, (does, card))))
            self.setAccessibleDescription(said)
            self.read.emit(said)
        self.viewport().update()

    def _at(self, place: QPointF) -> tuple[Band, Stand | None, Tile | None] | None:
        found = place + self._origin
        return self._sheet.at(found.x(), found.y())

    def _point(self, place: QPointF | None) -> None:
        """Look at what is under the pointer."""
        at = self._at(place) if place is not None else None
        self._hovered = None
        stand = None
        if at is not None and place is not None and self._moment is not None:
            band, stand, tile = at
            if tile is not None:
                inside = place + self._origin
                net = self._nets[band.contestant]
                self._hovered = pointing.pointed_at(net, band, tile, inside.x(), inside.y())
        opens = self._hovered is not None or (stand is not None and self._is_more(stand, place))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self._look_again()
        if self._hovered is None and at is not None and stand is not None:
            contestant = at[0].contestant
            self.read.emit(
                pointing.layer_words(self._nets[contestant], stand.column.layers, self._gradients, contestant)
            )

    def _is_more(self, stand: Stand, place: QPointF | None) -> bool:
        if stand.more is None or place is None:
            return False
        inside = place + self._origin
        return stand.more.holds(inside.x(), inside.y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._point(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        at = self._at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or at is None:
            return
        band, stand, _ = at
        self._point(event.position())
        if stand is not None and self._is_more(stand, event.position()):
            self._open_more(band.contestant, stand)
        elif self._hovered is not None:
            self._chosen = self._hovered
            inside = event.position() + self._origin
            if handle.holds(band.boxes[self._hovered.place], self._sheet.letter, inside.x(), inside.y()):
                self._want_card()
            else:
                self._open(band, self._hovered)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the card and the scene of what is looked at."""
        pointed, band = self._looked_at, self._band_of(self._looked_at)
        if pointed is None or band is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._card_at(pointed) is not None:
            menu.addAction("Its card: filter, strongest pictures, switch it off\tU", lambda: self._want_card(pointed))
        menu.addAction("Open its scene\tEnter", lambda: self._open(band, pointed))
        menu.popup(event.globalPos())

    def _card_at(self, pointed: Pointed) -> Place | None:
        """The map whose card can be opened at a place."""
        band = self._band_of(pointed)
        return None if band is None else handle.card_of(self._nets[pointed.contestant], band, pointed)

    def _want_card(self, pointed: Pointed | None = None) -> None:
        """Ask for the card of a map, or of what is looked at."""
        pointed = pointed or self._looked_at
        place = self._card_at(pointed) if pointed is not None else None
        if pointed is not None and place is not None:
            self.card_wanted.emit(replace(pointed, place=place))

    def open(self, pointed: Pointed) -> None:
        """Open a map as a click does."""
        band = self._band_of(pointed)
        if band is not None:
            self._chosen = pointed
            self._open(band, pointed)

    def _open(self, band: Band, pointed: Pointed) -> None:
        self.left_at = pointed
        self.opened.emit(pointing.began_with(band, pointed))

    def _open_more(self, contestant: int, stand: Stand) -> None:
        """Show all maps of a layer, or only some again."""
        self._opened ^= {(contestant, stand.column.shown)}
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; where there is nothing above and below, the wheel goes to the right and left."""
        by = event.angleDelta()
        if (
            not self._whole
            and not by.x()
            and not self.verticalScrollBar().maximum()
            and self.horizontalScrollBar().maximum()
        ):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - by.y())
            event.accept()
        else:
            super().wheelEvent(event)
        self._point(event.position())

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows choose a map, Enter opens it; tells whether a key was one of these."""
        towards = moving.KEYS.get(Qt.Key(event.key()))
        if self._moment is not None and towards is not None and not event.modifiers() & SHARED:
            self._hovered = None
            self._choose(moving.moved(self._sheet, self._nets, self._chosen, towards))
            return True
        band = self._band_of(self._looked_at)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._found is not None and band is not None:
            self._open(band, self._found.pointed)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        if not self.take_key(event):
            super().keyPressEvent(event)

    def _choose(self, pointed: Pointed | None) -> None:
        self._chosen = pointed
        band = self._band_of(pointed)
        if pointed is not None and band is not None:
            self._bring_into_sight(band, pointed)
        self._look_again()

    def _bring_into_sight(self, band: Band, pointed: Pointed) -> None:
        box, room = band.boxes.get(pointed.place), self.viewport().size()
        if box is None:
            return
        margin = 6 * self._sheet.letter
        for bar, begin, size, part in (
            (self.horizontalScrollBar(), box.x, box.width, room.width()),
            (self.verticalScrollBar(), box.y, box.height, room.height()),
        ):
            low, high = begin + size + margin - part, begin - margin
            if not low <= bar.value() <= high:
                bar.setValue(round(high if bar.value() > high else low))

    def come_back(self) -> None:
        """Come back to what was opened last."""
        if self.left_at is not None:
            self._hovered = None
            self.setFocus()
            self._choose(self.left_at)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusInEvent(event)
        clicked = event.reason() is Qt.FocusReason.MouseFocusReason  # then the pointer alone says what is meant
        if self._chosen is None and self._moment is not None and not clicked:
            self._choose(moving.moved(self._sheet, self._nets, None, (1, 0)))
        self._look_again()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        self._look_again()
