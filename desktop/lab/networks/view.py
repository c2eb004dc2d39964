"""The inside of the networks, live: probabilities, filters and feature maps for the probe picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.networks import tiles
from desktop.lab.networks.tiles import Bars, Sheet, Tile, Words
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Plan, Snapshot
from scenes.stage.numbers.series import percent_text
from scenes.stage.output.theme import Theme

LETTER = 13
"""The size of type in a window of 1280 by 720, in pixels."""


class NetworkView(QWidget):
    """Draws one snapshot. `read` carries what is under the mouse, `opened` (contestant, filter) what was clicked."""

    read = Signal(str)
    opened = Signal(int, int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._plan: Plan | None = None
        self._sheet = Sheet((), (), (), 0.0)
        self._images: dict[tuple[int, str, int], QImage] = {}
        self._mouse: QPointF | None = None
        self._chosen = 0
        self.snapshot: Snapshot | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Inside the networks")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._dress)

    # What is shown

    def show_snapshot(self, plan: Plan | None, snapshot: Snapshot | None) -> None:
        """Show a snapshot of a run."""
        if plan is not self._plan:
            self._plan, self._chosen = plan, 0
            self._arrange()
        if snapshot is not self.snapshot:
            self.snapshot = snapshot
            self._forget_images()
            self._read_again()

    @property
    def sheet(self) -> Sheet:
        """Where everything stands."""
        return self._sheet

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(340), int(self._sheet.height) + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        self._arrange()

    def _dress(self) -> None:
        self._arrange()
        self._forget_images()

    @property
    def _letter(self) -> int:
        return self._appearance.px(LETTER)

    @property
    def _theme(self) -> Theme:
        return self._appearance.theme

    def _arrange(self) -> None:
        """Find everything its place for the present width."""
        if self._plan is None:
            self._sheet = Sheet((), (), (), 0.0)
        else:
            self._sheet = tiles.sheet(self._plan, self.width(), self._letter, self._theme)
        height = int(self._sheet.height) + 8
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update()

    def _forget_images(self) -> None:
        """The numbers or the colours are others: make the images anew when they are painted."""
        self._images.clear()
        self.update()

    def _image(self, tile: Tile) -> QImage | None:
        """All pictures of a tile's kind below each other, in colour; None where there are no numbers."""
        key = (tile.contestant, tile.part, tile.layer)
        view = self.snapshot.views[tile.contestant] if self.snapshot is not None else None
        if view is not None and key not in self._images:
            numbers = tiles.stack(view, tile.part, tile.layer)
            count, height, width = numbers.shape
            pixels = np.ascontiguousarray(tiles.colours(numbers, tile.part, self._theme))
            image = QImage(pixels.data, width, count * height, 3 * width, QImage.Format.Format_RGB888)
            self._images[key] = image.convertToFormat(QImage.Format.Format_RGB32)
        return self._images.get(key)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter, event)

    def _paint(self, painter: QPainter, event: QPaintEvent) -> None:
        visible = QRectF(event.rect())
        for words in self._sheet.words:
            self._paint_words(painter, words)
        for bars in self._sheet.bars:
            self._paint_bars(painter, bars)
        for tile in self._sheet.tiles:
            box = _rect(tile.box)
            if visible.intersects(box):
                self._paint_tile(painter, tile, box)
        self._paint_focus(painter)

    def _paint_words(self, painter: QPainter, words: Words) -> None:
        painter.setFont(fonts.font(self._letter * (1.15 if words.bold else 0.95), words.bold))
        painter.setPen(QColor(words.colour))
        shown = painter.fontMetrics().elidedText(words.text, Qt.TextElideMode.ElideRight, int(words.box.width))
        painter.drawText(_rect(words.box), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_bars(self, painter: QPainter, bars: Bars) -> None:
        """Paint the probability of every class; the right one is set in bold."""
        if self._plan is None or self.snapshot is None:
            return
        view, theme = self.snapshot.views[bars.contestant], self._theme
        if view is None:
            painter.setFont(fonts.font(self._letter))
            painter.setPen(QColor(theme.colour(Role.WARNING)))
            wrap = Qt.TextFlag.TextWordWrap
            painter.drawText(
                _rect(bars.box), wrap, "Its numbers are not finite any more. Look back to see how it went."
            )
            return
        row = bars.box.height / len(self._plan.classes)
        label_width = self._letter * 4.6
        room = bars.box.width - label_width - self._letter * 3.4
        painter.setPen(Qt.PenStyle.NoPen)
        for index, name in enumerate(self._plan.classes):
            box = QRectF(bars.box.x, bars.box.y + index * row, bars.box.width, row)
            right = index == self.snapshot.label
            painter.setFont(fonts.font(self._letter * 0.95, right))
            painter.setPen(QColor(theme.colour(Role.TEXT if right else Role.MUTED)))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            share = float(view.probabilities.array[index])
            bar = QRectF(box.left() + label_width, box.top() + row * 0.2, max(1.0, share * room), row * 0.6)
            painter.fillRect(bar, QColor(contestant_colour(bars.contestant, theme)))
            if share >= 0.005:
                painter.drawText(
                    QRectF(bar.right() + 4, box.top(), self._letter * 4, row),
                    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                    percent_text(share).replace(".0 ", " ") if share > 0.9995 else f"{100 * share:.0f} %",
                )

    def _paint_tile(self, painter: QPainter, tile: Tile, box: QRectF) -> None:
        image = self._image(tile)
        if image is None:
            painter.fillRect(box, QColor(self._theme.raised))
            return
        height = image.height() // tile.siblings
        shrunk = box.width() * self.devicePixelRatioF() < image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
        painter.drawImage(box, image, QRectF(0, tile.index * height, image.width(), height))

    def _paint_focus(self, painter: QPainter) -> None:
        """Frame the filter that a click or Enter would open."""
        hovered = self._tile_at(self._mouse)
        chosen = None
        if hovered is not None and self._opens(hovered):
            chosen = self._filter_of(hovered)
        elif self.hasFocus() and self._filters:
            chosen = self._filters[self._chosen % len(self._filters)]
        if chosen is not None:
            painter.setPen(QPen(QColor(self._theme.colour(Role.HIGHLIGHT)), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for tile in self._sheet.tiles:
                if self._is_first(tile) and (tile.contestant, tile.index) == (chosen.contestant, chosen.index):
                    painter.drawRect(_rect(tile.box).adjusted(-1, -1, 1, 1))

    # Mouse and keys

    @property
    def _filters(self) -> list[Tile]:
        """The filters that can be opened."""
        return [tile for tile in self._sheet.tiles if tile.part == "filter" and self._opens(tile)]

    def _opens(self, tile: Tile) -> bool:
        """Whether a click on a tile opens a filter: on the filter itself, or on the map it makes."""
        return (
            self._is_first(tile)
            and self._plan is not None
            and tiles.is_filter_bank(self._plan.contestants[tile.contestant])
        )

    def _is_first(self, tile: Tile) -> bool:
        """Whether a tile is of the first layer with weights."""
        return self._plan is not None and tile.layer == self._plan.contestants[tile.contestant].first

    def _filter_of(self, tile: Tile) -> Tile:
        return next(each for each in self._filters if (each.contestant, each.index) == (tile.contestant, tile.index))

    def _tile_at(self, place: QPointF | None) -> Tile | None:
        if place is None:
            return None
        return next((tile for tile in self._sheet.tiles if tile.box.holds(place.x(), place.y())), None)

    def _read_again(self) -> None:
        """Say what is under the mouse."""
        tile = self._tile_at(self._mouse)
        if tile is None or self._plan is None or self.snapshot is None or self._mouse is None:
            self.read.emit("")
            return
        words = tiles.reading(self._plan, self.snapshot, tile, self._mouse.x(), self._mouse.y())
        self.read.emit(words + ("   click: open this filter" if self._opens(tile) else ""))

    def _answers(self, tile: Tile | None) -> bool:
        """Whether a click on a tile does something, if only say why it can't be opened."""
        return tile is not None and self._is_first(tile) and (tile.part == "filter" or self._opens(tile))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._mouse = event.position()
        answers = self._answers(self._tile_at(self._mouse))
        self.setCursor(Qt.CursorShape.PointingHandCursor if answers else Qt.CursorShape.ArrowCursor)
        self._read_again()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._mouse = None
        self._read_again()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        tile = self._tile_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and tile is not None and self._answers(tile):
            self.opened.emit(tile.contestant, tile.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose a filter, Enter opens it."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._filters:
            self._chosen = (self._chosen + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(self._filters)
            tile = self._filters[self._chosen]
            self.read.emit(f"filter {tile.index + 1}   Enter: open it in the convolution scene")
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._filters:
            tile = self._filters[self._chosen % len(self._filters)]
            self.opened.emit(tile.contestant, tile.index)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self.update()


def _rect(box: tiles.Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
