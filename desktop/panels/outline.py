"""The outline at the left: chapters, their scenes, the files that could not be read, and the lab."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.player.seen import Seen
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import ScrollColumn
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.core.marks import Role

LAB = "lab"
WIDTH = 240
"""Pixels, for letters of the usual size."""
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class Outline(QFrame):
    """Where one is, and can go. `scene_wanted` names a scene, `lab_wanted` asks for the lab.

    `top` is the line of its name, for what else belongs at the panel's upper right.
    """

    scene_wanted = Signal(str)
    lab_wanted = Signal()

    def __init__(self, catalogue: Catalogue, seen: Seen, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("outline")
        self._appearance, self._seen = appearance, seen
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Entry] = {}
        self._labels: list[QLabel] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        brand = QLabel("Convoscope")
        brand.setObjectName("brand")
        self.top = QHBoxLayout()
        self.top.addWidget(brand, 1)
        self.place = QLabel()
        self.place.setObjectName("muted")
        self._names = [scene.name for scene in catalogue.scenes]
        rows = QWidget()
        rows.setLayout(self._rows)
        self._scroll = ScrollColumn(rows)
        self._fill(catalogue)
        self.lab = QPushButton("Lab: train it live")
        self.lab.setObjectName("lab")
        self.lab.clicked.connect(self.lab_wanted)
        self._add_button(self.lab)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self.top)
        self._column.addWidget(self.place)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self.lab)
        self._column.addWidget(self._label("?  keys     F11  full screen", "small"))
        appearance.changed.connect(self._resize)
        seen.changed.connect(self._mark_seen)
        self._resize()
        self._mark_seen()

    def mark(self, name: str) -> None:
        """Show which scene is open (LAB for the lab)."""
        button = self.lab if name == LAB else self.buttons.get(name)
        if button is not None:
            button.setChecked(True)
            self._show_checked()
        is_scene = name in self._names
        self.place.setText(f"Scene {self._names.index(name) + 1} of {len(self._names)}" if is_scene else "")

    def _mark_seen(self) -> None:
        """Put a dot beside each scene that has been seen."""
        for name, button in self.buttons.items():
            button.mark_seen(name in self._seen.names)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_checked)  # the rows find their places after this

    def _show_checked(self) -> None:
        """Scroll to the scene that is open."""
        button = self._group.checkedButton()
        if button is not None and button is not self.lab:
            self._scroll.ensureWidgetVisible(button, 0, button.height())

    def _fill(self, catalogue: Catalogue) -> None:
        chapter, chapters = "", 0
        for scene in catalogue.scenes:
            if scene.chapter != chapter:
                chapter = scene.chapter
                chapters += 1
                self._rows.addWidget(self._label(f"{chapters}  {chapter.upper()}", "chapter"))
            button = Entry(self._appearance, scene.title)
            button.setToolTip(scene.subtitle)
            button.clicked.connect(lambda _=False, name=scene.name: self.scene_wanted.emit(name))
            self._add_button(button)
            self.buttons[scene.name] = button
            self._rows.addWidget(button)
        if catalogue.broken:
            self._rows.addWidget(self._label("COULD NOT BE READ", "chapter"))
        for name, sentence in catalogue.broken:
            self._rows.addWidget(self._label(f"{name}: {sentence}", "warning"))
        self._rows.addStretch(1)

    def _add_button(self, button: QPushButton) -> None:
        button.setCheckable(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._group.addButton(button)

    def _label(self, words: str, name: str) -> QLabel:
        label = QLabel(words)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._labels.append(label)
        return label

    def _resize(self) -> None:
        self.setFixedWidth(self._appearance.room(WIDTH))
        margin = self._appearance.px(14)
        self._column.setContentsMargins(0, margin, 0, margin - 4)
        self.top.setContentsMargins(margin, 0, 8, 0)
        self.place.setContentsMargins(margin, 0, 8, 4)
        for label in self._labels:
            label.setContentsMargins(margin, margin, 8, 4)


class Entry(QPushButton):
    """The title of a scene, on as many lines as it needs: Qt's own buttons would cut it off."""

    def __init__(self, appearance: Appearance, title: str) -> None:
        super().__init__(title)
        self._appearance, self._seen = appearance, False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance.changed.connect(self.updateGeometry)

    def mark_seen(self, seen: bool) -> None:
        """Have a dot, or none."""
        self._seen = seen
        self.setAccessibleDescription("Seen" if seen else "")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        width = self._appearance.room(WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(60, self.heightForWidth(self._appearance.room(WIDTH)))

    def heightForWidth(self, width: int) -> int:  # noqa: D102 - Qt's
        # Measured in the heavier letters of the open scene, so that opening one moves nothing.
        room = QRect(0, 0, width - 2 * self._left, 10_000)
        return QFontMetrics(self._heavy).boundingRect(room, _WRAPPED, self.text()).height() + self._appearance.px(11)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(theme.raised))
        if self.isChecked() or self.hasFocus():
            painter.fillRect(QRectF(0, 0, 4, self.height()), QColor(theme.accent if self.isChecked() else theme.border))
        painter.setPen(self._appearance.colour(Role.TEXT))
        painter.setFont(self._heavy if self.isChecked() else self.font())
        painter.drawText(self.rect().adjusted(self._left, 0, -self._left, 0), _WRAPPED, self.text())

        if self._seen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._appearance.colour(Role.OUTPUT))
            radius = self._appearance.px(3)
            painter.drawEllipse(QPointF(self.width() - self._left / 2, self.height() / 2), radius, radius)

    @property
    def _left(self) -> int:
        return self._appearance.px(14)

    @property
    def _heavy(self) -> QFont:
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        return font
