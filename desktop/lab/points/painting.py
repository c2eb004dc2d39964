"""Painting maps: each picture a dot in its class's colour with its sign, and what the classes are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPaintEngine, QPainter, QPainterPath, QPen

from desktop.lab.points.classes import colours, signs
from desktop.lab.points.layout import HEAD, Placed, placed
from desktop.lab.points.neighbours import Floats
from desktop.lab.points.shown import Shown, ShownMap, reading
from desktop.theme import fonts
from desktop.theme.contestants import contestant_colour
from desktop.widgets.box import Box
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import ink, rgb
from scenes.stage.output.theme import Theme

DOT = 0.035
"""The width of a dot as a share of its map's."""
SMALLEST, LETTERED = 6.5, 11.0
"""Dots have so many pixels at least, or a ring would look like a disc, and signs from so many on."""
LINE, CHIP, BESIDE = 1.5, 1.15, 1.2
"""In letters: a line of words, the dot of a class in the legend, and the space between two classes."""
ASIDE, WORTH = 17.0, 1.05
"""How wide the column of words is beside the maps, in letters, and by how much these must grow for it."""
FAINT = 0.22
"""How strong dots are beside chosen ones."""
SHARP = 2
Position = Callable[[ShownMap], Floats]
"""Where the points of a map are now, −1..1."""


@dataclass(frozen=True)
class Look:
    """The theme, and how high letters are in pixels."""

    theme: Theme
    letter: float


@dataclass(frozen=True)
class Sheet:
    """Where everything stands: the maps, the classes of the legend, and the sentences under them."""

    maps: tuple[Placed, ...]
    legend: tuple[Box, ...]
    words: Box


def arranged(shown: Shown, width: float, height: float, look: Look) -> Sheet:
    """Share a room between maps, legend and sentences, which stand below the maps or where these get larger beside."""
    below, beside = (_shared(shown, width, height, look, aside) for aside in (0.0, ASIDE * look.letter))
    fits = beside.words.y + beside.words.height <= height
    return beside if fits and _side(beside) > WORTH * _side(below) else below


def _side(sheet: Sheet) -> float:
    """How wide the maps are."""
    return min((each.square.width for each in sheet.maps), default=0.0)


def _shared(shown: Shown, width: float, height: float, look: Look, aside: float) -> Sheet:
    """Share a room, with legend and sentences in a column so wide at the right of the maps, or (0) below them."""
    letter = look.letter
    metrics, wide = QFontMetricsF(fonts.font(letter)), aside or width
    flags = int(Qt.TextFlag.TextWordWrap)
    high = metrics.boundingRect(QRectF(0, 0, wide, height), flags, reading(shown)).height()
    chips = _legend(shown.plan.classes, wide, letter, metrics)
    legend = (chips[-1].y + chips[-1].height) if chips else 0.0
    places = [each.place for each in shown.maps]
    if aside:
        left, top, words = width - aside, HEAD * letter, HEAD * letter + legend + 0.4 * letter
        maps = placed(places, max(1.0, left - letter), height, letter)
    else:
        left, top, words = 0.0, max(0.0, height - high - legend - 0.4 * letter), height - high
        maps = placed(places, width, max(1.0, top - 0.4 * letter), letter)
    return Sheet(maps, tuple(chip.moved(left, top) for chip in chips), Box(left, words, wide, high))


def _legend(names: Sequence[str], width: float, letter: float, metrics: QFontMetricsF) -> list[Box]:
    """One class behind the other, in as many lines as that takes."""
    found, x, y = list[Box](), 0.0, 0.0
    for name in names:
        wide = (CHIP + 0.4) * letter + metrics.horizontalAdvance(name)
        if x and x + wide > width:
            x, y = 0.0, y + LINE * letter
        found.append(Box(x, y, wide, LINE * letter))
        x += wide + BESIDE * letter
    return found


