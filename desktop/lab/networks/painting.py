"""Paints the picture of networks: what changes with a look inside, and gradient bars, which change with each step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from desktop.lab.drawing.answers import chance_text
from desktop.lab.networks.colouring import FULL_ACTIVATION, FULL_WEIGHT, LEVELS, image, palette
from desktop.lab.networks.layout import CLASS_ROW, INTO_GAP, LEGEND, OF_LANE, WORDS, Band, Sheet, Stand
from desktop.lab.networks.net import FILTERS, Net, operations, shape_words, short_name
from desktop.lab.networks.state import Gradients, Moment, titles
from desktop.theme import fonts
from desktop.theme.contestants import contestant_colour
from desktop.widgets.box import Box
from desktop.widgets.data_picture import pixel_image
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import View
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import Theme

Align = Qt.AlignmentFlag
CENTRE, LEFT, RIGHT = Align.AlignCenter, Align.AlignVCenter | Align.AlignLeft, Align.AlignVCenter | Align.AlignRight
SMALL = 0.93
"""The smallest letters: 12 pixels at a desk."""
STEP = 9.0
"""So many letters the shortest word on the step takes."""
TOLD = 0.005
"""A class with less is not worth its figures."""


def filters_of(view: View) -> npt.NDArray[np.float32]:
    """The filters of the first layer (filters, height, width), with their channels side by side."""
    filters = view.filters.array
    return np.moveaxis(filters, 1, 2).reshape(len(filters), filters.shape[2], -1)


class Images:
    """The maps of every layer as images, made when they are first painted and kept as long as they hold."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], QImage] = {}
        self._for: tuple[object, Theme] | None = None

    def of(self, moment: Moment, contestant: int, layer: int, theme: Theme) -> tuple[QImage, int] | None:
        """All maps of a layer below each other, and the height of one; None where there is nothing to see."""
        view = moment.view(contestant)
        if view is None:
            return None
        wanted = (moment.snapshot, theme)
        if self._for is None or self._for[0] is not wanted[0] or self._for[1] is not theme:
            self._made, self._for = {}, wanted
        key = (contestant, layer)
        if key not in self._made:
            if layer == FILTERS:
                self._made[key] = image(filters_of(view), FULL_WEIGHT, theme)
            else:
                numbers = view.maps[layer].array
                maps = numbers if numbers.ndim == 3 else numbers.reshape(-1, 1, 1)
                self._made[key] = image(maps, FULL_ACTIVATION, theme)
        net = moment.nets[contestant]
        return self._made[key], self._made[key].height() // net.shape(layer)[0]


