"""The panels around the stage: which of them are open, and which take room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.appearance import Appearance
from desktop.window.keys import is_typing
from desktop.window.overlays.drawer import Drawer, Side
from desktop.window.overlays.edges import Edges, Sides
from desktop.window.overlays.tab import EdgeTab

Wish = Literal["pinned", "folded", "over"]
"""What is wanted of a panel: pinned beside the stage; pinned, but put away; or over the stage when it is called."""

ROOMY = 1500
"""From this width on a window has its panels beside the stage, unless its user wants something else."""


class Panels(QObject):
    """Opens and closes the drawers of a window. `changed` says that the next start should find other panels.

    `above` tells how far down those at the sides reach while the screen is not full; `wishes` is what an earlier start
    has left, and what the next one should know.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        drawers: Mapping[Side, Drawer],
        appearance: Appearance,
        wishes: Mapping[Side, Wish],
        above: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._window, self._drawers, self._appearance, self._above = window, drawers, appearance, above
        self.wishes = dict(wishes)
        self.presenting = False
        self.top: Callable[[], int] = lambda: 0
        """Tells how far down panels begin that lie over the stage: they hide no message."""
        self.held: Sides = frozenset()
        """The sides whose panel alone has room beside the stage for the time being, whatever is wished."""
        self.missing: Sides = frozenset()
        """The sides that have no panel just now."""
        self.column: Drawer | None = None
        """What stands at the right of all else. While it takes room from the stage, no panel is pinned."""
        self._called: set[Side] = set()
        """The panels that lie over the stage because a key or a button has called them."""
        self._text = appearance.text
        self.edges, self._tab = Edges(window, self._over, self._is_typed_in), EdgeTab(appearance, window)
        self.edges.changed.connect(self.arrange)
        for side, drawer in drawers.items():
            drawer.pin_wanted.connect(lambda side=side: self.pin(side))

    def watch(self) -> None:
        """Take note of clicks in a window that is on the screen."""
        handle = self._window.window().windowHandle()
        assert handle is not None
        handle.installEventFilter(self)

    def toggle(self, side: Side) -> None:
        """Open a panel, or close it."""
        if side in self.held and not self.presenting:
            self.hold(side, False)
            return
        if self.presenting or self._mode(side) == "over":
            self._called ^= {side}
            self.arrange()
            return
        self.wishes[side] = "folded" if self._mode(side) == "pinned" else "pinned"
        self._tell()

    def show(self, side: Side) -> None:
        """Open a panel, if it isn't."""
        if side not in self._open:
            self.toggle(side)

    def hold(self, side: Side, held: bool = True) -> None:
        """Give a panel room beside the stage for the time being, or let it be again as it is wished."""
        self.held = self.held | {side} if held else self.held - {side}
        self.arrange()

    def pin(self, side: Side) -> None:
        """Give a panel room beside the stage, or let it lie over the stage again."""
        if self._mode(side) == "pinned":
            self.wishes[side] = "over"
            self._called.add(side)
        else:
            self.wishes[side] = "pinned"
        self._tell()

    def close(self) -> bool:
        """Close what has been called over the stage; tells whether there was anything."""
        found = bool(self._called)
        self._called.clear()
        self.arrange()
        return found

    def present(self, presenting: bool) -> None:
        """Leave a full screen to the stage, or show again what was beside it."""
        self.presenting = presenting
        self._called.clear()
        self.edges.begin() if presenting else self.edges.end()
        self.arrange()

    def fit(self, before: int) -> None:
        """Suit a window that has had another width. What was wanted of a wide one, a narrow one has no room for."""
        if before > 0 and self._is_roomy(before) != self._is_roomy(self._window.width()):
            self._forget()
        self.arrange()

    def arrange(self) -> None:
        """Show the panels that there is reason for, where they belong."""
        if self._appearance.text != self._text:  # the first room that larger letters take is that of the panels
            self._text = self._appearance.text
            self._forget()
        for side, drawer in self._drawers.items():
            pinned = not self.presenting and self._mode(side) == "pinned"
            drawer.show_open(self._is_wanted(side) and side not in self.missing, pinned)
            drawer.pin.setVisible(not (self.presenting or self._is_crowded or self.held) and side != "below")
        column = self.column
        beside = column.room if column is not None else 0
        left, right = self._drawers["left"].room, self._drawers["right"].room + beside
        layout = self._window.layout()
        if layout is not None:
            layout.setContentsMargins(left, 0, right, 0)
        whole = self._window.rect()
        if column is not None and column.is_open:
            whole.setRight(whole.right() - column.width())
        top = self.top()
        for drawer in self._drawers.values():
            short = not self.presenting and not drawer.pinned
            drawer.place(QRect(0, top, whole.width(), self._above() - top) if short else whole)
        at = self.edges.at
        self._tab.light(at if at not in self.missing and at not in self._open else None)

    @property
    def _open(self) -> Sides:
        return frozenset(side for side, drawer in self._drawers.items() if drawer.is_open)

    @property
    def _is_crowded(self) -> bool:
        return self.column is not None and self.column.room > 0

    def _mode(self, side: Side) -> Wish:
        if side == "below" or self._is_crowded:
            return "over"
        if self.held:
            return "pinned" if side in self.held else "over"
        return self.wishes.get(side, "pinned" if self._is_roomy(self._window.width()) else "over")

    def _is_wanted(self, side: Side) -> bool:
        if self.presenting:
            return side in self.edges.asked or side in self._called
        return self._mode(side) == "pinned" or (self._mode(side) == "over" and side in self._called)

    def _is_roomy(self, width: int) -> bool:
        return width >= ROOMY and self._appearance.text == "normal"

    def _forget(self) -> None:
        self.wishes.clear()
        self._called.clear()

    def _tell(self) -> None:
        self.arrange()
        self.changed.emit()

    def _over(self, place: QPoint) -> Sides:
        """The open panels under a place of the window."""
        return frozenset(side for side in self._open if self._drawers[side].geometry().contains(place))

    def _is_typed_in(self) -> bool:
        """Whether somebody types in a panel."""
        widget = self._window.window().focusWidget()
        return is_typing(widget) and any(drawer.isAncestorOf(widget) for drawer in self._drawers.values() if widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close what lies over the stage when somebody clicks beside it."""
        if self._called and event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            place = self._window.mapFromGlobal(event.globalPosition().toPoint())
            if not self._over(place) and (self.presenting or place.y() < self._above()):
                self.close()
        return False
