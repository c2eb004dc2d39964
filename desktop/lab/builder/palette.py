"""The parts there are, as buttons to click or to drag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QWidget

from desktop.theme.appearance import Appearance
from engine.contract.spec.built.parts import (
    TITLES,
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
    Lanes,
    Mean,
    Part,
    Pointwise,
    Pool,
    Residual,
    SideClassifier,
    SqueezeExcite,
)

MIME = "application/x-convoscope-part"


@dataclass(frozen=True)
class Item:
    """One button: the part that it adds, its key, and what it is good for in one sentence."""

    part: Part
    key: str
    hint: str

    @property
    def title(self) -> str:
        """What stands on the button."""
        return TITLES[type(self.part)]


ITEMS = (
    Item(Conv(), "c", "Filters that slide over the maps; each sees all channels."),
    Item(Depthwise(), "d", "One filter for each channel; nothing is mixed."),
    Item(Pointwise(), "x", "Mixes the channels of each pixel."),
    Item(Pool(), "p", "Keeps the largest number of each window, or the mean."),
    Item(BatchNorm(), "b", "Gives each channel mean 0 and spread 1 over the batch, then scales and shifts it."),
    Item(Activate(), "a", "Makes the net nonlinear: ReLU, sigmoid and others."),
    Item(Dropout(), "o", "Sets some numbers to 0 while it trains."),
    Item(Flatten(), "f", "Makes one list of all maps."),
    Item(Mean(), "m", "Keeps the mean of each map (global average pooling)."),
    Item(Dense(), "e", "Every unit sees every number."),
    Item(SqueezeExcite(), "g", "Dims each map by a number that depends on all maps' means."),
    Item(SideClassifier(), "i", "A classifier on the way, for training only."),
    Item(Residual(), "r", "Goes around what is chosen: its input is added to its output."),
    Item(Lanes(), "l", "Goes around what is chosen: other lanes see the same maps."),
)


def by_key(key: str) -> Part | None:
    """The part that a letter adds."""
    return next((item.part for item in ITEMS if key and item.key == key.lower()), None)


def by_name(title: str) -> Part | None:
    """The part of a button's title."""
    return next((item.part for item in ITEMS if item.title == title), None)


class PartButton(QPushButton):
    """Adds a part when it is clicked, and carries it when it is dragged."""

    def __init__(self, item: Item, add: Callable[[Part], object]) -> None:
        super().__init__(f"{item.title}   {item.key.upper()}")
        self.item = item
        self._pressed = QPoint()
        self.setToolTip(f"{item.hint}\nOn the blocks: key {item.key.upper()}")
        self.setAccessibleName(f"Add {item.title}")
        self.clicked.connect(lambda: add(item.part))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the part."""
        far = (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if not (event.buttons() & Qt.MouseButton.LeftButton and far):
            super().mouseMoveEvent(event)
            return
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(self.carried())
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)

    def carried(self) -> QMimeData:
        """What is dragged."""
        data = QMimeData()
        data.setData(MIME, QByteArray(self.item.title.encode()))
        return data


class Palette(QWidget):
    """All buttons, in two lines."""

    def __init__(self, appearance: Appearance, add: Callable[[Part], object]) -> None:
        super().__init__()
        self.buttons = [PartButton(item, add) for item in ITEMS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(appearance.px(5))
        for number, button in enumerate(self.buttons):
            grid.addWidget(button, *divmod(number, len(ITEMS) // 2))
