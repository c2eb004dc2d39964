"""What the camera sees, cut to its middle; a red lamp burns while pictures are taken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.collecting.camera import Frame
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import pixel_image
from scenes.stage.core.marks import Role

LAMP = "#e5262b"
"""Red in every theme: it must not be taken for an ornament."""


def middle(frame: Frame) -> Frame:
    """The centred square of a picture of the camera, which is what is seen of it."""
    height, width = frame.shape[1:]
    short = min(height, width)
    top, left = (height - short) // 2, (width - short) // 2
    return frame[:, top : top + short, left : left + short]


class Viewfinder(QWidget):
    """A square of the width that it is given."""

    def __init__(self, appearance: Appearance, side: int) -> None:
        super().__init__()
        self._appearance, self._side = appearance, side
        self._image: QImage | None = None
        self.taking = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What the camera sees")
        appearance.changed.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return self.sizeHint()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(self._side), self._appearance.px(self._side))

    def show_frame(self, frame: Frame | None) -> None:
        """Show a picture of the camera; None shows that it is off."""
        self._image = None
        if frame is not None:
            self._image = pixel_image(middle(frame))
        self.update()

    def show_taking(self, taking: bool) -> None:
        """Burn the lamp while pictures are taken."""
        self.taking = taking
        self.setAccessibleDescription("Pictures are taken." if taking else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        px = self._appearance.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._image is not None:
                painter.drawImage(QRectF(self.rect()), self._image)
            if not self.taking:
                painter.setPen(QPen(QColor(self._appearance.theme.colour(Role.MUTED)), 1))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
                return
            painter.setPen(QPen(QColor(LAMP), px(6)))
            painter.drawRect(QRectF(self.rect()).adjusted(px(3), px(3), -px(3), -px(3)))
            painter.setPen(QPen(QColor(Qt.GlobalColor.white), px(3)))  # the picture under it may be red as well
            painter.setBrush(QColor(LAMP))
            painter.drawEllipse(QRectF(self.width() - px(40), px(14), px(24), px(24)))