class Painting:
    """Paints a sheet in a theme, in whole or what lies in a part of it."""

    def __init__(self, theme: Theme, sheet: Sheet, moment: Moment, images: Images) -> None:
        self._theme, self._sheet, self._moment, self._images = theme, sheet, moment, images
        self._letter = sheet.letter

    def paint_still(self, painter: QPainter, visible: QRectF, sharpness: float = 1.0) -> None:
        """Paint all that changes only with a look inside."""
        for band in self._sheet.bands:
            if visible.intersects(rect(band.box)):
                self._band(painter, band, visible, sharpness)

    def paint_gradients(self, painter: QPainter, visible: QRectF, gradients: Gradients) -> None:
        """Paint the gradient bars over the layers."""
        red, ground = QColor(self._theme.colour(Role.GRADIENT)), QColor(self._theme.raised)
        for band in self._sheet.bands:
            net = self._moment.nets[band.contestant]
            if visible.intersects(rect(band.title)):
                self._steps(painter, band, gradients, visible)
            for stand in band.stands:
                if not visible.intersects(rect(stand.bar)):
                    continue
                layers = () if stand.column.filters else stand.column.layers
                trained = [net.layers[layer].name for layer in layers if net.layers[layer].parameters]
                for number, name in enumerate(trained):
                    place = bar_box(stand.bar, number, len(trained), self._letter)
                    painter.fillRect(place, ground)
                    norm = gradients.norm(band.contestant, name)
                    if norm is not None:
                        height = max(1.0, place.height() * gradients.share(norm))
                        painter.fillRect(QRectF(place.x(), place.bottom() - height, place.width(), height), red)

    def _steps(self, painter: QPainter, band: Band, gradients: Gradients, visible: QRectF) -> None:
        """Of which step maps and bars are, behind the contestant's name: as much of that as there is room for."""
        letter, left = self._letter, self._room_for_name(painter, band)
        legend = (0.5 * LEGEND * self._scales(painter, band, visible) + 1.0) * letter
        taken = left + (legend if band is self._sheet.bands[0] else 0.0)
        box = Box(band.title.x + left, band.title.y, _seen(band, visible) - taken, band.title.height)
        painter.setFont(fonts.font(letter * SMALL))
        metrics = painter.fontMetrics()
        told = titles(self._moment.snapshot, gradients)
        fitting = next((each for each in told if metrics.horizontalAdvance(each) <= box.width), "")
        self._words(painter, box, fitting, SMALL, self._theme.colour(Role.MUTED), LEFT)

    def _room_for_name(self, painter: QPainter, band: Band) -> float:
        """How much of its row the contestant's name takes."""
        painter.setFont(fonts.font(self._letter * 1.2, True))
        name = self._moment.nets[band.contestant].contestant.name
        return painter.fontMetrics().horizontalAdvance(name) + 1.2 * self._letter

    def _scales(self, painter: QPainter, band: Band, visible: QRectF) -> int:
        """How many scales of colours have room beside the name and the step: both, that of the maps, or none."""
        least = self._room_for_name(painter, band) + STEP * self._letter
        return max(0, min(2, int((_seen(band, visible) - least) / (0.5 * LEGEND * self._letter))))

    # Parts of a band

    def _band(self, painter: QPainter, band: Band, visible: QRectF, sharpness: float) -> None:
        net, theme, letter = self._moment.nets[band.contestant], self._theme, self._letter
        self._title(painter, band)
        if band is self._sheet.bands[0]:
            self._legend(painter, band, visible)
        self._lines(painter, band, visible)
        for group in band.groups:
            box = rect(group.box)
            if visible.intersects(box):
                painter.setPen(QPen(QColor(theme.values.edge), 1))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
                self._words(painter, group.box, group.name, SMALL, theme.colour(Role.MUTED), LEFT)
        self._picture(painter, band)
        gone = self._moment.view(band.contestant) is None
        for stand in band.stands:
            whole = QRectF(stand.head.x, stand.head.y, stand.head.width, stand.head.height + stand.maps.height)
            if visible.intersects(whole):
                self._head(painter, net, stand)
                self._tiles(painter, band, stand, visible, sharpness)
        if gone:
            self._say_why(painter, band, visible)
        elif visible.intersects(rect(band.chances)):
            self._chances(painter, band)
        painter.setPen(QPen(QColor(theme.values.edge), 1))
        if band is not self._sheet.bands[-1]:
            y = band.box.y + band.box.height + 0.7 * letter
            painter.drawLine(QPointF(visible.left(), y), QPointF(visible.right(), y))

    def _title(self, painter: QPainter, band: Band) -> None:
        """The contestant's name."""
        name, colour = (
            self._moment.nets[band.contestant].contestant.name,
            contestant_colour(band.contestant, self._theme),
        )
        self._words(painter, band.title, name, 1.2, colour, LEFT, True)

    def _legend(self, painter: QPainter, band: Band, visible: QRectF) -> None:
        """Which colours the numbers of maps and of weights have."""
        letter, y = self._letter, band.title.y + 0.25 * self._letter
        scales = self._scales(painter, band, visible)
        for column, (words, limit) in enumerate((("maps", FULL_ACTIVATION), ("weights", FULL_WEIGHT))[:scales]):
            x = band.box.x + _seen(band, visible) + 0.5 * (column - scales) * LEGEND * letter
            colour = self._theme.colour(Role.MUTED)
            self._words(painter, Box(x, y, 4 * letter, 1.3 * letter), words, SMALL, colour, LEFT)
            self._words(
                painter, Box(x + 3.6 * letter, y, 2.2 * letter, 1.3 * letter), f"−{limit:g}", SMALL, colour, RIGHT
            )
            ramp = QImage(
                bytes(range(2 * LEVELS + 1)), 2 * LEVELS + 1, 1, 2 * LEVELS + 1, QImage.Format.Format_Indexed8
            )
            ramp.setColorTable(palette(self._theme))
            place = QRectF(x + 6.1 * letter, y + 0.3 * letter, 3.6 * letter, 0.7 * letter)
            painter.drawImage(place, ramp.convertToFormat(QImage.Format.Format_RGB32))
            self._words(
                painter, Box(x + 9.9 * letter, y, 2.4 * letter, 1.3 * letter), f"+{limit:g}", SMALL, colour, LEFT
            )

    def _words(
        self, painter: QPainter, box: Box, text: str, size: float, colour: str, align: Align, bold: bool = False
    ) -> None:
        painter.setFont(fonts.font(self._letter * size, bold))
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width) + 2)
        painter.drawText(rect(box), align, shown)

    def _lines(self, painter: QPainter, band: Band, visible: QRectF) -> None:
        """The ways of the numbers: from column to column, and around those that a shortcut passes."""
        edge = QColor(self._theme.values.edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, max(1.0, 0.1 * self._letter)))
        for start, turn, goal in band.flows:
            if start[0] < visible.right() and goal[0] > visible.left():
                painter.drawLine(QPointF(*start), QPointF(*turn))
                painter.drawPath(curve(QPointF(*turn), QPointF(*goal)))
        painter.setPen(QPen(QColor(self._theme.colour(Role.OUTPUT)), max(1.5, 0.16 * self._letter)))
        for road in band.roads:
            if road.points[0][0] > visible.right() or road.points[-1][0] < visible.left():
                continue
            path = QPainterPath(QPointF(*road.points[0]))
            for point in road.points[1:]:
                path.lineTo(QPointF(*point))
            painter.drawPath(path)
            x, y = road.points[-1]
            wing = 0.35 * self._letter
            painter.drawPolyline([QPointF(x - wing, y - wing), QPointF(x, y), QPointF(x + wing, y - wing)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _head(self, painter: QPainter, net: Net, stand: Stand) -> None:
        head = net.layers[stand.column.head]
        muted, line = self._theme.colour(Role.MUTED), WORDS * self._letter
        if stand.column.filters:
            channels, *sides = net.filter_shape
            kernels = shape_words((net.shape(FILTERS)[0], *([channels] if channels > 1 else []), *sides))
            words = ["filters" if head.kind == "conv" else "weights", f"of {short_name(head.name)}", kernels]
        else:
            does = operations([net.layers[layer] for layer in stand.column.layers])
            shape = shape_words(net.shape(stand.column.shown))
            words = [short_name(head.name), *([does] if stand.lines > OF_LANE else []), shape]
        y = stand.bar.y + stand.bar.height
        for number, text in enumerate(words):
            colour = self._theme.colour(Role.TEXT) if number == 0 else muted
            beyond = INTO_GAP * self._letter  # words may reach into the gaps beside their column
            box = Box(stand.head.x - beyond, y + number * line, stand.head.width + 2 * beyond, line)
            self._words(painter, box, text, 0.95 if number == 0 else SMALL, colour, CENTRE, number == 0)

    def _picture(self, painter: QPainter, band: Band) -> None:
        box, snapshot = rect(band.picture), self._moment.snapshot
        if snapshot is None:
            painter.fillRect(box, QColor(self._theme.raised))
        else:
            painter.drawImage(box, pixel_image(snapshot.picture.array))
        label = Box(band.picture.x, band.picture.y - 1.4 * self._letter, band.picture.width, 1.3 * self._letter)
        self._words(painter, label, "picture", 0.95, self._theme.colour(Role.TEXT), CENTRE, True)

    def _tiles(self, painter: QPainter, band: Band, stand: Stand, visible: QRectF, sharpness: float) -> None:
        layer = stand.column.shown
        found = self._images.of(self._moment, band.contestant, layer, self._theme)
        if found is None:
            for tile in stand.tiles:
                painter.fillRect(rect(tile.box), QColor(self._theme.raised))
        else:
            made, height = found
            shrunk = bool(stand.tiles) and stand.tiles[0].box.width * sharpness < made.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
            for tile in stand.tiles:
                box = rect(tile.box)
                if visible.intersects(box):
                    painter.drawImage(box, made, QRectF(0, tile.place.index * height, made.width(), height))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if stand.more is not None:
            painter.fillRect(rect(stand.more), QColor(self._theme.raised))
            text = f"+ {stand.hidden} more" if stand.hidden else "fewer"
            painter.setFont(fonts.font(SMALL * self._letter))
            if painter.fontMetrics().horizontalAdvance(text) > stand.more.width and stand.hidden:
                text = f"+{stand.hidden}"
            self._words(painter, stand.more, text, SMALL, self._theme.colour(Role.TEXT), CENTRE)

    def _say_why(self, painter: QPainter, band: Band, visible: QRectF) -> None:
        """Say over a grey band why it is grey, where one looks: over the grey maps, which say nothing themselves."""
        top = band.picture.y + 0.5 * band.picture.height - 0.75 * self._letter
        box = Box(visible.left(), top, visible.width(), 1.5 * self._letter)
        colour, ground = self._theme.colour(Role.WARNING), QColor(self._theme.surface)
        painter.fillRect(rect(box), ground)
        self._words(painter, box, self._moment.missing(band.contestant), 1.0, colour, LEFT)

    def _chances(self, painter: QPainter, band: Band) -> None:
        """The probability of every class, where not all have room of the strongest; the right one is set in bold."""
        view, snapshot = self._moment.view(band.contestant), self._moment.snapshot
        if view is None or snapshot is None:
            return
        classes, box, letter = self._moment.plan.classes, band.chances, self._letter
        rows = class_rows(band, len(classes), letter)
        shares = np.nan_to_num(view.probabilities.array.astype(float), posinf=0.0, neginf=0.0)
        names, figures = 4.6 * letter, 3.2 * letter
        for index, (y, height) in zip(seen_classes(shares, snapshot.label, len(rows)), rows, strict=True):
            right = index == snapshot.label
            colour = self._theme.colour(Role.TEXT if right else Role.MUTED)
            size, share = min(0.95, 0.86 * height / letter), float(shares[index])
            self._words(painter, Box(box.x, y, names, height), classes[index], size, colour, LEFT, right)
            bar = QRectF(
                box.x + names, y + 0.18 * height, max(1.0, share * (box.width - names - figures)), 0.64 * height
            )
            painter.fillRect(bar, QColor(contestant_colour(band.contestant, self._theme)))
            if share >= TOLD:
                place = Box(bar.right() + 4, y, figures, height)
                self._words(painter, place, chance_text(share), size, colour, LEFT, right)


def _seen(band: Band, visible: QRectF) -> float:
    """How wide a band is, or as much of it as is seen at once: what stands at its end must not lie beyond that."""
    return min(band.box.width, visible.width() - band.box.x)


def class_rows(band: Band, classes: int, letter: float) -> Sequence[tuple[float, float]]:
    """Top and height of each class's row: that of its unit where all are shown, else of as many as can be read."""
    tiles, least = band.stands[-1].tiles if band.stands else (), CLASS_ROW * letter
    if len(tiles) == classes and classes > 1:
        pitch = tiles[1].box.y - tiles[0].box.y
        if pitch >= least - 1e-6:
            return [(tile.box.y + (tile.box.height - pitch) / 2, pitch) for tile in tiles]
    count = max(1, min(classes, int((band.chances.height + 1e-6) / least)))
    height = band.chances.height / count
    return [(band.chances.y + index * height, height) for index in range(count)]


def seen_classes(shares: npt.NDArray[np.float64], label: int, count: int) -> list[int]:
    """The classes that have room, in their order: the right one and the most probable."""
    order = sorted(range(len(shares)), key=lambda each: (each != label, -shares[each]))
    return sorted(order[:count])


def bar_box(bar: Box, number: int, count: int, letter: float) -> QRectF:
    """The room of one of a column's gradient bars."""
    wide = min(bar.width / count - 2, 2.6 * letter)
    left = bar.x + (bar.width - count * (wide + 2)) / 2
    return QRectF(left + number * (wide + 2), bar.y + 2, wide, bar.height - 4)


def curve(start: QPointF, goal: QPointF) -> QPainterPath:
    """A line that leaves and arrives level."""
    path = QPainterPath(start)
    middle = (start.x() + goal.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, goal.y()), goal)
    return path


def rect(box: Box) -> QRectF:
    """A box as Qt has it."""
    return QRectF(box.x, box.y, box.width, box.height)


def blend(colour: str, ground: str, strength: float) -> QColor:
    """A colour with less strength on a ground."""
    return QColor(mixed(colour, ground, strength))
