"""The whole width of a sheet as a narrow strip: a gradient bar for each layer, and a frame around what is seen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.networks.layout import Sheet
from desktop.lab.networks.state import Gradients, Moment
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role


class Overview(QWidget):
    """Shows where one is in a sheet that is wider than its room. `wanted` carries a place, as a share of the width."""

    wanted = Signal(float)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._sheet = Sheet()
        self._moment: Moment | None = None
        self._gradients = Gradients()
        self._seen = (0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("All layers")
        self.setToolTip("All layers with their gradients. Click or drag to look at another part.")

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(200, self._appearance.px(15) * max(1, len(self._sheet.bands)))

    def show_sheet(self, sheet: Sheet, moment: Moment | None, gradients: Gradients, seen: tuple[float, float]) -> None:
        """Show a sheet; `seen` is where its seen part begins and ends, as shares of its width."""
        changed = len(sheet.bands) != len(self._sheet.bands)
        self._sheet, self._moment, self._gradients, self._seen = sheet, moment, gradients, seen
        if changed:
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, moment = self._appearance.theme, self._moment
        if moment is None or not self._sheet.width:
            return
        scale = self.width() / self._sheet.width
        high = self.height() / max(1, len(self._sheet.bands))
        red, ground = QColor(theme.colour(Role.GRADIENT)), QColor(theme.raised)
        for row, band in enumerate(self._sheet.bands):
            net = moment.nets[band.contestant]
            for stand in band.stands:
                box = QRectF(stand.head.x * scale, row * high + 1, max(1.5, stand.head.width * scale - 1), high - 2)
                painter.fillRect(box, ground)
                norms = [self._gradients.norm(band.contestant, net.layers[layer].name) for layer in stand.column.layers]
                found = [norm for norm in norms if norm is not None]
                if found:
                    height = max(1.0, box.height() * self._gradients.share(found[0]))
                    painter.fillRect(QRectF(box.x(), box.bottom() - height, box.width(), height), red)
        begin, end = (share * self.width() for share in self._seen)
        painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 2))
        painter.drawRect(QRectF(begin + 1, 1, end - begin - 2, self.height() - 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event)

    def _ask(self, event: QMouseEvent) -> None:
        self.wanted.emit(min(1.0, max(0.0, event.position().x() / max(1, self.width()))))