def paint(painter: QPainter, shown: Shown, sheet: Sheet, look: Look, position: Position) -> None:
    """Paint all of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for where, each in zip(sheet.maps, shown.maps, strict=True):
        _paint_words(painter, shown, where, each, look)
        if each.map is not None:
            _paint_points(painter, shown, where, each, position(each), look)
    _paint_legend(painter, shown, sheet, look)
    painter.setFont(fonts.font(look.letter))
    painter.setPen(QColor(look.theme.colour(Role.MUTED)))
    painter.drawText(_rect(sheet.words), Qt.TextFlag.TextWordWrap, reading(shown))


def dot_size(where: Placed) -> float:
    """How wide dots are on a map."""
    return max(SMALLEST, DOT * where.square.width)


def _paint_words(painter: QPainter, shown: Shown, where: Placed, each: ShownMap, look: Look) -> None:
    """Say above a map what it is of, and below it how it is."""
    theme, letter = look.theme, look.letter
    head = QRectF(where.cell.x, where.cell.y, where.cell.width, HEAD * letter)
    owner, words = each.place.contestant, each.heading
    name = "" if owner is None else shown.plan.contestants[owner].name
    bold, plain = fonts.font(letter, bold=True), fonts.font(letter)
    metrics = QFontMetricsF(plain)
    wide = QFontMetricsF(bold).horizontalAdvance(f"{name}  ") if name else 0.0
    room = head.width() - 0.6 * letter
    if wide + metrics.horizontalAdvance(words) > room:
        words = metrics.elidedText(
            each.place.layer or words, Qt.TextElideMode.ElideRight, max(0.25 * room, room - wide)
        )
    beside = metrics.horizontalAdvance(words)
    name = QFontMetricsF(bold).elidedText(name, Qt.TextElideMode.ElideRight, room - beside - 0.6 * letter)
    wide = QFontMetricsF(bold).horizontalAdvance(f"{name}  ") if name else 0.0
    left = head.center().x() - (wide + beside) / 2
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    if name and owner is not None:
        painter.setFont(bold)
        painter.setPen(QColor(contestant_colour(owner, theme)))
        painter.drawText(QRectF(left, head.y(), wide, head.height()), middle, name)
    painter.setFont(plain)
    painter.setPen(QColor(theme.colour(Role.TEXT)))
    painter.drawText(QRectF(left + wide, head.y(), beside + letter, head.height()), middle, words)
    square = where.square
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(_rect(square))
    foot = QRectF(where.cell.x, square.y + square.height, where.cell.width, LINE * letter)
    painter.setPen(QColor(theme.colour(Role.MUTED)))
    told = each.words if metrics.horizontalAdvance(each.words) <= room else each.words.replace(" neighbours", "")
    fit = metrics.elidedText(told, Qt.TextElideMode.ElideRight, room)
    if each.map is None:
        painter.drawText(_rect(square), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, each.words)
    else:
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, fit)


def _paint_points(painter: QPainter, shown: Shown, where: Placed, each: ShownMap, points: Floats, look: Look) -> None:
    """Paint the dots, those that are not chosen faintly and first, and the signs of classes that have gathered."""
    assert each.map is not None
    theme, size, names = look.theme, dot_size(where), signs(shown.plan.classes)
    shades, wrong, labels = colours(len(names), theme), each.wrong.tolist(), shown.labels.tolist()
    xs, ys = (values.tolist() for values in pixels(where, points))
    vectors = painter.paintEngine().type() == QPaintEngine.Type.SVG
    some = bool(shown.chosen)
    sprites = [
        [_sprite(round(size, 1), *pair, ring, theme) for ring in (False, True)]
        for pair in zip(names, shades, strict=True)
    ]
    half = sprites[0][0].width() / (2 * SHARP)
    for index in sorted(range(len(xs)), key=lambda index: (index in shown.chosen, wrong[index])):
        label, ring = labels[index], wrong[index]
        if some:
            painter.setOpacity(1.0 if index in shown.chosen else FAINT)
        if vectors:
            _dot(painter, QPointF(xs[index], ys[index]), size, names[label], shades[label], ring, theme)
        else:
            painter.drawImage(QPointF(xs[index] - half, ys[index] - half), sprites[label][ring])
    painter.setOpacity(1.0)
    if not some and each.map.done == 1.0:
        for label, index in each.map.middles.items():
            _halo(
                painter, QPointF(xs[index], ys[index]), names[label], max(look.letter, 0.07 * where.square.width), theme
            )


@lru_cache(maxsize=512)
def _sprite(size: float, sign: str, colour: str, ring: bool, theme: Theme) -> QImage:
    """A dot as an image, which is painted far faster than a circle with a letter."""
    side = int(size) + 3
    image = QImage(side * SHARP, side * SHARP, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SHARP)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _dot(painter, QPointF(side / 2, side / 2), size, sign, colour, ring, theme)
    return image


def _dot(painter: QPainter, at: QPointF, size: float, sign: str, colour: str, ring: bool, theme: Theme) -> None:
    """A dot, or a ring for what is mistaken, with the sign of its class where that can be read."""
    line = max(1.2, 0.16 * size) if ring else max(0.6, 0.05 * size)
    painter.setPen(QPen(QColor(colour if ring else theme.surface), line))
    painter.setBrush(QColor(theme.surface if ring else colour))
    radius = (size - line) / 2
    painter.drawEllipse(at, radius, radius)
    if size >= LETTERED:
        painter.setFont(fonts.font((0.66 if len(sign) == 1 else 0.52) * size, bold=True))
        painter.setPen(QColor(theme.colour(Role.TEXT) if ring else ink(rgb(colour))))
        box = QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)


def _halo(painter: QPainter, at: QPointF, sign: str, size: float, theme: Theme) -> None:
    """A large sign that can be read on dots."""
    font = fonts.font(size, bold=True)
    metrics = QFontMetricsF(font)
    path = QPainterPath()
    path.addText(at.x() - metrics.horizontalAdvance(sign) / 2, at.y() + metrics.capHeight() / 2, font, sign)
    ground = QPen(QColor(theme.surface), 0.28 * size)
    ground.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, ground)
    painter.fillPath(path, QColor(theme.colour(Role.TEXT)))


def _paint_legend(painter: QPainter, shown: Shown, sheet: Sheet, look: Look) -> None:
    """Paint what the signs and colours mean."""
    letter, theme = look.letter, look.theme
    names = signs(shown.plan.classes)
    shades = colours(len(names), theme)
    for box, name, sign, colour in zip(sheet.legend, shown.plan.classes, names, shades, strict=True):
        size = max(CHIP * letter, LETTERED)
        middle = box.y + box.height / 2
        _dot(painter, QPointF(box.x + size / 2, middle), size, sign, colour, False, theme)
        painter.setFont(fonts.font(letter))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        words = QRectF(box.x + size + 0.3 * letter, box.y, box.width, box.height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def nearest(where: Placed, points: Floats, x: float, y: float) -> int | None:
    """The picture whose dot lies under a place in pixels, of several the nearest."""
    xs, ys = pixels(where, points)
    apart = np.hypot(xs - x, ys - y)
    best = int(apart.argmin()) if len(apart) else -1
    return best if best >= 0 and apart[best] <= max(6.0, 0.75 * dot_size(where)) else None


def pixels(where: Placed, points: Floats) -> tuple[Floats, Floats]:
    """Where dots are, in pixels."""
    size = dot_size(where)
    inner = where.square.width - 2 * size
    xs: Floats = where.square.x + size + (1 + points[:, 0]) * inner / 2
    ys: Floats = where.square.y + size + (1 - points[:, 1]) * inner / 2
    return xs, ys
