"""A poster: the key picture of a scene, its name, its length, and whether it has been seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton

from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.theme.icons import paint_icon
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
NAME_SIZE = 19.0
"""The size of a name's letters, in pixels of the usual window."""
DOT = 5.5
"""The radius of the dot of a scene that was seen."""


class Poster(QAbstractButton):
    """One scene on the start page. `entered` and `left` tell of the pointer.

    `lit` is the one that keys start; it alone can be reached by Tab, and arrows go from it to the others.
    """

    entered = Signal()
    left = Signal()

    def __init__(
        self, scene: Scene, chapter: str, role: Role, appearance: Appearance, keys: Callable[[QKeyEvent], bool]
    ) -> None:
        super().__init__()
        self.scene = scene
        self._chapter, self._role, self._appearance = chapter, role, appearance
        self.take_key = keys
        self._image: QImage | None = None
        self._motion: QImage | None = None
        self._picture, self._listed, self._letters = QSize(), False, NAME_SIZE
        self._minutes = 0
        self._seen = self._lit = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(scene.short)
        self.setAccessibleName(scene.title)
        self.setToolTip(f"{scene.title}: {scene.subtitle}" if scene.subtitle else scene.title)
        self.light(False)
        self._describe()

    # --- What it shows ----------------------------------------------------------------------------------------------

    @property
    def lit(self) -> bool:
        """Whether this is the one that keys start."""
        return self._lit

    @property
    def seen(self) -> bool:
        """Whether it has its dot."""
        return self._seen

    @property
    def drawn(self) -> bool:
        """Whether it has its picture."""
        return self._image is not None

    @property
    def moving(self) -> bool:
        """Whether the key step plays in it."""
        return self._motion is not None

    @property
    def name_width(self) -> int:
        """How much room the name takes with its dot, in the heavier letters of a lit poster."""
        metrics = QFontMetrics(self._name_font(bold=True))
        return metrics.horizontalAdvance(self.text()) + round(3 * self._appearance.px(DOT))

    def light(self, lit: bool) -> None:
        """Be the one that keys start, or no longer."""
        self._lit = lit
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lit else Qt.FocusPolicy.ClickFocus)
        self.update()

    def mark_seen(self, seen: bool) -> None:
        """Show the dot, or no longer."""
        self._seen = seen
        self._describe()
        self.update()

    def show_picture(self, image: QImage | None, minutes: int) -> None:
        """Show a picture, and how long the scene takes (0: not known yet); None shows the title on a tint."""
        self._image, self._minutes = image, minutes
        self._describe()
        self.update()

    def show_motion(self, image: QImage | None) -> None:
        """Show a moment of the key step in place of the picture; None ends that."""
        self._motion = image
        self.update()

    def lay_out(self, picture: QSize, listed: bool, letters: float) -> None:
        """Take the sizes of the picture and of the name, which stands under it, or beside it in a list."""
        self._picture, self._listed, self._letters = picture, listed, letters
        self.update()

    def _describe(self) -> None:
        """Say to screen readers what the picture says to others."""
        length = f"{self._minutes} {'minute' if self._minutes == 1 else 'minutes'}" if self._minutes else ""
        parts = self._chapter, length, "seen" if self._seen else "not seen yet"
        self.setAccessibleDescription(", ".join(part for part in parts if part))

    # --- Pointer ----------------------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: D102 - Qt's
        super().enterEvent(event)
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        super().leaveEvent(event)
        self.left.emit()

    # --- Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            box = QRectF(0, 0, self._picture.width(), self._picture.height())
            self._paint_picture(painter, box)
            self._paint_frame(painter, box)
            if self._lit and self._motion is None:
                self._paint_play(painter, box)
            self._paint_length(painter, box)
            self._paint_name(painter, box)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        theme, px = self._appearance.theme, self._appearance.px
        image = self._motion or self._image
        painter.setPen(Qt.PenStyle.NoPen)
        if image is not None:
            brush = QBrush(image)
            brush.setTransform(QTransform.fromScale(box.width() / image.width(), box.height() / image.height()))
            painter.setBrush(brush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(10), px(10))
            return
        painter.setBrush(QColor(mixed(theme.colour(self._role), theme.background, 0.18)))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(10), px(10))
        painter.setPen(self._appearance.colour(self._role))
        painter.setFont(self._name_font(bold=True))
        words = box.adjusted(px(10), px(6), -px(10), -px(6))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.scene.title)

    def _paint_frame(self, painter: QPainter, box: QRectF) -> None:
        theme, px = self._appearance.theme, self._appearance.px
        if self._lit:
            pen = QPen(self._appearance.colour(Role.TEXT), max(3.0, px(4)))
        elif self.underMouse():
            pen = QPen(self._appearance.colour(self._role), max(2.0, px(2) * theme.lines))
        else:
            pen = QPen(QColor(theme.border), 1.5 * theme.lines)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), px(10), px(10))

    def _paint_play(self, painter: QPainter, box: QRectF) -> None:
        """A sign that keys start this one."""
        radius = box.height() * 0.25
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.colour(Role.TEXT))
        painter.drawEllipse(box.center(), radius, radius)
        sign = QRectF(0, 0, radius * 1.3, radius * 1.3)
        sign.moveCenter(box.center())
        paint_icon(painter, "play", sign, QColor(self._appearance.theme.background))

    def _paint_length(self, painter: QPainter, box: QRectF) -> None:
        if not self._minutes:
            return
        px, theme = self._appearance.px, self._appearance.theme
        painter.setFont(font(px(13), bold=True))
        words = f"{self._minutes} min"
        width = painter.fontMetrics().horizontalAdvance(words) + px(12)
        inset = px(7)
        chip = QRectF(box.right() - width - inset, box.bottom() - px(20) - inset, width, px(20))
        ground = QColor(theme.background)
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, px(6), px(6))
        painter.setPen(self._appearance.colour(Role.TEXT))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_name(self, painter: QPainter, box: QRectF) -> None:
        px = self._appearance.px
        dot = px(DOT)
        if self._listed:
            place = QRectF(box.right() + px(16), 0, self.width() - box.width() - px(16), self.height())
        else:
            place = QRectF(0, box.bottom(), box.width(), self.height() - box.height())
        if self._seen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._appearance.colour(Role.OUTPUT))
            painter.drawEllipse(QPointF(place.right() - dot - 2, place.center().y()), dot, dot)
            place.setRight(place.right() - 3 * dot)
        name = self.scene.title if self._listed else self.scene.short
        if self._listed:
            line = self._letters * 0.8
            self._write(painter, place.translated(0, line), self.scene.subtitle, font(px(15)), Role.MUTED)
            place.translate(0, -line)
        self._write(painter, place, name, self._name_font(self._lit), Role.TEXT)

    def _write(self, painter: QPainter, place: QRectF, words: str, letters: QFont, role: Role) -> None:
        painter.setFont(letters)
        painter.setPen(self._appearance.colour(role))
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, _MIDDLE, fitting)

    def _name_font(self, bold: bool = False) -> QFont:
        return font(self._letters, bold)
