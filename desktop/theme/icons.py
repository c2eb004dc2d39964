"""The icons, as paths in a box of 24 by 24: drawn by us, because the bundled font has no such signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from scenes.stage.core.marks import Role
from scenes.stage.output.theme import Theme

BOX = 24.0


def paint_icon(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Paint an icon into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / BOX, box.height() / BOX)
    solid, lines = _shape(name)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(solid)
    pen = QPen(colour, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(lines)
    painter.restore()


def window_icon(theme: Theme) -> QIcon:
    """The application's own icon: a feature map with a window on it."""
    picture = QPixmap(128, 128)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.background))
        painter.drawRoundedRect(picture.rect(), 24, 24)
        painter.setBrush(QColor(theme.colour(Role.INPUT)))
        for place in range(9):
            painter.setOpacity(0.35 + 0.08 * (4 * place % 9))
            painter.drawRoundedRect(QRectF(18 + place % 3 * 32, 18 + place // 3 * 32, 28, 28), 4, 4)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 9))
        painter.drawRoundedRect(QRectF(46, 46, 68, 68), 8, 8)
    return QIcon(picture)


@cache
def _shape(name: str) -> tuple[QPainterPath, QPainterPath]:
    """What is filled and what is drawn with a pen."""
    solid, lines = QPainterPath(), QPainterPath()
    _SHAPES[name](solid, lines)
    return solid, lines


def _triangle(path: QPainterPath, base: float, tip: float, half: float = 7.0) -> None:
    path.addPolygon(QPolygonF([QPointF(base, 12 - half), QPointF(tip, 12), QPointF(base, 12 + half)]))
    path.closeSubpath()


def _bar(path: QPainterPath, x: float, width: float = 2.6, half: float = 7.0) -> None:
    path.addRoundedRect(QRectF(x - width / 2, 12 - half, width, 2 * half), 1, 1)


def _stroke(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _play(solid: QPainterPath, lines: QPainterPath) -> None:
    _triangle(solid, 8, 20)


def _backwards(solid: QPainterPath, lines: QPainterPath) -> None:
    _triangle(solid, 16, 4)


def _pause(solid: QPainterPath, lines: QPainterPath) -> None:
    _bar(solid, 8.5, 4)
    _bar(solid, 15.5, 4)


def _next(solid: QPainterPath, lines: QPainterPath) -> None:
    _triangle(solid, 6, 15, 6)
    _bar(solid, 17.5, half=6)


def _previous(solid: QPainterPath, lines: QPainterPath) -> None:
    _triangle(solid, 18, 9, 6)
    _bar(solid, 6.5, half=6)


def _end(solid: QPainterPath, lines: QPainterPath) -> None:
    _triangle(solid, 3, 10.5, 6)
    _triangle(solid, 10.5, 18, 6)
    _bar(solid, 19.8, half=6)


def _start(solid: QPainterPath, lines: QPainterPath) -> None:
    _triangle(solid, 21, 13.5, 6)
    _triangle(solid, 13.5, 6, 6)
    _bar(solid, 4.2, half=6)


def _loop(solid: QPainterPath, lines: QPainterPath) -> None:
    _stroke(lines, (4, 12), (4, 10.5), (7, 7.5), (17, 7.5))
    _stroke(lines, (14.5, 4.5), (17.5, 7.5), (14.5, 10.5))
    _stroke(lines, (20, 12), (20, 13.5), (17, 16.5), (7, 16.5))
    _stroke(lines, (9.5, 13.5), (6.5, 16.5), (9.5, 19.5))


def _more(solid: QPainterPath, lines: QPainterPath) -> None:
    for x in (5.0, 12.0, 19.0):
        solid.addEllipse(QPointF(x, 12), 2.2, 2.2)


def _arc_arrow(lines: QPainterPath, mirrored: bool) -> None:
    def at(x: float, y: float) -> tuple[float, float]:
        return (24 - x if mirrored else x, y)

    _stroke(lines, at(9, 5), at(5, 9), at(9, 13))
    lines.moveTo(*at(5, 9))
    lines.lineTo(*at(14, 9))
    lines.cubicTo(QPointF(*at(21, 9)), QPointF(*at(21, 19)), QPointF(*at(14, 19)))
    lines.lineTo(*at(9, 19))


def _reset(solid: QPainterPath, lines: QPainterPath) -> None:
    lines.arcMoveTo(QRectF(5, 5, 14, 14), 130)
    lines.arcTo(QRectF(5, 5, 14, 14), 130, -310)
    _stroke(lines, (6.5, 2.5), (7, 7.5), (12, 7))


def _panel(lines: QPainterPath, x: float) -> None:
    lines.addRoundedRect(QRectF(3.5, 5, 17, 14), 2.5, 2.5)
    _stroke(lines, (x, 5), (x, 19))


def _full_screen(solid: QPainterPath, lines: QPainterPath) -> None:
    for x, y in ((4.0, 4.0), (20.0, 4.0), (20.0, 20.0), (4.0, 20.0)):
        inward_x, inward_y = (5.0 if x < 12 else -5.0), (5.0 if y < 12 else -5.0)
        _stroke(lines, (x + inward_x, y), (x, y), (x, y + inward_y))


def _leave_full_screen(solid: QPainterPath, lines: QPainterPath) -> None:
    for x, y in ((9.0, 9.0), (15.0, 9.0), (15.0, 15.0), (9.0, 15.0)):
        outward_x, outward_y = (-5.0 if x < 12 else 5.0), (-5.0 if y < 12 else 5.0)
        _stroke(lines, (x + outward_x, y), (x, y), (x, y + outward_y))


def _pin(solid: QPainterPath, lines: QPainterPath) -> None:
    _stroke(lines, (8.5, 4), (15.5, 4))
    _stroke(lines, (9.8, 4), (9.8, 10), (7, 14), (17, 14), (14.2, 10), (14.2, 4))
    _stroke(lines, (12, 14), (12, 21))


def _menu(solid: QPainterPath, lines: QPainterPath) -> None:
    for y in (6.5, 12.0, 17.5):
        _stroke(lines, (4.5, y), (19.5, y))


def _help(solid: QPainterPath, lines: QPainterPath) -> None:
    lines.moveTo(8.3, 9.2)
    lines.cubicTo(QPointF(8.3, 3.2), QPointF(16.2, 3.2), QPointF(16.2, 8.4))
    lines.cubicTo(QPointF(16.2, 11.4), QPointF(12.0, 11.4), QPointF(12.0, 15.0))
    solid.addEllipse(QPointF(12.0, 19.3), 1.5, 1.5)


def _strokes(*strokes: Sequence[tuple[float, float]]) -> Callable[[QPainterPath, QPainterPath], None]:
    def draw(solid: QPainterPath, lines: QPainterPath) -> None:
        for stroke in strokes:
            _stroke(lines, *stroke)

    return draw


_SHAPES: dict[str, Callable[[QPainterPath, QPainterPath], None]] = {
    "play": _play,
    "backwards": _backwards,
    "pause": _pause,
    "next": _next,
    "previous": _previous,
    "start": _start,
    "end": _end,
    "loop": _loop,
    "more": _more,
    "undo": lambda solid, lines: _arc_arrow(lines, mirrored=False),
    "redo": lambda solid, lines: _arc_arrow(lines, mirrored=True),
    "reset": _reset,
    "outline": lambda solid, lines: _panel(lines, 9.0),
    "aside": lambda solid, lines: _panel(lines, 15.0),
    "full-screen": _full_screen,
    "leave-full-screen": _leave_full_screen,
    "pin": _pin,
    "menu": _menu,
    "help": _help,
    "minus": _strokes([(6, 12), (18, 12)]),
    "plus": _strokes([(6, 12), (18, 12)], [(12, 6), (12, 18)]),
    "pencil": _strokes([(5, 19), (6.2, 14.6), (16, 4.8), (19.2, 8), (9.4, 17.8), (5, 19)], [(13.4, 7.4), (16.6, 10.6)]),
    "moment": _strokes(
        [(4, 5), (20, 5), (20, 13)], [(4, 5), (4, 19), (12, 19)], [(14, 18), (22, 18)], [(18, 14), (18, 22)]
    ),
    "close": _strokes([(7, 7), (17, 17)], [(17, 7), (7, 17)]),
    "curve": _strokes([(4.5, 3.5), (5.6, 9.5), (8.0, 14.5), (12.0, 18.0), (19.5, 19.5)]),
    "home": _strokes([(3.5, 11.5), (12, 4), (20.5, 11.5)], [(6, 10), (6, 19.5), (18, 19.5), (18, 10)]),
    "up-down": _strokes([(12, 3), (12, 21)], [(7.5, 7.5), (12, 3), (16.5, 7.5)], [(7.5, 16.5), (12, 21), (16.5, 16.5)]),
    "move": _strokes(
        [(12, 3), (12, 21)],
        [(3, 12), (21, 12)],
        [(9, 6), (12, 3), (15, 6)],
        [(9, 18), (12, 21), (15, 18)],
        [(6, 9), (3, 12), (6, 15)],
        [(18, 9), (21, 12), (18, 15)],
    ),
    "chevron": _strokes([(7, 10), (12, 15), (17, 10)]),
}
